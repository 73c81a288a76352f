/** The pushes of one half-hour: each when it is due, and as fast as the sender takes them. */
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import type { PushSchedule } from '../../../src/world/fleet/push-schedule.js';
import type { PushSender } from './push-sender.js';

/** What sends pushes, as a fleet does. */
export interface Pushing {
	readonly scheduler: Scheduler;
	/** Of a meter; undefined: it sends none. */
	push(number: number): { readonly frame: Uint8Array; readonly isLost: boolean } | undefined;
	/** The concentrator of a meter, from 1. */
	concentratorOf(number: number): number;
}

export interface StormFigures {
	/** Half-hour, as a slot. */
	readonly slot: number;
	/** Meters that pushed, those whose push the lossy link lost among them; and meters that did not. */
	pushed: number;
	lost: number;
	silent: number;
	/** How long behind its time the latest one left, ms. */
	latest: number;
	/** From the boundary until all had left, or it was stopped; ms by the wall clock. */
	took: number;
}

/** Pushes in a row before others have a turn. */
const BATCH = 64;
/** Pushes that are due within so many ms go together. */
const STEP = 10;

export class PushStorm {
	readonly figures: StormFigures;
	readonly #pushing: Pushing;
	readonly #sender: PushSender;
	readonly #schedule: PushSchedule;
	readonly #onEnd: () => void;
	readonly #begun: number;
	readonly #begunAt = performance.now();
	#next = 0;
	#timer: Timer | undefined;
	#isEnded = false;
	#isWaiting = false;

	/** Begins at once, at the boundary. */
	constructor(slot: number, schedule: PushSchedule, pushing: Pushing, sender: PushSender, onEnd: () => void) {
		this.figures = { slot, pushed: 0, lost: 0, silent: 0, latest: 0, took: 0 };
		this.#schedule = schedule;
		this.#pushing = pushing;
		this.#sender = sender;
		this.#onEnd = onEnd;
		this.#begun = pushing.scheduler.now();
		this.#wait(0);
	}

	/** Meters whose turn has not come. */
	get left(): number {
		return this.#schedule.count - this.#next;
	}

	/** It waits for the sender. */
	get isWaiting(): boolean {
		return this.#isWaiting;
	}

	/** It has waited for the sender, which has room again, or is done. */
	goOn(): void {
		this.#isWaiting = false;
		if (this.#timer === undefined && !this.#isEnded) this.#wait(0);
	}

	/** What did not go yet does not go any more. Harmless behind its end. */
	stop(): void {
		if (this.#isEnded) return;
		this.#timer?.cancel();
		this.#timer = undefined;
		this.#isEnded = true;
		this.figures.took = Math.round(performance.now() - this.#begunAt);
	}

	#wait(delay: number): void {
		this.#timer = this.#pushing.scheduler.after(delay, () => {
			this.#timer = undefined;
			this.#send();
		});
	}

	#send(): void {
		const now = this.#pushing.scheduler.now() - this.#begun;
		const { count } = this.#schedule;
		for (let i = 0; i < BATCH; i++) {
			if (this.#next === count) {
				this.#end();
				return;
			}
			const due = this.#schedule.dueAt(this.#next);
			if (due > now) {
				this.#wait(Math.max(due - now, Math.min(STEP, this.#schedule.dueAt(count - 1) - now)));
				return;
			}
			if (this.#sender.isFull) {
				this.#isWaiting = true;
				return;
			}
			this.#sendOne(this.#schedule.numberAt(this.#next++), now - due);
		}
		this.#wait(0);
	}

	/** Once the last has left. */
	#end(): void {
		this.#isWaiting = !this.#sender.isDone;
		if (this.#isWaiting) return;
		this.stop();
		this.#onEnd();
	}

	#sendOne(number: number, late: number): void {
		const { figures } = this;
		const push = this.#pushing.push(number);
		if (push === undefined) {
			figures.silent++;
			return;
		}
		figures.pushed++;
		figures.latest = Math.max(figures.latest, Math.round(late));
		if (push.isLost) figures.lost++;
		else this.#sender.send(this.#pushing.concentratorOf(number), push.frame);
	}
}
