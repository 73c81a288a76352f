/** Nothing grows: as many tasks wait in the scheduler after days as after an hour, and worlds that are over leave nothing behind. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Timer } from '../../hal/ports/scheduler.js';
import type { VirtualScheduler } from '../../hal/virtual/scheduler.js';
import { Broken } from './world-checks.js';

/** Tasks of a meter with all its units and routes, of dongles, neighbours and HEMS; some forty are usual. */
const MOST_TASKS = 300;
/** Bytes of the heap by which a run of many worlds may end above where it stood after its first worlds: compiled code, and what the engine keeps. */
const MOST_HEAP = 24 << 20;
const MEGABYTE = 1 << 20;

/** Counts the tasks that wait. */
export class TaskCheck {
	/** The most that waited at once. */
	most = 0;
	#waiting = 0;

	constructor(scheduler: VirtualScheduler) {
		const after = scheduler.after.bind(scheduler);
		scheduler.after = (delay, task) => {
			this.#waiting++;
			let waits = true;
			const gone = () => {
				if (waits) this.#waiting--;
				waits = false;
			};
			const timer = after(delay, () => {
				gone();
				task();
			});
			return new CountedTimer(timer, gone);
		};
	}

	check(): void {
		this.most = Math.max(this.most, this.#waiting);
		if (this.#waiting > MOST_TASKS) throw new Broken('growth', `${this.#waiting} tasks wait in the scheduler, ${MOST_TASKS} is the most`);
	}
}

class CountedTimer implements Timer {
	readonly #timer: Timer;
	readonly #gone: () => void;

	constructor(timer: Timer, gone: () => void) {
		this.#timer = timer;
		this.#gone = gone;
	}

	cancel(): void {
		this.#gone();
		this.#timer.cancel();
	}
}

/** Bytes in use after everything that is not was thrown away. */
export function heapInUse(): number {
	setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc') as () => void;
	collect();
	collect();
	return process.memoryUsage().heapUsed;
}

/** @param before after the first worlds of a run */
export function checkHeap(before: number, after: number): void {
	if (after - before <= MOST_HEAP) return;
	throw new Broken('growth', `the heap has grown by ${Math.round((after - before) / MEGABYTE)} MB over the worlds of a run`);
}
