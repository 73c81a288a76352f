/** The most average power that the house may draw in a window. Windows follow each other without overlap and begin with the clock's hour. */
import { MINUTE } from '../../../modules/time/durations.js';

export interface DemandLimit {
	/** A whole number, W. */
	readonly watts: number;
	/** Length of the window, one of `DEMAND_WINDOWS`, minutes. */
	readonly minutes: number;
}

/** A billing demand in Japan is the average of 30 minutes; the other lengths divide an hour as well. */
export const DEMAND_WINDOWS: readonly number[] = Object.freeze([1, 5, 10, 15, 30, 60]);

/** A clock that differs by so many ms was corrected, not set. */
const TOLERANCE = 1000;

/**
 * What the house drew in the running window. Exact for power that is constant from one call to the next. `now` is the scheduler's time and `clock` the
 * meter's, both ms: the windows follow the clock, and a clock that is set moves them from the next window on.
 */
export class Demand {
	readonly #limit: DemandLimit;
	readonly #window: number;
	/** Power times time in this window, W·ms. */
	#energy = 0;
	#power = 0;
	#at: number;
	#end: number;

	constructor(limit: DemandLimit, now: number, clock: number) {
		this.#limit = limit;
		this.#window = limit.minutes * MINUTE;
		this.#at = now;
		this.#end = now + this.#window - (clock % this.#window);
	}

	/** Sets what the house draws to `power`, W, from `now` on; what it feeds in does not count. */
	load(power: number, now: number, clock: number): void {
		this.advance(now, clock);
		this.#power = Math.max(0, power);
	}

	advance(now: number, clock: number): void {
		if (now >= this.#end) this.begin(now, clock);
		this.#energy += this.#power * (now - this.#at);
		this.#at = now;
	}

	/** End of the window, in the scheduler's time. */
	get end(): number {
		return this.#end;
	}

	/** Time at which the window has used up what it may if the power stays as it is, in the scheduler's time; Infinity if it lasts. */
	get exceededAt(): number {
		const at = this.#at + (this.#limit.watts * this.#window - this.#energy) / this.#power;
		return this.#power > 0 && at < this.#end ? at : Number.POSITIVE_INFINITY;
	}

	/** Time to look next, in the scheduler's time: at a new window only if its own power would be too much for it. */
	get lookAt(): number {
		const at = this.exceededAt;
		return at === Number.POSITIVE_INFINITY && this.#power > this.#limit.watts ? this.#end : at;
	}

	/** The first window that ends behind `now`, with nothing used up to its start or the last change, whichever is later. */
	private begin(now: number, clock: number): void {
		let start = this.#end + Math.floor((now - this.#end) / this.#window) * this.#window;
		const off = clock % this.#window;
		const drift = Math.abs(now - start - off);
		if (Math.min(drift, this.#window - drift) > TOLERANCE) start = now - off;
		this.#energy = 0;
		this.#at = Math.max(this.#at, start);
		this.#end = start + this.#window;
	}
}
