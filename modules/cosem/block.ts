/**
 * Parts of long values (Green Book, DataBlock-SA): `last | number(4) | length | raw`, and the cutting of what a source produces.
 */
import type { Reader } from '../bytes/reader.js';
import { type DataBlock, readBoolean } from './apdu.js';
import { readSize } from './axdr.js';
import type { DataSource, DataWriter } from './data-writer.js';

export function readBlock(r: Reader): DataBlock {
	const last = readBoolean(r, 'last block');
	const number = r.uint(4, 'block number');
	return { last, number, raw: r.bytes(readSize(r), 'raw data') };
}

export function writeBlock(w: DataWriter, block: DataBlock): void {
	w.uint(1, block.last ? 1 : 0)
		.uint(4, block.number)
		.size(block.raw.length)
		.put(block.raw);
}

/**
 * Fills `w` from `source` until it holds more than `limit` bytes or the source has no more. Then at most `limit` bytes are a block, which the
 * caller takes with `drop`. Returns whether the source has more.
 */
export function fill(w: DataWriter, source: DataSource, limit: number): boolean {
	while (w.length <= limit) if (!source.produce(w)) return false;
	return true;
}

/** A value cut into blocks. */
export class Cut {
	readonly #raw: Uint8Array;
	readonly #room: number;
	#sent = 0;
	#number = 0;

	constructor(raw: Uint8Array, room: number) {
		this.#raw = raw;
		this.#room = room;
	}

	/** Whether block `number` was the last one sent and more follow. */
	awaits(number: number): boolean {
		return number === this.#number && this.#sent < this.#raw.length;
	}

	next(): DataBlock {
		const start = this.#sent;
		this.#sent = Math.min(start + this.#room, this.#raw.length);
		return { last: this.#sent === this.#raw.length, number: ++this.#number, raw: this.#raw.subarray(start, this.#sent) };
	}
}
