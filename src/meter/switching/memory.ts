import type { Flash } from '../../../hal/ports/flash.js';
import { Reader } from '../../../modules/bytes/reader.js';
import { Writer } from '../../../modules/bytes/writer.js';
import { Journal } from '../../../modules/journal/journal.js';
import { Settings } from '../../../modules/journal/settings.js';
import type { DemandLimit } from './demand.js';
import { decodeSwitchEntry, encodeSwitchEntry, SWITCH_ENTRY_LENGTH, type SwitchEntry } from './switch-entry.js';

export interface MemoryOptions {
	/** The unit's own. */
	readonly flash: Flash;
	readonly firstSector?: number;
}

/** What the unit was told for good. */
export interface Configuration {
	/** control_mode, 0 to 6. */
	readonly mode: number;
	/** The ampere contract, A; undefined: none. */
	readonly capacity: number | undefined;
	readonly demandLimit: DemandLimit | undefined;
}

/** What is wanted of the contact, whatever it does. */
export interface Intent {
	/** One of `controlState`. */
	readonly control: number;
	/** Whether the unit gave up closing by itself. */
	readonly locked: boolean;
	/** What opened it last and so decides when it closes by itself. */
	readonly cause: Cause;
}

export const CAUSE = Object.freeze({ order: 0, overload: 1, demand: 2 });
export type Cause = (typeof CAUSE)[keyof typeof CAUSE];

const SETTINGS_SECTORS = 3;
/** Sectors of the log, of 75 entries each. */
const LOG_SECTORS = 3;
/** Sectors of 4,096 bytes that the unit uses of its flash. */
export const SWITCHING_SECTORS = SETTINGS_SECTORS + LOG_SECTORS;

const LOG_KIND = 4;

/**
 * What a switching unit keeps on flash: its configuration, its intent, and a log of the newest 150 actions at least.
 *
 * | key | bytes |
 * |---|---|
 * | `config` | control mode 1, capacity 1 (A, 0: none), watts of the demand limit 4, its minutes 1 (0: none) |
 * | `intent` | control state 1, locked 1, cause 1 |
 */
export class Memory {
	readonly #settings: Settings;
	readonly #log: Journal;

	/** @throws JournalError if the flash holds something else, or nothing that can be read; it is left as it was */
	constructor(options: MemoryOptions) {
		const { flash, firstSector = 0 } = options;
		this.#settings = new Settings({ flash, firstSector, sectors: SETTINGS_SECTORS });
		const log = { flash, firstSector: firstSector + SETTINGS_SECTORS, sectors: LOG_SECTORS, recordLength: SWITCH_ENTRY_LENGTH, kind: LOG_KIND };
		this.#log = new Journal(log);
	}

	get configuration(): Configuration | undefined {
		const bytes = this.#settings.get('config');
		if (bytes === undefined) return undefined;
		const reader = new Reader('switching configuration', bytes);
		const mode = reader.uint(1, 'mode');
		const capacity = reader.uint(1, 'capacity') || undefined;
		const watts = reader.uint(4, 'watts');
		const minutes = reader.uint(1, 'minutes');
		return { mode, capacity, demandLimit: minutes === 0 ? undefined : { watts, minutes } };
	}

	set configuration(value: Configuration) {
		const writer = new Writer(7).uint(1, value.mode).uint(1, value.capacity ?? 0);
		writer.uint(4, value.demandLimit?.watts ?? 0).uint(1, value.demandLimit?.minutes ?? 0);
		this.#settings.set('config', writer.bytes);
	}

	get intent(): Intent | undefined {
		const bytes = this.#settings.get('intent');
		if (bytes === undefined) return undefined;
		return { control: bytes[0]!, locked: bytes[1] === 1, cause: bytes[2] as Cause };
	}

	set intent(value: Intent) {
		this.#settings.set(
			'intent',
			new Writer(3)
				.uint(1, value.control)
				.uint(1, value.locked ? 1 : 0)
				.uint(1, value.cause).bytes,
		);
	}

	append(entry: SwitchEntry): void {
		this.#log.append(encodeSwitchEntry(entry));
	}

	/** Calls `visit` with each entry that is kept, the newest first, until it returns false. */
	walk(visit: (entry: SwitchEntry) => boolean): void {
		for (let index = this.#log.end - 1; index >= this.#log.first; index--) {
			const record = this.#log.read(index);
			if (record !== undefined && !visit(decodeSwitchEntry(record))) return;
		}
	}

	/** How long ago, in ms up to `within`, the breaker tripped since its last reset; the oldest first. */
	tripAges(clock: number, within: number): number[] {
		const ages: number[] = [];
		this.walk(({ time, action, origin, result }) => {
			const age = clock - time;
			const isReset = (action === 'close' || action === 'ready') && origin !== 'local' && result === 'done';
			if (age < 0 || age >= within || isReset) return false;
			if (action === 'open' && origin === 'breaker') ages.unshift(age);
			return true;
		});
		return ages;
	}
}
