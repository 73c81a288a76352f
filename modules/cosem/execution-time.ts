/**
 * A time of execution as schedules have it (Blue Book, "Date and time formats"): 9 bytes.
 *
 * | offset | bytes | field                                                                     |
 * |--------|-------|---------------------------------------------------------------------------|
 * | 0      | 4     | hour, minute, second, hundredth; FF in the last two counts as 0           |
 * | 4      | 2     | year; FFFF any                                                            |
 * | 6      | 1     | month, from 1; FF any                                                     |
 * | 7      | 1     | day, from 1; FF any, FE the month's last, FD its last but one             |
 * | 8      | 1     | day of the week, 1 is Monday; FF any                                      |
 */
import { DAY, MINUTE } from '../time/durations.js';

export const TIME_LENGTH = 4;
export const DATE_LENGTH = 5;
export const EXECUTION_TIME_LENGTH = TIME_LENGTH + DATE_LENGTH;

const YEAR = 4;
const MONTH = 6;
const DAY_OF_MONTH = 7;
const WEEKDAY = 8;
const ANY = 0xff;
const LAST_DAY = 0xfe;
const LAST_DAY_BUT_ONE = 0xfd;
const ANY_YEAR = 0xffff;
const FIRST_YEAR = 1970;
/** Every date that can be comes within eight years: 29 February. */
const MOST_DAYS = 8 * 366;

/** Whether these 9 bytes are a time of execution, of a date that is told in full unless `wildcards`. */
export function isExecutionTime(bytes: Uint8Array, wildcards: boolean): boolean {
	const [hour, minute, second, hundredth] = bytes;
	const year = yearOf(bytes);
	const month = bytes[MONTH]!;
	const day = bytes[DAY_OF_MONTH]!;
	const weekday = bytes[WEEKDAY]!;
	if (bytes.length !== EXECUTION_TIME_LENGTH || hour! > 23 || minute! > 59) return false;
	if ((second! > 59 && second !== ANY) || (hundredth! > 99 && hundredth !== ANY)) return false;
	if (year < FIRST_YEAR || !isOf(month, 12) || !(isOf(day, 31) || day === LAST_DAY || day === LAST_DAY_BUT_ONE) || !isOf(weekday, 7)) return false;
	// A day of the week beside a full date says nothing that is open.
	if (!wildcards) return year !== ANY_YEAR && month !== ANY && day <= 31 && day <= daysOf(year, month);
	return true;
}

/** The first time after `after` (both ms since 1970-01-01T00:00:00Z); Infinity: there is none. @param deviation minutes from local time to UTC */
export function nextExecution(bytes: Uint8Array, after: number, deviation: number): number {
	const inDay = ((bytes[0]! * 60 + bytes[1]!) * 60 + zero(bytes[2]!)) * 1000 + 10 * zero(bytes[3]!);
	const year = yearOf(bytes);
	let day = Math.floor((after - deviation * MINUTE) / DAY);
	// Years before the one that is told need not be looked at.
	if (year !== ANY_YEAR) day = Math.max(day, Date.UTC(year, 0, 1) / DAY);
	for (let i = 0; i <= MOST_DAYS; i++, day++) {
		const date = new Date(day * DAY);
		if (year !== ANY_YEAR && date.getUTCFullYear() > year) return Number.POSITIVE_INFINITY;
		if (!isOn(bytes, date)) continue;
		const time = day * DAY + inDay + deviation * MINUTE;
		if (time > after) return time;
	}
	return Number.POSITIVE_INFINITY;
}

function isOn(bytes: Uint8Array, date: Date): boolean {
	const year = date.getUTCFullYear();
	const month = date.getUTCMonth() + 1;
	const day = date.getUTCDate();
	const told = bytes[DAY_OF_MONTH]!;
	const weekday = bytes[WEEKDAY]!;
	if (bytes[MONTH] !== ANY && bytes[MONTH] !== month) return false;
	if (weekday !== ANY && weekday !== (date.getUTCDay() || 7)) return false;
	if (told === ANY) return true;
	if (told === LAST_DAY || told === LAST_DAY_BUT_ONE) return day === daysOf(year, month) - (told === LAST_DAY ? 0 : 1);
	return told === day;
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
