import type { Flash } from '../../../hal/ports/flash.js';
import type { Log } from '../../../hal/ports/log.js';
import { asciiText } from '../../../modules/bytes/ascii.js';
import { putUint48, uint48 } from '../../../modules/bytes/uint.js';
import { Journal, sectorsFor } from '../../../modules/journal/journal.js';
import type { RuleId } from '../catalogue/rules.js';
import type { Action, Origin, Result } from '../switching/switch-entry.js';
import { PLACES, type Place, type SwitchOrder } from './messages.js';
import type { Isolation } from './plug.js';

/** What the base writes down. The order is that of their codes on flash: new ones go to the end. */
export const BASE_EVENTS = Object.freeze([
	'started',
	'stopped',
	'plugged',
	'pulled',
	/** Tamper: without service having been announced. */
	'pulled unannounced',
	'isolated',
	'released',
	'cover opened',
	/** Tamper likewise. */
	'cover opened unannounced',
	'cover closed',
	'service announced',
	'service ended',
	'clock set',
	/** The unit does not suit the others. */
	'mismatch',
	/** The registers of the metering unit stand behind what it told before. */
	'registers behind',
	'certification ends soon',
	'certification ended',
	'command',
	'contact',
	'status',
] as const);

export type BaseEventName = (typeof BASE_EVENTS)[number];

export interface BaseEvent {
	/** ms since 1970-01-01T00:00:00Z. */
	readonly at: number;
	readonly event: BaseEventName;
	/** Undefined: the base itself. */
	readonly place: Place | undefined;
	/** ASCII, up to 48 characters. */
	readonly detail: string;
	/** What the detail says, for programs; not of events that were read from flash, which keeps the text alone. */
	readonly fields?: BaseFields;
}

/** Fields of an event; there are those that it is about. */
export interface BaseFields {
	/** Type code of the unit. */
	readonly code?: string;
	readonly serial?: string;
	/** Why it is isolated. */
	readonly isolation?: Isolation;
	/** Minutes of service that are announced. */
	readonly minutes?: number;
	/** Step of the clock, ms; negative: set back. */
	readonly byMs?: number;
	/** Action of an order, or of what the switching unit did, as its log has it. */
	readonly action?: SwitchOrder['action'] | Action;
	readonly origin?: Origin;
	readonly result?: Result;
	readonly reason?: string;
	readonly closed?: boolean;
	readonly locked?: boolean;
	/** Rule that is broken. */
	readonly rule?: RuleId;
	/** How it is with the HEMS. */
	readonly verdict?: string;
}

/**
 * | offset | length | field |
 * |---|---|---|
 * | 0 | 6 | when, ms since 1970 |
 * | 6 | 1 | event, its place in the list above |
 * | 7 | 1 | place, from 1; 0: the base itself |
 * | 8 | 48 | detail: ASCII, padded with NUL |
 */
const FIELD = Object.freeze({ at: 0, event: 6, place: 7, detail: 8 });
const RECORD_LENGTH = 56;
const EVENT_KIND = 6;
const EVENTS_KEPT = 128;

export function baseLogSectors(sectorSize: number): number {
	return sectorsFor(EVENTS_KEPT, RECORD_LENGTH, sectorSize);
}

/** The newest events of a base, at least 128 of them; they stay when the power fails. What may come often, such as events of the voltage, is not among them: the unit keeps it. */
export class BaseLog {
	/** Told each event as it is written, in place of the log. */
	onEvent: ((event: BaseEvent) => void) | undefined;
	readonly #journal: Journal;
	readonly #log: Log;

	/** @throws JournalError if the flash holds something else */
	constructor(flash: Flash, firstSector: number, log: Log) {
		this.#log = log;
		this.#journal = new Journal({ flash, firstSector, sectors: baseLogSectors(flash.sectorSize), recordLength: RECORD_LENGTH, kind: EVENT_KIND });
	}

	/** Oldest first. */
	events(): BaseEvent[] {
		const list: BaseEvent[] = [];
		for (let index = this.#journal.first; index < this.#journal.end; index++) {
			const record = this.#journal.read(index);
			const event = record && decodeEvent(record);
			if (event !== undefined) list.push(event);
		}
		return list;
	}

	write(at: number, event: BaseEventName, place: Place | undefined, detail: string, fields?: BaseFields): void {
		const record = new Uint8Array(RECORD_LENGTH);
		putUint48(record, FIELD.at, at);
		record[FIELD.event] = BASE_EVENTS.indexOf(event);
		record[FIELD.place] = place === undefined ? 0 : PLACES.indexOf(place) + 1;
		for (let i = 0; i < detail.length && FIELD.detail + i < RECORD_LENGTH; i++) {
			const code = detail.charCodeAt(i);
			record[FIELD.detail + i] = code < 0x20 || code > 0x7e ? 0x3f : code;
		}
		try {
			this.#journal.append(record);
		} catch (error) {
			this.#log.write('backplane', `an event was not written: ${String(error)}`);
		}
		if (this.onEvent !== undefined) this.onEvent({ at, event, place, detail, ...(fields && { fields }) });
		else this.#log.write('backplane', `${place ?? 'base'}: ${event}${detail === '' ? '' : `: ${detail}`}`);
	}
}

/** Event in 56 bytes; undefined for one that this version does not know. */
function decodeEvent(record: Uint8Array): BaseEvent | undefined {
	const event = BASE_EVENTS[record[FIELD.event]!];
	if (event === undefined) return undefined;
	let end = RECORD_LENGTH;
	while (end > FIELD.detail && record[end - 1] === 0) end--;
	return { at: uint48(record, FIELD.at), event, place: PLACES[record[FIELD.place]! - 1], detail: asciiText(record.subarray(FIELD.detail, end)) };
}
