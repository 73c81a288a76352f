import type { Store } from '../../../hal/ports/store.js';
import { COUNTER_EXHAUSTED, StoredCounters, type TransmitSource } from '../../../modules/dlms/security/counters.js';
import { TRANSMIT_COUNTER } from '../../route-a/clients.js';
import type { Columns } from './columns.js';

/** How many are reserved at once, as `TransmitCounter` has it. */
const STEP = 256;

/** The next counter of a row, and the first that is not reserved; undefined: none is left. What is due to be written down is due when there is a store again. */
export function nextCounter(columns: Columns, row: number): number | undefined {
	const next = columns.sent[row]!;
	if (next >= COUNTER_EXHAUSTED) return undefined;
	if (next >= columns.reserved[row]!) {
		columns.reserved[row] = Math.min(next + STEP, COUNTER_EXHAUSTED);
		columns.onReserve?.(row, columns.reserved[row]!);
	}
	columns.sent[row] = next + 1;
	return next;
}

/** Counts what a meter sends in its row, and keeps in its store what a `TransmitCounter` would, so that both go on from the same number after a power cut. */
export class RowTransmit implements TransmitSource {
	readonly #columns: Columns;
	readonly #row: number;
	readonly #counters: StoredCounters;

	constructor(columns: Columns, row: number, store: Store) {
		this.#columns = columns;
		this.#row = row;
		this.#counters = new StoredCounters(store);
	}

	/** Writes down what was reserved while there was no store. The store has a number by now. */
	begin(): void {
		const reserved = this.#columns.reserved[this.#row]!;
		for (let kept = this.#counters.read(TRANSMIT_COUNTER)!; kept < reserved; ) {
			kept = Math.min(kept + STEP, reserved);
			this.#counters.write(TRANSMIT_COUNTER, kept);
		}
	}

	get exhausted(): boolean {
		return this.#columns.sent[this.#row]! >= COUNTER_EXHAUSTED;
	}

	next(): number | undefined {
		const before = this.#columns.reserved[this.#row]!;
		const next = nextCounter(this.#columns, this.#row);
		const reserved = this.#columns.reserved[this.#row]!;
		if (reserved > before) this.#counters.write(TRANSMIT_COUNTER, reserved);
		return next;
	}
}
