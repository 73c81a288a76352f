/** What is known of half-hours: each is shown once, with what was used in it, and what is missing is known. */
import { MINUTES_PER_DAY, MINUTES_PER_HALF_HOUR } from '../../../src/meter/metering/calendar.js';
import type { Minute } from '../../../src/meter/metering/readings.js';
import type { Behaviour } from './behaviour.js';
import { energyText, type Scale, timeText } from './values.js';

/** Half-hours that are kept. */
const KEPT = 200;
/** A gap is looked for so far back, minutes. */
const REACH = 3 * MINUTES_PER_DAY;
/** Nobody uses more in half an hour, Wh. */
export const MOST_IN_HALF_HOUR = 50_000;

export type Direction = 'import' | 'export';
export type Origin = 'half-hour' | 'history';
type Counts = { [Each in Direction]?: number | undefined };

const SUFFIX: Readonly<Record<Direction, string>> = Object.freeze({ import: '', export: '-reverse' });

/** What a counter went on by; undefined where nobody can say. */
export function step(from: number, to: number, scale: Scale, { knowsWrap, knowsReplacement }: Behaviour): number | undefined {
	if (to >= from) return to - from;
	const wrapped = to + 10 ** scale.digits - from;
	if (wrapped * scale.wattHours <= MOST_IN_HALF_HOUR) return knowsWrap ? wrapped : to - from;
	return knowsReplacement ? undefined : to - from;
}

export class HalfHours {
	readonly #behaviour: Behaviour;
	readonly #show: (line: string) => void;
	readonly #known = new Map<Minute, Counts>();
	/** Lines that were shown, without their values. */
	readonly #shown = new Set<string>();
	/** The meter has no value of them. */
	readonly #none = new Set<Minute>();
	/** Meter that values of before do not go on with. */
	#since = Number.NEGATIVE_INFINITY;
	#first = Number.POSITIVE_INFINITY;
	#newest = Number.NEGATIVE_INFINITY;
	/** It should be there by now. */
	#expected = Number.NEGATIVE_INFINITY;

	constructor(behaviour: Behaviour, show: (line: string) => void) {
		this.#behaviour = behaviour;
		this.#show = show;
	}

	get newest(): Minute {
		return this.#newest;
	}

	has(at: Minute): boolean {
		return this.#known.has(at);
	}

	/** The meter was asked for it, and told an older one. */
	expect(at: Minute): void {
		this.#expected = at;
	}

	/** Another meter counts from here on. */
	breakAt(at: Minute): void {
		this.#since = at;
	}

	/** Takes a counter at a half-hour; `counts` undefined: the meter has none. */
	take(origin: Origin, direction: Direction, at: Minute, counts: number | undefined, scale: Scale): void {
		const { countsOnce, usesTimeOfEdt } = this.#behaviour;
		const line = `${origin}${SUFFIX[direction]} ${timeText(at)}`;
		const key = counts === undefined ? `${line} none` : line;
		if (!countsOnce || !this.#shown.has(key)) this.#show(`${line} ${energyText(counts, scale)}`);
		this.#remember(key);
		if (counts === undefined) {
			if (origin === 'history') this.#none.add(at);
			return;
		}
		if (at % MINUTES_PER_HALF_HOUR !== 0 && usesTimeOfEdt) return;
		this.#keep(direction, at, counts);
		if (direction === 'import') {
			this.#use(at - MINUTES_PER_HALF_HOUR, scale);
			this.#use(at, scale);
		}
	}

	/** From the first one on up to the newest, newest first. */
	get missing(): readonly Minute[] {
		const missing: Minute[] = [];
		const newest = Math.max(this.#newest, this.#expected);
		const from = Math.max(this.#first, newest - REACH);
		for (let at = newest; at > from; at -= MINUTES_PER_HALF_HOUR) if (!this.#known.has(at) && !this.#none.has(at)) missing.push(at);
		return missing;
	}

	#keep(direction: Direction, at: Minute, counts: number): void {
		const known = this.#known.get(at) ?? {};
		known[direction] = counts;
		this.#known.set(at, known);
		if (this.#known.size > KEPT) this.#known.delete(Math.min(...this.#known.keys()));
		this.#first = Math.min(this.#first, at);
		this.#newest = Math.max(this.#newest, at);
		for (const each of this.#none) if (each < at - REACH) this.#none.delete(each);
	}

	/** Of the half-hour that begins there. */
	#use(at: Minute, scale: Scale): void {
		const from = this.#known.get(at)?.import;
		const to = this.#known.get(at + MINUTES_PER_HALF_HOUR)?.import;
		if (from === undefined || to === undefined) return;
		if (this.#behaviour.knowsReplacement && at < this.#since && at + MINUTES_PER_HALF_HOUR >= this.#since) return;
		const used = step(from, to, scale, this.#behaviour);
		const line = `use ${timeText(at)}`;
		if (used === undefined || (this.#behaviour.countsOnce && this.#shown.has(line))) return;
		this.#remember(line);
		this.#show(`${line} ${energyText(used, scale)}`);
	}

	#remember(line: string): void {
		this.#shown.add(line);
		if (this.#shown.size > 8 * KEPT) this.#shown.delete(this.#shown.values().next().value!);
	}
}
