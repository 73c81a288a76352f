import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';

/** A scheduler for what runs as long as there is power: once it is cut, nothing that waits comes any more. */
export class SwitchedScheduler implements Scheduler {
	readonly #inner: Scheduler;
	#on = true;

	constructor(inner: Scheduler) {
		this.#inner = inner;
	}

	now(): number {
		return this.#inner.now();
	}

	after(delay: number, task: () => void): Timer {
		return this.#inner.after(delay, () => {
			if (this.#on) task();
		});
	}

	/** For good. */
	cut(): void {
		this.#on = false;
	}
}
