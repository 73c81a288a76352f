/**
 * Half-hours that did not come, and when they are asked for: 5, 15 and 30 minutes after their boundary, then each hour as long as a meter keeps them, 45 days. A bit a
 * half-hour and meter, in a ring; what is asked for is all that a meter lacks, at once.
 */
import type { MeterTable } from './meter-table.js';

/** Half-hours of 45 days, today, and room for a clock that is ahead. */
export const GAP_RING = 48 * 48;
const BYTES = GAP_RING / 8;
const KEPT = 45 * 48;
const HALF_HOUR_SECONDS = 1800;
/** After the boundary that is missing, s. */
const TRIES = Object.freeze([300, 900, 1800]);
const THEN = 3600;
const NEVER = 0;
/** Half-hours ahead of which nothing comes: their places are made free. */
const AHEAD = 48;

export class Gaps {
	readonly #table: MeterTable;
	readonly #present: Uint8Array;
	/** s since 1970 at which a meter is asked next; 0: it lacks nothing that is known of. */
	readonly #due: Float64Array;
	readonly #tries: Uint8Array;
	/** Of each meter, the first half-hour that is expected of it, and the first that is not any more; 0: there is no such. */
	readonly #from: Uint32Array;
	readonly #to: Uint32Array;
	/** All below were looked for. */
	#closed: number;
	/** The newest half-hour whose day behind it has its places free. */
	#top: number;

	/**
	 * @param capacity rows at most
	 * @param first half-hour that is expected
	 * @param last half-hour that may have come already; default: the first
	 */
	constructor(table: MeterTable, capacity: number, first: number, last = first) {
		this.#table = table;
		this.#present = new Uint8Array(BYTES * capacity);
		this.#due = new Float64Array(capacity);
		this.#tries = new Uint8Array(capacity);
		this.#from = new Uint32Array(capacity).fill(first);
		this.#to = new Uint32Array(capacity);
		this.#closed = first;
		this.#top = last;
	}

	/** Of a collector that was there before: from this half-hour on they are expected, of all meters. */
	since(first: number): void {
		this.#from.fill(first);
		this.#closed = first;
	}

	/** From which half-hour on, and up to before which, a meter hangs there; undefined: as long as there are any. */
	expect(row: number, from: number | undefined, to: number | undefined): void {
		if (from !== undefined) this.#from[row] = Math.max(from, this.#from[row]!);
		this.#to[row] = to ?? NEVER;
	}

	/** A half-hour came; one that is too old, or lies ahead, has no place. */
	mark(row: number, slot: number): void {
		if (slot < this.#top - KEPT || slot > this.#top + AHEAD) return;
		const bit = slot % GAP_RING;
		this.#present[BYTES * row + (bit >> 3)]! |= 1 << (bit & 7);
	}

	has(row: number, slot: number): boolean {
		const bit = slot % GAP_RING;
		return ((this.#present[BYTES * row + (bit >> 3)]! >> (bit & 7)) & 1) === 1;
	}

	isExpected(row: number, slot: number): boolean {
		return slot >= this.#from[row]! && (this.#to[row] === NEVER || slot < this.#to[row]!);
	}

	/** How many meters should have told of a half-hour, and how many have. */
	coverage(slot: number): { readonly expected: number; readonly received: number } {
		let expected = 0;
		let received = 0;
		for (let row = 0; row < this.#table.count; row++) {
			if (!this.isExpected(row, slot)) continue;
			expected++;
			if (this.has(row, slot)) received++;
		}
		return { expected, received };
	}

	/** Looks for what should have come by now, s since 1970. */
	look(now: number): void {
		const last = Math.floor((now - TRIES[0]!) / HALF_HOUR_SECONDS);
		// What is as old as the ring is long has the places of what comes next.
		this.#closed = Math.max(this.#closed, last - KEPT);
		if (last - this.#top > KEPT) {
			this.#present.fill(0);
			this.#top = last;
		}
		for (; this.#top < last; this.#top++) this.#clear(this.#top + AHEAD + 1);
		for (; this.#closed <= last; this.#closed++) {
			for (let row = 0; row < this.#table.count; row++) {
				if (this.#due[row] !== NEVER || !this.isExpected(row, this.#closed) || this.has(row, this.#closed)) continue;
				this.#due[row] = HALF_HOUR_SECONDS * this.#closed + TRIES[0]!;
				this.#tries[row] = 0;
			}
		}
	}

	/** The next meter from `row` on that is to be asked now; −1: there is none. */
	nextDue(row: number, now: number): number {
		for (let at = row; at < this.#table.count; at++) if (this.#due[at] !== NEVER && this.#due[at]! <= now) return at;
		return -1;
	}

	/** The first and the last half-hour that a meter lacks; undefined: none. */
	missing(row: number, now: number): { readonly from: number; readonly to: number; readonly count: number } | undefined {
		const last = Math.floor(now / HALF_HOUR_SECONDS);
		let from = 0;
		let to = 0;
		let count = 0;
		for (let slot = Math.max(this.#from[row]!, last - KEPT); slot <= last; slot++) {
			if (this.has(row, slot) || !this.isExpected(row, slot)) continue;
			if (count++ === 0) from = slot;
			to = slot;
		}
		return count === 0 ? undefined : { from, to, count };
	}

	/** How many half-hours all meters lack that should have come. */
	get open(): number {
		let open = 0;
		for (let row = 0; row < this.#table.count; row++) {
			if (this.#due[row] === NEVER) continue;
			for (let slot = Math.max(this.#from[row]!, this.#closed - KEPT); slot < this.#closed; slot++)
				if (this.isExpected(row, slot) && !this.has(row, slot)) open++;
		}
		return open;
	}

	/**
	 * A meter was asked, and what it has was marked. Half-hours up to `settled` that it lacks still it will never have.
	 * @param answered false: nobody answered, or the meter refused
	 * @returns how many it has not
	 */
	asked(row: number, answered: boolean, settled: number, now: number): number {
		let absent = 0;
		if (answered)
			for (let slot = Math.max(this.#from[row]!, this.#closed - KEPT); slot <= settled; slot++) {
				if (this.has(row, slot) || !this.isExpected(row, slot)) continue;
				this.mark(row, slot);
				absent++;
			}
		const isWhole = this.#lacksNothing(row);
		if (isWhole) {
			this.#due[row] = NEVER;
			this.#tries[row] = 0;
			return absent;
		}
		const tries = Math.min(this.#tries[row]! + 1, TRIES.length);
		this.#tries[row] = tries;
		const wait = tries < TRIES.length ? TRIES[tries]! - TRIES[tries - 1]! : THEN;
		this.#due[row] = now + wait;
		return absent;
	}

	#lacksNothing(row: number): boolean {
		for (let slot = Math.max(this.#from[row]!, this.#closed - KEPT); slot < this.#closed; slot++)
			if (this.isExpected(row, slot) && !this.has(row, slot)) return false;
		return true;
	}

	/** It has the place of a half-hour that is too old. */
	#clear(slot: number): void {
		const bit = slot % GAP_RING;
		for (let row = 0; row < this.#table.count; row++) this.#present[BYTES * row + (bit >> 3)]! &= ~(1 << (bit & 7));
	}
}
