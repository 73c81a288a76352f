/**
 * The invocation counters that a head-end sends with. With its title and a key they are IVs of AES-GCM, none of which may ever be used twice: neither
 * with two meters that have the same key, nor after a restart, nor because a meter, or who poses as one, tells an old counter. So all sessions
 * under one key and title take their counters from one supply, which keeps what it reserves, and only ever goes on.
 */
import { COUNTER_EXHAUSTED, type TransmitSource } from '../../modules/dlms/security/counters.js';

/** Keeps what is reserved under one key and title, for all who send under them. */
export interface CounterReserve {
	/** The first that is not reserved; 1 where none ever was. */
	readonly next: number;
	/** Reserves `count` counters from `least` or later on, for good when it returns, and nobody else's; returns the first. Throws where it cannot. */
	reserve(least: number, count: number): number;
}

const STEP = 256;
/** No head-end was so busy while this one looked away: 20 messages a second for ten days. */
const LARGEST_LEAP = 1 << 24;

export class TransmitSupply implements TransmitSource {
	/** Why no more could be reserved. */
	failure: Error | undefined;
	readonly #reserve: CounterReserve | undefined;
	#next = 1;
	/** The first that is not reserved. */
	#end: number;

	/** @param reserve undefined: the keys are no secret, and the counters live no longer than this object */
	constructor(reserve: CounterReserve | undefined) {
		this.#reserve = reserve;
		this.#end = reserve === undefined ? COUNTER_EXHAUSTED : 0;
	}

	get exhausted(): boolean {
		return this.#next >= COUNTER_EXHAUSTED;
	}

	/** The next counter will be this one at least. Reads what others reserved meanwhile. Throws what the reserve throws. */
	get least(): number {
		return this.#next < this.#end || this.#reserve === undefined ? this.#next : Math.max(this.#next, this.#reserve.next);
	}

	/** Whether a counter that somebody tells is so far ahead that it would use the key up, little by little. */
	isLeap(counter: number): boolean {
		return this.#reserve !== undefined && counter > this.least + LARGEST_LEAP;
	}

	/** Goes on with `counter`, or behind it; never back. Throws what the reserve throws. */
	goOn(counter: number): void {
		if (counter > this.#next) this.#next = counter;
		if (!this.exhausted && this.#next >= this.#end) this.#more();
	}

	next(): number | undefined {
		if (this.exhausted) return undefined;
		if (this.#next >= this.#end) {
			try {
				this.#more();
			} catch (error) {
				this.failure = error as Error;
				return undefined;
			}
			if (this.exhausted) return undefined;
		}
		return this.#next++;
	}

	#more(): void {
		this.#next = this.#reserve!.reserve(this.#next, STEP);
		this.failure = undefined;
		this.#end = Math.min(this.#next + STEP, COUNTER_EXHAUSTED);
	}
}
