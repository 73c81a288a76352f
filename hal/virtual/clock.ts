import type { Clock } from '../ports/clock.js';
import type { Scheduler } from '../ports/scheduler.js';

/** A clock that runs with a scheduler from a given start. */
export class SchedulerClock implements Clock {
	readonly #scheduler: Scheduler;
	#offset: number;

	constructor(scheduler: Scheduler, start: number) {
		this.#scheduler = scheduler;
		this.#offset = start - scheduler.now();
	}

	now(): number {
		return Math.floor(this.#scheduler.now() + this.#offset);
	}

	set(time: number): void {
		this.#offset = time - this.#scheduler.now();
	}
}
