/**
 * Parts of long values (Green Book, DataBlock-SA): `last | number(4) | length | raw`, and the cutting of values
 * and of what a source produces.
 */
import { DecodeError, type Reader } from '../../bytes/reader.js';
import { readSize } from '../axdr/data-length.js';
import { type DataSource, DataWriter } from '../axdr/data-writer.js';
import { type DataBlock, readBlockNumber, readBoolean, readList, readRaw } from './apdu.js';

/** Bytes of a block before its length. */
export const BLOCK_HEAD = 1 + 4;
/** The format of errors in the order of blocks. */
export const BLOCK_FORMAT = 'xDLMS block';

export function readBlock(r: Reader): DataBlock {
	const last = readBoolean(r, 'last block');
	const number = readBlockNumber(r);
	return { last, number, raw: r.bytes(readSize(r), 'raw data') };
}

export function writeBlock(w: DataWriter, block: DataBlock): void {
	w.uint(1, block.last ? 1 : 0)
		.uint(4, block.number)
		.size(block.raw.length)
		.put(block.raw);
}

/** The values of a list, as a request has them, or as its blocks put together: views. */
export function readValues(r: Reader): Uint8Array[] {
	return readList(r, 1, readRaw);
}

/** One value for each of `count` targets. */
export function readValuesFor(r: Reader, count: number): Uint8Array[] {
	const values = readValues(r);
	if (values.length !== count) throw r.error(`${count} values, found ${values.length}`);
	return values;
}

export function writeValues(w: DataWriter, values: readonly Uint8Array[]): void {
	w.size(values.length);
	for (const value of values) w.put(value);
}

/**
 * Fills `w` from `source` until it holds more than `limit` bytes or the source has no more. Then at most `limit` bytes are a block, which the
 * caller takes with `drop`. Returns whether the source has more.
 */
export function fill(w: DataWriter, source: DataSource, limit: number): boolean {
	while (w.length <= limit) if (!source.produce(w)) return false;
	return true;
}

/** How many bytes of a value fit into a request of its own, into its first block and into each other one. */
export interface Room {
	readonly whole: number;
	readonly first: number;
	readonly other: number;
}

/** A value that is cut into blocks if it has to. */
export class Cut {
	readonly #raw: Uint8Array;
	readonly #room: Room;
	/** Whether it fits into a request of its own. */
	readonly whole: boolean;
	#sent = 0;
	#number = 0;

	constructor(raw: Uint8Array, room: Room) {
		this.whole = raw.length <= room.whole;
		this.#raw = this.whole ? raw : raw.slice();
		this.#room = room;
	}

	/** Whether it does not even fit in blocks. */
	get impossible(): boolean {
		return !this.whole && this.#room.first < 1;
	}

	/** Whether block `number` was the last one sent and more follow. */
	awaits(number: number): boolean {
		return number === this.#number && this.#sent < this.#raw.length;
	}

	next(): DataBlock {
		const start = this.#sent;
		const room = start === 0 ? this.#room.first : this.#room.other;
		this.#sent = Math.min(start + room, this.#raw.length);
		return { last: this.#sent === this.#raw.length, number: ++this.#number, raw: this.#raw.subarray(start, this.#sent) };
	}
}

/** The parts of a long value that came so far. */
export class Parts {
	/** The longest value that is kept, in bytes. */
	readonly most: number;
	readonly #bytes = new DataWriter();
	#number = 0;

	constructor(most: number) {
		this.most = most;
	}

	get bytes(): Uint8Array {
		return this.#bytes.bytes;
	}

	/** False: the value is too long, or comes in more blocks than it may have bytes. Throws DecodeError for another block than the next. */
	add(number: number, raw: Uint8Array): boolean {
		this.count(number);
		this.#bytes.put(raw);
		return this.#bytes.length <= this.most && number <= this.most + 1;
	}

	/** Counts a part that is not kept. Throws DecodeError for another block than the next. */
	count(number: number): void {
		if (number !== this.#number + 1) throw new DecodeError(BLOCK_FORMAT, 4, `block ${this.#number + 1}, found ${number}`);
		this.#number = number;
	}
}
