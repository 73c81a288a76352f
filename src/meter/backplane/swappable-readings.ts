import type { Clock } from '../../../hal/ports/clock.js';
import type { Sample } from '../../../hal/ports/metrology.js';
import type { Counts, Interval, IntervalReadings, Minute, Stop } from '../metering/readings.js';
import type { Counter } from '../metering/registers.js';

/** Where the metering unit is looked for at each reading. */
export interface ReadingsSource {
	readonly clock: Clock;
	/** Both of the unit in place now, or of the last one. */
	readonly counter: Counter;
	readonly twoWay: boolean;
	/** Readings of the metering unit in place, if there is one to be trusted. */
	readonly metering: IntervalReadings | undefined;
	/** It failed when it was read. */
	onReadingFailed(error: unknown): void;
}

/**
 * Readings whose metering unit may be replaced under them. While there is none, nothing is known but the time; the values of a unit go with it,
 * and those of the next one are its own. Listeners stay.
 */
export class SwappableReadings implements IntervalReadings {
	readonly #source: ReadingsSource;
	readonly #listeners: ((at: Minute) => void)[] = [];

	constructor(source: ReadingsSource) {
		this.#source = source;
	}

	get counter(): Counter {
		return this.#source.counter;
	}

	get twoWay(): boolean {
		return this.#source.twoWay;
	}

	get startedAt(): number | undefined {
		return this.#source.metering?.startedAt;
	}

	erasures(): number | undefined {
		try {
			return this.#source.metering?.erasures();
		} catch (error) {
			this.#source.onReadingFailed(error);
		}
	}

	get stop(): Stop | undefined {
		return this.#source.metering?.stop;
	}

	now(): number {
		return this.#source.clock.now();
	}

	counts(): Counts | undefined {
		try {
			return this.#source.metering?.counts();
		} catch (error) {
			this.#source.onReadingFailed(error);
		}
	}

	sample(): Sample | undefined {
		try {
			return this.#source.metering?.sample();
		} catch (error) {
			this.#source.onReadingFailed(error);
		}
	}

	halfHour(at: Minute): Counts | undefined {
		try {
			return this.#source.metering?.interval(at)?.counts;
		} catch (error) {
			this.#source.onReadingFailed(error);
		}
	}

	interval(at: Minute): Interval | undefined {
		try {
			return this.#source.metering?.interval(at);
		} catch (error) {
			this.#source.onReadingFailed(error);
		}
	}

	eachInterval(visit: (at: Minute) => void): void {
		try {
			this.#source.metering?.eachInterval(visit);
		} catch (error) {
			this.#source.onReadingFailed(error);
		}
	}

	minute(at: Minute): Counts | undefined {
		try {
			return this.#source.metering?.minute(at);
		} catch (error) {
			this.#source.onReadingFailed(error);
		}
	}

	onHalfHour(listener: (at: Minute) => void): void {
		this.#listeners.push(listener);
	}

	/** A half-hour was closed: for the base. */
	tell(at: Minute): void {
		for (const listener of this.#listeners) listener(at);
	}
}
