/**
 * When a step happens.
 *
 * | form                             | meaning                                                                      |
 * |----------------------------------|------------------------------------------------------------------------------|
 * | `+90s` `+10m` `+1h30m` `+2d`      | since the start                                                              |
 * | `09:30` `09:30:15`               | on the day of the step before, of the start for the first; Japan Standard Time |
 * | `2026-11-22T09:30` (`:15`, `Z`)  | that moment; Japan Standard Time unless it says otherwise                      |
 */
const SINCE = /^\+(?=\d)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d{1,3})?)s)?$/;
const DAYTIME = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;
const MOMENT = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?(Z|[+-]\d\d:\d\d)?$/;
const DAY = 86_400_000;
const JST = 9 * 3_600_000;

export const TIME_FORMS = 'a time like +10m, 09:30:00 or 2026-11-22T09:30';

/**
 * ms since 1970-01-01T00:00:00Z; undefined if it is none of the forms.
 * @param before time of the step before, or the start
 */
export function stepTime(text: string, start: number, before: number): number | undefined {
	return since(text, start) ?? daytime(text, before) ?? moment(text);
}

function since(text: string, start: number): number | undefined {
	const match = SINCE.exec(text);
	if (match === null) return undefined;
	const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0)) as [number, number, number, number];
	return start + days * DAY + hours * 3_600_000 + minutes * 60_000 + Math.round(seconds * 1000);
}

function daytime(text: string, before: number): number | undefined {
	const match = DAYTIME.exec(text);
	if (match === null) return undefined;
	const midnight = Math.floor((before + JST) / DAY) * DAY - JST;
	return midnight + ((Number(match[1]) * 60 + Number(match[2])) * 60 + Number(match[3] ?? 0)) * 1000;
}

function moment(text: string): number | undefined {
	const match = MOMENT.exec(text);
	if (match === null) return undefined;
	const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
		number,
		number,
		number,
		number,
		number,
		number,
	];
	const back = new Date(Date.UTC(year, month - 1, day));
	if (back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day) return undefined;
	return Date.UTC(year, month - 1, day, hour, minute, second) - offset(match[7]);
}

function offset(text: string | undefined): number {
	if (text === undefined) return JST;
	if (text === 'Z') return 0;
	return (text.startsWith('-') ? -1 : 1) * (Number(text.slice(1, 3)) * 60 + Number(text.slice(4))) * 60_000;
}
