import { crc32, crc32Byte, crc32Word } from '../bytes/crc.js';

/**
 * The seal behind each header and record of the journal:
 *
 * | offset | length | field |
 * |---|---|---|
 * | n | 4 | CRC-32 of the n bytes before, with the number of their place as the CRC of what precedes them |
 * | n + 4 | 2 | how many bits of the n + 4 bytes before are 0 |
 *
 * The CRC finds flipped bits, and bytes that were written for another place, where the numbers of places differ in many bits. The count (J. M. Berger, "A note on error detection codes for
 * asymmetric channels", 1961) finds every interrupted write, without exception: what such a write leaves differs from what was meant only
 * in bits that still are 1, so fewer bits are 0 than meant while the count, itself written by clearing bits, reads no less than meant.
 */
export const SEAL_LENGTH = 6;
/** The longest content whose count fits. */
export const MAX_SEALED = 8187;

const ZEROS = zerosTable(new Uint8Array(256));

/** Seals all of `bytes` but its last six, which it sets. `place`: 0 to 2^32 − 1. */
export function seal(bytes: Uint8Array, place: number): void {
	const length = bytes.length - SEAL_LENGTH;
	const crc = crc32(bytes, 0, length, place);
	bytes[length] = crc >>> 24;
	bytes[length + 1] = crc >>> 16;
	bytes[length + 2] = crc >>> 8;
	bytes[length + 3] = crc;
	const zeros = zerosOf(bytes, length + 4);
	bytes[length + 4] = zeros >> 8;
	bytes[length + 5] = zeros;
}

/**
 * Whether `bytes`, seal included, are exactly what was once sealed for this place. `words` are the same bytes four by four, as far as they go, for XS takes
 * some thousand instructions for each turn of a loop. They are read as little-endian, which every platform of the firmware is.
 */
export function isSealed(bytes: Uint8Array, place: number, words = wordsOf(bytes)): boolean {
	if (isTorn(bytes, words)) return false;
	const length = bytes.length - SEAL_LENGTH;
	let register = ~place;
	let i = 0;
	for (; i + 4 <= length; i += 4) register = crc32Word(register ^ words[i >> 2]!);
	for (; i < length; i++) register = crc32Byte(register, bytes[i]!);
	return ((bytes[length]! << 24) | (bytes[length + 1]! << 16) | (bytes[length + 2]! << 8) | bytes[length + 3]!) === ~register;
}

/** Whether the count tells that `bytes` are the rest of an interrupted write, or that bits of them have turned to 1, or to 0: half the work of `isSealed`. */
export function isTorn(bytes: Uint8Array, words: Int32Array): boolean {
	const length = bytes.length - 2;
	let zeros = 8 * length;
	let i = 0;
	for (; i + 4 <= length; i += 4) {
		// In twos, fours, eights and together; the highest bit apart, for whole numbers beyond 31 bits are floating point to XS.
		let ones = words[i >> 2]!;
		if (ones < 0) zeros--;
		ones &= 0x7fffffff;
		ones -= (ones >> 1) & 0x55555555;
		ones = (ones & 0x33333333) + ((ones >> 2) & 0x33333333);
		ones = (ones + (ones >> 4)) & 0x0f0f0f0f;
		ones += ones >> 8;
		zeros -= (ones + (ones >> 16)) & 63;
	}
	for (; i < length; i++) zeros -= 8 - ZEROS[bytes[i]!]!;
	return ((bytes[length]! << 8) | bytes[length + 1]!) !== zeros;
}

/** A view of the whole words in bytes that begin at a multiple of four. */
export function wordsOf(bytes: Uint8Array): Int32Array {
	return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
}

function zerosOf(bytes: Uint8Array, length: number): number {
	let zeros = 0;
	for (let i = 0; i < length; i++) zeros += ZEROS[bytes[i]!]!;
	return zeros;
}

function zerosTable(entries: Uint8Array): Uint8Array {
	for (let byte = 0; byte < 256; byte++) {
		let zeros = 8;
		for (let rest = byte; rest > 0; rest >>= 1) zeros -= rest & 1;
		entries[byte] = zeros;
	}
	return entries;
}
