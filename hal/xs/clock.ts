import type { Clock } from '../ports/clock.js';
import type { Store } from '../ports/store.js';

/** Names in the store: what the clock is ahead of the system's, and when it was seen last; ms, as 8 bytes of floating point. */
const OFFSET = 'clock.offset';
const SEEN = 'clock.seen';

/**
 * The system's clock and a lasting correction to it. An ESP32 keeps its time through a reset, not through a power cut: if the clock then
 * stands before the time at which it was seen last, it goes on from there, late by as long as the power was away, until somebody sets it.
 */
export class XsClock implements Clock {
	readonly #store: Store;
	#offset: number;

	constructor(store: Store) {
		this.#store = store;
		this.#offset = load(store, OFFSET) ?? 0;
		const seen = load(store, SEEN) ?? 0;
		if (this.now() < seen) this.#offset = seen - Date.now();
	}

	now(): number {
		return Date.now() + this.#offset;
	}

	set(time: number): void {
		this.#offset = time - Date.now();
		save(this.#store, OFFSET, this.#offset);
		this.keep();
	}

	/** Writes down what time it is; to be called every half-hour or so. */
	keep(): void {
		save(this.#store, SEEN, this.now());
	}
}

function save(store: Store, name: string, value: number): void {
	const bytes = new Uint8Array(8);
	new DataView(bytes.buffer).setFloat64(0, value);
	store.set(name, bytes);
}

function load(store: Store, name: string): number | undefined {
	const bytes = store.get(name);
	return bytes?.length === 8 ? new DataView(bytes.buffer, bytes.byteOffset).getFloat64(0) : undefined;
}
