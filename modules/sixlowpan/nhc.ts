/**
 * Compressed UDP header (RFC 6282 §4.3): it stands where an IPv6 header with NH = 1 ends.
 *
 * | bits    | field | meaning                                                                            |
 * |---------|-------|------------------------------------------------------------------------------------|
 * | 11110   |       | UDP                                                                                |
 * | 1       | C     | checksum elided: only where an upper layer allows it, so neither sent nor taken    |
 * | 2       | P     | 00: both ports in full; 01: destination 0xf0xx; 10: source 0xf0xx; 11: both 0xf0bx |
 *
 * Then the ports as far as they are carried, then the checksum (2 bytes). The UDP length always follows from the datagram's.
 */
import { DecodeError } from '../bytes/reader.js';

export const UDP_HEADER_LENGTH = 8;

const FORMAT = '6LoWPAN NHC';

const UDP = 0xf0;
const UDP_MASK = 0xf8;
const EXTENSION_HEADER = 0xe0;
const EXTENSION_HEADER_MASK = 0xf0;
const CHECKSUM_ELIDED = 0x04;

const PORTS = Object.freeze({ full: 0, destinationShort: 1, sourceShort: 2, bothShort: 3 });

/** Bytes from the NHC byte to the checksum's end, by P. */
const COMPRESSED_LENGTH = Object.freeze([7, 6, 6, 4]);

/**
 * How many bytes the compressed header at `payload[at]` takes, 4 to 7. Throws DecodeError if it is no UDP header that can be expanded;
 * that all its bytes are there is the caller's to check.
 */
export function compressedUdpLength(payload: Uint8Array, at: number): number {
	const nhc = payload[at]!;
	if ((nhc & EXTENSION_HEADER_MASK) === EXTENSION_HEADER)
		throw new DecodeError(FORMAT, at, 'UDP, found an IPv6 extension header, which is not supported');
	if ((nhc & UDP_MASK) !== UDP) throw new DecodeError(FORMAT, at, `UDP (11110…), found 0x${nhc.toString(16)}`);
	if (nhc & CHECKSUM_ELIDED) throw new DecodeError(FORMAT, at, 'a UDP checksum in line, found it elided');
	return COMPRESSED_LENGTH[nhc & 3]!;
}

/** The shortest P for the UDP header at `packet[at]`. */
export function udpPortMode(packet: Uint8Array, at: number): number {
	const source = packet[at] === 0xf0;
	const destination = packet[at + 2] === 0xf0;
	if (source && destination && (packet[at + 1]! & 0xf0) === 0xb0 && (packet[at + 3]! & 0xf0) === 0xb0) return PORTS.bothShort;
	if (destination) return PORTS.destinationShort;
	return source ? PORTS.sourceShort : PORTS.full;
}

export function udpModeLength(mode: number): number {
	return COMPRESSED_LENGTH[mode]!;
}

/** Writes the UDP header at `packet[at]` in port mode `mode` to `out[to]`. */
export function compressUdp(packet: Uint8Array, at: number, mode: number, out: Uint8Array, to: number): void {
	out[to++] = UDP | mode;
	if (mode === PORTS.bothShort) {
		out[to++] = ((packet[at + 1]! & 0x0f) << 4) | (packet[at + 3]! & 0x0f);
	} else {
		if (mode !== PORTS.sourceShort) out[to++] = packet[at]!;
		out[to++] = packet[at + 1]!;
		if (mode !== PORTS.destinationShort) out[to++] = packet[at + 2]!;
		out[to++] = packet[at + 3]!;
	}
	out[to++] = packet[at + 6]!;
	out[to] = packet[at + 7]!;
}

/** Writes the compressed header at `payload[at]` in full to `out[to]`, with `length` as the UDP length. */
export function expandUdp(payload: Uint8Array, at: number, length: number, out: Uint8Array, to: number): void {
	const mode = payload[at++]! & 3;
	if (mode === PORTS.bothShort) {
		const ports = payload[at++]!;
		out[to] = out[to + 2] = 0xf0;
		out[to + 1] = 0xb0 | (ports >> 4);
		out[to + 3] = 0xb0 | (ports & 0x0f);
	} else {
		out[to] = mode === PORTS.sourceShort ? 0xf0 : payload[at++]!;
		out[to + 1] = payload[at++]!;
		out[to + 2] = mode === PORTS.destinationShort ? 0xf0 : payload[at++]!;
		out[to + 3] = payload[at++]!;
	}
	out[to + 4] = length >> 8;
	out[to + 5] = length & 0xff;
	out[to + 6] = payload[at++]!;
	out[to + 7] = payload[at]!;
}
