import { heating, type TripCurve } from './curve.js';

/**
 * The heat of an ampere breaker, from 0 (cold) to 1 (trips): rises by its curve above pickup, falls evenly at or below it. Exact for currents that are
 * constant from one call to the next, so nothing has to be polled. Times are ms of one clock that never goes back.
 */
export class Breaker {
	readonly #curve: TripCurve;
	/** Change of the heat in one ms. */
	#rate: number;
	#heat = 0;
	#at: number;

	constructor(curve: TripCurve, now: number) {
		this.#curve = curve;
		this.#rate = this.cooling;
		this.#at = now;
	}

	/** Sets the current to `ratio` times the contract, from `now` on. */
	load(ratio: number, now: number): void {
		this.#heat = this.heat(now);
		this.#at = now;
		const rate = heating(this.#curve, ratio);
		this.#rate = rate > 0 ? rate : this.cooling;
	}

	/** The heat at `now`. */
	heat(now: number): number {
		return Math.min(1, Math.max(0, this.#heat + this.#rate * (now - this.#at)));
	}

	/** Time of the trip if the current stays as it is; Infinity if never. */
	get tripsAt(): number {
		return this.#rate > 0 ? this.#at + (1 - this.#heat) / this.#rate : Number.POSITIVE_INFINITY;
	}

	private get cooling(): number {
		return -1 / (this.#curve.coolDown * 1000);
	}
}
