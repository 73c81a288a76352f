/** COSEM date-times for people and programs: ISO 8601, at the offset that the meter tells. */
import { CLOCK_STATUS, DATE_TIME_LENGTH, deviationOf, timeOf } from '../../modules/dlms/axdr/date-time.js';
import { MINUTE } from '../../modules/time/durations.js';
import { JST_OFFSET } from '../../modules/time/japan.js';
import { type DateWord, inEnglish, type Say, type StatusWord } from './value-words.js';

/** The deviation of a meter that does not tell its own, minutes from local time to UTC. */
export const JAPAN = -JST_OFFSET;
/** Date and time without hundredths, deviation and status. */
const TIME_LENGTH = 8;
const ANY = 0xff;

/** `2026-11-01T12:30:00+09:00`, hundredths only where there are some. @param deviation minutes from local time to UTC, −540 in Japan */
export function isoAt(time: number, deviation: number): string {
	const local = new Date(time - deviation * MINUTE).toISOString();
	const fraction = local.slice(19, 23) === '.000' ? '' : local.slice(19, 23);
	return `${local.slice(0, 19)}${fraction}${offsetText(deviation)}`;
}

/** `+09:00` for −540 minutes. */
function offsetText(deviation: number): string {
	const ahead = -deviation;
	return `${ahead < 0 ? '-' : '+'}${twoDigits(Math.floor(Math.abs(ahead) / 60))}:${twoDigits(Math.abs(ahead) % 60)}`;
}

/** The text of 12 bytes: ISO where they tell one moment; a time without an offset is local, and with open fields it stays as it is. */
export function dateTimeIso(bytes: Uint8Array, say: Say = inEnglish): string {
	if (bytes.length !== DATE_TIME_LENGTH) return say('not a date-time');
	if (bytes.subarray(0, TIME_LENGTH).every((byte) => byte === ANY)) return say('not specified');
	const deviation = deviationOf(bytes);
	const time = timeOf(bytes, deviation ?? JAPAN);
	const offset = deviation === undefined ? '' : offsetText(deviation);
	if (time === undefined || isRule(bytes)) return `${openDateText(bytes, say)} ${openTimeText(bytes.subarray(HOUR))}${offset}`;
	const text = isoAt(time, deviation ?? JAPAN);
	return deviation === undefined ? text.replace(/[+-]\d\d:\d\d$/, '') : text;
}

/** Names of what is no number in a month, a day of the month, a day of the week (Blue Book, "Date and time formats"). */
const MONTHS: Readonly<Record<number, DateWord>> = Object.freeze({ 254: 'daylight-saving-begin', 253: 'daylight-saving-end' });
const DAYS: Readonly<Record<number, DateWord>> = Object.freeze({ 254: 'last', 253: 'last-but-one' });
const WEEKDAYS: Readonly<Record<number, DateWord>> = Object.freeze({ 1: 'Mon', 2: 'Tue', 3: 'Wed', 4: 'Thu', 5: 'Fri', 6: 'Sat', 7: 'Sun' });
const HOUR = 5;
const MONTH_AT = 2;
const DAY_AT = 3;
const WEEKDAY_AT = 4;

/** A day that is told by its place at the month's end: with a day of the week it is the last of those, and not the month's last. */
function isRule(bytes: Uint8Array): boolean {
	return (bytes[DAY_AT] === ANY || DAYS[bytes[DAY_AT]!] !== undefined) && WEEKDAYS[bytes[WEEKDAY_AT]!] !== undefined;
}

/** Year, month, day and day of the week, 5 bytes: `*-03-last Sun`, `2026-*-01`; `*` for what is left open. */
export function openDateText(bytes: Uint8Array, say: Say = inEnglish): string {
	const year = (bytes[0]! << 8) | bytes[1]!;
	const field = (value: number, words: Readonly<Record<number, DateWord>>): string => {
		const word = words[value];
		return value === ANY ? '*' : word === undefined ? twoDigits(value) : say(word);
	};
	const weekday = WEEKDAYS[bytes[WEEKDAY_AT]!];
	const date = `${year === 0xffff ? '*' : year}-${field(bytes[MONTH_AT]!, MONTHS)}-${field(bytes[DAY_AT]!, DAYS)}`;
	return weekday === undefined ? date : `${date} ${say(weekday)}`;
}

/** Hour, minute and second, 3 bytes: `02:00:00`; `*` for what is left open. */
export function openTimeText(bytes: Uint8Array): string {
	return [bytes[0]!, bytes[1]!, bytes[2]!].map((field) => (field === ANY ? '*' : twoDigits(field))).join(':');
}

function twoDigits(value: number): string {
	return String(value).padStart(2, '0');
}

const STATUS: readonly (readonly [number, StatusWord])[] = Object.freeze([
	[CLOCK_STATUS.invalid, 'invalid'],
	[CLOCK_STATUS.doubtful, 'doubtful'],
	[CLOCK_STATUS.differentBase, 'different base'],
	[CLOCK_STATUS.invalidStatus, 'status invalid'],
	[CLOCK_STATUS.daylightSaving, 'daylight saving'],
] as const);

/** Clock status: `ok`, or its bits in words. */
export function clockStatusText(status: number, say: Say = inEnglish): string {
	const bits = STATUS.filter(([bit]) => (status & bit) !== 0).map(([, word]) => say(word));
	return bits.length === 0 ? say('ok') : bits.join(', ');
}

/** AMR profile status of IDIS (unconfirmed); 4 and 6 are reserved. */
const AMR: readonly (readonly [number, StatusWord])[] = Object.freeze([
	[0x01, 'critical error'],
	[0x02, 'clock invalid'],
	[0x04, 'data not valid'],
	[0x08, 'daylight saving'],
	[0x10, 'reserved bit 4'],
	[0x20, 'clock adjusted'],
	[0x40, 'reserved bit 6'],
	[0x80, 'power down'],
] as const);

/** Status of an interval: `ok`, or its bits in words. */
export function intervalStatusText(status: number, say: Say = inEnglish): string {
	const bits = AMR.filter(([bit]) => (status & bit) !== 0).map(([, word]) => say(word));
	return bits.length === 0 ? say('ok') : bits.join(', ');
}
