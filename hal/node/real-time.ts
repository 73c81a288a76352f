import type { Scheduler, Timer } from '../ports/scheduler.js';

/** The wall clock's own time, for what runs by itself on this host. */
export class RealTime implements Scheduler {
	readonly #enter: (task: () => void) => void;

	/** @param enter every task goes through it, so that a scheduler of virtual time can be brought up to now first; default: it calls `task` at once */
	constructor(enter: (task: () => void) => void = (task) => task()) {
		this.#enter = enter;
	}

	now(): number {
		return performance.now();
	}

	after(delay: number, task: () => void): Timer {
		// A timer of 0 waits for a whole millisecond.
		if (delay === 0) {
			const immediate = setImmediate(() => this.#enter(task));
			return { cancel: () => clearImmediate(immediate) };
		}
		const timer = setTimeout(() => this.#enter(task), delay);
		return { cancel: () => clearTimeout(timer) };
	}
}
