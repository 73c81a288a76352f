/**
 * Fills gaps. A register behind a gap tells how much it was in sum; only how that was spread is guessed, so that estimates always sum to what the registers
 * show. In this order: an even split of up to two hours; the shape of the last like days (working or free, `calendar.ts`), scaled; an even split of longer
 * gaps without like days; and, where no register stands behind, like days as they were. What is left after rounding goes to the last half-hour.
 */
import { kindOf } from './calendar.js';
import { BOUNDARIES, type DayMatrix, HALF_HOURS, MISSING } from './day-matrix.js';
import { QUALITY } from './quality.js';
import type { MeterDay } from './reading-store.js';
import { FLAG, type Rules } from './rules.js';
import { countsIn, forward, type Standing } from './standing.js';

/** A register that is known, outside the day. */
export interface Beyond {
	/** Boundary, counted from boundary 0 of the day: below 0, or above 48. */
	readonly boundary: number;
	readonly count: number;
}

export type Side = 'imports' | 'exports';

/** What is known around the day of one meter. */
export interface Around {
	before(row: number, side: Side): Beyond | undefined;
	after(row: number, side: Side): Beyond | undefined;
	/** Days of the meter as they are published, those before the day at least, in any order. */
	earlier(row: number): readonly MeterDay[];
}

export const SIDES = Object.freeze(['imports', 'exports'] as const);
/** Of days that give a shape. */
const TRUSTED: readonly number[] = Object.freeze([QUALITY.valid, QUALITY.edited, QUALITY.raw, QUALITY.validated]);

/**
 * Counts of each half-hour of a gap.
 * @param total counts, whole
 * @param shape of `length` values from 0 on; undefined: evenly
 */
export function split(total: number, length: number, shape?: ArrayLike<number>): number[] {
	let weight = 0;
	for (let i = 0; shape !== undefined && i < length; i++) weight += shape[i]!;
	const isEven = shape === undefined || weight <= 0;
	const parts = Array.from({ length }, (_, i) => Math.floor(isEven ? total / length : (total * shape[i]!) / weight));
	let before = 0;
	for (let i = 0; i < length - 1; i++) {
		// Rounding may not give more than there is.
		parts[i] = Math.min(parts[i]!, total - before);
		before += parts[i]!;
	}
	parts[length - 1] = total - before;
	return parts;
}

/** Which rows have a gap, or a register that they lack at an end of the day. */
export function rowsWithGaps({ numbers, imports, exports }: DayMatrix, { firsts, lasts, twoWay }: Standing): number[] {
	const found: number[] = [];
	for (let row = 0; row < numbers.length; row++) {
		if (hasGap(imports, row, firsts[row]!, lasts[row]!) || (twoWay[row] === 1 && hasGap(exports, row, firsts[row]!, lasts[row]!))) found.push(row);
	}
	return found;
}

function hasGap(registers: Uint32Array, row: number, first: number, last: number): boolean {
	for (let at = row * BOUNDARIES + first; at <= row * BOUNDARIES + last; at++) if (registers[at] === MISSING) return first < last;
	return false;
}

/** Fills the gaps of some rows in place, with the qualities of what is filled. */
export function estimateRows(matrix: DayMatrix, standing: Standing, { estimation, missing }: Rules, around: Around, rows: readonly number[]): void {
	if (!missing.on) return;
	for (const row of rows) {
		const sides = standing.twoWay[row] === 1 ? SIDES : SIDES.slice(0, 1);
		for (const side of sides) new Estimate(matrix, standing, estimation, around, row, side).fill();
		for (let k = standing.firsts[row]!; k < standing.lasts[row]!; k++) {
			const at = row * BOUNDARIES + k;
			const lacks = sides.some((side) => matrix[side][at] === MISSING || matrix[side][at + 1] === MISSING);
			if (lacks) matrix.quality[row * HALF_HOURS + k] = QUALITY.none;
		}
	}
}

class Estimate {
	readonly #matrix: DayMatrix;
	readonly #registers: Uint32Array;
	readonly #settings: Rules['estimation'];
	readonly #around: Around;
	readonly #row: number;
	readonly #side: Side;
	readonly #modulus: number;
	readonly #first: number;
	readonly #last: number;
	readonly #goes: number;

	constructor(matrix: DayMatrix, standing: Standing, settings: Rules['estimation'], around: Around, row: number, side: Side) {
		this.#matrix = matrix;
		this.#registers = matrix[side];
		[this.#settings, this.#around, this.#row, this.#side] = [settings, around, row, side];
		[this.#modulus, this.#first, this.#last] = [standing.moduli[row]!, standing.firsts[row]!, standing.lasts[row]!];
		this.#goes = standing.goes[row]!;
	}

	fill(): void {
		// A meter that came on this day has nothing before its coming, one that went nothing behind it.
		let known = this.#first === 0 ? this.#around.before(this.#row, this.#side) : undefined;
		for (let boundary = this.#first; boundary <= this.#last; boundary++) {
			const count = this.#at(boundary);
			if (count === MISSING) continue;
			if (known !== undefined && boundary - known.boundary > 1) this.#gap(known, { boundary, count });
			known = { boundary, count };
		}
		// Of a meter that went nothing is guessed behind its last register: it would count beside the one that came.
		if (known === undefined || known.boundary >= this.#last || this.#last < HALF_HOURS) return;
		const after = this.#around.after(this.#row, this.#side);
		if (after !== undefined || this.#goes > HALF_HOURS) this.#gap(known, after);
	}

	#at(boundary: number): number {
		return this.#registers[this.#row * BOUNDARIES + boundary]!;
	}

	#gap(from: Beyond, to: Beyond | undefined): void {
		const length = (to?.boundary ?? this.#last) - from.boundary;
		const total = to && forward(from.count, to.count, this.#modulus);
		// It went back over the gap: nobody knows how much it was.
		if (to !== undefined && total === undefined) return;
		const isShort = total !== undefined && length <= this.#settings.straight;
		const shape = isShort ? undefined : this.#shape(from.boundary, length);
		if (total === undefined && shape === undefined) return;
		const parts = total === undefined ? shape!.map(Math.round) : split(total, length, shape);
		const quality = shape === undefined ? QUALITY.interpolated : QUALITY.referenceDay;
		if (total === undefined) this.#matrix.flags[this.#row]! |= FLAG.unscaled;
		let count = from.count;
		for (const [i, part] of parts.entries()) {
			const halfHour = from.boundary + i;
			count = (count + part) % this.#modulus;
			if (halfHour < this.#first - 1 || halfHour >= this.#last) continue;
			this.#registers[this.#row * BOUNDARIES + halfHour + 1] = count;
			const at = this.#row * HALF_HOURS + halfHour;
			if (halfHour >= this.#first && this.#matrix.quality[at] !== QUALITY.referenceDay) this.#matrix.quality[at] = quality;
		}
	}

	/** Counts of each half-hour from a boundary on, as they were on like days before the gap. */
	#shape(boundary: number, length: number): number[] | undefined {
		const { day } = this.#matrix;
		const firstDay = day + Math.floor(boundary / HALF_HOURS);
		const earlier = this.#around
			.earlier(this.#row)
			.filter((each) => each.day < firstDay && each.day >= firstDay - this.#settings.reach && isTrusted(each))
			.sort((one, other) => other.day - one.day);
		if (earlier.length === 0) return undefined;
		const means = new Map<string, readonly number[]>();
		return Array.from({ length }, (_, i) => {
			const at = boundary + i;
			const ofDay = Math.floor(at / HALF_HOURS);
			const kind = kindOf(day + ofDay);
			let mean = means.get(kind);
			if (mean === undefined) {
				const like = earlier.filter((each) => kindOf(each.day) === kind);
				mean = this.#mean((like.length > 0 ? like : earlier).slice(0, this.#settings.likeDays));
				means.set(kind, mean);
			}
			return mean[at - ofDay * HALF_HOURS]!;
		});
	}

	#mean(days: readonly MeterDay[]): readonly number[] {
		return Array.from({ length: HALF_HOURS }, (_, k) => {
			const counts = days.map((each) => countsIn(each[this.#side], 0, k, this.#modulus)).filter((each) => !Number.isNaN(each));
			return counts.length === 0 ? 0 : counts.reduce((sum, each) => sum + each, 0) / counts.length;
		});
	}
}

function isTrusted({ quality, flags }: MeterDay): boolean {
	return (flags & FLAG.held) === 0 && quality.every((each) => TRUSTED.includes(each));
}
