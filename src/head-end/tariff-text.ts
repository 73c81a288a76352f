/**
 * Parts of a tariff as text that goes both ways.
 *
 * | part            | text                                                                                                       |
 * |-----------------|------------------------------------------------------------------------------------------------------------|
 * | name            | its characters; `hex:` and digits where they are not all of printable ASCII                                |
 * | date            | `[YEAR-]MONTH-DAY[ WEEKDAY]`: `11-23`, `2027-01-01`, `any-01`, `03-last Sun`; `last-1` is the last but one |
 * | start of season | a date and, unless it is midnight, ` HH:MM` or ` HH:MM:SS`                                                 |
 * | time of day     | `HH:MM` or `HH:MM:SS`, and the rate's script: `07:00 1`, or `07:00 0.0.10.0.106.255/1` of another table    |
 */
import { asciiBytes, asciiText } from '../../modules/bytes/ascii.js';
import { fromHex, toUpperHex } from '../../modules/bytes/hex.js';
import type { DayAction } from '../../modules/cosem/activity-calendar.js';
import { DATE_LENGTH, isOpenDate } from '../../modules/cosem/execution-time.js';
import { NAME } from '../../modules/cosem/object-names.js';
import { logicalNameText, parseLogicalName } from '../../modules/dlms/axdr/obis.js';

const HEX = 'hex:';
const ANY = 0xff;
const ANY_YEAR = 0xffff;
const MONTHS: Readonly<Record<string, number>> = Object.freeze({ any: ANY });
const DAYS: Readonly<Record<string, number>> = Object.freeze({ any: ANY, last: 0xfe, 'last-1': 0xfd });
const WEEKDAYS: readonly string[] = Object.freeze(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']);
const DATE = /^(?:(\d{4})-)?(\d\d|any)-(\d\d|any|last-1|last)(?: (Mon|Tue|Wed|Thu|Fri|Sat|Sun))?$/;
const START = /^(.*?)(?: (\d\d:\d\d(?::\d\d)?))?$/;
const TIME = /^(\d\d):(\d\d)(?::(\d\d))?$/;
const ACTION = /^(\S+) (?:([\d.:-]+)\/)?(\d{1,5})$/;
/** Deviation and status of a local time that tells neither. */
const LOCAL = Object.freeze([0x80, 0x00, 0xff]);
const MOST_SELECTOR = 0xffff;

export function nameText(name: Uint8Array): string {
	const text = asciiText(name);
	return name.every((byte) => byte >= 0x20 && byte < 0x7f) && !text.startsWith(HEX) ? text : `${HEX}${toUpperHex(name)}`;
}

/** Undefined: it is none; so of all that parse here. */
export function parseName(text: string): Uint8Array | undefined {
	if (!text.startsWith(HEX)) return /^[\x20-\x7e]*$/.test(text) ? asciiBytes(text) : undefined;
	const digits = text.slice(HEX.length);
	return /^(?:[\da-f]{2})*$/i.test(digits) ? fromHex(digits) : undefined;
}

/** @param date 5 bytes */
export function dateText(date: Uint8Array): string {
	const year = (date[0]! << 8) | date[1]!;
	const weekday = WEEKDAYS[date[4]! - 1];
	const monthDay = `${wordOf(MONTHS, date[2]!)}-${wordOf(DAYS, date[3]!)}`;
	return `${year === ANY_YEAR ? '' : `${String(year).padStart(4, '0')}-`}${monthDay}${weekday === undefined ? '' : ` ${weekday}`}`;
}

export function parseDate(text: string): Uint8Array | undefined {
	const parts = DATE.exec(text);
	if (parts === null) return undefined;
	const [, year, month, day, weekday] = parts;
	const number = year === undefined ? ANY_YEAR : Number(year);
	const date = Uint8Array.of(
		number >> 8,
		number,
		MONTHS[month!] ?? Number(month),
		DAYS[day!] ?? Number(day),
		weekday === undefined ? ANY : WEEKDAYS.indexOf(weekday) + 1,
	);
	return isOpenDate(date) ? date : undefined;
}

/** @param start a date-time of 12 bytes */
export function startText(start: Uint8Array): string {
	const time = timeText(start.subarray(DATE_LENGTH));
	return `${dateText(start)}${time === '00:00' ? '' : ` ${time}`}`;
}

export function parseStart(text: string): Uint8Array | undefined {
	const [, day, time = '00:00'] = START.exec(text)!;
	const date = parseDate(day!);
	const ofDay = parseTime(time);
	return date === undefined || ofDay === undefined ? undefined : Uint8Array.of(...date, ...ofDay, ...LOCAL);
}

export function actionText({ time, script, selector }: DayAction): string {
	return `${timeText(time)} ${script === NAME.tariffScripts ? '' : `${logicalNameText(script)}/`}${selector}`;
}

export function parseAction(text: string): DayAction | undefined {
	const [, ofDay = '', table, number = ''] = ACTION.exec(text) ?? [];
	const time = parseTime(ofDay);
	const selector = Number(number);
	if (time === undefined || selector > MOST_SELECTOR) return undefined;
	try {
		return { time, script: table === undefined ? NAME.tariffScripts : parseLogicalName(table), selector };
	} catch {
		return undefined;
	}
}

/** What is left open counts as 0. */
function timeText(bytes: Uint8Array): string {
	const [hour, minute, second] = [0, 1, 2].map((i) => twoDigits(bytes[i] === ANY ? 0 : bytes[i]!));
	return `${hour}:${minute}${second === '00' ? '' : `:${second}`}`;
}

function parseTime(text: string): Uint8Array | undefined {
	const parts = TIME.exec(text);
	if (parts === null) return undefined;
	const [hour, minute, second] = [Number(parts[1]), Number(parts[2]), Number(parts[3] ?? 0)];
	return hour! > 23 || minute! > 59 || second! > 59 ? undefined : Uint8Array.of(hour!, minute!, second!, 0);
}

function wordOf(words: Readonly<Record<string, number>>, value: number): string {
	return Object.keys(words).find((word) => words[word] === value) ?? twoDigits(value);
}

function twoDigits(value: number): string {
	return String(value).padStart(2, '0');
}
