/**
 * A meter's day as databases keep it, in columns that a person can sum: what the registers showed at its begin, and the difference over each half-hour.
 * Nothing of the registers is lost: where one cannot be told from those, after a gap, or where it began again at 0, it stands in `anchors`.
 *
 * | | what |
 * |---|---|
 * | base | count at boundary 0; `NO_BASE`: unknown |
 * | intervals | count at boundary k + 1 less that at k, of k from 0 to 47; `NO_INTERVAL`: unknown |
 * | anchors | 5 bytes each, by side and boundary: boundary, and 128 for export, u8; count u32, little-endian |
 * | status | runs of a number of half-hours u8 and what they have in common u8; empty: 0 for all |
 * | quality | likewise; empty: 17 (validated) for all |
 */
import { BOUNDARIES, HALF_HOURS, MISSING } from '../../../src/mdm/day-matrix.js';

export const NO_BASE = -1;
export const NO_INTERVAL = -1;
const ANCHOR = 5;
const OF_EXPORT = 0x80;
const VALIDATED = 17;
const NOTHING = new Uint8Array(0);
const MOST_ANCHORS = 2 * BOUNDARIES;

/** One direction of a meter's day, read out of registers and put back; it is used again for the next. */
export class DayRow {
	readonly imports = new Int32Array(HALF_HOURS);
	readonly exports = new Int32Array(HALF_HOURS);
	importBase = NO_BASE;
	exportBase = NO_BASE;
	readonly #anchors = new Uint8Array(ANCHOR * MOST_ANCHORS);
	#length = 0;

	/** Valid until the next `take`. */
	get anchors(): Uint8Array {
		return this.#length === 0 ? NOTHING : this.#anchors.subarray(0, this.#length);
	}

	/** @param imports, exports 49 counts at the boundaries of the day, `MISSING` where unknown */
	take(imports: Uint32Array, exports: Uint32Array): void {
		this.#length = 0;
		this.importBase = this.#takeSide(imports, this.imports, 0);
		this.exportBase = this.#takeSide(exports, this.exports, OF_EXPORT);
	}

	#takeSide(counts: Uint32Array, intervals: Int32Array, side: number): number {
		let before = counts[0]!;
		for (let k = 1; k < BOUNDARIES; k++) {
			const count = counts[k]!;
			const difference = count - before;
			if (count === MISSING || before === MISSING || difference < 0 || difference > 0x7fffffff) {
				intervals[k - 1] = NO_INTERVAL;
				if (count !== MISSING) this.#anchor(side | k, count);
			} else intervals[k - 1] = difference;
			before = count;
		}
		return counts[0] === MISSING ? NO_BASE : counts[0]!;
	}

	#anchor(which: number, count: number): void {
		this.#anchors[this.#length] = which;
		for (let i = 0; i < 4; i++) this.#anchors[this.#length + 1 + i] = count >>> (8 * i);
		this.#length += ANCHOR;
	}
}

/** Puts the counts at the boundaries together again. @param into 49 of one direction */
export function intoCounts(base: number, intervals: Int32Array, anchors: Uint8Array, isExport: boolean, into: Uint32Array): void {
	const side = isExport ? OF_EXPORT : 0;
	into.fill(MISSING);
	for (let at = 0; at + ANCHOR <= anchors.length; at += ANCHOR) {
		const which = anchors[at]!;
		const count = (anchors[at + 1]! | (anchors[at + 2]! << 8) | (anchors[at + 3]! << 16) | (anchors[at + 4]! << 24)) >>> 0;
		if ((which & OF_EXPORT) === side) into[which & ~OF_EXPORT] = count;
	}
	if (base !== NO_BASE) into[0] = base;
	for (let k = 1; k < BOUNDARIES; k++) if (intervals[k - 1] !== NO_INTERVAL) into[k] = into[k - 1]! + intervals[k - 1]!;
}

/** @param usual what stands for itself where all are so */
export function runsOf(values: Uint8Array, usual: number): Uint8Array {
	if (values.every((each) => each === usual)) return NOTHING;
	const runs: number[] = [];
	for (let i = 0; i < values.length; ) {
		let end = i + 1;
		while (end < values.length && values[end] === values[i]) end++;
		runs.push(end - i, values[i]!);
		i = end;
	}
	return Uint8Array.from(runs);
}

export function intoValues(runs: Uint8Array, usual: number, into: Uint8Array): void {
	if (runs.length === 0) into.fill(usual);
	for (let i = 0, at = 0; i + 1 < runs.length && at < into.length; at += runs[i]!, i += 2) into.fill(runs[i + 1]!, at, at + runs[i]!);
}

/** Of one half-hour alone. */
export function valueAt(runs: Uint8Array, usual: number, halfHour: number): number {
	if (runs.length === 0) return usual;
	let end = 0;
	for (let i = 0; i + 1 < runs.length; i += 2) {
		end += runs[i]!;
		if (halfHour < end) return runs[i + 1]!;
	}
	return usual;
}

export const USUAL_STATUS = 0;
export const USUAL_QUALITY = VALIDATED;

const NONE = 255;
const ESTIMATES: readonly number[] = Object.freeze([8, 9]);

/** Half-hours of meters. */
export class DayCounts {
	total = 0;
	missing = 0;
	estimated = 0;

	/** @param quality of the half-hours of one meter */
	add(quality: Uint8Array): void {
		this.total++;
		for (const each of quality) {
			if (each === NONE) this.missing++;
			else if (ESTIMATES.includes(each)) this.estimated++;
		}
	}
}
