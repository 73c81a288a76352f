/** How long values of A-XDR are (data.ts): by their tag, or by a length or a count of their own. */
import type { Reader } from '../../bytes/reader.js';
import { DataTag } from './data-writer.js';

/** Content of fixed length, by tag. -1: by its own count or length, or no type at all. */
const CONTENT = new Int8Array([0, -1, -1, 1, -1, 4, 4, -1, -1, -1, -1, -1, -1, 1, -1, 1, 2, 1, 2, -1, 8, 8, 1, 4, 8, 12, 5, 4]);

/** Bytes behind this tag, of the types that always have as many; −1: a length or a count tells, or there is no such type. */
export function contentLength(tag: number): number {
	return CONTENT[tag] ?? -1;
}

/** A length or a count of BER and A-XDR. Throws DecodeError where it is indefinite or takes more than four bytes. */
export function readSize(r: Reader): number {
	const first = r.uint(1, 'length');
	if (first < 0x80) return first;
	if (first === 0x80 || first > 0x84) throw r.error('a length of at most four bytes', r.offset - 1);
	return r.uint(first & 0x7f, 'length');
}

/** How many bytes such a length or count takes (`DataWriter.size` puts it). */
export function sizeLength(size: number): number {
	if (size < 0x80) return 1;
	if (size < 0x100) return 2;
	return size < 0x10000 ? 3 : 5;
}

/** How long content can be at most that fits into `space` bytes together with its length; below 1: none does. */
export function contentRoom(space: number): number {
	if (space < 0x80 + 2) return Math.min(space - 1, 0x7f);
	if (space < 0x100 + 3) return Math.min(space - 2, 0xff);
	return space < 0x10000 + 5 ? Math.min(space - 3, 0xffff) : space - 5;
}

/** Whether a length in bytes, or a count of bits, stands before the content. */
export function isString(tag: number): boolean {
	return tag === DataTag.bitString || tag === DataTag.octetString || tag === DataTag.visibleString || tag === DataTag.utf8String;
}

/** How many bytes of content follow, of a string whose tag is known. Throws DecodeError, too, for all other tags. */
export function readContentLength(r: Reader, tag: number): number {
	if (!isString(tag)) throw r.error(`a data type, found ${tag}`, r.offset - 1);
	const size = readSize(r);
	return tag === DataTag.bitString ? bytesOfBits(size) : size;
}

export function bytesOfBits(bits: number): number {
	return Math.ceil(bits / 8);
}
