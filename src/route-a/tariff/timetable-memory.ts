/**
 * Where the schedule of class 10 is kept, behind the tariff's own values. There are two banks of entries: new ones go into the other one, and the header makes
 * them count, in one write.
 *
 * | offset in the header | bytes | field                                              |
 * |----------------------|-------|----------------------------------------------------|
 * | 0                    | 6     | time up to which it is done, ms since 1970          |
 * | 6                    | 1     | which bank counts                                  |
 * | 7                    | 1     | how many entries there are                         |
 *
 * | offset in an entry | bytes | field                                                             |
 * |--------------------|-------|-------------------------------------------------------------------|
 * | 0                  | 2     | index                                                             |
 * | 2                  | 1     | 1: it is enabled                                                  |
 * | 3                  | 6     | script table                                                      |
 * | 9                  | 2     | selector                                                          |
 * | 11                 | 4     | time                                                              |
 * | 15                 | 2     | window                                                            |
 * | 17                 | 1     | days of the week                                                  |
 * | 18                 | 1     | how many bits of special days there are                            |
 * | 19                 | 3     | these bits                                                        |
 * | 22                 | 5     | first date                                                        |
 * | 27                 | 5     | last date                                                         |
 */

import { joined } from '../../../modules/bytes/joined.js';
import { putUint16, putUint48, uint16, uint48 } from '../../../modules/bytes/uint.js';
import { DATE_LENGTH, isExecutionTime, TIME_LENGTH } from '../../../modules/cosem/execution-time.js';
import type { ScheduleEntry } from '../../../modules/cosem/schedule.js';
import type { Slots } from '../../../modules/journal/slots.js';
import { DAY } from '../../../modules/time/durations.js';
import { TARIFF_SLOT, TARIFF_SLOT_LENGTH } from './tariff-slots.js';

const DONE = 0;
const BANK = 6;
const COUNT = 7;
const ENTRY_LENGTH = 32;
const ENABLED = 2;
const SCRIPT = 3;
const SELECTOR = 9;
const TIME = 11;
const WINDOW = 15;
const WEEKDAYS = 17;
const SPECIAL_BITS = 18;
const SPECIAL_DAYS = 19;
const MOST_SPECIAL_BYTES = 3;
const MOST_SPECIAL_BITS = 8 * MOST_SPECIAL_BYTES;
const BEGIN = 22;
const END = 27;
export const PER_SLOT = TARIFF_SLOT_LENGTH / ENTRY_LENGTH;
/** Slots of a bank. */
const BANK_SLOTS = 3;
export const MOST_ENTRIES = PER_SLOT * BANK_SLOTS;
const ANY = 0xff;
const HEADER = TARIFF_SLOT.timetable * TARIFF_SLOT_LENGTH;

export class TimetableMemory {
	readonly #slots: Slots;

	constructor(slots: Slots) {
		this.#slots = slots;
	}

	get isEmpty(): boolean {
		return this.bytes[HEADER + COUNT] === 0;
	}

	get entries(): readonly ScheduleEntry[] {
		const at = firstSlot(this.bytes[HEADER + BANK]!) * TARIFF_SLOT_LENGTH;
		return Array.from({ length: this.bytes[HEADER + COUNT]! }, (_, i) => entryAt(this.bytes, at + i * ENTRY_LENGTH));
	}

	/**
	 * Puts entries into the other bank, and makes it count. Whoever calls keeps the slots that they take (`PER_SLOT`), from the one on that this returns, and then the header: from
	 * here it would be a frame more, where stack is short.
	 * @param done see there
	 */
	put(entries: readonly ScheduleEntry[], done: number): number {
		const bank = this.bytes[HEADER + BANK]! ^ 1;
		const slot = firstSlot(bank);
		const at = slot * TARIFF_SLOT_LENGTH;
		this.bytes.fill(0, at, at + BANK_SLOTS * TARIFF_SLOT_LENGTH);
		for (let i = 0; i < entries.length; i++) putEntryAt(this.bytes, at + i * ENTRY_LENGTH, entries[i]!);
		this.bytes[HEADER + BANK] = bank;
		this.bytes[HEADER + COUNT] = entries.length;
		putUint48(this.bytes, HEADER + DONE, done);
		return slot;
	}

	/** Time up to which it is done, ms since 1970-01-01T00:00:00Z. */
	get done(): number {
		return uint48(this.bytes, HEADER + DONE);
	}

	set done(time: number) {
		putUint48(this.bytes, HEADER + DONE, time);
		this.#slots.keep(TARIFF_SLOT.timetable);
	}

	private get bytes(): Uint8Array {
		return this.#slots.bytes;
	}
}

/** Whether it can be kept and carried out: a time of day, dates in full or open, and no more special days than there is room for. */
export function isEntry({ time, specialBits, begin, end }: ScheduleEntry): boolean {
	if (time[0] === ANY || specialBits > MOST_SPECIAL_BITS) return false;
	return isEntryDate(time, begin) && isEntryDate(time, end);
}

function isEntryDate(time: Uint8Array, date: Uint8Array): boolean {
	return isOpen(date) ? isExecutionTime(joined([time, date]), true) : isExecutionTime(joined([time, date]), false);
}

/** Seconds since midnight. */
export function secondsOfDay({ time: [hour, minute, second] }: ScheduleEntry): number {
	return (hour! * 60 + minute!) * 60 + (second === ANY ? 0 : second!);
}

/** Days since 1970-01-01, both included; ±Infinity: open. */
export function spanOf({ begin, end }: ScheduleEntry): { readonly first: number; readonly last: number } {
	return { first: dayOf(begin) ?? Number.NEGATIVE_INFINITY, last: dayOf(end) ?? Number.POSITIVE_INFINITY };
}

function dayOf(date: Uint8Array): number | undefined {
	return isOpen(date) ? undefined : Date.UTC(uint16(date, 0), date[2]! - 1, date[3]!) / DAY;
}

function isOpen(date: Uint8Array): boolean {
	return date.every((field) => field === ANY);
}

function firstSlot(bank: number): number {
	return TARIFF_SLOT.timetable + 1 + BANK_SLOTS * bank;
}

function entryAt(bytes: Uint8Array, at: number): ScheduleEntry {
	const specialBits = bytes[at + SPECIAL_BITS]!;
	return {
		index: uint16(bytes, at),
		isEnabled: bytes[at + ENABLED] === 1,
		script: uint48(bytes, at + SCRIPT),
		selector: uint16(bytes, at + SELECTOR),
		time: bytes.slice(at + TIME, at + TIME + TIME_LENGTH),
		window: uint16(bytes, at + WINDOW),
		weekdays: bytes[at + WEEKDAYS]!,
		specialBits,
		specialDays: bytes.slice(at + SPECIAL_DAYS, at + SPECIAL_DAYS + Math.ceil(specialBits / 8)),
		begin: bytes.slice(at + BEGIN, at + BEGIN + DATE_LENGTH),
		end: bytes.slice(at + END, at + END + DATE_LENGTH),
	};
}

function putEntryAt(bytes: Uint8Array, at: number, entry: ScheduleEntry): void {
	putUint16(bytes, at, entry.index);
	bytes[at + ENABLED] = entry.isEnabled ? 1 : 0;
	putUint48(bytes, at + SCRIPT, entry.script);
	putUint16(bytes, at + SELECTOR, entry.selector);
	bytes.set(entry.time, at + TIME);
	putUint16(bytes, at + WINDOW, entry.window);
	bytes[at + WEEKDAYS] = entry.weekdays;
	bytes[at + SPECIAL_BITS] = entry.specialBits;
	bytes.set(entry.specialDays, at + SPECIAL_DAYS);
	bytes.set(entry.begin, at + BEGIN);
	bytes.set(entry.end, at + END);
}
