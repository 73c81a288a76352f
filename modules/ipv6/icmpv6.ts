/**
 * ICMPv6: echo (RFC 4443 §4), port unreachable (§3.1), neighbor discovery (RFC 4861 §4.3, §4.4) with the link-layer addresses of IEEE 802.15.4 (RFC 4944 §8).
 *
 * | offset | bytes | field                                                                                                     |
 * |--------|-------|-----------------------------------------------------------------------------------------------------------|
 * | 0      | 1     | type                                                                                                      |
 * | 1      | 1     | code: 0 in all but Destination Unreachable                                                                |
 * | 2      | 2     | checksum                                                                                                  |
 * | 4      | 4     | echo: identifier (2), sequence number (2). Advertisement: flags R, S, O in the top bits. Otherwise unused |
 * | 8      |       | echo: data. Neighbor discovery: target address (16), options. Unreachable: the packet's front             |
 *
 * An option is type (1), length in units of 8 bytes (1), value. Source (1) and target (2) link-layer address: length 2, EUI-64, 6 bytes of 0.
 */
import { Reader } from '../bytes/reader.js';
import { Writer } from '../bytes/writer.js';
import { ADDRESS_LENGTH, isMulticast, isUnspecified } from './address.js';
import { internetChecksum } from './checksum.js';
import { IPV6_HEADER_LENGTH, MTU, NEXT_HEADER, type Packet } from './packet.js';

const HEADER_LENGTH = 8;

/** What neighbor discovery must arrive with: no router can have passed it on (RFC 4861 §7.1). */
export const ND_HOP_LIMIT = 255;

const ICMPV6 = Object.freeze({
	DestinationUnreachable: 1,
	EchoRequest: 128,
	EchoReply: 129,
	NeighborSolicitation: 135,
	NeighborAdvertisement: 136,
});

/** Code of Destination Unreachable. */
const PORT_UNREACHABLE = 4;

const OPTION = Object.freeze({ sourceLinkLayer: 1, targetLinkLayer: 2 });
const OCTETS_PER_OPTION_LENGTH = 8;
const LINK_LAYER_LENGTH = 16;
const EUI64_LENGTH = 8;

const FLAG = Object.freeze({ router: 0x80000000, solicited: 0x40000000, override: 0x20000000 });

export interface Echo {
	readonly kind: 'echoRequest' | 'echoReply';
	readonly identifier: number;
	readonly sequence: number;
	readonly data: Uint8Array;
}

export interface NeighborSolicitation {
	readonly kind: 'solicitation';
	readonly target: Uint8Array;
	/** EUI-64 of the sender. */
	readonly linkLayer?: Uint8Array | undefined;
}

export interface NeighborAdvertisement {
	readonly kind: 'advertisement';
	readonly target: Uint8Array;
	readonly router: boolean;
	readonly solicited: boolean;
	readonly override: boolean;
	/** EUI-64 of the target. */
	readonly linkLayer?: Uint8Array | undefined;
}

/** A type that a node of Route B does nothing with. */
export interface OtherIcmpv6 {
	readonly kind: 'other';
	readonly type: number;
}

export type Icmpv6Message = Echo | NeighborSolicitation | NeighborAdvertisement | OtherIcmpv6;

/** The message in a packet; its arrays are views. Throws DecodeError, also where RFC 4861 §7.1 calls a message invalid. */
export function decodeIcmpv6(packet: Packet): Icmpv6Message {
	const bytes = packet.payload;
	const r = new Reader('ICMPv6', bytes);
	const type = r.uint(1, 'type');
	const code = r.uint(1, 'code');
	r.uint(2, 'checksum');
	if (internetChecksum(bytes, NEXT_HEADER.ICMPv6, packet.source, packet.destination) !== 0) throw r.error('a right checksum', 2);
	switch (type) {
		case ICMPV6.EchoRequest:
			return decodeEcho('echoRequest', code, r);
		case ICMPV6.EchoReply:
			return decodeEcho('echoReply', code, r);
		case ICMPV6.NeighborSolicitation:
			return decodeSolicitation(packet, code, r);
		case ICMPV6.NeighborAdvertisement:
			return decodeAdvertisement(packet, code, r);
		default:
			return { kind: 'other', type };
	}
}

export function encodeEcho(echo: Echo, source: Uint8Array, destination: Uint8Array): Uint8Array {
	const w = new Writer(HEADER_LENGTH + echo.data.length);
	w.uint(1, echo.kind === 'echoRequest' ? ICMPV6.EchoRequest : ICMPV6.EchoReply).uint(3, 0);
	w.uint(2, echo.identifier).uint(2, echo.sequence).put(echo.data);
	return withChecksum(w.bytes, source, destination);
}

export function encodeSolicitation(message: NeighborSolicitation, source: Uint8Array, destination: Uint8Array): Uint8Array {
	const w = new Writer(HEADER_LENGTH + ADDRESS_LENGTH + linkLayerLength(message.linkLayer));
	w.uint(1, ICMPV6.NeighborSolicitation).uint(3, 0).uint(4, 0).put(message.target);
	putLinkLayer(w, OPTION.sourceLinkLayer, message.linkLayer);
	return withChecksum(w.bytes, source, destination);
}

export function encodeAdvertisement(message: NeighborAdvertisement, source: Uint8Array, destination: Uint8Array): Uint8Array {
	const w = new Writer(HEADER_LENGTH + ADDRESS_LENGTH + linkLayerLength(message.linkLayer));
	const flags = (message.router ? FLAG.router : 0) + (message.solicited ? FLAG.solicited : 0) + (message.override ? FLAG.override : 0);
	w.uint(1, ICMPV6.NeighborAdvertisement).uint(3, 0).uint(4, flags).put(message.target);
	putLinkLayer(w, OPTION.targetLinkLayer, message.linkLayer);
	return withChecksum(w.bytes, source, destination);
}

/** Port unreachable, with as much of `invoking` (a whole packet) as an answer of 1280 bytes holds (RFC 4443 §3.1). */
export function encodePortUnreachable(invoking: Uint8Array, source: Uint8Array, destination: Uint8Array): Uint8Array {
	const front = invoking.subarray(0, MTU - IPV6_HEADER_LENGTH - HEADER_LENGTH);
	const w = new Writer(HEADER_LENGTH + front.length);
	w.uint(1, ICMPV6.DestinationUnreachable).uint(1, PORT_UNREACHABLE).uint(2, 0).uint(4, 0).put(front);
	return withChecksum(w.bytes, source, destination);
}

function decodeEcho(kind: Echo['kind'], code: number, r: Reader): Echo {
	checkCode(code, r);
	return { kind, identifier: r.uint(2, 'identifier'), sequence: r.uint(2, 'sequence number'), data: r.bytes(r.left, 'data') };
}

function decodeSolicitation(packet: Packet, code: number, r: Reader): NeighborSolicitation {
	checkDiscovery(packet, code, r);
	r.uint(4, 'reserved');
	const target = decodeTarget(r);
	const linkLayer = decodeOptions(r, OPTION.sourceLinkLayer);
	if (isUnspecified(packet.source)) {
		if (!isSolicitedNode(packet.destination)) throw r.error('a solicited-node destination from the unspecified address', 0);
		if (linkLayer !== undefined) throw r.error('no source link-layer address from the unspecified address', HEADER_LENGTH + ADDRESS_LENGTH);
	}
	return { kind: 'solicitation', target, linkLayer };
}

function decodeAdvertisement(packet: Packet, code: number, r: Reader): NeighborAdvertisement {
	checkDiscovery(packet, code, r);
	const flags = r.uint(4, 'flags');
	const router = flags >= FLAG.router;
	const solicited = (flags & FLAG.solicited) !== 0;
	const override = (flags & FLAG.override) !== 0;
	const target = decodeTarget(r);
	if (solicited && isMulticast(packet.destination)) throw r.error('no S flag to a multicast address', 4);
	return { kind: 'advertisement', target, router, solicited, override, linkLayer: decodeOptions(r, OPTION.targetLinkLayer) };
}

function checkDiscovery(packet: Packet, code: number, r: Reader): void {
	checkCode(code, r);
	if (packet.hopLimit !== ND_HOP_LIMIT) throw r.error(`hop limit ${ND_HOP_LIMIT}, found ${packet.hopLimit}`, 0);
}

function checkCode(code: number, r: Reader): void {
	if (code !== 0) throw r.error(`code 0, found ${code}`, 1);
}

function decodeTarget(r: Reader): Uint8Array {
	const target = r.bytes(ADDRESS_LENGTH, 'target');
	if (isMulticast(target)) throw r.error('a target that is no multicast address', HEADER_LENGTH);
	return target;
}

/** The EUI-64 in the option `wanted`, if it is there; other options, and 16-bit addresses (length 1), are passed over (RFC 4861 §4.6). */
function decodeOptions(r: Reader, wanted: number): Uint8Array | undefined {
	let linkLayer: Uint8Array | undefined;
	while (r.left > 0) {
		const type = r.uint(1, 'option type');
		const length = r.uint(1, 'option length') * OCTETS_PER_OPTION_LENGTH;
		if (length === 0) throw r.error('an option length above 0', r.offset - 1);
		const value = r.bytes(length - 2, 'option');
		if (type === wanted && length === LINK_LAYER_LENGTH) linkLayer = value.subarray(0, EUI64_LENGTH);
	}
	return linkLayer;
}

function isSolicitedNode(address: Uint8Array): boolean {
	if (address[0] !== 0xff || address[1] !== 0x02 || address[11] !== 0x01 || address[12] !== 0xff) return false;
	for (let i = 2; i < 11; i++) if (address[i] !== 0) return false;
	return true;
}

function linkLayerLength(linkLayer: Uint8Array | undefined): number {
	return linkLayer === undefined ? 0 : LINK_LAYER_LENGTH;
}

/** The rest of the option stays 0. */
function putLinkLayer(w: Writer, type: number, linkLayer: Uint8Array | undefined): void {
	if (linkLayer === undefined) return;
	const padding = LINK_LAYER_LENGTH - 2 - EUI64_LENGTH;
	w.uint(1, type)
		.uint(1, LINK_LAYER_LENGTH / OCTETS_PER_OPTION_LENGTH)
		.put(linkLayer)
		.put(new Uint8Array(padding));
}

function withChecksum(bytes: Uint8Array, source: Uint8Array, destination: Uint8Array): Uint8Array {
	const checksum = internetChecksum(bytes, NEXT_HEADER.ICMPv6, source, destination);
	bytes[2] = checksum >> 8;
	bytes[3] = checksum & 0xff;
	return bytes;
}
