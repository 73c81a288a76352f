import type { Log } from '../../../hal/ports/log.js';
import type { Metrology, Sample } from '../../../hal/ports/metrology.js';
import type { Store } from '../../../hal/ports/store.js';
import { decodeLedgerEntry, type LedgerEntry, REGISTERS_LENGTH } from '../backplane/ledger-entry.js';
import type { Message, UnitIdentity } from '../backplane/messages.js';
import { PlugIn } from '../backplane/plug-in.js';
import type { Contacts } from '../backplane/unit.js';
import { unitType } from '../catalogue/unit-types.js';
import type { HistoryOptions } from './history.js';
import { MeteringUnit } from './metering-unit.js';
import type { IntervalReadings, Minute } from './readings.js';
import type { Counter } from './registers.js';

export interface MeteringPlugInOptions extends HistoryOptions {
	readonly identity: UnitIdentity & { readonly kind: 'metering'; readonly certified: Minute };
	readonly log: Log;
	readonly counter?: Counter;
	/** What the registers of a new unit hold, Wh. */
	readonly initial?: { readonly import: number; readonly export: number };
	/** The unit's own; without it, it does not keep the entry of the unit before it. */
	readonly store?: Store;
}

const PREDECESSOR = 'predecessor';

/** The metering unit as it plugs into the base: registers, 45 days and clock marks on its own flash. */
export class MeteringPlugIn extends PlugIn implements Metrology {
	readonly #options: MeteringPlugInOptions;
	readonly #twoWay: boolean;
	#unit: MeteringUnit | undefined;
	#onSample: ((sample: Sample | undefined) => void) | undefined;

	constructor(options: MeteringPlugInOptions) {
		super(options.identity);
		this.#options = options;
		const type = unitType(options.identity.code);
		this.#twoWay = type?.kind !== 'metering' || type.twoWay;
	}

	override get readings(): IntervalReadings | undefined {
		return this.#unit;
	}

	/** Where the registers of the unit stood that this one replaced, as the base told it. */
	get predecessor(): LedgerEntry | undefined {
		const bytes = this.#options.store?.get(PREDECESSOR);
		return bytes && decodeLedgerEntry(bytes);
	}

	/** Starts the samples for its own registers: what the terminals measure, or what the base sends of it. */
	start(onSample: (sample: Sample | undefined) => void): void {
		const terminals = this.contacts?.metrology;
		if (terminals === undefined) this.#onSample = onSample;
		else terminals.start(this.#twoWay ? onSample : (sample) => onSample(oneWaySample(sample)));
	}

	/** Its unit has closed it. */
	onHalfHour(at: Minute): void {
		this.contacts?.send({ kind: 'halfHour', at, registers: this.registers() });
	}

	/** @throws JournalError if its flash holds something else than the memory of a metering unit */
	protected override boot(contacts: Contacts): void {
		this.#unit = new MeteringUnit({
			...this.#options,
			twoWay: this.#twoWay,
			scheduler: contacts,
			clock: contacts.clock,
			metrology: this,
			owner: this,
		});
	}

	protected override registers(): Uint8Array {
		const registers = new Uint8Array(REGISTERS_LENGTH);
		this.#unit?.storeRegisters(registers, 0);
		return registers;
	}

	protected override begin(): void {
		this.#unit?.start();
	}

	protected override hear(message: Message): void {
		switch (message.kind) {
			case 'sample':
				this.#onSample?.(this.#twoWay ? message.sample : oneWaySample(message.sample));
				return;
			case 'setClock':
				this.#unit?.setClock(message.time);
				return;
			case 'predecessor':
				this.#options.store?.set(PREDECESSOR, message.ledgerEntry);
				return;
			case 'leave':
				this.#unit?.shutdown();
		}
	}

	protected override end(): void {
		this.#unit = undefined;
		this.#onSample = undefined;
	}
}

/** What a one-way unit sees: all that is fed in stands still for it. */
export function oneWaySample(sample: Sample | undefined): Sample | undefined {
	if (sample === undefined || sample.power >= 0) return sample;
	const { currentT } = sample;
	return {
		...sample,
		power: oneWayPower(sample.power),
		currentR: Math.max(0, sample.currentR),
		...(currentT !== undefined && { currentT: Math.max(0, currentT) }),
	};
}

/** As `oneWaySample`, of the power alone, W. */
export function oneWayPower(power: number): number {
	return Math.max(0, power);
}
