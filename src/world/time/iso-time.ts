/** Times as people and programs read them: ISO 8601, Japan Standard Time. */
import { MINUTE } from '../../../modules/time/durations.js';
import { JST_OFFSET } from '../../../modules/time/japan.js';

/** Japan Standard Time ahead of UTC, ms. */
export const JST = JST_OFFSET * MINUTE;

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?)?(Z|[+-]\d\d:?\d\d)?$/;

/** `2026-11-22T09:30:00.000+09:00` of ms since 1970-01-01T00:00:00Z. */
export function isoTime(time: number): string {
	return new Date(Math.floor(time) + JST).toISOString().replace('Z', '+09:00');
}

/** `09:30:00.000`, and the day as `2026-11-22`. */
export function timeOfDay(time: number): string {
	return isoTime(time).slice(11, 23);
}

export function dateOf(time: number): string {
	return isoTime(time).slice(0, 10);
}

/** ms since 1970-01-01T00:00:00Z of an ISO date or time, Japan's where it has no offset; undefined if it is none. */
export function parseIsoTime(text: string): number | undefined {
	const match = ISO.exec(text);
	if (match === null) return undefined;
	const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as Six;
	if (hour > 23 || minute > 59 || second > 59) return undefined;
	const local = Date.UTC(year, month - 1, day, hour, minute, second, Number((match[7] ?? '').padEnd(3, '0')));
	const back = new Date(local);
	if (back.getUTCFullYear() !== year || back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day) return undefined;
	return local - offsetOf(match[8]);
}

type Six = [number, number, number, number, number, number];

/** ms */
function offsetOf(text: string | undefined): number {
	if (text === undefined) return JST;
	if (text === 'Z') return 0;
	const digits = text.replace(/\D/g, '');
	return (text.startsWith('-') ? -1 : 1) * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * MINUTE;
}
