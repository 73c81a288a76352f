/** Times on the page: Japan Standard Time, whatever the reader's own zone is. */
const JST = 9 * 3_600_000;

/** Of a time in ms since 1970-01-01T00:00:00Z. */
function civil(time: number): Date {
	return new Date(time + JST);
}

function two(value: number): string {
	return String(value).padStart(2, '0');
}

/** `12:34`. */
export function clockText(time: number): string {
	const date = civil(time);
	return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

/** `12:34:56`. */
export function secondText(time: number): string {
	return `${clockText(time)}:${two(civil(time).getUTCSeconds())}`;
}

/** `2026-11-29`. */
export function dateText(time: number): string {
	return civil(time).toISOString().slice(0, 10);
}

/** `11-29`. */
export function shortDateText(time: number): string {
	return dateText(time).slice(5);
}

/** 0: Sunday. */
export function weekdayOf(time: number): number {
	return civil(time).getUTCDay();
}
