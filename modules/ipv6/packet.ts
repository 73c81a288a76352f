/**
 * The IPv6 header (RFC 8200 §3).
 *
 * | offset | bytes | field                                                                  |
 * |--------|-------|------------------------------------------------------------------------|
 * | 0      | 4     | version 6 (4 bits), traffic class (8), flow label (20)                 |
 * | 4      | 2     | payload length                                                         |
 * | 6      | 1     | next header                                                            |
 * | 7      | 1     | hop limit                                                              |
 * | 8      | 16    | source address                                                         |
 * | 24     | 16    | destination address, then the payload                                  |
 */
import { Reader } from '../bytes/reader.js';
import { ADDRESS_LENGTH, isMulticast } from './address.js';

const VERSION = 6;

export const IPV6_HEADER_LENGTH = 40;

/** The most that each IPv6 link carries (RFC 8200 §5), bytes; a larger packet is not sent here. */
export const MTU = 1280;

/** Assigned Internet protocol numbers. */
export const NEXT_HEADER = Object.freeze({ UDP: 17, ICMPv6: 58 });

export interface Packet {
	/** 0 where absent, as is the flow label. */
	readonly trafficClass?: number;
	readonly flowLabel?: number;
	readonly nextHeader: number;
	readonly hopLimit: number;
	readonly source: Uint8Array;
	readonly destination: Uint8Array;
	readonly payload: Uint8Array;
}

/** Addresses and payload are views of `bytes`; what follows the payload length is not looked at. Throws DecodeError. */
export function decodePacket(bytes: Uint8Array): Packet {
	const r = new Reader('IPv6', bytes);
	const word = r.uint(4, 'version');
	if (word >>> 28 !== VERSION) throw r.error('version 6', 0);
	const length = r.uint(2, 'payload length');
	const nextHeader = r.uint(1, 'next header');
	const hopLimit = r.uint(1, 'hop limit');
	const source = r.bytes(ADDRESS_LENGTH, 'source');
	if (isMulticast(source)) throw r.error('a source that is no multicast address', r.offset - ADDRESS_LENGTH);
	const destination = r.bytes(ADDRESS_LENGTH, 'destination');
	const payload = r.bytes(length, 'payload');
	return { trafficClass: (word >>> 20) & 0xff, flowLabel: word & 0xfffff, nextHeader, hopLimit, source, destination, payload };
}

export function encodePacket(packet: Packet): Uint8Array {
	const { trafficClass = 0, flowLabel = 0, payload } = packet;
	const bytes = new Uint8Array(IPV6_HEADER_LENGTH + payload.length);
	bytes[0] = (VERSION << 4) | (trafficClass >> 4);
	bytes[1] = ((trafficClass & 0x0f) << 4) | (flowLabel >> 16);
	bytes[2] = (flowLabel >> 8) & 0xff;
	bytes[3] = flowLabel & 0xff;
	bytes[4] = payload.length >> 8;
	bytes[5] = payload.length & 0xff;
	bytes[6] = packet.nextHeader;
	bytes[7] = packet.hopLimit;
	bytes.set(packet.source, 8);
	bytes.set(packet.destination, 24);
	bytes.set(payload, IPV6_HEADER_LENGTH);
	return bytes;
}
