/**
 * Invocation counters of security suite 0 (Green Book, "Invocation counter"): with the sender's title the IV of AES-GCM, so none may ever be used
 * twice under one key, nor be accepted twice. The last one, FFFFFFFF, is used no more: the key is exhausted.
 */
import type { Store } from '../../../hal/ports/store.js';
import { uint32 } from '../../bytes/uint.js';

export const COUNTER_EXHAUSTED = 0xffffffff;
/** The bound while none was accepted. */
const NONE = 0;

/** Where counters survive a power cut. */
export interface CounterStore {
	/** What was written last under this name; undefined: nothing. */
	read(name: string): number | undefined;
	/** Has happened for good when it returns. */
	write(name: string, value: number): void;
}

/** Counters as 4 bytes each, most significant first, in the store of a device. */
export class StoredCounters implements CounterStore {
	readonly #store: Store;

	constructor(store: Store) {
		this.#store = store;
	}

	read(name: string): number | undefined {
		const bytes = this.#store.get(name);
		if (bytes === undefined || bytes.length !== 4) return undefined;
		return uint32(bytes, 0);
	}

	write(name: string, value: number): void {
		this.#store.set(name, new Uint8Array([value >>> 24, value >>> 16, value >>> 8, value]));
	}
}

/** Where the counters of what is sent come from: each is given out once. */
export interface TransmitSource {
	readonly exhausted: boolean;
	/** The next one, which is nobody else's; undefined: the key is exhausted. */
	next(): number | undefined;
}

/** Counts what is sent, from 1. It reserves ahead: the store holds the first number that is not reserved, where it goes on after a restart. */
export class TransmitCounter implements TransmitSource {
	readonly #store: CounterStore | undefined;
	readonly #name: string;
	readonly #step: number;
	#next: number;
	#reserved: number;

	/**
	 * @param store none: the key lives no longer than this object
	 * @param step how many are reserved at once, and so how many a restart may skip
	 */
	constructor(store: CounterStore | undefined, name = '', step = 256) {
		this.#store = store;
		this.#name = name;
		this.#step = step;
		this.#next = Math.max(1, store?.read(name) ?? 1);
		this.#reserved = store === undefined ? COUNTER_EXHAUSTED : this.#next;
	}

	get exhausted(): boolean {
		return this.#next >= COUNTER_EXHAUSTED;
	}

	next(): number | undefined {
		if (this.exhausted) return undefined;
		if (this.#next >= this.#reserved) {
			const reserved = Math.min(this.#next + this.#step, COUNTER_EXHAUSTED);
			this.#store?.write(this.#name, reserved);
			this.#reserved = reserved;
		}
		return this.#next++;
	}
}

/**
 * The last counter that was accepted. The store holds a bound that none accepted was above, written before what came with the counter is obeyed; after a
 * restart the bound counts as accepted. 0 says that there was none: clients may begin at 0, whose bound is 1 for that.
 */
export class ReceiveCounter {
	readonly #name: string;
	readonly #step: number;
	#store: CounterStore | undefined;
	#last: number;
	#bound: number;

	/**
	 * @param store none: the key lives no longer than this object
	 * @param step how far ahead the bound goes, and so how many counters a restart may refuse that were not used; 1: none, and each is written
	 */
	constructor(store: CounterStore | undefined, name = '', step = 1) {
		this.#store = store;
		this.#name = name;
		this.#step = step;
		this.#bound = store?.read(name) ?? NONE;
		this.#last = this.#bound === NONE ? -1 : this.#bound;
	}

	/** −1: none was. */
	get last(): number {
		return this.#last;
	}

	/** What none accepted was above, even after a restart; 0: none was. */
	get bound(): number {
		return this.#bound;
	}

	/** Whether a message with this counter is new. */
	fresh(counter: number): boolean {
		return counter > this.#last && counter < COUNTER_EXHAUSTED;
	}

	accept(counter: number): void {
		if (counter > this.#bound || this.#bound === NONE) {
			const bound = Math.max(1, Math.min(counter + this.#step - 1, COUNTER_EXHAUSTED - 1));
			this.#store?.write(this.#name, bound);
			this.#bound = bound;
		}
		this.#last = counter;
	}

	/** Its key is replaced, and goes on only in the associations that are open: the store belongs to the new key's counter, from 0. */
	retire(): void {
		if (this.#bound !== NONE) this.#store?.write(this.#name, NONE);
		this.#store = undefined;
	}
}
