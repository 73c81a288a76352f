/**
 * The frame check sequence, the last 2 or 4 bytes of a PSDU, least significant first.
 *
 * | bytes | check                                                    | IEEE 802.15.4-2015 |
 * |-------|----------------------------------------------------------|--------------------|
 * | 2     | CRC-16/KERMIT                                            | §7.2.10            |
 * | 4     | CRC-32; a frame of less than 4 bytes counts as 4, zeros behind it, which are not sent (unconfirmed, hence `padded`) | §7.2.10 |
 */
import { crc16, crc32 } from '../bytes/crc.js';

export type FcsLength = 2 | 4;

const PADDED_LENGTH = 4;
const ZEROS = new Uint8Array(PADDED_LENGTH);

/** Fills the last `length` bytes of `psdu` with the check of all before them. */
export function writeFcs(psdu: Uint8Array, length: FcsLength, padded = true): void {
	const end = psdu.length - length;
	const check = checkOf(psdu, end, length, padded);
	for (let i = 0; i < length; i++) psdu[end + i] = check >>> (8 * i);
}

/** Whether the last `length` bytes of `psdu` check all before them. */
export function hasGoodFcs(psdu: Uint8Array, length: FcsLength, padded = true): boolean {
	const end = psdu.length - length;
	if (end < 0) return false;
	const check = checkOf(psdu, end, length, padded);
	for (let i = 0; i < length; i++) if (psdu[end + i] !== ((check >>> (8 * i)) & 255)) return false;
	return true;
}

function checkOf(psdu: Uint8Array, end: number, length: FcsLength, padded: boolean): number {
	if (length === 2) return crc16(psdu, 0, end);
	const crc = crc32(psdu, 0, end);
	return padded && end < PADDED_LENGTH ? crc32(ZEROS, 0, PADDED_LENGTH - end, crc) : crc;
}
