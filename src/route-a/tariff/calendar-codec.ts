/**
 * Calendars in slots: a count, then entries one behind the other.
 *
 * | slot         | most | bytes of an entry                                                              |
 * |--------------|------|--------------------------------------------------------------------------------|
 * | seasons      | 6    | start 12, name 9, name of its week 9                                           |
 * | weeks        | 8    | name 9, day_ids 7                                                              |
 * | days         | 16   | day_id 1, count of actions 1, actions of 3: seconds since midnight 17 bits, identifier of the script 7 bits; 48 actions in all |
 * | special days | 48   | index 2, date 5, day_id 1; without a count                                     |
 *
 * A name is its length and 8 bytes.
 */
import { putUint16, uint16 } from '../../../modules/bytes/uint.js';
import type { DayAction, DayProfile, Season, Week } from '../../../modules/cosem/activity-calendar.js';
import { DATE_LENGTH } from '../../../modules/cosem/execution-time.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import type { SpecialDay } from '../../../modules/cosem/special-days.js';
import { DATE_TIME_LENGTH } from '../../../modules/dlms/axdr/date-time.js';

export const MOST = Object.freeze({ nameLength: 8, seasons: 6, weeks: 8, days: 16, actions: 48, specialDays: 48 });

const NAME_FIELD = 1 + MOST.nameLength;
const SEASON_LENGTH = DATE_TIME_LENGTH + 2 * NAME_FIELD;
const WEEK_LENGTH = NAME_FIELD + 7;
const ACTION_LENGTH = 3;
export const SPECIAL_DAY_LENGTH = 2 + DATE_LENGTH + 1;
const SELECTOR_BITS = 7;
const SELECTOR_MASK = (1 << SELECTOR_BITS) - 1;

export function nameAt(bytes: Uint8Array, at: number): Uint8Array {
	return bytes.slice(at + 1, at + 1 + bytes[at]!);
}

/** There is room for its length and it. */
export function putNameAt(bytes: Uint8Array, at: number, name: Uint8Array): void {
	bytes[at] = name.length;
	bytes.set(name, at + 1);
}

export function seasonsAt(bytes: Uint8Array, at: number): Season[] {
	return entriesAt(bytes, at, SEASON_LENGTH, (entry) => ({
		name: nameAt(bytes, entry + DATE_TIME_LENGTH),
		start: bytes.slice(entry, entry + DATE_TIME_LENGTH),
		week: nameAt(bytes, entry + DATE_TIME_LENGTH + NAME_FIELD),
	}));
}

export function putSeasonsAt(bytes: Uint8Array, at: number, seasons: readonly Season[]): void {
	putEntriesAt(bytes, at, SEASON_LENGTH, seasons, (entry, { name, start, week }) => {
		bytes.set(start, entry);
		putNameAt(bytes, entry + DATE_TIME_LENGTH, name);
		putNameAt(bytes, entry + DATE_TIME_LENGTH + NAME_FIELD, week);
	});
}

export function weeksAt(bytes: Uint8Array, at: number): Week[] {
	return entriesAt(bytes, at, WEEK_LENGTH, (entry) => ({
		name: nameAt(bytes, entry),
		days: bytes.slice(entry + NAME_FIELD, entry + WEEK_LENGTH),
	}));
}

export function putWeeksAt(bytes: Uint8Array, at: number, weeks: readonly Week[]): void {
	putEntriesAt(bytes, at, WEEK_LENGTH, weeks, (entry, { name, days }) => {
		putNameAt(bytes, entry, name);
		bytes.set(days, entry + NAME_FIELD);
	});
}

export function daysAt(bytes: Uint8Array, at: number): DayProfile[] {
	const days: DayProfile[] = [];
	for (let i = bytes[at]!, entry = at + 1; i > 0; i--) {
		days.push(new KeptDay(bytes, entry));
		entry += 2 + ACTION_LENGTH * bytes[entry + 1]!;
	}
	return days;
}

/** Its actions are made when they are asked for, from what is in the slot then: of all days together they would take an eighth of a small machine's memory. */
class KeptDay implements DayProfile {
	private readonly bytes: Uint8Array;
	private readonly at: number;

	constructor(bytes: Uint8Array, at: number) {
		this.bytes = bytes;
		this.at = at;
	}

	get id(): number {
		return this.bytes[this.at]!;
	}

	get actions(): readonly DayAction[] {
		const { bytes, at } = this;
		const actions: DayAction[] = [];
		for (let i = 0; i < bytes[at + 1]!; i++) actions.push(actionAt(bytes, at + 2 + ACTION_LENGTH * i));
		return actions;
	}
}

export function putDaysAt(bytes: Uint8Array, at: number, days: readonly DayProfile[]): void {
	bytes[at] = days.length;
	let entry = at + 1;
	for (const { id, actions } of days) {
		bytes[entry++] = id;
		bytes[entry++] = actions.length;
		for (const { time, selector } of actions) {
			const packed = (secondsOf(time) << SELECTOR_BITS) | selector;
			bytes[entry++] = packed >> 16;
			bytes[entry++] = packed >> 8;
			bytes[entry++] = packed;
		}
	}
}

/** @param count how many there are from `at` on; `isAsked`: whether one of this date is asked for */
export function specialDaysAt(bytes: Uint8Array, at: number, count: number, isAsked: (date: Uint8Array) => boolean): SpecialDay[] {
	const days: SpecialDay[] = [];
	for (let i = 0; i < count; i++) {
		const entry = at + SPECIAL_DAY_LENGTH * i;
		const date = bytes.slice(entry + 2, entry + 2 + DATE_LENGTH);
		if (isAsked(date)) days.push({ index: uint16(bytes, entry), date, day: bytes[entry + 2 + DATE_LENGTH]! });
	}
	return days;
}

export function putSpecialDaysAt(bytes: Uint8Array, at: number, days: readonly SpecialDay[]): void {
	for (const [i, { index, date, day }] of days.entries()) {
		const entry = at + SPECIAL_DAY_LENGTH * i;
		putUint16(bytes, entry, index);
		bytes.set(date, entry + 2);
		bytes[entry + 2 + DATE_LENGTH] = day;
	}
}

/** Seconds since midnight; those that are left open count as 0. */
export function secondsOf(time: Uint8Array): number {
	return (time[0]! * 60 + time[1]!) * 60 + (time[2] === 0xff ? 0 : time[2]!);
}

function actionAt(bytes: Uint8Array, at: number): DayAction {
	const packed = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
	const seconds = packed >> SELECTOR_BITS;
	const time = Uint8Array.of(seconds / 3600, (seconds / 60) % 60, seconds % 60, 0);
	return { time, script: NAME.tariffScripts, selector: packed & SELECTOR_MASK };
}

function entriesAt<T>(bytes: Uint8Array, at: number, length: number, entryAt: (entry: number) => T): T[] {
	return Array.from({ length: bytes[at]! }, (_, i) => entryAt(at + 1 + i * length));
}

function putEntriesAt<T>(bytes: Uint8Array, at: number, length: number, entries: readonly T[], putAt: (entry: number, item: T) => void): void {
	bytes[at] = entries.length;
	for (const [i, entry] of entries.entries()) putAt(at + 1 + i * length, entry);
}
