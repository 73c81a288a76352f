/**
 * Frames of the J11 UART interface (J11 UART IF specification 1.1, 2.3 to 2.6). Everything is big endian.
 *
 * | offset | bytes | field                                                                              |
 * |--------|-------|------------------------------------------------------------------------------------|
 * | 0      | 4     | unique code: D0EA83FC of a request, D0F9EE5D of a response or notification          |
 * | 4      | 2     | command code: a response has that of its request with 2000 set                      |
 * | 6      | 2     | message length: of what follows this field less the header checksum: 4 + data       |
 * | 8      | 2     | header checksum: sum of bytes 0 to 7                                                |
 * | 10     | 2     | data checksum: sum of the data                                                      |
 * | 12     | 0 …   | data                                                                                |
 */
import { Writer } from '../../../bytes/writer.js';

/** Who sends a frame with this unique code. */
export const UNIQUE_CODE = Object.freeze({ request: 0xd0ea83fc, response: 0xd0f9ee5d });
export type Direction = keyof typeof UNIQUE_CODE;

export const HEADER_LENGTH = 12;
/** Of the message length: both checksums, and the most data. */
export const MIN_MESSAGE = 4;
export const MAX_MESSAGE = 1353;
/** From the start of the frame to where the message length counts from. */
export const MESSAGE_START = 8;
export const MAX_FRAME = MESSAGE_START + MAX_MESSAGE;
/** Bytes over which the header checksum goes. */
const SUMMED_HEADER = 8;

/** Bit of a command code that makes it its response's. */
const RESPONSE = 0x2000;
/** Answers to a code that is no request, and to a wrong header checksum. */
export const CODE = Object.freeze({ unknown: 0xffff, badHeader: 0x2fff });

export function responseCode(command: number): number {
	return command | RESPONSE;
}

/** Throws RangeError for more data than a frame carries. */
export function encodeFrame(direction: Direction, code: number, data: Uint8Array): Uint8Array {
	const length = MIN_MESSAGE + data.length;
	if (length > MAX_MESSAGE) throw new RangeError(`J11: data: expected at most ${MAX_MESSAGE - MIN_MESSAGE} bytes, got ${data.length}`);
	const w = new Writer(MESSAGE_START + length).uint(4, UNIQUE_CODE[direction]).uint(2, code).uint(2, length);
	return w
		.uint(2, checksum(w.bytes, 0, SUMMED_HEADER))
		.uint(2, checksum(data, 0, data.length))
		.put(data).bytes;
}

/** Sum of the bytes from `start` up to `end`, 16 bits. */
export function checksum(bytes: Uint8Array, start: number, end: number): number {
	let sum = 0;
	for (let i = start; i < end; i++) sum += bytes[i]!;
	return sum & 0xffff;
}
