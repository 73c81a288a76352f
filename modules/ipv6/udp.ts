/**
 * UDP over IPv6 (RFC 768, RFC 8200 §8.1).
 *
 * | offset | bytes | field                                        |
 * |--------|-------|----------------------------------------------|
 * | 0      | 2     | source port                                  |
 * | 2      | 2     | destination port                             |
 * | 4      | 2     | length: header and data                      |
 * | 6      | 2     | checksum, never 0 over IPv6; then the data   |
 */
import { Reader } from '../bytes/reader.js';
import { internetChecksum } from './checksum.js';
import { NEXT_HEADER } from './packet.js';

export const UDP_HEADER_LENGTH = 8;

export interface UdpDatagram {
	readonly sourcePort: number;
	readonly destinationPort: number;
	readonly data: Uint8Array;
}

/** `data` is a view of `bytes`, the payload of a packet between these addresses. Throws DecodeError, also if the checksum is wrong. */
export function decodeUdp(bytes: Uint8Array, source: Uint8Array, destination: Uint8Array): UdpDatagram {
	const r = new Reader('UDP', bytes);
	const sourcePort = r.uint(2, 'source port');
	const destinationPort = r.uint(2, 'destination port');
	const length = r.uint(2, 'length');
	if (length < UDP_HEADER_LENGTH) throw r.error(`a length of at least ${UDP_HEADER_LENGTH}, found ${length}`, 4);
	const checksum = r.uint(2, 'checksum');
	if (checksum === 0) throw r.error('a checksum, found none', 6);
	const data = r.bytes(length - UDP_HEADER_LENGTH, 'data');
	const message = length === bytes.length ? bytes : bytes.subarray(0, length);
	if (internetChecksum(message, NEXT_HEADER.UDP, source, destination) !== 0) throw r.error('a right checksum', 6);
	return { sourcePort, destinationPort, data };
}

export function encodeUdp(datagram: UdpDatagram, source: Uint8Array, destination: Uint8Array): Uint8Array {
	const { sourcePort, destinationPort, data } = datagram;
	const length = UDP_HEADER_LENGTH + data.length;
	const bytes = new Uint8Array(length);
	putWord(bytes, 0, sourcePort);
	putWord(bytes, 2, destinationPort);
	putWord(bytes, 4, length);
	bytes.set(data, UDP_HEADER_LENGTH);
	// 0 would mean "no checksum": its other form, all ones, is sent instead.
	putWord(bytes, 6, internetChecksum(bytes, NEXT_HEADER.UDP, source, destination) || 0xffff);
	return bytes;
}

function putWord(bytes: Uint8Array, at: number, value: number): void {
	bytes[at] = value >> 8;
	bytes[at + 1] = value & 0xff;
}
