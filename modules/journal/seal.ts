import { crc32 } from '../bytes/crc.js';

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
export const sealLength = 6;
/** The longest content whose count fits. */
export const maxSealed = 8187;

const ZEROS = zerosTable(new Uint8Array(256));

/** Seals all of `bytes` but its last six, which it sets. `place`: 0 to 2^32 − 1. */
export function seal(bytes: Uint8Array, place: number): void {
	const length = bytes.length - sealLength;
	const crc = crc32(bytes, 0, length, place);
	bytes[length] = crc >>> 24;
	bytes[length + 1] = crc >>> 16;
	bytes[length + 2] = crc >>> 8;
	bytes[length + 3] = crc;
	const zeros = zerosOf(bytes, length + 4);
	bytes[length + 4] = zeros >> 8;
	bytes[length + 5] = zeros;
}

/** Whether `bytes`, seal included, are exactly what was once sealed for this place. */
export function isSealed(bytes: Uint8Array, place: number): boolean {
	const length = bytes.length - sealLength;
	if (((bytes[length + 4]! << 8) | bytes[length + 5]!) !== zerosOf(bytes, length + 4)) return false;
	const crc = (bytes[length]! << 24) | (bytes[length + 1]! << 16) | (bytes[length + 2]! << 8) | bytes[length + 3]!;
	return crc === (crc32(bytes, 0, length, place) | 0);
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
