/**
 * Messages to all meters of a concentrator, by the wrapper's all-station address: handed on to some meters a turn, so that whoever speaks to a single one is served
 * between, and no more of them at a time than `MOST_WAITING` of each concentrator, for each is heard by many.
 */
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import type { MeterSpan } from './addressing.js';

/** Meters that hear in a turn, and how often there is one, ms: 2,500 a second, a third of a core. */
const OF_TURN = 25;
const TURN = 10;
/** Messages to all that one concentrator has still to hand on. */
const MOST_WAITING = 4;

interface Waiting {
	readonly span: MeterSpan;
	readonly deliver: (number: number) => void;
	/** Of the meter that hears it next. */
	next: number;
}

export class Broadcasts {
	readonly #scheduler: Scheduler;
	readonly #waiting: Waiting[] = [];
	#timer: Timer | undefined;

	constructor(scheduler: Scheduler) {
		this.#scheduler = scheduler;
	}

	/** Hands a message on to each meter of a concentrator. False: too many wait already, and it is lost. */
	put(span: MeterSpan, deliver: (number: number) => void): boolean {
		if (this.#waiting.filter((each) => each.span === span).length >= MOST_WAITING) return false;
		this.#waiting.push({ span, deliver, next: span.first });
		this.#timer ??= this.#scheduler.after(0, () => this.#turn());
		return true;
	}

	close(): void {
		this.#timer?.cancel();
		this.#timer = undefined;
		this.#waiting.length = 0;
	}

	#turn(): void {
		this.#timer = undefined;
		for (let left = OF_TURN; left > 0; left--) {
			const first = this.#waiting[0];
			if (first === undefined) return;
			const number = first.next++;
			if (first.next >= first.span.first + first.span.count) this.#waiting.shift();
			first.deliver(number);
		}
		if (this.#waiting.length > 0) this.#timer = this.#scheduler.after(TURN, () => this.#turn());
	}
}
