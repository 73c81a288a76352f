/**
 * Supply points: what was drawn and fed in at a place in each half-hour of a day, whichever meters stood there. The old meter counts until it went and the new one
 * from when it came, each by differences of its own register, so that nothing is counted twice and nothing is lost: the half-hour of an exchange is the sum of both
 * parts. For that the register of the old one when it went counts at the boundary behind it, and that of the new one when it came at the boundary before.
 */
import { HALF_HOURS } from './day-matrix.js';
import { boundariesOf, type MeterRegister, type StandingMeter } from './meter-register.js';
import { QUALITY, qualityOfBoth } from './quality.js';
import type { MeterDay } from './reading-store.js';
import { countsIn } from './standing.js';

/** A supply point's day. */
export interface PointDay {
	readonly supplyPoint: string;
	readonly day: number;
	/** Wh of each half-hour; NaN: unknown. Of a meter of one direction `exports` is 0. */
	readonly imports: Float64Array;
	readonly exports: Float64Array;
	readonly quality: Uint8Array;
	/** 1 for half-hours in which a meter stood there. */
	readonly expected: Uint8Array;
	/** Of all meters that stood there. */
	readonly flags: number;
	/** The newest of them. */
	readonly version: number;
	/** Digits behind the point that kWh of it have. */
	readonly decimals: number;
}

/**
 * @param meters of one supply point
 * @param days of those meters on one day, published
 * @returns undefined where none stood there, or no day of one that did is there
 */
export function pointDayOf(meters: readonly StandingMeter[], day: number, days: readonly MeterDay[]): PointDay | undefined {
	const [imports, exports] = [new Float64Array(HALF_HOURS), new Float64Array(HALF_HOURS)];
	const quality = new Uint8Array(HALF_HOURS).fill(QUALITY.none);
	const expected = new Uint8Array(HALF_HOURS);
	let [flags, version, decimals, stood] = [0, 0, 0, 0];
	for (const meter of meters) {
		const [first, last] = boundariesOf(meter, day);
		if (first >= last) continue;
		const meterDay = days.find(({ number }) => number === meter.number);
		if (meterDay === undefined) {
			// It stood there, and nothing is known of it: its half-hours are unknown, whatever another tells.
			for (let k = first; k < last; k++) {
				[imports[k], exports[k], expected[k]] = [Number.NaN, Number.NaN, 1];
				quality[k] = QUALITY.none;
			}
			continue;
		}
		stood++;
		flags |= meterDay.flags;
		version = Math.max(version, meterDay.version);
		decimals = Math.max(decimals, decimalsOf(meter.wh));
		const modulus = 10 ** meter.digits;
		for (let k = first; k < last; k++) {
			const own = meterDay.quality[k]!;
			quality[k] = expected[k] === 1 ? qualityOfBoth(quality[k]!, own) : own;
			expected[k] = 1;
			imports[k]! += meter.wh * countsIn(meterDay.imports, 0, k, modulus);
			if (meter.twoWay) exports[k]! += meter.wh * countsIn(meterDay.exports, 0, k, modulus);
		}
	}
	if (stood === 0) return undefined;
	for (let k = 0; k < HALF_HOURS; k++) {
		if (expected[k] === 0) [imports[k], exports[k]] = [Number.NaN, Number.NaN];
		if (Number.isNaN(imports[k]!) || Number.isNaN(exports[k]!)) quality[k] = QUALITY.none;
	}
	const { supplyPoint } = meters[0]!;
	return { supplyPoint, day, imports, exports, quality, expected, flags, version, decimals };
}

/** Of kWh by a unit of so many Wh: 100 Wh have one digit behind the point. */
export function decimalsOf(wh: number): number {
	for (let decimals = 0; decimals < 3; decimals++) if ((wh * 10 ** decimals) % 1000 === 0) return decimals;
	return 3;
}

/** Half-hours of a day in which a meter stands there. */
export function standingHalfHours(meters: readonly StandingMeter[], day: number): Uint8Array {
	const expected = new Uint8Array(HALF_HOURS);
	for (const meter of meters) {
		const [first, last] = boundariesOf(meter, day);
		if (first < last) expected.fill(1, first, last);
	}
	return expected;
}

/** The numbers of all meters of some supply points. */
export function numbersAt(register: MeterRegister, supplyPoints: readonly string[]): number[] {
	return supplyPoints.flatMap((point) => register.at(point).map(({ number }) => number));
}
