/** Order of tasks in time. The host counts real time, tests and fast runs count virtual time, XS uses its timers. */
export interface Scheduler {
	/** Milliseconds since an arbitrary start, fractions included; never goes back. */
	now(): number;
	/** Calls `task` once, `delay` ms from now (at once if 0, after all that was due earlier). */
	after(delay: number, task: () => void): Timer;
}

export interface Timer {
	/** The task is not called any more; harmless when it already was. */
	cancel(): void;
}
