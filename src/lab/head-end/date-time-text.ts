/** COSEM date-times for people and programs: ISO 8601, at the offset that the meter tells. */
import { DATE_TIME_LENGTH, dateTimeText, deviationOf, timeOf } from '../../../modules/cosem/date-time.js';

const MINUTE = 60_000;
const JAPAN = -540;
/** Date and time without hundredths, deviation and status. */
const TIME_LENGTH = 8;
const ANY = 0xff;

/** `2026-11-01T12:30:00+09:00`, hundredths only where there are some. @param deviation minutes from local time to UTC, −540 in Japan */
export function isoAt(time: number, deviation: number): string {
	const local = new Date(time - deviation * MINUTE).toISOString();
	const fraction = local.slice(19, 23) === '.000' ? '' : local.slice(19, 23);
	const ahead = -deviation;
	const sign = ahead < 0 ? '-' : '+';
	const hours = String(Math.floor(Math.abs(ahead) / 60)).padStart(2, '0');
	return `${local.slice(0, 19)}${fraction}${sign}${hours}:${String(Math.abs(ahead) % 60).padStart(2, '0')}`;
}

/** The text of 12 bytes: ISO where they tell one moment; a time without an offset is local, and with open fields it stays as it is. */
export function dateTimeIso(bytes: Uint8Array): string {
	if (bytes.length !== DATE_TIME_LENGTH) return dateTimeText(bytes);
	if (bytes.subarray(0, TIME_LENGTH).every((byte) => byte === ANY)) return 'not specified';
	const deviation = deviationOf(bytes);
	const time = timeOf(bytes, deviation ?? JAPAN);
	if (time === undefined) return dateTimeText(bytes);
	const text = isoAt(time, deviation ?? JAPAN);
	return deviation === undefined ? text.replace(/[+-]\d\d:\d\d$/, '') : text;
}

const STATUS: readonly (readonly [number, string])[] = Object.freeze([
	[0x01, 'invalid'],
	[0x02, 'doubtful'],
	[0x04, 'different base'],
	[0x08, 'status invalid'],
	[0x80, 'daylight saving'],
] as const);

/** Clock status: `ok`, or its bits in words. */
export function clockStatusText(status: number): string {
	const bits = STATUS.filter(([bit]) => (status & bit) !== 0).map(([, text]) => text);
	return bits.length === 0 ? 'ok' : bits.join(', ');
}

/** AMR profile status of IDIS (unconfirmed); 4 and 6 are reserved. */
const AMR: readonly (readonly [number, string])[] = Object.freeze([
	[0x01, 'critical error'],
	[0x02, 'clock invalid'],
	[0x04, 'data not valid'],
	[0x08, 'daylight saving'],
	[0x10, 'bit 4'],
	[0x20, 'clock adjusted'],
	[0x40, 'bit 6'],
	[0x80, 'power down'],
] as const);

/** Status of an interval: `ok`, or its bits in words. */
export function intervalStatusText(status: number): string {
	const bits = AMR.filter(([bit]) => (status & bit) !== 0).map(([, text]) => text);
	return bits.length === 0 ? 'ok' : bits.join(', ');
}
