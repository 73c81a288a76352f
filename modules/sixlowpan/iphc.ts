/**
 * IPv6 packets in IEEE 802.15.4 frames: uncompressed behind dispatch 0x41 (RFC 4944 §5.1), or with a compressed header (LOWPAN_IPHC, RFC 6282 §3.1).
 *
 * | bits of the base | field | meaning                                                                                                    |
 * |------------------|-------|------------------------------------------------------------------------------------------------------------|
 * | 15–13            | 011   | dispatch                                                                                                   |
 * | 12–11            | TF    | 00: ECN, DSCP, flow label (4 bytes); 01: ECN, flow label (3); 10: ECN, DSCP (1); 11: all zero, elided      |
 * | 10               | NH    | 0: next header in line (1 byte); 1: compressed (see nhc.ts)                                                |
 * | 9–8              | HLIM  | hop limit 00: in line (1 byte); 01: 1; 10: 64; 11: 255                                                     |
 * | 7                | CID   | a byte of context identifiers follows the base                                                             |
 * | 6                | SAC   | source by context; with SAM 00 the unspecified address                                                     |
 * | 5–4              | SAM   | 00: 16 bytes; 01: fe80::/64 and 8 bytes; 10: fe80::ff:fe00:XXXX, 2 bytes; 11: from the frame's own address |
 * | 3                | M     | destination is multicast                                                                                   |
 * | 2                | DAC   | destination by context                                                                                     |
 * | 1–0              | DAM   | M = 0: as SAM. M = 1: 00: 16 bytes; 01: ffXX::00XX:XXXX:XXXX, 6; 10: ffXX::00XX:XXXX, 4; 11: ff02::00XX, 1 |
 *
 * In-line fields follow in this order. The payload length is never carried. Contexts do not exist on Route B's link: what needs one is refused.
 */
import { DecodeError } from '../bytes/reader.js';
import { compressedUdpLength, compressUdp, expandUdp, UDP_HEADER_LENGTH, udpModeLength, udpPortMode } from './nhc.js';

const FORMAT = '6LoWPAN';

/** Uncompressed IPv6 follows. */
const DISPATCH_IPV6 = 0x41;

const IPV6_HEADER_LENGTH = 40;
const NEXT_HEADER = 6;
const HOP_LIMIT = 7;
const SOURCE = 8;
const DESTINATION = 24;
const NEXT_HEADER_UDP = 17;

const BASE_LENGTH = 2;
const IPHC = 0x6000;
const IPHC_MASK = 0xe000;
const TF_SHIFT = 11;
const NH = 1 << 10;
const HLIM_SHIFT = 8;
const CID = 1 << 7;
const SAC = 1 << 6;
const SAM_SHIFT = 4;
const M = 1 << 3;
const DAC = 1 << 2;

/** In-line bytes by TF, SAM or DAM. */
const TF_LENGTH = Object.freeze([4, 3, 1, 0]);
const UNICAST_LENGTH = Object.freeze([16, 8, 2, 0]);
const MULTICAST_LENGTH = Object.freeze([16, 6, 4, 1]);

/** Hop limits by HLIM; 0 is carried in line. */
const HOP_LIMITS = Object.freeze([0, 1, 64, 255]);

const IN_LINE = 0;
const TF = Object.freeze({ all: 0, ecnAndFlow: 1, trafficClass: 2, none: 3 });
const UNICAST = Object.freeze({ interfaceId: 1, short: 2, none: 3 });
const MULTICAST = Object.freeze({ six: 1, four: 2, one: 3 });

/**
 * An IPv6 packet as the payload of a frame, its header (and that of UDP) as short as possible. Where payload and packet are of different length
 * all of the difference is in the headers: see fragment.ts. Throws RangeError if `packet` is not one whole IPv6 packet.
 * @param source EUI-64 of the frame's sender
 * @param destination EUI-64 of the frame's receiver, undefined in a broadcast
 */
export function compress(packet: Uint8Array, source: Uint8Array, destination: Uint8Array | undefined): Uint8Array {
	checkPacket(packet);
	const tf = trafficMode(packet);
	const udp = isWholeUdp(packet);
	const portMode = udp ? udpPortMode(packet, IPV6_HEADER_LENGTH) : 0;
	const hlim = Math.max(IN_LINE, HOP_LIMITS.indexOf(packet[HOP_LIMIT]!, 1));
	const unspecified = isZero(packet, SOURCE, SOURCE + 16);
	const sam = unspecified ? IN_LINE : unicastMode(packet, SOURCE, source);
	const multicast = packet[DESTINATION] === 0xff;
	const dam = multicast ? multicastMode(packet, DESTINATION) : unicastMode(packet, DESTINATION, destination);

	const sourceLength = unspecified ? 0 : UNICAST_LENGTH[sam]!;
	const destinationLength = (multicast ? MULTICAST_LENGTH : UNICAST_LENGTH)[dam]!;
	const nextHeaderLength = udp ? udpModeLength(portMode) : 1;
	const headerLength = BASE_LENGTH + TF_LENGTH[tf]! + nextHeaderLength + (hlim === IN_LINE ? 1 : 0) + sourceLength + destinationLength;
	const expandedLength = IPV6_HEADER_LENGTH + (udp ? UDP_HEADER_LENGTH : 0);
	const out = new Uint8Array(headerLength + packet.length - expandedLength);

	const sourceBits = unspecified ? SAC : sam << SAM_SHIFT;
	const base = IPHC | (tf << TF_SHIFT) | (udp ? NH : 0) | (hlim << HLIM_SHIFT) | sourceBits | (multicast ? M : 0) | dam;
	out[0] = base >> 8;
	out[1] = base & 0xff;
	let to = compressTraffic(packet, tf, out, BASE_LENGTH);
	if (!udp) out[to++] = packet[NEXT_HEADER]!;
	if (hlim === IN_LINE) out[to++] = packet[HOP_LIMIT]!;
	// An elided part of a unicast address is always its front.
	to = copy(packet, SOURCE + 16 - sourceLength, sourceLength, out, to);
	to = multicast
		? compressMulticast(packet, DESTINATION, dam, out, to)
		: copy(packet, DESTINATION + 16 - destinationLength, destinationLength, out, to);
	if (udp) compressUdp(packet, IPV6_HEADER_LENGTH, portMode, out, to);
	out.set(packet.subarray(expandedLength), headerLength);
	return out;
}

/** The same packet behind dispatch 0x41, as real modules send neighbor discovery. Throws RangeError as `compress` does. */
export function encodeUncompressed(packet: Uint8Array): Uint8Array {
	checkPacket(packet);
	const out = new Uint8Array(1 + packet.length);
	out[0] = DISPATCH_IPV6;
	out.set(packet, 1);
	return out;
}

/**
 * The IPv6 packet in a frame's payload, compressed or not; a view of `payload` if not. Throws DecodeError.
 * @param source EUI-64 of the frame's sender
 * @param destination EUI-64 of the frame's receiver, undefined in a broadcast
 * @param datagramSize in a first fragment, the bytes of the whole packet: its headers then speak of all, its end is missing
 */
export function decompress(payload: Uint8Array, source: Uint8Array, destination: Uint8Array | undefined, datagramSize?: number): Uint8Array {
	if (payload[0] === DISPATCH_IPV6) return decodeUncompressed(payload, datagramSize);
	if (payload.length < BASE_LENGTH) throw new DecodeError(FORMAT, 0, `a dispatch (${BASE_LENGTH} bytes), found ${payload.length}`);
	const base = (payload[0]! << 8) | payload[1]!;
	if ((base & IPHC_MASK) !== IPHC) throw new DecodeError(FORMAT, 0, `dispatch IPHC (011…) or IPv6 (0x41), found 0x${payload[0]!.toString(16)}`);
	refuseContexts(base);

	const tf = (base >> TF_SHIFT) & 3;
	const hlim = (base >> HLIM_SHIFT) & 3;
	const sam = (base >> SAM_SHIFT) & 3;
	const dam = base & 3;
	const compressedUdp = (base & NH) !== 0;
	const sourceLength = base & SAC ? 0 : UNICAST_LENGTH[sam]!;
	const destinationLength = (base & M ? MULTICAST_LENGTH : UNICAST_LENGTH)[dam]!;
	const tfAt = BASE_LENGTH + (base & CID ? 1 : 0);
	const nextHeaderAt = tfAt + TF_LENGTH[tf]!;
	const hopLimitAt = nextHeaderAt + (compressedUdp ? 0 : 1);
	const sourceAt = hopLimitAt + (hlim === IN_LINE ? 1 : 0);
	const destinationAt = sourceAt + sourceLength;
	const udpAt = destinationAt + destinationLength;
	needBytes(payload, compressedUdp ? udpAt + 1 : udpAt);
	const payloadAt = udpAt + (compressedUdp ? compressedUdpLength(payload, udpAt) : 0);
	needBytes(payload, payloadAt);

	const expandedLength = IPV6_HEADER_LENGTH + (compressedUdp ? UDP_HEADER_LENGTH : 0);
	const length = expandedLength + payload.length - payloadAt;
	const whole = datagramSize ?? length;
	if (length > whole || whole > 0xffff)
		throw new DecodeError(FORMAT, payloadAt, `at most ${whole - expandedLength} bytes, found ${payload.length - payloadAt}`);

	const out = new Uint8Array(length);
	expandTraffic(payload, tfAt, tf, out);
	out[4] = (whole - IPV6_HEADER_LENGTH) >> 8;
	out[5] = (whole - IPV6_HEADER_LENGTH) & 0xff;
	out[NEXT_HEADER] = compressedUdp ? NEXT_HEADER_UDP : payload[nextHeaderAt]!;
	out[HOP_LIMIT] = hlim === IN_LINE ? payload[hopLimitAt]! : HOP_LIMITS[hlim]!;
	if (!(base & SAC)) expandUnicast(payload, sourceAt, sam, source, out, SOURCE);
	if (base & M) expandMulticast(payload, destinationAt, dam, out, DESTINATION);
	else expandUnicast(payload, destinationAt, dam, destination, out, DESTINATION);
	if (compressedUdp) expandUdp(payload, udpAt, whole - IPV6_HEADER_LENGTH, out, IPV6_HEADER_LENGTH);
	out.set(payload.subarray(payloadAt), expandedLength);
	return out;
}

function checkPacket(packet: Uint8Array): void {
	const length = IPV6_HEADER_LENGTH + ((packet[4]! << 8) | packet[5]!);
	if (packet.length < IPV6_HEADER_LENGTH || packet[0]! >> 4 !== 6 || packet.length !== length) {
		throw new RangeError(`${FORMAT}: expected an IPv6 packet of ${length} bytes, got ${packet.length}`);
	}
}

function decodeUncompressed(payload: Uint8Array, datagramSize: number | undefined): Uint8Array {
	const packet = payload.subarray(1);
	if (packet.length < IPV6_HEADER_LENGTH) throw new DecodeError(FORMAT, 1, `an IPv6 header (${IPV6_HEADER_LENGTH} bytes), found ${packet.length}`);
	if (datagramSize !== undefined && packet.length > datagramSize) {
		throw new DecodeError(FORMAT, 1, `at most ${datagramSize} bytes, found ${packet.length}`);
	}
	return packet;
}

/** SAC 1 with SAM 00 is the unspecified address (RFC 6282 §3.1.1); each other use of SAC or DAC needs a context, or is reserved. */
function refuseContexts(base: number): void {
	if (base & SAC && (base >> SAM_SHIFT) & 3) throw new DecodeError(FORMAT, 1, 'a source without context: none is configured');
	if (base & DAC) throw new DecodeError(FORMAT, 1, 'a destination without context: none is configured');
}

function needBytes(payload: Uint8Array, length: number): void {
	if (payload.length < length) throw new DecodeError(FORMAT, payload.length, `the compressed headers (${length} bytes), found ${payload.length}`);
}

/** The UDP length can be elided only where it says what the IPv6 header says. */
function isWholeUdp(packet: Uint8Array): boolean {
	if (packet[NEXT_HEADER] !== NEXT_HEADER_UDP || packet.length < IPV6_HEADER_LENGTH + UDP_HEADER_LENGTH) return false;
	return ((packet[IPV6_HEADER_LENGTH + 4]! << 8) | packet[IPV6_HEADER_LENGTH + 5]!) === packet.length - IPV6_HEADER_LENGTH;
}

function trafficMode(packet: Uint8Array): number {
	const trafficClass = trafficClassOf(packet);
	const flowLabel = (packet[1]! & 0x0f) | packet[2]! | packet[3]!;
	if (flowLabel === 0) return trafficClass === 0 ? TF.none : TF.trafficClass;
	return trafficClass >> 2 === 0 ? TF.ecnAndFlow : TF.all;
}

function trafficClassOf(packet: Uint8Array): number {
	return ((packet[0]! << 4) | (packet[1]! >> 4)) & 0xff;
}

/** Puts the traffic class: the two bits of ECN come before the six of DSCP in IPHC, after them in IPv6 (RFC 6282 §3.1.1). */
function compressTraffic(packet: Uint8Array, mode: number, out: Uint8Array, to: number): number {
	const trafficClass = trafficClassOf(packet);
	const ecn = (trafficClass & 3) << 6;
	if (mode === TF.all || mode === TF.trafficClass) out[to++] = ecn | (trafficClass >> 2);
	if (mode === TF.all) out[to++] = packet[1]! & 0x0f;
	if (mode === TF.ecnAndFlow) out[to++] = ecn | (packet[1]! & 0x0f);
	if (mode === TF.all || mode === TF.ecnAndFlow) to = copy(packet, 2, 2, out, to);
	return to;
}

function expandTraffic(payload: Uint8Array, at: number, mode: number, out: Uint8Array): void {
	const first = mode === TF.none ? 0 : payload[at]!;
	const dscp = mode === TF.ecnAndFlow ? 0 : first & 0x3f;
	const trafficClass = (dscp << 2) | (first >> 6);
	out[0] = 0x60 | (trafficClass >> 4);
	out[1] = (trafficClass << 4) & 0xff;
	if (mode !== TF.all && mode !== TF.ecnAndFlow) return;
	const flowAt = mode === TF.all ? at + 1 : at;
	out[1]! |= payload[flowAt]! & 0x0f;
	copy(payload, flowAt + 1, 2, out, 2);
}

/** The shortest SAM or DAM for the unicast address at `packet[at]` in a frame from or to `eui64`. */
function unicastMode(packet: Uint8Array, at: number, eui64: Uint8Array | undefined): number {
	if (packet[at] !== 0xfe || packet[at + 1] !== 0x80 || !isZero(packet, at + 2, at + 8)) return IN_LINE;
	if (eui64 !== undefined && isInterfaceIdOf(packet, at + 8, eui64)) return UNICAST.none;
	const short = isZero(packet, at + 8, at + 11) && packet[at + 11] === 0xff && packet[at + 12] === 0xfe && packet[at + 13] === 0;
	return short ? UNICAST.short : UNICAST.interfaceId;
}

function isInterfaceIdOf(packet: Uint8Array, at: number, eui64: Uint8Array): boolean {
	if (packet[at] !== (eui64[0]! ^ 0x02)) return false;
	for (let i = 1; i < 8; i++) if (packet[at + i] !== eui64[i]) return false;
	return true;
}

function expandUnicast(payload: Uint8Array, at: number, mode: number, eui64: Uint8Array | undefined, out: Uint8Array, to: number): void {
	if (mode !== IN_LINE) {
		out[to] = 0xfe;
		out[to + 1] = 0x80;
	}
	if (mode === UNICAST.short) {
		out[to + 11] = 0xff;
		out[to + 12] = 0xfe;
	}
	if (mode === UNICAST.none) {
		if (eui64 === undefined) throw new DecodeError(FORMAT, 1, 'a destination in line, as the frame is a broadcast');
		copy(eui64, 0, 8, out, to + 8);
		out[to + 8]! ^= 0x02;
	}
	const length = UNICAST_LENGTH[mode]!;
	copy(payload, at, length, out, to + 16 - length);
}

/** The shortest DAM for the multicast address at `packet[at]`. */
function multicastMode(packet: Uint8Array, at: number): number {
	if (!isZero(packet, at + 2, at + 11)) return IN_LINE;
	if (!isZero(packet, at + 11, at + 13)) return MULTICAST.six;
	return packet[at + 1] === 0x02 && isZero(packet, at + 13, at + 15) ? MULTICAST.one : MULTICAST.four;
}

function compressMulticast(packet: Uint8Array, at: number, mode: number, out: Uint8Array, to: number): number {
	const length = MULTICAST_LENGTH[mode]!;
	if (mode === IN_LINE || mode === MULTICAST.one) return copy(packet, at + 16 - length, length, out, to);
	out[to] = packet[at + 1]!;
	return copy(packet, at + 17 - length, length - 1, out, to + 1);
}

function expandMulticast(payload: Uint8Array, at: number, mode: number, out: Uint8Array, to: number): void {
	const length = MULTICAST_LENGTH[mode]!;
	if (mode === IN_LINE) {
		copy(payload, at, length, out, to);
		return;
	}
	const flagsInLine = mode === MULTICAST.one ? 0 : 1;
	out[to] = 0xff;
	out[to + 1] = flagsInLine ? payload[at]! : 0x02;
	copy(payload, at + flagsInLine, length - flagsInLine, out, to + 16 - length + flagsInLine);
}

/** Returns where the next byte goes. */
function copy(from: Uint8Array, at: number, length: number, to: Uint8Array, offset: number): number {
	for (let i = 0; i < length; i++) to[offset + i] = from[at + i]!;
	return offset + length;
}

function isZero(bytes: Uint8Array, start: number, end: number): boolean {
	for (let i = start; i < end; i++) if (bytes[i] !== 0) return false;
	return true;
}
