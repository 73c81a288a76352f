/**
 * Whether a HEMS has understood its meter: each value that it showed, against what it was served. Nothing else counts, so that nothing but rounding is tolerated.
 *
 * | shown                                                                         | is         |
 * |-------------------------------------------------------------------------------|------------|
 * | before anything of its kind was served; `online`; what is no number            | `unjudged` |
 * | what a fresh answer or a notification carried lately, within half a step       | `right`    |
 * | the same as it showed last, which was right: shown again, of whatever age      | `right`, `isRepeated` |
 * | that there is no value                                                        | `none`     |
 * | anything else                                                                 | `wrong`, with what explains it |
 *
 * Lately: within two polls and five seconds. A value with a time of its own (half-hours, histories) may be of any age, and is right where it is that of its time.
 */
import { HALF_HOUR, SECOND } from '../../../modules/time/durations.js';
import type { Observable } from '../declaration.js';
import type { Observation } from '../observation.js';
import type { Entry } from '../record/entry.js';
import { type Explained, explain, isNear } from './explain.js';
import { Known } from './known.js';
import type { Served, ServedWhat } from './served.js';
import { readTime } from './shown-time.js';
import { judgeUse } from './use.js';

export type Understood =
	| { readonly is: 'unjudged'; readonly why: 'nothingServed' | 'notANumber' | 'notAValue' }
	/** `ageMs`: since it was served. */
	| { readonly is: 'right'; readonly of: Served; readonly isRepeated: boolean; readonly ageMs: number }
	/** `isRight`: there was no value lately, or, beside one, that there is none. */
	| { readonly is: 'none'; readonly isRight: boolean }
	/** `expected`: what was served last, in the unit of the observable; undefined: no data. `isRepeated`: nothing was served since it was shown the last time. */
	| ({ readonly is: 'wrong'; readonly expected: number | undefined; readonly isRepeated: boolean } & Explained);

export interface Shown {
	/** Number of its entry, and ms since the session began. */
	readonly entry: number;
	readonly at: number;
	readonly observation: Observation;
	readonly understood: Understood;
}

export interface UnderstandOptions {
	readonly pollMs: number;
	/** One step of what the program shows, in the unit of the observable; the usual ones where it is not told. */
	readonly steps?: Partial<Readonly<Record<Observable, number>>>;
}

const USUAL_STEPS: Readonly<Record<Observable, number>> = Object.freeze({
	power: 1,
	energy: 0.1,
	energyReverse: 0.1,
	currentR: 0.1,
	currentT: 0.1,
	halfHour: 0.1,
	halfHourReverse: 0.1,
	history: 0.1,
	use: 0.1,
	online: 1,
});

/** What a value may be of: the first is asked for, the others are as good. */
const PRESENT: Partial<Readonly<Record<Observable, readonly ServedWhat[]>>> = Object.freeze({
	power: ['E7'],
	energy: ['E0', 'D0'],
	energyReverse: ['E3', 'D0 reverse'],
	currentR: ['E8R'],
	currentT: ['E8T'],
});
const TIMED: Partial<Readonly<Record<Observable, readonly ServedWhat[]>>> = Object.freeze({
	halfHour: ['EA', 'E2', 'EC'],
	halfHourReverse: ['EB', 'E4', 'EC reverse'],
	history: ['E2', 'EC', 'EA', 'EE'],
});
/** A register as a half-hourly notification told it, until the next one. */
const HALF_HOURLY: Partial<Readonly<Record<Observable, readonly ServedWhat[]>>> = Object.freeze({ energy: ['EA'], energyReverse: ['EB'] });
const PRESENT_OR_HALF_HOURLY: Partial<Readonly<Record<Observable, readonly ServedWhat[]>>> = Object.freeze({
	...PRESENT,
	energy: [...PRESENT.energy!, ...HALF_HOURLY.energy!],
	energyReverse: [...PRESENT.energyReverse!, ...HALF_HOURLY.energyReverse!],
});
const NOTHING: readonly ServedWhat[] = Object.freeze([]);
const SLACK = 5 * SECOND;
/** Decimals of which the last ones come from no meter, but from binary numbers; and how much a float of 32 bits may be off, relative. */
const MANY_DECIMALS = 5;
const FLOAT32 = 1e-7;

/** @param entries of one session, with what was shown among them; `served` of the same */
export function understand(entries: readonly Entry[], served: readonly Served[], options: UnderstandOptions): Shown[] {
	const last = new Map<Observable, Shown>();
	const lastRight = new Map<Observable, Shown>();
	const shown: Shown[] = [];
	const all = new Known(served);
	for (const entry of entries) {
		if (entry.kind !== 'shown') continue;
		const { observation, number, at } = entry;
		const { what } = observation;
		const judged = new Judgement(observation, at, all, options, last.get(what), lastRight.get(what)).understood;
		const each: Shown = { entry: number, at, observation, understood: judged };
		shown.push(each);
		last.set(what, each);
		if (judged.is === 'right') lastRight.set(what, each);
	}
	return shown;
}

class Judgement {
	readonly #observation: Observation;
	readonly #at: number;
	readonly #known: Known;
	readonly #window: number;
	readonly #tolerance: number;
	readonly #last: Shown | undefined;
	readonly #lastRight: Shown | undefined;

	constructor(
		observation: Observation,
		at: number,
		known: Known,
		{ pollMs, steps = {} }: UnderstandOptions,
		last: Shown | undefined,
		lastRight: Shown | undefined,
	) {
		this.#observation = observation;
		this.#at = at;
		this.#known = known;
		this.#window = 2 * pollMs + SLACK;
		this.#tolerance = (steps[observation.what] ?? USUAL_STEPS[observation.what]) / 2;
		this.#last = last;
		this.#lastRight = lastRight;
	}

	get understood(): Understood {
		const { what, value, time } = this.#observation;
		if (what === 'online') return { is: 'unjudged', why: 'notAValue' };
		if (value === 'unreadable') return { is: 'unjudged', why: 'notANumber' };
		if (value === 'none') return { is: 'none', isRight: this.#present.length === 0 || this.#present.some((served) => served.is !== 'value') };
		if (what === 'use') return this.#use(value, time === undefined ? undefined : readTime(time));
		const timed = TIMED[what];
		return timed === undefined ? this.#presentValue(value) : this.#timedValue(value, timed, time === undefined ? undefined : readTime(time));
	}

	/** Of this observable, fresh, and lately. */
	get #present(): readonly Served[] {
		const { what } = this.#observation;
		const of = PRESENT[what] ?? TIMED[what] ?? NOTHING;
		return this.#known.between(of, this.#at - this.#window, this.#at).filter(({ isStale }) => !isStale);
	}

	/** All that it may rightly be. */
	get #candidates(): readonly Served[] {
		const half = HALF_HOURLY[this.#observation.what] ?? NOTHING;
		const told = this.#known.between(half, this.#at - HALF_HOUR - this.#window, this.#at);
		return [...this.#present, ...told];
	}

	#presentValue(value: number): Understood {
		const { what } = this.#observation;
		const of = PRESENT_OR_HALF_HOURLY[what] ?? NOTHING;
		if (!this.#known.has(of, this.#at)) return { is: 'unjudged', why: 'nothingServed' };
		const right = newest(this.#candidates, (served) => served.value !== undefined && isNear(value, served.value, this.#tolerance));
		if (right !== undefined) return this.#right(right, false);
		const repeated = this.#repeated(value);
		if (repeated !== undefined) return repeated;
		return this.#wrong(value, this.#candidates, this.#known.until(of, this.#at));
	}

	/** As the last right one was: a program may show it as often as it likes, and after whatever else; how old it is tells `ageMs`. */
	#repeated(value: number): Understood | undefined {
		const understood = this.#lastRight?.understood;
		if (this.#lastRight?.observation.value !== value || understood?.is !== 'right') return undefined;
		return this.#right(understood.of, true);
	}

	#timedValue(value: number, of: readonly ServedWhat[], time: number | undefined): Understood {
		const fresh = (list: readonly Served[]) => list.filter(({ isStale }) => !isStale);
		const ofTime = time === undefined ? fresh(this.#known.until(of, this.#at)) : fresh(this.#known.ofTime(of, time, this.#at));
		const right = newest(ofTime, (served) => served.value !== undefined && isNear(value, served.value, this.#tolerance));
		if (right !== undefined) return this.#right(right, false);
		const all = fresh(this.#known.until(of, this.#at));
		if (all.length === 0) return { is: 'unjudged', why: 'nothingServed' };
		const elsewhere = newest(all, (served) => served.value !== undefined && isNear(value, served.value, this.#tolerance));
		if (elsewhere !== undefined) return this.#told({ explanation: 'otherTime', of: elsewhere, factor: 1 }, (ofTime.at(-1) ?? elsewhere).value);
		return ofTime.length === 0 ? { is: 'unjudged', why: 'nothingServed' } : this.#wrong(value, ofTime, all);
	}

	#use(value: number, time: number | undefined): Understood {
		const use = judgeUse(value, time, this.#known.until(undefined, this.#at), this.#tolerance);
		if (use === undefined) return { is: 'unjudged', why: 'nothingServed' };
		return use.is === 'right' ? this.#right(use.of, false) : this.#told(use, use.expected);
	}

	#right(of: Served, isRepeated: boolean): Understood {
		return { is: 'right', of, isRepeated, ageMs: this.#at - of.at };
	}

	#wrong(value: number, recent: readonly Served[], all: readonly Served[]): Understood {
		const { what } = this.#observation;
		const late = recent.filter((served) => !served.isStale);
		const explained = explain({
			what,
			shown: value,
			tolerance: Math.min(this.#tolerance, precisionOf(this.#observation.text, value)),
			recent: late,
			before: all.filter((served) => !late.includes(served)),
			others: this.#known.between(undefined, this.#at - this.#window, this.#at).filter((served) => !all.includes(served)),
		});
		return this.#told(explained, (late.at(-1) ?? all.filter(({ isStale }) => !isStale).at(-1))?.value);
	}

	#told(explained: Explained, expected: number | undefined): Understood {
		const before = this.#last;
		const isSame = before?.understood.is === 'wrong' && before.observation.value === this.#observation.value;
		const isRepeated = isSame && (this.#known.until(undefined, this.#at).at(-1)?.at ?? Number.NEGATIVE_INFINITY) <= before.at;
		return { is: 'wrong', expected, isRepeated, ...explained };
	}
}

/** Half of the last digit that stands there, in the unit of the observable; of many digits, what a float of 32 bits leaves of them. Infinity: no plain number. */
function precisionOf(text: string, value: number): number {
	const match = /^[-+]?\d+(?:\.(\d+))?$/.exec(text.trim());
	const factor = match === null || value === 0 ? Number.NaN : value / Number(match[0]);
	if (!Number.isFinite(factor)) return Number.POSITIVE_INFINITY;
	const decimals = match![1]?.length ?? 0;
	const digit = (Math.abs(factor) * 10 ** -decimals) / 2;
	return decimals < MANY_DECIMALS ? digit : Math.max(digit, FLOAT32 * Math.abs(value));
}

function newest(served: readonly Served[], is: (served: Served) => boolean): Served | undefined {
	for (let i = served.length - 1; i >= 0; i--) if (is(served[i]!)) return served[i];
	return undefined;
}

export interface Grade {
	readonly verdict: 'pass' | 'warning' | 'fail';
	/** What it rests on: the wrong values, or the right ones. */
	readonly shown: readonly Shown[];
}

/**
 * Of the values of a step: three equal wrong ones, or one that is wrong by more than ten times, fail; other wrong ones are warned of. What is only shown again
 * counts once. Undefined where no value was judged.
 */
export function gradeOf(
	shown: readonly Shown[],
	{ wrongTimes, wrongFactor }: { readonly wrongTimes: number; readonly wrongFactor: number },
): Grade | undefined {
	const wrong = shown.filter(({ understood }) => understood.is === 'wrong' && !understood.isRepeated);
	if (wrong.length === 0) {
		const right = shown.filter(({ understood }) => understood.is === 'right' || (understood.is === 'none' && understood.isRight));
		return right.length === 0 ? undefined : { verdict: 'pass', shown: right };
	}
	const gross = wrong.filter((each) => isGross(each, wrongFactor));
	if (gross.length > 0) return { verdict: 'fail', shown: gross };
	const equal = wrong.map((each) =>
		wrong.filter(({ observation: { what, value } }) => what === each.observation.what && value === each.observation.value),
	);
	const often = equal.find((each) => each.length >= wrongTimes);
	return often === undefined ? { verdict: 'warning', shown: wrong } : { verdict: 'fail', shown: often };
}

/** By more than so many times, up or down; any number in place of no data, but for 0. */
function isGross({ observation: { value }, understood }: Shown, factor: number): boolean {
	if (understood.is !== 'wrong' || typeof value !== 'number') return false;
	const { expected, explanation } = understood;
	if (expected === undefined) return value !== 0 && explanation !== 'staleReply';
	const [less, more] = [Math.abs(value), Math.abs(expected)].sort((a, b) => a - b) as [number, number];
	return less > 0 && more > factor * less;
}
