/**
 * An array of A-XDR that comes in parts cut anywhere, as the blocks of a long GET bring it: each element is handed on as soon as it is whole, and
 * nothing longer than one element is kept.
 *
 * | bytes  | field                      |
 * |--------|----------------------------|
 * | 1      | tag: array                 |
 * | 1 to 5 | count                      |
 * | n      | elements, one value each   |
 *
 * It may be a compact-array as well, whose elements are handed on with the tags that it spares.
 */
import { DecodeError, Reader } from '../../bytes/reader.js';
import { CompactType, skipCompactArray } from './compact-array.js';
import { contentLength, readSize } from './data-length.js';
import { DataTag, DataWriter } from './data-writer.js';

export interface ArrayStreamOptions {
	/** How many elements there will be; called once, before the first. A compact-array does not tell it. */
	readonly onCount?: (count: number) => void;
	/** An element as it came, one value of A-XDR: good only during the call. `index` counts from 0. */
	readonly onElement: (element: Uint8Array, index: number) => void;
	/** The longest element that is taken, in bytes; default: 4,096. */
	readonly maxElement?: number;
}

const FORMAT = 'array';
const MAX_ELEMENT = 4096;
/** The count is not there yet. */
const UNKNOWN = -1;
/** A value is not whole yet. */
const INCOMPLETE = -1;

export class ArrayStream {
	readonly #options: ArrayStreamOptions;
	/** The beginning of an element that is not whole. */
	readonly #rest = new DataWriter();
	#count = UNKNOWN;
	#taken = 0;
	/** Where in the whole value the bytes at hand begin: for errors. */
	#offset = 0;
	/** Type of the elements of a compact-array. */
	#type: CompactType | undefined;
	/** How many bytes of a compact-array's elements were not taken yet. */
	#left = 0;
	readonly #element = new DataWriter();

	constructor(options: ArrayStreamOptions) {
		this.#options = options;
	}

	/** How many elements were handed on. */
	get taken(): number {
		return this.#taken;
	}

	/** Whether all elements were handed on. */
	get complete(): boolean {
		return this.#type === undefined ? this.#taken === this.#count : this.#left === 0;
	}

	/** The next part. Throws DecodeError if this is no array, or goes on behind its end. */
	push(part: Uint8Array): void {
		const rest = this.#rest;
		const joined = rest.length > 0;
		if (joined) rest.put(part);
		const bytes = joined ? rest.bytes : part;
		const used = this.#take(bytes);
		this.#check(used, bytes.length);
		this.#offset += used;
		if (joined) rest.drop(used);
		else rest.put(part.subarray(used));
	}

	/** No part comes any more. Throws DecodeError unless the array is complete. */
	end(): void {
		if (this.complete) return;
		if (this.#type !== undefined) throw this.#error(this.#rest.length, `${this.#left} more bytes of elements`);
		throw this.#error(this.#rest.length, `${this.#count} elements, found ${this.#taken}`);
	}

	/** Hands on the elements that are whole; returns how many bytes they took. */
	#take(bytes: Uint8Array): number {
		let at = 0;
		if (this.#type !== undefined || (this.#count === UNKNOWN && bytes[0] === DataTag.compactArray)) return this.#takeCompact(bytes);
		if (this.#count === UNKNOWN) {
			if (bytes.length > 0 && bytes[0] !== DataTag.array) throw this.#error(0, 'an array');
			const width = sizeLength(bytes, 1);
			if (width === INCOMPLETE) return 0;
			if (width === 0) throw this.#error(1, 'a count of at most four bytes');
			this.#count = sizeAt(bytes, 1);
			at = 1 + width;
			this.#options.onCount?.(this.#count);
		}
		while (this.#taken < this.#count) {
			const end = this.#endOf(bytes, at);
			if (end === INCOMPLETE) return at;
			this.#check(at, end);
			this.#options.onElement(bytes.subarray(at, end), this.#taken++);
			at = end;
		}
		if (at < bytes.length) throw this.#error(at, `the end behind ${this.#count} elements`);
		return at;
	}

	/** Hands on the elements of a compact-array that are whole; returns how many bytes they took. */
	#takeCompact(bytes: Uint8Array): number {
		let at = 0;
		if (this.#type === undefined) {
			const head = new Reader(FORMAT, bytes.subarray(1));
			const type = wholeOrNot(() => {
				const found = CompactType.read(head).copy();
				this.#left = readSize(head);
				return found;
			});
			if (type === undefined) return 0;
			this.#type = type;
			at = 1 + head.offset;
		}
		if (bytes.length - at > this.#left) throw this.#error(at + this.#left, 'the end behind the elements');
		const isAll = bytes.length - at === this.#left;
		const most = this.#options.maxElement ?? MAX_ELEMENT;
		const element = this.#element;
		const contents = new Reader(FORMAT, bytes.subarray(at));
		const type = this.#type;
		const expand = () => type.expand(element, contents, most);
		let used = 0;
		while (contents.left > 0) {
			element.truncate();
			if (isAll) expand();
			else if (wholeOrNot(expand) === undefined) break;
			if (element.length > most) throw this.#error(at + used, 'a shorter element');
			this.#options.onElement(element.bytes, this.#taken++);
			used = contents.offset;
		}
		this.#left -= used;
		return at + used;
	}

	/** Throws if an element, or its beginning, is too long. */
	#check(start: number, end: number): void {
		if (end - start > (this.#options.maxElement ?? MAX_ELEMENT)) throw this.#error(start, 'a shorter element');
	}

	/** Where the value that begins at `start` ends. */
	#endOf(bytes: Uint8Array, start: number): number {
		let at = start;
		for (let pending = 1; pending > 0; pending--) {
			if (at >= bytes.length) return INCOMPLETE;
			const tag = bytes[at]!;
			const length = contentLength(tag);
			at++;
			if (length >= 0) {
				at += length;
				continue;
			}
			if (tag === DataTag.compactArray) {
				const inner = new Reader(FORMAT, bytes.subarray(at));
				const whole = wholeOrNot(() => {
					skipCompactArray(inner);
					return inner.offset;
				});
				if (whole === undefined) return INCOMPLETE;
				at += whole;
				continue;
			}
			const width = sizeLength(bytes, at);
			if (width === INCOMPLETE) return INCOMPLETE;
			if (width === 0) throw this.#error(at, 'a length of at most four bytes');
			const size = sizeAt(bytes, at);
			at += width;
			switch (tag) {
				case DataTag.array:
				case DataTag.structure:
					pending += size;
					break;
				case DataTag.bitString:
					at += Math.ceil(size / 8);
					break;
				case DataTag.octetString:
				case DataTag.visibleString:
				case DataTag.utf8String:
					at += size;
					break;
				default:
					throw this.#error(at - width - 1, `a data type that is supported, found ${tag}`);
			}
		}
		return at > bytes.length ? INCOMPLETE : at;
	}

	#error(at: number, expected: string): DecodeError {
		return new DecodeError(FORMAT, this.#offset + at, expected);
	}
}

/** Undefined: what `read` reads is not all there, or never will be, which the next parts or their end tell. */
function wholeOrNot<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch (error) {
		if (error instanceof DecodeError) return undefined;
		throw error;
	}
}

/** How many bytes the length or count at `AT` takes; 0: it is none. */
function sizeLength(bytes: Uint8Array, at: number): number {
	if (at >= bytes.length) return INCOMPLETE;
	const first = bytes[at]!;
	const width = first < 0x80 ? 1 : first === 0x80 || first > 0x84 ? 0 : 1 + (first & 0x7f);
	return at + width > bytes.length ? INCOMPLETE : width;
}

/** The length or count at `AT`, all of which is there. */
function sizeAt(bytes: Uint8Array, at: number): number {
	const first = bytes[at]!;
	if (first < 0x80) return first;
	let size = 0;
	for (let i = 1; i <= (first & 0x7f); i++) size = size * 256 + bytes[at + i]!;
	return size;
}
