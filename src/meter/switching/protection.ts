import type { Sample } from '../../../hal/ports/metrology.js';
import { Breaker } from './breaker.js';
import { tripCurve } from './curve.js';
import { Demand, type DemandLimit } from './demand.js';
import { contractCurrent, type Wiring } from './rating.js';

/** What the rounding of a sum of times may leave, ms. */
const GRAIN = 1e-3;

/** What opens the contact without an order: the ampere breaker and the demand limit, each only where it is set. Times in ms, `now` the scheduler's. */
export class Protection {
	readonly #wiring: Wiring;
	#capacity = 0;
	#breaker: Breaker | undefined;
	#limit: DemandLimit | undefined;
	#demand: Demand | undefined;
	#amperes = 0;
	#power = 0;

	constructor(wiring: Wiring) {
		this.#wiring = wiring;
	}

	/** Sets the ampere contract to `amperes` from `now` on; the breaker starts cold. */
	setCapacity(amperes: number | undefined, now: number): void {
		this.#capacity = amperes ?? 0;
		this.#breaker = amperes === undefined ? undefined : new Breaker(tripCurve(amperes), now);
		this.#breaker?.load(this.#amperes / this.#capacity, now);
	}

	/** Sets the demand limit to `limit` from `now` on; nothing of the running window counts as used up. */
	setLimit(limit: DemandLimit | undefined, now: number, clock: number): void {
		this.#limit = limit;
		this.#demand = limit === undefined ? undefined : new Demand(limit, now, clock);
		this.#demand?.load(this.#power, now, clock);
	}

	/** What flows through the contact from `now` on; undefined: nothing. */
	load(sample: Sample | undefined, now: number, clock: number): void {
		this.#amperes = sample === undefined ? 0 : contractCurrent(this.#wiring, sample);
		this.#power = sample?.power ?? 0;
		this.#breaker?.load(this.#amperes / this.#capacity, now);
		this.#demand?.load(this.#power, now, clock);
	}

	/** How near the breaker is to its trip, from 0 to 1. */
	heat(now: number): number {
		return this.#breaker?.heat(now) ?? 0;
	}

	/** Time to call `due` if the load stays as it is; Infinity if there is no need. */
	get nextAt(): number {
		return Math.min(this.#breaker?.tripsAt ?? Number.POSITIVE_INFINITY, this.#demand?.lookAt ?? Number.POSITIVE_INFINITY);
	}

	/** What wants the contact open now. */
	due(now: number, clock: number): 'breaker' | 'demand limit' | undefined {
		if (this.#breaker !== undefined && this.#breaker.tripsAt <= now + GRAIN) return 'breaker';
		if (this.#demand !== undefined && this.#demand.exceededAt <= now + GRAIN) return 'demand limit';
		this.#demand?.advance(now, clock);
		return undefined;
	}

	/** End of the window of the demand limit; undefined without one. */
	get windowEnd(): number | undefined {
		return this.#demand?.end;
	}

	/** What wants the contact open, in words. */
	reason(origin: 'breaker' | 'demand limit'): string {
		if (origin === 'breaker') return `${this.#amperes.toFixed(1)} A of ${this.#capacity} A`;
		return `more than ${this.#limit?.watts} W in ${this.#limit?.minutes} min`;
	}
}
