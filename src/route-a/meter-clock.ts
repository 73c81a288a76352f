import type { Clock } from '../../hal/ports/clock.js';
import type { ClockFacts } from '../../modules/cosem/clock.js';
import { CAPTURE_PERIOD } from './object-rows.js';

/** Who sets it with what belongs to that. */
interface Adjusting {
	readonly routeAProfile: { readonly deviation: number };
	/** Returns a Data-Access-Result. */
	adjustClock(time: number): number;
}

/** The meter's clock, as its object has it. */
export class MeterClock implements ClockFacts {
	readonly period = CAPTURE_PERIOD;
	readonly clock: Clock;
	readonly #routeA: Adjusting;

	constructor(routeA: Adjusting, clock: Clock) {
		this.#routeA = routeA;
		this.clock = clock;
	}

	get deviation(): number {
		return this.#routeA.routeAProfile.deviation;
	}

	/** Nothing to say of it: it is valid, and not in summer time. */
	status(): number {
		return 0;
	}

	adjust(time: number): number {
		return this.#routeA.adjustClock(time);
	}
}
