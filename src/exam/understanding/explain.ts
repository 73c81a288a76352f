/**
 * Why a value that a program shows may be wrong: what was served, read otherwise. Asked in this order; what comes first explains best.
 *
 * | explanation            | the value shown is                                                                        |
 * |------------------------|-------------------------------------------------------------------------------------------|
 * | `tFromNoData`          | the code for no data of phase T (7FFE), read as a number, or the current of phase R        |
 * | `noDataAsNumber`       | that of another property, as it is, signed or with any power of ten; or 0                  |
 * | `overTop`              | a code for what is beyond the scale, read as a number                                      |
 * | `unsigned`             | what was negative, and 2³² W more; 6553.6 A more of a current                              |
 * | `staleReply`           | what was served before the present value, or in an answer that belongs to no open request  |
 * | `coefficientForgotten` | without D3, or with it twice                                                               |
 * | `unitForgotten`        | a power of ten of it: E1 forgotten, kW for W                                               |
 * | `bytesSwapped`         | the bytes, or the halves, the other way round                                              |
 * | `otherObservable`      | the value of another property, in its unit or as its EDT has it                            |
 * | `otherTime`            | right, but not at the time that stands with it                                             |
 * | `wholeCounter`         | a whole counter, booked as the use of a half-hour                                          |
 * | `unknown`              | nothing of these                                                                           |
 */
import type { Observable } from '../declaration.js';
import type { Served, ServedWhat } from './served.js';

export const EXPLANATIONS = Object.freeze([
	...(['tFromNoData', 'noDataAsNumber', 'overTop', 'unsigned', 'staleReply', 'coefficientForgotten', 'unitForgotten', 'bytesSwapped'] as const),
	...(['otherObservable', 'otherTime', 'wholeCounter', 'unknown'] as const),
]);
export type Explanation = (typeof EXPLANATIONS)[number];

export interface Explained {
	readonly explanation: Explanation;
	/** Of what it is the wrong reading; undefined where that is not known. */
	readonly of: Served | undefined;
	/** What it should be divided by: 10, 0.001, D3; 1 where it is no factor. */
	readonly factor: number;
}

export interface Case {
	readonly what: Observable;
	/** In the unit of the observable. */
	readonly shown: number;
	/** Half a step of what the program shows, or of its last digit where that is finer. */
	readonly tolerance: number;
	/** What it may be in the end, the newest last: what was served lately. */
	readonly recent: readonly Served[];
	/** The same of all of the session until then. */
	readonly before: readonly Served[];
	/** All other values that were served lately. */
	readonly others: readonly Served[];
}

const UNKNOWN: Explained = Object.freeze({ explanation: 'unknown', of: undefined, factor: 1 });
const POWERS: readonly number[] = Object.freeze([1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7]);
/** Relative: of sums and products of binary numbers. */
const ROUNDING = 1e-12;
/** Values below so many steps are met by chance. */
const TELLING_STEPS = 3;
const REGISTERS: readonly ServedWhat[] = Object.freeze(['E0', 'E3', 'E7', 'E8R', 'E8T', 'EA', 'EB', 'D0', 'D0 reverse']);

export function isNear(shown: number, value: number, tolerance: number): boolean {
	return Math.abs(shown - value) <= tolerance + ROUNDING * Math.max(Math.abs(shown), Math.abs(value));
}

export function explain(of: Case): Explained {
	for (const reason of REASONS) {
		const explained = reason(of);
		if (explained !== undefined) return explained;
	}
	return UNKNOWN;
}

type Reason = (of: Case) => Explained | undefined;

const because = (explanation: Explanation, of: Served, factor = 1): Explained => ({ explanation, of, factor });

/** Newest first: what is shown is rather the wrong reading of the last than of the one before. */
function newestFirst<Value>(list: readonly Value[]): readonly Value[] {
	return list.slice().reverse();
}

function matches({ shown, tolerance }: Case, value: number): boolean {
	return isNear(shown, value, tolerance);
}

function noData(of: Case): Explained | undefined {
	const { what, shown, tolerance, recent } = of;
	for (const served of newestFirst(recent)) {
		if (served.is !== 'noData') continue;
		if (what === 'currentT' && served.what === 'E8T' && isCodeOf(of, served)) return because('tFromNoData', served);
		if (isCodeOf(of, served) || isNear(shown, 0, tolerance)) return because('noDataAsNumber', served);
	}
	return undefined;
}

/** The current of R where T has none. */
function tCopied(of: Case): Explained | undefined {
	if (of.what !== 'currentT' || !of.recent.some(({ is }) => is === 'noData')) return undefined;
	const r = newestFirst(of.others).find((each) => each.what === 'E8R' && each.value !== undefined && matches(of, each.value));
	return r && because('tFromNoData', r);
}

/** As it is, or signed, by any power of ten, with D3 or without. */
function isCodeOf(of: Case, { raw, coefficient, what }: Served): boolean {
	const bits = what.startsWith('E8') ? 16 : 32;
	const codes = raw >= 2 ** (bits - 1) ? [raw, raw - 2 ** bits] : [raw];
	return codes.some((code) => [1, coefficient].some((times) => [0, ...POWERS].some((power) => matches(of, code * times * 10 ** power))));
}

function overTop(of: Case): Explained | undefined {
	const beyond = newestFirst(of.recent).find((served) => served.is === 'beyond' && isBeyondCode(of, served));
	return beyond && because('overTop', beyond);
}

function isBeyondCode(of: Case, served: Served): boolean {
	return isCodeOf(of, { ...served, raw: served.raw < 0 ? served.raw + (served.what === 'E7' ? 2 ** 32 : 2 ** 16) : served.raw });
}

function unsigned(of: Case): Explained | undefined {
	for (const served of newestFirst(of.recent)) {
		if (served.value === undefined || served.raw >= 0) continue;
		const more = served.what === 'E7' ? 2 ** 32 : 2 ** 16 / 10;
		if (matches(of, served.value + more)) return because('unsigned', served);
		// Kept as unsigned, and in another unit: a factor on top.
		const power = POWERS.find((each) => matches(of, (served.value! + more) * 10 ** each));
		if (power !== undefined) return because('unsigned', served, 10 ** power);
	}
	return undefined;
}

function stale(of: Case): Explained | undefined {
	const before = newestFirst(of.before).find(({ value }) => value !== undefined && matches(of, value));
	return before && because('staleReply', before);
}

function coefficient(of: Case): Explained | undefined {
	for (const served of newestFirst(of.recent)) {
		const { value, coefficient } = served;
		if (value === undefined || coefficient === 1 || !isTelling(of)) continue;
		for (const factor of [1 / coefficient, coefficient]) if (matches(of, value * factor)) return because('coefficientForgotten', served, factor);
		for (const factor of [1 / coefficient, coefficient])
			for (const power of POWERS) if (matches(of, value * factor * 10 ** power)) return because('coefficientForgotten', served, factor * 10 ** power);
	}
	return undefined;
}

function unit(of: Case): Explained | undefined {
	for (const served of newestFirst(of.recent)) {
		const { value } = served;
		if (value === undefined || !isTelling(of)) continue;
		const power = POWERS.find((each) => matches(of, value * 10 ** each));
		if (power !== undefined) return because('unitForgotten', served, 10 ** power);
	}
	return undefined;
}

function swapped(of: Case): Explained | undefined {
	for (const served of newestFirst(of.recent)) {
		if (served.value === undefined || !isTelling(of)) continue;
		const scale = served.raw === 0 ? 0 : served.value / served.raw;
		if (swaps(served).some((raw) => matches(of, raw * scale))) return because('bytesSwapped', served);
	}
	return undefined;
}

/** The EDT the other way round, signed and not; of four bytes also with the halves exchanged, and each half swapped. */
function swaps({ raw, what }: Served): number[] {
	const size = what.startsWith('E8') ? 2 : 4;
	const view = new DataView(new ArrayBuffer(4));
	if (size === 2) {
		view.setUint16(0, raw & 0xffff);
		return [view.getInt16(0, true), view.getUint16(0, true)];
	}
	view.setUint32(0, raw >>> 0);
	const reversed = [view.getInt32(0, true), view.getUint32(0, true)];
	const halves = [view.getUint16(0), view.getUint16(2)] as const;
	view.setUint32(0, ((halves[1] << 16) | halves[0]) >>> 0);
	const exchanged = [view.getInt32(0), view.getUint32(0), view.getInt32(0, true), view.getUint32(0, true)];
	return [...reversed, ...exchanged];
}

function other(of: Case): Explained | undefined {
	for (const served of newestFirst(of.others)) {
		const { value, raw, what } = served;
		if (value === undefined || !REGISTERS.includes(what) || !isTelling(of)) continue;
		if (matches(of, value) || matches(of, raw)) return because('otherObservable', served);
	}
	return undefined;
}

/** Too small a number is met by chance. */
function isTelling({ shown, tolerance }: Case): boolean {
	return Math.abs(shown) > TELLING_STEPS * 2 * tolerance;
}

const REASONS: readonly Reason[] = Object.freeze([noData, tCopied, overTop, unsigned, stale, coefficient, unit, swapped, other]);
