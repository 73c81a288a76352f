/**
 * COSEM date-time (Blue Book, "Date and time formats"): 12 bytes, in an octet-string or as a type of its own.
 *
 * | offset | bytes | field                                                                                        |
 * |--------|-------|----------------------------------------------------------------------------------------------|
 * | 0      | 2     | year; FFFF any                                                                               |
 * | 2      | 1     | month, from 1; FF any, FD and FE where daylight saving ends and begins                       |
 * | 3      | 1     | day, from 1; FF any, FE the month's last, FD its last but one                                |
 * | 4      | 1     | day of the week, 1 is Monday; FF any. Meters write 0 on Sundays: what is read is not looked at |
 * | 5      | 4     | hour, minute, second, hundredth; FF any                                                      |
 * | 9      | 2     | deviation: minutes from local time to UTC (−540 in Japan), −720 to 840; 8000 not specified   |
 * | 11     | 1     | clock status: bits of `CLOCK_STATUS`; FF not specified                                       |
 */
import { MINUTE } from '../../time/durations.js';

export const DATE_TIME_LENGTH = 12;

/** A time that leaves everything open. */
export const UNSPECIFIED_TIME = new Uint8Array([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x80, 0x00, 0xff]);

export const CLOCK_STATUS = Object.freeze({ invalid: 0x01, doubtful: 0x02, differentBase: 0x04, invalidStatus: 0x08, daylightSaving: 0x80 });

const ANY = 0xff;
const LAST_DAY = 0xfe;
const LAST_DAY_BUT_ONE = 0xfd;
const ANY_YEAR = 0xffff;
const NO_DEVIATION = 0x8000;
const DEVIATION_MIN = -720;
const DEVIATION_MAX = 840;
const FIRST_YEAR = 1970;

/** Where each field stands; the year is at 0. */
const MONTH = 2;
const DAY = 3;
const WEEKDAY = 4;
const HOUR = 5;
const MINUTES = 6;
const SECOND = 7;
const HUNDREDTH = 8;
const DEVIATION = 9;
const STATUS = 11;

/**
 * Writes a time that is known.
 * @param time ms since 1970-01-01T00:00:00Z
 * @param deviation minutes from local time to UTC, −540 in Japan
 */
function putDateTime(into: Uint8Array, offset: number, time: number, deviation: number, status: number): void {
	const local = new Date(time - deviation * MINUTE);
	const year = local.getUTCFullYear();
	into[offset] = year >> 8;
	into[offset + 1] = year;
	into[offset + MONTH] = local.getUTCMonth() + 1;
	into[offset + DAY] = local.getUTCDate();
	into[offset + WEEKDAY] = local.getUTCDay() || 7;
	into[offset + HOUR] = local.getUTCHours();
	into[offset + MINUTES] = local.getUTCMinutes();
	into[offset + SECOND] = local.getUTCSeconds();
	into[offset + HUNDREDTH] = local.getUTCMilliseconds() / 10;
	into[offset + DEVIATION] = deviation >> 8;
	into[offset + DEVIATION + 1] = deviation;
	into[offset + STATUS] = status;
}

/** A date-time in 12 bytes of its own; parameters as those of `putDateTime`. */
export function dateTimeOf(time: number, deviation: number, status: number): Uint8Array {
	const bytes = new Uint8Array(DATE_TIME_LENGTH);
	putDateTime(bytes, 0, time, deviation, status);
	return bytes;
}

/**
 * The one moment that 12 bytes tell, in ms since 1970-01-01T00:00:00Z; undefined if they leave year, month, day, hour or minute open, or are no
 * time of the calendar. Seconds and hundredths that are left open count as 0.
 * @param deviation minutes from local time to UTC where the bytes do not specify it
 */
export function timeOf(bytes: Uint8Array, deviation: number): number | undefined {
	for (const field of [MONTH, DAY, HOUR, MINUTES]) if (bytes[field] === ANY) return undefined;
	const time = earliest(bytes, deviation);
	return time === -Infinity ? undefined : time;
}

/**
 * The first moment that a beginning of a range means, fields that are left open being as small as they can be; −Infinity if the year is open.
 * Undefined: no time of the calendar.
 * @param deviation minutes from local time to UTC where the bytes do not specify it
 */
export function earliest(bytes: Uint8Array, deviation: number): number | undefined {
	return resolve(bytes, deviation, false);
}

/** The last moment that an end of a range means, fields that are left open being as great as they can be, and a hundredth 10 ms long; Infinity if the year is open. */
export function latest(bytes: Uint8Array, deviation: number): number | undefined {
	return resolve(bytes, deviation, true);
}

/** The deviation that 12 bytes tell, in minutes; undefined if they leave it open or it is out of range. */
export function deviationOf(bytes: Uint8Array): number | undefined {
	const deviation = ((bytes[DEVIATION]! << 24) >> 16) | bytes[DEVIATION + 1]!;
	return isDeviation(deviation) ? deviation : undefined;
}

/** Whether 12 bytes tell no other deviation than this one, in minutes. */
export function isOfDeviation(bytes: Uint8Array, deviation: number): boolean {
	return (deviationOf(bytes) ?? deviation) === deviation;
}

/** Whether these are minutes from local time to UTC, −720 to 840. */
export function isDeviation(minutes: number): boolean {
	return Number.isInteger(minutes) && minutes >= DEVIATION_MIN && minutes <= DEVIATION_MAX;
}

/** Clock status; 0 if it is not specified. */
export function statusOf(bytes: Uint8Array): number {
	const status = bytes[STATUS]!;
	return status === ANY ? 0 : status;
}

function resolve(bytes: Uint8Array, otherwise: number, end: boolean): number | undefined {
	if (bytes.length !== DATE_TIME_LENGTH) return undefined;
	const year = (bytes[0]! << 8) | bytes[1]!;
	const month = field(bytes, MONTH, 1, 12, end);
	const hour = field(bytes, HOUR, 0, 23, end);
	const minute = field(bytes, MINUTES, 0, 59, end);
	const second = field(bytes, SECOND, 0, 59, end);
	const hundredth = field(bytes, HUNDREDTH, 0, 99, end);
	let deviation = deviationOf(bytes);
	if (deviation === undefined) {
		if (((bytes[DEVIATION]! << 8) | bytes[DEVIATION + 1]!) !== NO_DEVIATION) return undefined;
		deviation = otherwise;
	}
	if (month === undefined || hour === undefined || minute === undefined || second === undefined || hundredth === undefined) return undefined;
	if (year === ANY_YEAR) return end ? Infinity : -Infinity;
	if (year < FIRST_YEAR) return undefined;
	const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
	let day = bytes[DAY]!;
	if (day === ANY) day = end ? days : 1;
	else if (day === LAST_DAY) day = days;
	else if (day === LAST_DAY_BUT_ONE) day = days - 1;
	if (day < 1 || day > days) return undefined;
	const local = Date.UTC(year, month - 1, day, hour, minute, second, 10 * hundredth + (end ? 9 : 0));
	return local + deviation * MINUTE;
}

/** The field's value, or what it is at the beginning or the end of a period if it is left open; undefined if it is neither. */
function field(bytes: Uint8Array, offset: number, least: number, greatest: number, end: boolean): number | undefined {
	const value = bytes[offset]!;
	if (value === ANY) return end ? greatest : least;
	return value >= least && value <= greatest ? value : undefined;
}
