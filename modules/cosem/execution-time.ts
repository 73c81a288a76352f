/**
 * A time of execution as schedules have it (Blue Book, "Date and time formats"): 9 bytes.
 *
 * | offset | bytes | field                                                                     |
 * |--------|-------|---------------------------------------------------------------------------|
 * | 0      | 4     | hour, minute, second, hundredth; FF in the last two counts as 0. Hour FF: each hour, where all of the date is open |
 * | 4      | 2     | year; FFFF any                                                            |
 * | 6      | 1     | month, from 1; FF any                                                     |
 * | 7      | 1     | day, from 1; FF any, FE the month's last, FD its last but one             |
 * | 8      | 1     | day of the week, 1 is Monday; FF any                                      |
 */
import { joined } from '../bytes/joined.js';
import { DAY, HOUR, MINUTE } from '../time/durations.js';

export const TIME_LENGTH = 4;
export const DATE_LENGTH = 5;
export const EXECUTION_TIME_LENGTH = TIME_LENGTH + DATE_LENGTH;

const MIDNIGHT = new Uint8Array(TIME_LENGTH);
const YEAR = 4;
const MONTH = 6;
const DAY_OF_MONTH = 7;
const WEEKDAY = 8;
const ANY = 0xff;
const LAST_DAY = 0xfe;
const LAST_DAY_BUT_ONE = 0xfd;
const ANY_YEAR = 0xffff;
const FIRST_YEAR = 1970;
/** Every date that can be comes within so many: a day of the week on 29 February, over a year 2100 without one. */
const MOST_YEARS = 40;

/** Whether these 9 bytes are a time of execution, of a date that is told in full unless `wildcards`. */
export function isExecutionTime(bytes: Uint8Array, wildcards: boolean): boolean {
	const [hour, minute, second, hundredth] = bytes;
	const year = yearOf(bytes);
	const month = bytes[MONTH]!;
	const day = bytes[DAY_OF_MONTH]!;
	const weekday = bytes[WEEKDAY]!;
	if (bytes.length !== EXECUTION_TIME_LENGTH || minute! > 59 || (hour! > 23 && (!wildcards || !isHourly(bytes)))) return false;
	if ((second! > 59 && second !== ANY) || (hundredth! > 99 && hundredth !== ANY)) return false;
	if (year < FIRST_YEAR || !isOf(month, 12) || !(isOf(day, 31) || day === LAST_DAY || day === LAST_DAY_BUT_ONE) || !isOf(weekday, 7)) return false;
	// A day of the week beside a full date says nothing that is open.
	if (!wildcards) return year !== ANY_YEAR && month !== ANY && day <= 31 && day <= daysOf(year, month);
	return true;
}

/** The first time after `after` (both ms since 1970-01-01T00:00:00Z); Infinity: there is none. @param deviation minutes from local time to UTC */
export function nextExecution(bytes: Uint8Array, after: number, deviation: number): number {
	const inHour = (bytes[1]! * 60 + zero(bytes[2]!)) * 1000 + 10 * zero(bytes[3]!);
	const local = after - deviation * MINUTE;
	if (isHourly(bytes)) {
		const time = Math.floor(local / HOUR) * HOUR + inHour;
		return (time > local ? time : time + HOUR) + deviation * MINUTE;
	}
	const inDay = bytes[0]! * HOUR + inHour;
	const start = new Date(local);
	const now = start.getUTCFullYear();
	const told = yearOf(bytes);
	const last = told === ANY_YEAR ? now + MOST_YEARS : told;
	for (let year = told === ANY_YEAR ? now : Math.max(now, told); year <= last; year++) {
		for (let month = year === now ? start.getUTCMonth() + 1 : 1; month <= 12; month++) {
			if (bytes[MONTH] !== ANY && bytes[MONTH] !== month) continue;
			const days = daysOf(year, month);
			// As a count of days since 1970 that the month's days are added to.
			const before = Date.UTC(year, month - 1, 1) / DAY - 1;
			const only = dayIn(bytes, days);
			for (let day = only ?? 1; day <= (only ?? days); day++) {
				const time = (before + day) * DAY + inDay + deviation * MINUTE;
				if (time > after && day <= days && isOnWeekday(bytes, before + day)) return time;
			}
		}
	}
	return Number.POSITIVE_INFINITY;
}

/** Each hour of all days. */
function isHourly(bytes: Uint8Array): boolean {
	return bytes[0] === ANY && bytes.subarray(YEAR).every((field) => field === ANY);
}

/** The last time at or before `until`, as `nextExecution` has them; −Infinity: there is none. */
export function lastExecution(bytes: Uint8Array, until: number, deviation: number): number {
	const inHour = (bytes[1]! * 60 + zero(bytes[2]!)) * 1000 + 10 * zero(bytes[3]!);
	const local = until - deviation * MINUTE;
	if (isHourly(bytes)) {
		const time = Math.floor(local / HOUR) * HOUR + inHour;
		return (time <= local ? time : time - HOUR) + deviation * MINUTE;
	}
	const inDay = bytes[0]! * HOUR + inHour;
	const end = new Date(local);
	const now = end.getUTCFullYear();
	const told = yearOf(bytes);
	const first = told === ANY_YEAR ? now - MOST_YEARS : told;
	for (let year = told === ANY_YEAR ? now : Math.min(now, told); year >= first; year--) {
		for (let month = year === now ? end.getUTCMonth() + 1 : 12; month >= 1; month--) {
			if (bytes[MONTH] !== ANY && bytes[MONTH] !== month) continue;
			const days = daysOf(year, month);
			const before = Date.UTC(year, month - 1, 1) / DAY - 1;
			const only = dayIn(bytes, days);
			for (let day = only ?? days; day >= (only ?? 1); day--) {
				const time = (before + day) * DAY + inDay + deviation * MINUTE;
				if (time <= until && day <= days && isOnWeekday(bytes, before + day)) return time;
			}
		}
	}
	return Number.NEGATIVE_INFINITY;
}

/** Whether a date of 5 bytes, as from offset 4 on, is a day. @param day since 1970-01-01 */
export function isOnDate(date: Uint8Array, day: number): boolean {
	const bytes = joined([MIDNIGHT, date]);
	const civil = new Date(day * DAY);
	const year = civil.getUTCFullYear();
	const month = civil.getUTCMonth() + 1;
	const told = yearOf(bytes);
	if ((told !== ANY_YEAR && told !== year) || (bytes[MONTH] !== ANY && bytes[MONTH] !== month)) return false;
	return (dayIn(bytes, daysOf(year, month)) ?? civil.getUTCDate()) === civil.getUTCDate() && isOnWeekday(bytes, day);
}

/** Whether 5 bytes are a date, of which anything may be open. */
export function isOpenDate(date: Uint8Array): boolean {
	return date.length === DATE_LENGTH && isExecutionTime(joined([MIDNIGHT, date]), true);
}

/** The day of a month of so many that is told; undefined: any. */
function dayIn(bytes: Uint8Array, days: number): number | undefined {
	const told = bytes[DAY_OF_MONTH]!;
	if (told === ANY) return undefined;
	return told === LAST_DAY ? days : told === LAST_DAY_BUT_ONE ? days - 1 : told;
}

/** @param day since 1970-01-01, which was a Thursday */
function isOnWeekday(bytes: Uint8Array, day: number): boolean {
	return bytes[WEEKDAY] === ANY || bytes[WEEKDAY] === ((day + 3) % 7) + 1;
}

function yearOf(bytes: Uint8Array): number {
	return (bytes[YEAR]! << 8) | bytes[YEAR + 1]!;
}

function isOf(field: number, most: number): boolean {
	return field === ANY || (field >= 1 && field <= most);
}

function daysOf(year: number, month: number): number {
	return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function zero(field: number): number {
	return field === ANY ? 0 : field;
}
