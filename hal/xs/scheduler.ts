import Time from 'time';
import Timer from 'timer';
import type { Timer as ScheduledTask, Scheduler } from '../ports/scheduler.js';

/** The longest that the SDK's timers count, ms: 24.8 days. */
const LONGEST = 0x7fffffff;

/**
 * Time by the SDK's tick counter, tasks by its timers. The counter has 32 bits on a microcontroller, so `now` must be asked at least once in
 * 49 days; where it is the system's clock (Linux) and that is set back, time stands still for a moment instead.
 */
export class XsScheduler implements Scheduler {
	#ticks = Time.ticks;
	#now = 0;

	now(): number {
		const ticks = Time.ticks;
		const passed = Time.delta(this.#ticks, ticks);
		if (passed > 0) this.#now += passed;
		this.#ticks = ticks;
		return this.#now;
	}

	after(delay: number, task: () => void): ScheduledTask {
		return new XsTask(task, Math.min(Math.max(0, Math.ceil(delay)), LONGEST));
	}
}

class XsTask implements ScheduledTask {
	readonly #timer: Timer;

	constructor(task: () => void, delay: number) {
		this.#timer = Timer.set(task, delay);
	}

	cancel(): void {
		Timer.clear(this.#timer);
	}
}
