/** What the rules need to know of the meters of a matrix, a row each, in counts of their registers. */
import type { DayMatrix } from './day-matrix.js';
import { BOUNDARIES, firstSlotOf, HALF_HOURS, MISSING } from './day-matrix.js';
import { boundariesOf, type MeterRegister, slotsOf } from './meter-register.js';
import type { Rules } from './rules.js';

const HOURS = 0.5;

export class Standing {
	/** Counts after which a register begins again at 0. */
	readonly moduli: Float64Array;
	/** Most counts of a half-hour; Infinity: not tested. */
	readonly limits: Float64Array;
	/** Counts of a half-hour below which nothing is a spike. */
	readonly floors: Float64Array;
	/** Boundaries between which the meter counts. */
	readonly firsts: Uint8Array;
	readonly lasts: Uint8Array;
	/** Boundaries at which it came and goes, counted from boundary 0 of the day: before and behind it, too. */
	readonly comes: Float64Array;
	readonly goes: Float64Array;
	/** 1: the register of what is fed in counts, too. */
	readonly twoWay: Uint8Array;

	constructor(rows: number) {
		this.moduli = new Float64Array(rows).fill(1e9);
		this.limits = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
		this.floors = new Float64Array(rows);
		this.firsts = new Uint8Array(rows);
		this.lasts = new Uint8Array(rows).fill(HALF_HOURS);
		this.comes = new Float64Array(rows).fill(Number.NEGATIVE_INFINITY);
		this.goes = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
		this.twoWay = new Uint8Array(rows);
	}

	/** @throws RangeError for a meter that the register does not have */
	static of(matrix: DayMatrix, register: MeterRegister, { high, spike }: Rules): Standing {
		const standing = new Standing(matrix.numbers.length);
		for (const [row, number] of matrix.numbers.entries()) {
			const meter = register.of(number);
			if (meter === undefined) throw new RangeError(`register: meter ${number} is not there`);
			standing.moduli[row] = 10 ** meter.digits;
			if (meter.amperes > 0) standing.limits[row] = (meter.amperes * high.volts * HOURS * high.factor) / meter.wh;
			standing.floors[row] = spike.floor / meter.wh;
			const [comes, goes] = slotsOf(meter);
			standing.comes[row] = comes - firstSlotOf(matrix.day);
			standing.goes[row] = goes - firstSlotOf(matrix.day);
			[standing.firsts[row], standing.lasts[row]] = boundariesOf(meter, matrix.day) as [number, number];
			standing.twoWay[row] = meter.twoWay ? 1 : 0;
		}
		return standing;
	}
}

/** Counts from one register to a later one; undefined: it went back, and not through its end. */
export function forward(before: number, after: number, modulus: number): number | undefined {
	if (before >= modulus || after >= modulus) return undefined;
	const difference = after >= before ? after - before : after - before + modulus;
	return 2 * difference < modulus ? difference : undefined;
}

/** Counts of half-hour `k` of one register of a meter's day. NaN: unknown. */
export function countsIn(registers: Uint32Array, row: number, k: number, modulus: number): number {
	const [before, after] = [registers[row * BOUNDARIES + k]!, registers[row * BOUNDARIES + k + 1]!];
	return before === MISSING || after === MISSING ? Number.NaN : (forward(before, after, modulus) ?? Number.NaN);
}
