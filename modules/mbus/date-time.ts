/**
 * Dates and times in data records (EN 13757-3 annex A). They are local times; a slave in Japan has no summer time.
 *
 * | type | bytes | fields, from the lowest bit of the first byte on                                                                    |
 * |------|-------|---------------------------------------------------------------------------------------------------------------------|
 * | F    | 4     | minute 6, reserved 1, invalid 1; hour 5, hundreds of years from 1900 2, summer time 1; then as type G                |
 * | G    | 2     | day 5, year modulo 8 3; month 4, year / 8 4                                                                          |
 * | I    | 6     | second 6, invalid 1, leap year 1; then as type F; week and its flags 1 byte                                          |
 */
import { MINUTE } from '../time/durations.js';

const TYPE_F = 4;
const TYPE_I = 6;
const INVALID = 0x80;
const CENTURY_2000 = 0x20;
/** Years below this are of 2000 where the hundreds are 0: so slaves have it that know no hundreds. */
const YEARS_OF_1900 = 81;

/** Type F. @param time ms since 1970-01-01T00:00:00Z @param offset minutes of local time ahead of UTC */
export function encodeTypeF(time: number, offset: number): Uint8Array {
	const local = new Date(time + offset * MINUTE);
	const date = encodeTypeG(time, offset);
	return Uint8Array.of(local.getUTCMinutes(), local.getUTCHours() | CENTURY_2000, date[0]!, date[1]!);
}

/** Type G: the day. Parameters as those of `encodeTypeF`. */
export function encodeTypeG(time: number, offset: number): Uint8Array {
	const local = new Date(time + offset * MINUTE);
	const year = local.getUTCFullYear() % 100;
	return Uint8Array.of(local.getUTCDate() | ((year & 7) << 5), (local.getUTCMonth() + 1) | ((year >> 3) << 4));
}

/** Type I. Parameters as those of `encodeTypeF`. */
export function encodeTypeI(time: number, offset: number): Uint8Array {
	const bytes = new Uint8Array(TYPE_I);
	bytes[0] = new Date(time).getUTCSeconds();
	bytes.set(encodeTypeF(time, offset), 1);
	return bytes;
}

/** The moment that type F or I tells, ms since 1970-01-01T00:00:00Z; undefined: it is said to be invalid, or is no time of the calendar. */
export function timeIn(bytes: Uint8Array, offset: number): number | undefined {
	if (bytes.length === TYPE_I) {
		const seconds = bytes[0]! & 63;
		const minute = (bytes[0]! & 0x40) === 0 && seconds < 60 ? timeIn(bytes.subarray(1, 1 + TYPE_F), offset) : undefined;
		return minute === undefined ? undefined : minute + seconds * 1000;
	}
	if (bytes.length !== TYPE_F || (bytes[0]! & INVALID) !== 0) return undefined;
	const minute = bytes[0]! & 63;
	const hour = bytes[1]! & 31;
	const day = bytes[2]! & 31;
	const month = bytes[3]! & 15;
	const ofCentury = (bytes[2]! >> 5) | ((bytes[3]! >> 4) << 3);
	const hundreds = (bytes[1]! >> 5) & 3;
	const year = (hundreds === 0 && ofCentury < YEARS_OF_1900 ? 2000 : 1900 + 100 * hundreds) + ofCentury;
	const time = Date.UTC(year, month - 1, day, hour, minute);
	const same = new Date(time);
	if (minute > 59 || hour > 23 || same.getUTCMonth() !== month - 1 || same.getUTCDate() !== day) return undefined;
	return time - offset * MINUTE;
}
