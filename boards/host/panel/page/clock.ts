/** Times of the world as a page shows them. */

const JST = 9 * 3_600_000;

/** `12:00:04`, JST. @param time ms since 1970-01-01T00:00:00Z */
export function clockText(time: number): string {
	return jst(time).slice(11, 19);
}

/** `12:00:04.785`, JST. */
export function fineClockText(time: number): string {
	return jst(time).slice(11, 23);
}

/** `2026-11-22`, JST. */
export function dateText(time: number): string {
	return jst(time).slice(0, 10);
}

function jst(time: number): string {
	return new Date(Math.floor(time) + JST).toISOString();
}
