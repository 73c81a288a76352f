/**
 * Where readings wait for the disk: two blocks, one that is filled and one that is being written. What came while a block is written goes into the next, so that
 * one write makes all of it durable (group commit). Nothing is dropped here: who is told that there is no room holds its senders back.
 */
import { BLOCK_HEADER, MOST_LAG, RECORD_SIZE, sealBlock } from './journal.js';

export class BlockBuffer {
	readonly #worker: number;
	#filling: Uint8Array;
	#view: DataView;
	#writing: Uint8Array;
	#isWriting = false;
	#count = 0;
	#began = 0;
	#sequence: number;
	readonly #capacity: number;

	/**
	 * @param sequence of the next block
	 * @param capacity records of a block
	 */
	constructor(worker: number, sequence: number, capacity: number) {
		this.#worker = worker;
		this.#sequence = sequence;
		this.#capacity = capacity;
		this.#filling = new Uint8Array(BLOCK_HEADER + RECORD_SIZE * capacity);
		this.#writing = new Uint8Array(BLOCK_HEADER + RECORD_SIZE * capacity);
		this.#view = new DataView(this.#filling.buffer);
	}

	/** Records that wait and are in no block yet. */
	get count(): number {
		return this.#count;
	}

	/** Records there is room for. */
	get room(): number {
		return this.#capacity - this.#count;
	}

	/** A block was taken and is not durable yet. */
	get isWriting(): boolean {
		return this.#isWriting;
	}

	/** Of the block that is filled. */
	get sequence(): number {
		return this.#sequence;
	}

	/** One record more; there must be room. @param at ms since 1970 */
	put(number: number, slot: number, importCount: number, exportCount: number, counter: number, status: number, source: number, at: number): void {
		if (this.#count === 0) this.#began = at;
		const view = this.#view;
		const to = BLOCK_HEADER + RECORD_SIZE * this.#count++;
		view.setUint32(to, number, true);
		view.setUint32(to + 4, slot, true);
		view.setUint32(to + 8, importCount, true);
		view.setUint32(to + 12, exportCount, true);
		view.setUint32(to + 16, counter, true);
		view.setUint8(to + 20, status);
		view.setUint8(to + 21, source);
		view.setUint16(to + 22, lagOf(slot, at), true);
	}

	/** The block, which is to be written, and told `written` of; undefined: there is nothing to write, or one is being written. */
	take(): Uint8Array | undefined {
		if (this.#count === 0 || this.#isWriting) return undefined;
		const block = this.#filling.subarray(0, BLOCK_HEADER + RECORD_SIZE * this.#count);
		sealBlock(block, this.#worker, this.#sequence++, this.#began);
		[this.#filling, this.#writing] = [this.#writing, this.#filling];
		this.#view = new DataView(this.#filling.buffer);
		this.#count = 0;
		this.#isWriting = true;
		return block;
	}

	/** The block that was taken is durable. */
	written(): void {
		this.#isWriting = false;
	}
}

/** s from the boundary to the receipt. */
export function lagOf(slot: number, at: number): number {
	return Math.max(0, Math.min(MOST_LAG, Math.floor(at / 1000) - 1800 * slot));
}
