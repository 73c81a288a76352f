import type { Scheduler, Timer } from '../ports/scheduler.js';

/** The wall clock's own time, for what runs by itself on this host. */
export class RealTime implements Scheduler {
	now(): number {
		return performance.now();
	}

	after(delay: number, task: () => void): Timer {
		const timer = setTimeout(task, delay);
		return { cancel: () => clearTimeout(timer) };
	}
}
