/** Energy used in a half-hour, as a program reckons it from the counters that it was served. */
import { HALF_HOUR } from '../../../modules/time/durations.js';
import { type Explained, isNear } from './explain.js';
import type { Served, ServedWhat } from './served.js';

const COUNTERS: readonly ServedWhat[] = Object.freeze(['E2', 'EC', 'EA']);
const NO_ENERGY = 0xfffffffe;
/** Of half an hour, kWh: no household's connection carries more than 100 kW. */
export const MOST_USED = 50;
const POWERS: readonly number[] = Object.freeze([1, -1, 2, -2, 3, -3]);

interface Counter {
	readonly time: number;
	readonly of: Served;
}

export type Use = ({ readonly is: 'wrong'; readonly expected: number | undefined } & Explained) | { readonly is: 'right'; readonly of: Served };

/**
 * Right: the difference of two counters half an hour apart, of which one is of `time`, the beginning or the end as programs have it; of any two where no time
 * stands with it. Undefined: no two such counters of that time were served. `of`: the later one.
 */
export function judgeUse(value: number, time: number | undefined, past: readonly Served[], tolerance: number): Use | undefined {
	const counters = countersOf(past);
	const pairs = [...counters.values()].flatMap((later) => {
		const earlier = counters.get(later.time - HALF_HOUR);
		return earlier === undefined ? [] : [{ later, earlier }];
	});
	const all = pairs.filter(({ later, earlier }) => later.of.value !== undefined && earlier.of.value !== undefined);
	const ofTime = (list: typeof pairs) =>
		time === undefined ? list : list.filter(({ later, earlier }) => later.time === time || earlier.time === time);
	if (pairs.length === 0) return undefined;
	const digits = past.filter(({ what }) => what === 'D7').at(-1)?.raw;
	const differs = ({ later, earlier }: (typeof pairs)[number]) => wentOn(earlier.of, later.of, digits);
	const right = ofTime(all).find((pair) => isUse(value, differs(pair), tolerance));
	if (right !== undefined) return { is: 'right', of: right.later.of };
	const expected = ofTime(all).at(-1);
	const told = { is: 'wrong', expected: expected && differs(expected) } as const;
	const gap = ofTime(pairs).find(
		({ later, earlier }) => [later, earlier].some(({ of }) => of.is === 'noData') && isNear(value, asNumbers(later, earlier), tolerance),
	);
	if (gap !== undefined) return { ...told, explanation: 'noDataAsNumber', of: gap.later.of, factor: 1 };
	const whole = [...counters.values()].find(({ of }) => of.value !== undefined && of.value !== 0 && isNear(Math.abs(value), of.value, tolerance));
	if (whole !== undefined) return { ...told, explanation: 'wholeCounter', of: whole.of, factor: 1 };
	const elsewhere = all.find((pair) => isUse(value, differs(pair), tolerance));
	if (elsewhere !== undefined) return { ...told, expected: told.expected ?? value, explanation: 'otherTime', of: elsewhere.later.of, factor: 1 };
	for (const pair of ofTime(all)) {
		const scaled = factorOf(value, differs(pair), pair.later.of.coefficient, tolerance);
		if (scaled !== undefined) return { ...told, expected: differs(pair), of: pair.later.of, ...scaled };
	}
	return ofTime(pairs).length === 0 ? undefined : { ...told, explanation: 'unknown', of: undefined, factor: 1 };
}

/** kWh; behind the last digit (D7) a register begins again at 0. Undefined where it is lower for another reason: another meter, of which nothing is known. */
function wentOn(earlier: Served, later: Served, digits: number | undefined): number | undefined {
	const difference = later.value! - earlier.value!;
	if (difference >= 0) return difference;
	const wrapped = digits === undefined ? Number.POSITIVE_INFINITY : difference + 10 ** digits * later.unit * later.coefficient;
	return wrapped <= MOST_USED ? wrapped : undefined;
}

/** Which power of ten, or D3, it is of what was used. */
function factorOf(
	value: number,
	used: number | undefined,
	coefficient: number,
	tolerance: number,
): Pick<Explained, 'explanation' | 'factor'> | undefined {
	if (used === undefined || used <= tolerance) return undefined;
	const powers = POWERS.map((power) => 10 ** power);
	const unit = powers.find((factor) => isNear(value, used * factor, tolerance * factor));
	if (unit !== undefined) return { explanation: 'unitForgotten', factor: unit };
	if (coefficient === 1) return undefined;
	const forgotten = [1, ...powers].map((factor) => factor / coefficient).find((factor) => isNear(value, used * factor, tolerance));
	return forgotten === undefined ? undefined : { explanation: 'coefficientForgotten', factor: forgotten };
}

function isUse(value: number, use: number | undefined, tolerance: number): boolean {
	return use !== undefined && isNear(value, use, tolerance);
}

/** By their time, the last one that told it. */
function countersOf(past: readonly Served[]): Map<number, Counter> {
	const counters = new Map<number, Counter>();
	for (const of of past) {
		if (!COUNTERS.includes(of.what) || of.time === undefined || of.isStale) continue;
		// A counter that was told is not taken back by one that is not there.
		if (of.is === 'value' || !counters.has(of.time)) counters.set(of.time, { time: of.time, of });
	}
	return counters;
}

function asNumbers(later: Counter, earlier: Counter): number {
	const { unit, coefficient } = later.of;
	const [more, less] = [later, earlier].map(({ of }) => of.value ?? NO_ENERGY * unit * coefficient) as [number, number];
	return more - less;
}
