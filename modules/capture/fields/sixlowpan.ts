/** 6LoWPAN: fragments (RFC 4944 §5.3), the dispatch of an uncompressed packet (§5.1), compressed headers of IPv6 and UDP (RFC 6282). */
import type { Raw } from './field.js';
import type { Row, Scope } from './row.js';
import { bit, bytes, choice, parts, payload, u, x } from './row.js';
import { ipv6Text } from './text.js';

export const SIXLOWPAN = '6LoWPAN';
export const SIXLOWPAN_CLAUSE = 'RFC 6282 §3.1';

const FRAG1 = 0b11000;
const FRAGN = 0b11100;
const UNCOMPRESSED = 0x41;
const IPHC = 0b011;
/** Bytes in line by SAM and DAM of a unicast address without context; by DAM of a multicast one. */
const UNICAST = Object.freeze([16, 8, 2, 0]);
const MULTICAST = Object.freeze([16, 6, 4, 1]);

export const isFragment = (first: number): boolean => first >> 3 === FRAG1 || first >> 3 === FRAGN;
export const isIphc = (first: number): boolean => first >> 5 === IPHC;

const ADDRESS_MODES = Object.freeze({ 0: '16 bytes', 1: '8 bytes', 2: '2 bytes', 3: 'elided' });
const sourceLength = (s: Scope) => (s.sac === 1 ? (s.sam === 0 ? 0 : UNICAST[s.sam!]!) : UNICAST[s.sam!]!);
const destinationLength = (s: Scope) => (s.multicast === 1 ? MULTICAST : UNICAST)[s.dam!]!;

/** What stands in line of an address, with what is left out of it; where a context is meant just the bytes. */
function address(inline: Uint8Array, isMulticast: boolean, byContext: boolean): Raw {
	if (byContext) return inline;
	const whole = new Uint8Array(16);
	const count = inline.length;
	if (isMulticast && count < 16) {
		whole[0] = 0xff;
		whole[1] = count === 1 ? 2 : inline[0]!;
		whole.set(count === 1 ? inline : inline.subarray(1), count === 1 ? 15 : 17 - count);
	} else {
		if (count < 16) whole.set([0xfe, 0x80]);
		if (count === 2) whole.set([0xff, 0xfe], 11);
		whole.set(inline, 16 - count);
	}
	return ipv6Text(whole);
}

const BASE: Row = x(2, 'IPHC base', undefined, {
	bits: [
		bit(0xe000, 'Dispatch', '6lowpan.pattern', { bytes: [0, 1], names: { 3: 'IPHC' } }),
		bit(0x1800, 'Traffic class, flow label (TF)', '6lowpan.iphc.tf', {
			key: 'tf',
			names: { 0: 'in line', 1: 'ECN and flow label', 2: 'ECN and DSCP', 3: 'elided' },
		}),
		bit(0x0400, 'Next header (NH)', '6lowpan.iphc.nh', { key: 'nh', names: { 0: 'in line', 1: 'compressed' } }),
		bit(0x0300, 'Hop limit (HLIM)', '6lowpan.iphc.hlim', { key: 'hlim', names: { 0: 'in line', 1: '1', 2: '64', 3: '255' } }),
		bit(0x0080, 'Context identifier extension (CID)', '6lowpan.iphc.cid', { key: 'cid' }),
		bit(0x0040, 'Source address compression (SAC)', '6lowpan.iphc.sac', { key: 'sac', names: { 0: 'stateless', 1: 'by context' } }),
		bit(0x0030, 'Source address mode (SAM)', '6lowpan.iphc.sam', { key: 'sam', names: ADDRESS_MODES }),
		bit(0x0008, 'Multicast destination (M)', '6lowpan.iphc.m', { key: 'multicast' }),
		bit(0x0004, 'Destination address compression (DAC)', '6lowpan.iphc.dac', { key: 'dac', names: { 0: 'stateless', 1: 'by context' } }),
		bit(0x0003, 'Destination address mode (DAM)', '6lowpan.iphc.dam', { key: 'dam' }),
	],
});

const UDP_PORTS = Object.freeze({ 0: 'in line', 1: 'destination 0xf0xx', 2: 'source 0xf0xx', 3: 'both 0xf0bx' });

const NHC_UDP: readonly Row[] = [
	x(1, 'UDP header compression', undefined, {
		bits: [
			bit(0xf8, 'Pattern', '6lowpan.nhc.pattern', { key: 'pattern', reading: 'hex' }),
			bit(0x04, 'Checksum (C)', '6lowpan.nhc.udp.checksum', { key: 'noChecksum', names: { 0: 'in line', 1: 'elided' } }),
			bit(0x03, 'Ports (P)', '6lowpan.nhc.udp.ports', { key: 'ports', names: UDP_PORTS }),
		],
		wrong: (_, s) => (s.pattern !== 0b11110 ? 'UDP (11110…)' : s.noChecksum === 1 ? 'a UDP checksum in line' : undefined),
	}),
	u(2, 'Source port', '6lowpan.udp.src', { when: (s) => s.ports! < 2 }),
	u(1, 'Source port', '6lowpan.udp.src', { when: (s) => s.ports === 2, means: (own) => 0xf000 | own[0]! }),
	u(2, 'Destination port', '6lowpan.udp.dst', { when: (s) => (s.ports! & 1) === 0 && s.ports !== 3 }),
	u(1, 'Destination port', '6lowpan.udp.dst', { when: (s) => s.ports === 1, means: (own) => 0xf000 | own[0]! }),
	x(1, 'Ports', undefined, { when: (s) => s.ports === 3, bits: [bit(0xf0, 'Source port, last 4 bits'), bit(0x0f, 'Destination port, last 4 bits')] }),
	x(2, 'UDP checksum', '6lowpan.udp.checksum'),
];

const HEADERS: readonly Row[] = [
	BASE,
	x(1, 'Context identifiers', undefined, {
		when: (s) => s.cid === 1,
		bits: [bit(0xf0, 'Source context', '6lowpan.iphc.sci'), bit(0x0f, 'Destination context', '6lowpan.iphc.dci')],
	}),
	choice((s) => (s.cid! + s.sac! * Number(s.sam !== 0) + s.dac! > 0 ? [bytes('rest', 'Headers by context')] : INLINE)),
];

const INLINE: readonly Row[] = [
	x(4, 'Traffic class and flow label', undefined, {
		when: (s) => s.tf === 0,
		bits: [
			bit(0xc0000000, 'ECN', '6lowpan.ecn', { bytes: [0, 1] }),
			bit(0x3f000000, 'DSCP', '6lowpan.dscp', { bytes: [0, 1] }),
			bit(0x00f00000, 'Reserved', undefined, { bytes: [1, 2] }),
			bit(0x000fffff, 'Flow label', '6lowpan.flow', { bytes: [1, 4] }),
		],
	}),
	x(3, 'ECN and flow label', undefined, {
		when: (s) => s.tf === 1,
		bits: [
			bit(0xc00000, 'ECN', '6lowpan.ecn', { bytes: [0, 1] }),
			bit(0x300000, 'Reserved', undefined, { bytes: [0, 1] }),
			bit(0x0fffff, 'Flow label', '6lowpan.flow'),
		],
	}),
	x(1, 'Traffic class', undefined, { when: (s) => s.tf === 2, bits: [bit(0xc0, 'ECN', '6lowpan.ecn'), bit(0x3f, 'DSCP', '6lowpan.dscp')] }),
	x(1, 'Next header', '6lowpan.next', { when: (s) => s.nh === 0, names: { 17: 'UDP', 58: 'ICMPv6' } }),
	u(1, 'Hop limit', '6lowpan.hops', { when: (s) => s.hlim === 0 }),
	bytes(sourceLength, 'Source address', '6lowpan.src', { when: (s) => sourceLength(s) > 0, means: (own, s) => address(own, false, s.sac === 1) }),
	bytes(destinationLength, 'Destination address', '6lowpan.dst', {
		when: (s) => destinationLength(s) > 0,
		means: (own, s) => address(own, s.multicast === 1, s.dac === 1),
	}),
	parts('UDP header', NHC_UDP, { when: (s) => s.nh === 1, clause: 'RFC 6282 §4.3' }),
	bytes('rest', 'Payload of the packet', undefined, { when: (_, place) => place.left > 0 }),
];

const PACKET: Row = choice((_, place) => {
	if (place.peek(0) === UNCOMPRESSED)
		return [x(1, 'Dispatch', undefined, { names: { [UNCOMPRESSED]: 'uncompressed IPv6' }, clause: 'RFC 4944 §5.1' }), payload('rest', 'IPv6 packet')];
	return isIphc(place.peek(0)) ? HEADERS : [x(1, 'Dispatch', undefined, { wrong: () => 'dispatch IPHC (011…) or IPv6 (0x41)' })];
});

/** In a fragment the packet is not whole: what is behind its dispatch is for what it is put together to. */
const PART: Row = choice((_, place) =>
	isIphc(place.peek(0))
		? HEADERS
		: [x(1, 'Dispatch', undefined, { names: { [UNCOMPRESSED]: 'uncompressed IPv6' } }), bytes('rest', 'Part of the packet')],
);

const FRAGMENT: readonly Row[] = [
	x(2, 'Dispatch and datagram size', undefined, {
		bits: [
			bit(0xf800, 'Dispatch', '6lowpan.pattern', { bytes: [0, 1], key: 'fragment', names: { [FRAG1]: 'FRAG1', [FRAGN]: 'FRAGN' } }),
			bit(0x07ff, 'Datagram size', '6lowpan.frag.size'),
		],
	}),
	x(2, 'Datagram tag', '6lowpan.frag.tag'),
	u(1, 'Datagram offset', '6lowpan.frag.offset', {
		when: (s) => s.fragment === FRAGN,
		means: (own) => 8 * own[0]!,
		wrong: (offset) => (offset === 0 ? 'an offset above 0 in FRAGN' : undefined),
	}),
];

export const SIXLOWPAN_ROWS: readonly Row[] = [
	choice((_, place) =>
		isFragment(place.peek(0))
			? [
					parts('Fragment header', FRAGMENT, { clause: 'RFC 4944 §5.3' }),
					choice((s) => (s.fragment === FRAGN ? [bytes('rest', 'Part of the packet', undefined, { clause: 'RFC 4944 §5.3' })] : [PART])),
				]
			: [PACKET],
	),
];
