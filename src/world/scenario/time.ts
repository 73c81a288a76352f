/**
 * Time of a step.
 *
 * | form                             | meaning                                                                      |
 * |----------------------------------|------------------------------------------------------------------------------|
 * | `+90s` `+10m` `+1h30m` `+2d`      | since the start                                                              |
 * | `09:30` `09:30:15`               | on the day of the step before, of the start for the first; Japan Standard Time |
 * | `2026-11-22T09:30` (`:15`, `Z`)  | that moment; Japan Standard Time unless it says otherwise                      |
 */
import { DAY, HOUR, MINUTE, SECOND } from '../../../modules/time/durations.js';
import { JST, parseIsoTime } from '../time/iso-time.js';

const SINCE = /^\+(?=\d)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d{1,3})?)s)?$/;
const DAYTIME = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;

/**
 * ms since 1970-01-01T00:00:00Z; undefined if it is none of the forms.
 * @param before time of the step before, or the start
 */
export function stepTime(text: string, start: number, before: number): number | undefined {
	return since(text, start) ?? daytime(text, before) ?? (text.includes('T') ? parseIsoTime(text) : undefined);
}

function since(text: string, start: number): number | undefined {
	const match = SINCE.exec(text);
	if (match === null) return undefined;
	const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0)) as [number, number, number, number];
	return start + days * DAY + hours * HOUR + minutes * MINUTE + Math.round(seconds * SECOND);
}

function daytime(text: string, before: number): number | undefined {
	const match = DAYTIME.exec(text);
	if (match === null) return undefined;
	const midnight = Math.floor((before + JST) / DAY) * DAY - JST;
	return midnight + ((Number(match[1]) * 60 + Number(match[2])) * 60 + Number(match[3] ?? 0)) * 1000;
}
