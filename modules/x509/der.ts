/**
 * DER (X.690), as far as certificates need it: a tag of one byte, a length of 1 to 3 bytes in its shortest form, content. Everything else is refused, so that
 * what was signed has one form only.
 */

import { joined } from '../bytes/joined.js';
import { DecodeError } from '../bytes/reader.js';

export const TAG = Object.freeze({
	boolean: 0x01,
	integer: 0x02,
	bitString: 0x03,
	octetString: 0x04,
	oid: 0x06,
	utf8: 0x0c,
	printable: 0x13,
	utcTime: 0x17,
	generalizedTime: 0x18,
	sequence: 0x30,
	set: 0x31,
});

/** Tag of [n] with content of its own. */
export function context(number: number): number {
	return 0xa0 | number;
}

const FORMAT = 'DER';
const LONG = 0x80;
const LONGEST = 0xffff;
const TRUE = 0xff;

/** One after the other. All bytes are views. */
export class DerReader {
	readonly #bytes: Uint8Array;
	/** Of the first byte in the whole. */
	readonly #start: number;
	#offset = 0;

	constructor(bytes: Uint8Array, start = 0) {
		this.#bytes = bytes;
		this.#start = start;
	}

	/** The next tag; undefined: there is none. */
	get tag(): number | undefined {
		return this.#bytes[this.#offset];
	}

	/** Content of the next element. Throws DecodeError unless it has this tag. */
	content(tag: number, what: string): Uint8Array {
		if (this.tag !== tag) throw this.error(what);
		const { start, end } = this.#extent(what);
		this.#offset = end;
		return this.#bytes.subarray(start, end);
	}

	/** What stands in the next element. Throws DecodeError. */
	inside(tag: number, what: string): DerReader {
		const content = this.content(tag, what);
		return new DerReader(content, this.#start + this.#offset - content.length);
	}

	/** The next element with tag and length. Throws DecodeError. */
	whole(what: string): Uint8Array {
		if (this.tag === undefined) throw this.error(what);
		const { end } = this.#extent(what);
		const start = this.#offset;
		this.#offset = end;
		return this.#bytes.subarray(start, end);
	}

	/** Throws DecodeError if something is left. */
	end(): void {
		if (this.tag !== undefined) throw this.error('no more');
	}

	error(what: string): DecodeError {
		return new DecodeError(FORMAT, this.#start + this.#offset, what);
	}

	#extent(what: string): { readonly start: number; readonly end: number } {
		const bytes = this.#bytes;
		let start = this.#offset + 2;
		let length = bytes[this.#offset + 1];
		if (length === LONG + 1 || length === LONG + 2) {
			const more = length - LONG;
			length = 0;
			for (let i = 0; i < more; i++) length = (length << 8) | (bytes[start++] ?? 0);
			// The shortest form.
			if (length < (more === 1 ? LONG : 0x100)) throw this.error(`${what} with a length in its shortest form`);
		} else if (length === undefined || length >= LONG) throw this.error(`${what} with a length of at most ${LONGEST}`);
		if (start + length > bytes.length) throw this.error(`${what} of ${length} bytes`);
		return { start, end: start + length };
	}
}

/** An element. Throws RangeError for content above 65,535 bytes. */
export function element(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
	const content = joined(parts);
	const { length } = content;
	if (length > LONGEST) throw new RangeError(`DER: expected at most ${LONGEST} bytes, got ${length}`);
	const head =
		length < LONG
			? Uint8Array.of(tag, length)
			: length < 0x100
				? Uint8Array.of(tag, LONG + 1, length)
				: Uint8Array.of(tag, LONG + 2, length >> 8, length);
	return joined([head, content]);
}

export function sequence(...parts: readonly Uint8Array[]): Uint8Array {
	return element(TAG.sequence, ...parts);
}

/** A positive INTEGER of these bytes, most significant first. */
export function integer(bytes: Uint8Array): Uint8Array {
	let start = 0;
	while (start < bytes.length - 1 && bytes[start] === 0) start++;
	const number = bytes.subarray(start);
	return element(TAG.integer, number.length === 0 || number[0]! >= LONG ? joined([Uint8Array.of(0), number]) : number);
}

/** A BIT STRING of whole bytes, or of so many unused bits in the last one. */
export function bitString(bytes: Uint8Array, unused = 0): Uint8Array {
	return element(TAG.bitString, Uint8Array.of(unused), bytes);
}

/** A BOOLEAN where the next element is one, false where it is none: what is false by default may be left out. Throws DecodeError for other bytes than DER has. */
export function optionalBoolean(r: DerReader, what: string): boolean {
	if (r.tag !== TAG.boolean) return false;
	const wrong = r.error(`${what}: 00 or FF`);
	const content = r.content(TAG.boolean, what);
	if (content.length !== 1 || (content[0] !== 0 && content[0] !== TRUE)) throw wrong;
	return content[0] === TRUE;
}

/** The bytes of a BIT STRING without unused bits. Throws DecodeError. */
export function wholeBits(r: DerReader, what: string): Uint8Array {
	const before = r.error(`${what}: whole bytes`);
	const content = r.content(TAG.bitString, what);
	if (content[0] !== 0) throw before;
	return content.subarray(1);
}

/** A positive INTEGER in so many bytes. Throws DecodeError. */
export function fixedInteger(r: DerReader, length: number, what: string): Uint8Array {
	const before = r.error(`${what}: a positive number of at most ${length} bytes`);
	const content = positive(r.content(TAG.integer, what), before);
	const number = content[0] === 0 ? content.subarray(1) : content;
	if (number.length > length) throw before;
	const fixed = new Uint8Array(length);
	fixed.set(number, length - number.length);
	return fixed;
}

/** Content of an INTEGER that is not negative and in its shortest form. Throws what it is told. */
export function positive(content: Uint8Array, wrong: DecodeError): Uint8Array {
	const isShort = content.length === 1 || (content.length > 1 && (content[0] !== 0 || content[1]! >= LONG));
	if (!isShort || content[0]! >= LONG) throw wrong;
	return content;
}
