import type { Scheduler, Timer } from '../ports/scheduler.js';

/** A task in its place of the heap; its own handle too, for on XS each object counts. */
class PendingTask implements Timer {
	readonly due: number;
	readonly order: number;
	task: (() => void) | undefined;
	readonly #scheduler: VirtualScheduler;

	constructor(due: number, order: number, task: () => void, scheduler: VirtualScheduler) {
		this.due = due;
		this.order = order;
		this.task = task;
		this.#scheduler = scheduler;
	}

	cancel(): void {
		if (this.task === undefined) return;
		this.task = undefined;
		this.#scheduler.onCancel();
	}
}

/** Cancelled tasks that may stay in the heap whatever its size. */
const TOLERATED = 16;

/** Virtual time: it stands still until `run…` moves it, from one due task to the next. The same tasks give the same order, always. */
export class VirtualScheduler implements Scheduler {
	readonly #heap: PendingTask[] = [];
	#now = 0;
	#order = 0;
	#cancelled = 0;

	now(): number {
		return this.#now;
	}

	after(delay: number, task: () => void): Timer {
		const pending = new PendingTask(this.#now + Math.max(0, delay), this.#order++, task, this);
		this.#push(pending);
		return pending;
	}

	/** Time of the next task, ms; Infinity if there is none. */
	get next(): number {
		while (this.#heap.length > 0 && this.#heap[0]!.task === undefined) {
			this.#pop();
			this.#cancelled--;
		}
		return this.#heap[0]?.due ?? Number.POSITIVE_INFINITY;
	}

	/** Runs the next task, if there is one. */
	step(): boolean {
		if (this.next === Number.POSITIVE_INFINITY) return false;
		const pending = this.#pop();
		this.#now = pending.due;
		const task = pending.task;
		pending.task = undefined;
		task?.();
		return true;
	}

	/** Runs all that is due up to `time` (ms), which it then is. */
	runUntil(time: number): void {
		while (this.next <= time) this.step();
		this.#now = Math.max(this.#now, time);
	}

	runFor(duration: number): void {
		this.runUntil(this.#now + duration);
	}

	/** Runs until `done` holds; false if `limit` ms pass first, or nothing is left to run. */
	runWhile(goesOn: () => boolean, limit = Number.POSITIVE_INFINITY): boolean {
		const end = this.#now + limit;
		while (goesOn()) {
			if (this.next > end || !this.step()) return false;
		}
		return true;
	}

	/** Counts a cancelled task of the heap; all of them leave it once they are its greater part. Called by the heap's own entries. */
	onCancel(): void {
		this.#cancelled++;
		const heap = this.#heap;
		if (this.#cancelled <= TOLERATED || this.#cancelled * 2 <= heap.length) return;
		let kept = 0;
		for (const pending of heap) if (pending.task !== undefined) heap[kept++] = pending;
		heap.length = kept;
		heap.sort(order);
		this.#cancelled = 0;
	}

	#push(pending: PendingTask): void {
		const heap = this.#heap;
		let at = heap.length;
		heap.push(pending);
		while (at > 0) {
			const parent = (at - 1) >> 1;
			if (!before(pending, heap[parent]!)) break;
			heap[at] = heap[parent]!;
			at = parent;
		}
		heap[at] = pending;
	}

	#pop(): PendingTask {
		const heap = this.#heap;
		const top = heap[0]!;
		const last = heap.pop()!;
		if (heap.length > 0) {
			let at = 0;
			for (;;) {
				let child = 2 * at + 1;
				if (child >= heap.length) break;
				if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
				if (!before(heap[child]!, last)) break;
				heap[at] = heap[child]!;
				at = child;
			}
			heap[at] = last;
		}
		return top;
	}
}

function order(a: PendingTask, b: PendingTask): number {
	return a.due - b.due || a.order - b.order;
}

function before(a: PendingTask, b: PendingTask): boolean {
	return a.due < b.due || (a.due === b.due && a.order < b.order);
}
