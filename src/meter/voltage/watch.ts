import type { EventRecord, Kind } from './event.js';
import type { VoltageLimits } from './grid.js';

/**
 * One voltage, or the imbalance of two, over time: which event is on, since when and how far. Events of one watch follow each other and never overlap: a sag
 * that deepens to an interruption ends where that begins.
 */
export class Watch {
	readonly #quantity: number;
	#kind: Kind | undefined;
	#start = 0;
	#since = 0;
	#extreme = 0;

	constructor(quantity: number) {
		this.#quantity = quantity;
	}

	get kind(): Kind | undefined {
		return this.#kind;
	}

	/**
	 * Turns to the event `kind`, or none, from `now` (ms of the scheduler, `clock` by the clock) on; it has reached `value`.
	 * Returns the event that this ends; `cut` if not because the value is back.
	 */
	turn(kind: Kind | undefined, value: number, now: number, clock: number, cut: boolean): EventRecord | undefined {
		if (kind === this.#kind) {
			if (kind === 'sag' || kind === 'interruption') this.#extreme = Math.min(this.#extreme, value);
			else this.#extreme = Math.max(this.#extreme, value);
			return undefined;
		}
		const ended = this.event(now, cut);
		this.#kind = kind;
		this.#start = clock;
		this.#since = now;
		this.#extreme = value;
		return ended;
	}

	/** The event that is on, as it stands at `now`. */
	event(now: number, cut: boolean): EventRecord | undefined {
		if (this.#kind === undefined) return undefined;
		const duration = now - this.#since;
		return { kind: this.#kind, quantity: this.#quantity, cut, start: this.#start, duration, extreme: this.#extreme };
	}
}

/** Event that a voltage of `millivolts` is, after `before`. */
export function classify(millivolts: number, before: Kind | undefined, limits: VoltageLimits): Kind | undefined {
	const back = before === 'interruption' ? limits.interruptionHysteresis : 0;
	if (millivolts < limits.interruption + back) return 'interruption';
	if (millivolts < limits.low + (before === 'sag' ? limits.hysteresis : 0)) return 'sag';
	return millivolts > limits.high - (before === 'swell' ? limits.hysteresis : 0) ? 'swell' : undefined;
}
