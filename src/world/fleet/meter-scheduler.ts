import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';

interface Task extends Timer {
	readonly due: number;
	readonly task: () => void;
}

/** The scheduler of one meter, which knows whether anything is due in it, and can go through time that has passed before it was made. */
export class MeterScheduler implements Scheduler {
	readonly #outer: Scheduler;
	readonly #enter: (task: () => void) => void;
	#tasks: Task[] = [];
	#timer: Timer | undefined;
	/** While it goes through the past: the moment where it stands. */
	#past: number | undefined;

	/** @param enter calls a task whose time has come, and sees to what follows from it */
	constructor(outer: Scheduler, enter: (task: () => void) => void) {
		this.#outer = outer;
		this.#enter = enter;
	}

	/** Something is due at a time. */
	get isBusy(): boolean {
		return this.#tasks.length > 0;
	}

	now(): number {
		return this.#past ?? this.#outer.now();
	}

	after(delay: number, task: () => void): Timer {
		const pending: Task = {
			due: this.now() + Math.max(0, delay),
			task,
			cancel: () => {
				this.#tasks = this.#tasks.filter((each) => each !== pending);
			},
		};
		// Behind all that are due by then.
		const at = this.#tasks.findIndex(({ due }) => due > pending.due);
		this.#tasks.splice(at < 0 ? this.#tasks.length : at, 0, pending);
		if (this.#past === undefined) this.#arm();
		return pending;
	}

	/** Does `begin` as if it were `from`, and then what was due from then until now. */
	replay(from: number, begin: () => void): void {
		this.#past = from;
		begin();
		const now = this.#outer.now();
		for (let next = this.#tasks[0]; next !== undefined && next.due <= now; next = this.#tasks[0]) {
			this.#tasks.shift();
			this.#past = next.due;
			next.task();
		}
		this.#past = undefined;
		this.#arm();
	}

	/** Nothing is due any more. */
	cut(): void {
		this.#tasks = [];
		this.#timer?.cancel();
		this.#timer = undefined;
	}

	#arm(): void {
		this.#timer?.cancel();
		this.#timer = undefined;
		const next = this.#tasks[0];
		if (next === undefined) return;
		this.#timer = this.#outer.after(next.due - this.#outer.now(), () => {
			this.#timer = undefined;
			const now = this.#outer.now();
			this.#enter(() => {
				for (let due = this.#tasks[0]; due !== undefined && due.due <= now; due = this.#tasks[0]) {
					this.#tasks.shift();
					due.task();
				}
			});
			this.#arm();
		});
	}
}
