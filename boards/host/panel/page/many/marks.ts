/** How many meters are, a letter each, as a page keeps it; and where each stands on the map. */
import type { MeterMark, MetersTold } from '../../face/meter-rows.js';

/** In the order in which they are to be seen to. */
export const MARKS: readonly MeterMark[] = Object.freeze(['x', 'f', 'o', 'j', '-']);

/** Cross, triangle, square with a slash, disc, ring: as SVG has them, from -8 to 8. */
export const MARK_SHAPES: Readonly<Record<MeterMark, string>> = Object.freeze({
	x: 'M-6-6L6 6M6-6L-6 6',
	f: 'M0-6L7 6H-7Z',
	o: 'M-6-6H6V6H-6ZM-6 6L6-6',
	j: 'M6 0A6 6 0 1 1-6 0A6 6 0 1 1 6 0Z',
	'-': 'M3.5 0A3.5 3.5 0 1 1-3.5 0A3.5 3.5 0 1 1 3.5 0Z',
});
/** The others are outlines. */
export const FILLED: readonly MeterMark[] = Object.freeze(['f', 'j']);

/** What is known after one more message; a list that nobody changes. */
export function marksAfter(marks: readonly string[], { marks: all, changes }: MetersTold): readonly string[] {
	if (all !== undefined) return [...all];
	if (changes === undefined) return marks;
	const next = [...marks];
	for (const [number, mark] of changes) next[number - 1] = mark;
	return next;
}

export function countMarks(marks: readonly string[]): Readonly<Record<MeterMark, number>> {
	const counts = { x: 0, f: 0, o: 0, j: 0, '-': 0 };
	for (const mark of marks) counts[mark as MeterMark]++;
	return counts;
}

/** Number of the next meter like this behind `after`, round the end; undefined: there is none. */
export function nextMarked(marks: readonly string[], mark: MeterMark, after: number): number | undefined {
	const behind = marks.indexOf(mark, after);
	const found = behind >= 0 ? behind : marks.indexOf(mark);
	return found >= 0 ? found + 1 : undefined;
}

/** `meter`, `meter-2`, … */
export function nodeOf(number: number): string {
	return number === 1 ? 'meter' : `meter-${number}`;
}

export interface Grid {
	readonly columns: number;
	readonly rows: number;
	/** px. */
	readonly cell: number;
}

/** px that the map takes where it can. */
export const MAP_HEIGHT = 420;
const CELL = Object.freeze({ least: 6, most: 26 });

/** Cells as large as they can be so that all are seen; where there are too many, the map is higher. */
export function gridOf(count: number, width: number, height: number): Grid {
	for (let cell: number = CELL.most; cell > CELL.least; cell--) {
		const columns = Math.max(1, Math.floor(width / cell));
		const rows = Math.ceil(count / columns);
		if (rows * cell <= height) return { columns, rows, cell };
	}
	const columns = Math.max(1, Math.floor(width / CELL.least));
	return { columns, rows: Math.ceil(count / columns), cell: CELL.least };
}

/** The meter at this point of the map, px; undefined: there is none. */
export function meterAt({ columns, cell }: Grid, count: number, x: number, y: number): number | undefined {
	const column = Math.floor(x / cell);
	if (column < 0 || column >= columns || y < 0) return undefined;
	const number = Math.floor(y / cell) * columns + column + 1;
	return number <= count ? number : undefined;
}
