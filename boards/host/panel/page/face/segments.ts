/**
 * Digits of seven segments, drawn here: which of them are lit for a character, and where they lie in a cell.
 *
 * ```
 *  aaa
 * f   b
 *  ggg
 * e   c
 *  ddd
 * ```
 */

export const SEGMENTS = Object.freeze(['a', 'b', 'c', 'd', 'e', 'f', 'g'] as const);
export type Segment = (typeof SEGMENTS)[number];

/** Of one digit, in the units of the drawing; the point and the colon stand behind it. */
export const CELL = Object.freeze({ width: 24, height: 42, pitch: 34, thickness: 5 });

/** What a display of seven segments can say. */
const LIT: Readonly<Record<string, string>> = Object.freeze({
	' ': '',
	'-': 'g',
	'0': 'abcdef',
	'1': 'bc',
	'2': 'abdeg',
	'3': 'abcdg',
	'4': 'bcfg',
	'5': 'acdfg',
	'6': 'acdefg',
	'7': 'abc',
	'8': 'abcdefg',
	'9': 'abcdfg',
	C: 'adef',
	E: 'adefg',
	L: 'def',
	O: 'abcdef',
	P: 'abefg',
	S: 'acdfg',
	n: 'ceg',
});

/** Between two segments that meet. */
const GAP = 0.7;

/** Those that are lit; a character that no such digit shows lights none. */
export function litSegments(character: string): readonly Segment[] {
	const lit = LIT[character] ?? '';
	return SEGMENTS.filter((segment) => lit.includes(segment));
}

/** Its corners, as SVG has them: a bar with pointed ends. */
export function segmentPoints(segment: Segment): string {
	const { width, height, thickness } = CELL;
	const half = thickness / 2;
	const [left, right, top, middle, bottom] = [half, width - half, half, height / 2, height - half];
	switch (segment) {
		case 'a':
			return horizontal(left, right, top);
		case 'b':
			return vertical(right, top, middle);
		case 'c':
			return vertical(right, middle, bottom);
		case 'd':
			return horizontal(left, right, bottom);
		case 'e':
			return vertical(left, middle, bottom);
		case 'f':
			return vertical(left, top, middle);
		case 'g':
			return horizontal(left, right, middle);
	}
}

function horizontal(from: number, to: number, y: number): string {
	const half = CELL.thickness / 2;
	const [left, right] = [from + GAP, to - GAP];
	return points([left, y], [left + half, y - half], [right - half, y - half], [right, y], [right - half, y + half], [left + half, y + half]);
}

function vertical(x: number, from: number, to: number): string {
	const half = CELL.thickness / 2;
	const [top, bottom] = [from + GAP, to - GAP];
	return points([x, top], [x + half, top + half], [x + half, bottom - half], [x, bottom], [x - half, bottom - half], [x - half, top + half]);
}

function points(...corners: readonly (readonly [number, number])[]): string {
	return corners.map(([x, y]) => `${round(x)},${round(y)}`).join(' ');
}

function round(value: number): number {
	return Math.round(value * 100) / 100;
}
