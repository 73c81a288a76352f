/** Which lines of a long list can be seen, so that only they are there. */

export interface Shown {
	readonly from: number;
	readonly to: number;
}

/** Lines above and below that are there as well. */
const MARGIN = 6;

/** @param top, height in pixels of what can be seen; @param line height of a line */
export function shownLines(count: number, line: number, top: number, height: number): Shown {
	const from = Math.max(0, Math.min(count, Math.floor(top / line)) - MARGIN);
	return { from, to: Math.min(count, Math.ceil((top + height) / line) + MARGIN) };
}

/** Where to scroll to so that line `index` is seen; undefined: it is. */
export function scrollFor(index: number, line: number, top: number, height: number): number | undefined {
	if (index * line < top) return index * line;
	return (index + 1) * line > top + height ? (index + 1) * line - height : undefined;
}

/** The line that a key leads to; undefined: the key is none that leads anywhere. */
export function lineByKey(key: string, at: number, count: number, page: number): number | undefined {
	const to = { ArrowUp: at - 1, ArrowDown: at + 1, PageUp: at - page, PageDown: at + page, Home: 0, End: count - 1 }[key];
	return to === undefined || count === 0 ? undefined : Math.max(0, Math.min(count - 1, to));
}
