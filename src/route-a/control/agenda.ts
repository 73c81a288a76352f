/**
 * What is due by the meter's clock: one task of the scheduler serves all of it. The clock may be set by others, so the task comes each minute at least while
 * something is planned, and not at all while nothing is.
 */
import type { Clock } from '../../../hal/ports/clock.js';
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import { MINUTE } from '../../../modules/time/durations.js';

/** Due when the clock is set back, and as it stands not any more. */
export const NOT_AHEAD = Number.MAX_VALUE;

/** Something that has its time; all times by the meter's clock, ms since 1970-01-01T00:00:00Z. */
export interface Planned {
	/** When it is due next; Infinity: nothing is planned. */
	readonly dueAt: number;
	/** It is due. What it does changes `dueAt`, or ends in a call of `arm`. */
	run(now: number): void;
}

export class Agenda {
	readonly #scheduler: Scheduler | undefined;
	readonly #clock: Clock;
	readonly #items: readonly Planned[];
	#timer: Timer | undefined;
	#running = false;

	/** @param scheduler undefined: nothing is ever due */
	constructor(scheduler: Scheduler | undefined, clock: Clock, items: readonly Planned[]) {
		this.#scheduler = scheduler;
		this.#clock = clock;
		this.#items = items;
	}

	/** From `delay` ms on what is due is done, and what was due before. */
	start(delay: number): void {
		this.#timer = this.#scheduler?.after(delay, () => {
			this.#running = true;
			this.#look();
		});
	}

	/** Something is planned otherwise, or the clock is set. */
	arm(): void {
		if (!this.#running) return;
		this.#timer?.cancel();
		this.#timer = undefined;
		let dueAt = Number.POSITIVE_INFINITY;
		for (const item of this.#items) dueAt = Math.min(dueAt, item.dueAt);
		if (dueAt === Number.POSITIVE_INFINITY) return;
		const delay = Math.min(Math.max(0, dueAt - this.#clock.now()), MINUTE);
		this.#timer = this.#scheduler?.after(delay, this.#look);
	}

	readonly #look = (): void => {
		const now = this.#clock.now();
		for (const item of this.#items) if (item.dueAt <= now) item.run(now);
		this.arm();
	};
}
