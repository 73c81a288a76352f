/** IPv6 (RFC 8200 §3), UDP (RFC 768) and ICMPv6 (RFC 4443), with neighbor discovery (RFC 4861) on links of IEEE 802.15.4 (RFC 4944 §8). */
import type { Row, Scope } from './row.js';
import { bit, bytes, choice, parts, payload, toTheEnd, u, x } from './row.js';

export const NEXT_HEADERS = Object.freeze({ 6: 'TCP', 17: 'UDP', 58: 'ICMPv6' });

/** What the length does not count. */
const TRAILER: Row = bytes('rest', 'Trailer', undefined, { when: (_, place) => place.left > 0 });

export const IPV6_CLAUSE = 'RFC 8200 §3';
export const IPV6_ROWS: readonly Row[] = [
	x(4, 'Version, traffic class, flow label', undefined, {
		bits: [
			bit(0xf0000000, 'Version', 'ipv6.version', { key: 'version', bytes: [0, 1] }),
			bit(0x0ff00000, 'Traffic class', 'ipv6.tclass', { reading: 'hex' }),
			bit(0x000fffff, 'Flow label', 'ipv6.flow', { reading: 'hex', bytes: [1, 4] }),
		],
		wrong: (_, s) => (s.version === 6 ? undefined : 'version 6'),
	}),
	u(2, 'Payload length', 'ipv6.plen', { key: 'length' }),
	u(1, 'Next header', 'ipv6.nxt', { key: 'next', names: NEXT_HEADERS }),
	u(1, 'Hop limit', 'ipv6.hlim'),
	bytes(16, 'Source address', 'ipv6.src', { reading: 'ipv6' }),
	bytes(16, 'Destination address', 'ipv6.dst', { reading: 'ipv6' }),
	payload((s) => s.length!),
	TRAILER,
];

export const UDP_CLAUSE = 'RFC 768';
export const UDP_ROWS: readonly Row[] = [
	u(2, 'Source port', 'udp.srcport', { key: 'from' }),
	u(2, 'Destination port', 'udp.dstport', { key: 'to' }),
	u(2, 'Length', 'udp.length', { key: 'length', wrong: (length) => (length < 8 ? 'a length of at least 8' : undefined) }),
	x(2, 'Checksum', 'udp.checksum'),
	payload((s) => s.length! - 8),
	TRAILER,
];

export const ICMPV6_TYPES = Object.freeze({
	1: 'Destination Unreachable',
	2: 'Packet Too Big',
	3: 'Time Exceeded',
	128: 'Echo Request',
	129: 'Echo Reply',
	133: 'Router Solicitation',
	134: 'Router Advertisement',
	135: 'Neighbor Solicitation',
	136: 'Neighbor Advertisement',
});
const UNREACHABLE = 1;
const ECHO_REQUEST = 128;
const ECHO_REPLY = 129;
const SOLICITATION = 135;
const ADVERTISEMENT = 136;
const LINK_LAYER = Object.freeze({ 1: 'Source link-layer address', 2: 'Target link-layer address' });
/** Bytes of an option with an EUI-64 (RFC 4944 §8). */
const EUI64_UNITS = 2;

const OPTION: readonly Row[] = [
	u(1, 'Type', 'icmpv6.opt.type', { key: 'option', names: LINK_LAYER }),
	u(1, 'Length', 'icmpv6.opt.length', { key: 'units', wrong: (units) => (units === 0 ? 'a length above 0' : undefined) }),
	choice((s: Scope) =>
		(s.option === 1 || s.option === 2) && s.units === EUI64_UNITS
			? [
					bytes(8, 'Link-layer address', 'icmpv6.opt.linkaddr_eui64', { reading: 'eui64', clause: 'RFC 4944 §8' }),
					bytes(6, 'Padding', undefined, { clause: 'RFC 4944 §8' }),
				]
			: [bytes(8 * s.units! - 2, 'Content')],
	),
];

const OPTIONS: Row = parts(
	'Options',
	[parts('Option', OPTION, { again: toTheEnd, shown: (_, s) => (LINK_LAYER as Record<number, string>)[s.option!] ?? `option ${s.option}` })],
	{
		when: (_, place) => place.left > 0,
		clause: 'RFC 4861 §4.6',
	},
);

const OF_TYPE: Readonly<Record<number, readonly Row[]>> = Object.freeze({
	[UNREACHABLE]: [x(4, 'Unused'), bytes('rest', 'The front of the packet', undefined, { when: (_, place) => place.left > 0 })],
	[ECHO_REQUEST]: [x(2, 'Identifier', 'icmpv6.echo.identifier'), u(2, 'Sequence number', 'icmpv6.echo.sequence_number'), echoData()],
	[ECHO_REPLY]: [x(2, 'Identifier', 'icmpv6.echo.identifier'), u(2, 'Sequence number', 'icmpv6.echo.sequence_number'), echoData()],
	[SOLICITATION]: [
		bytes(4, 'Reserved', 'icmpv6.reserved', { clause: 'RFC 4861 §4.3' }),
		bytes(16, 'Target address', 'icmpv6.nd.ns.target_address', { reading: 'ipv6', clause: 'RFC 4861 §4.3' }),
		OPTIONS,
	],
	[ADVERTISEMENT]: [
		x(4, 'Flags', 'icmpv6.nd.na.flag', {
			clause: 'RFC 4861 §4.4',
			bits: [
				bit(0x80000000, 'Router', 'icmpv6.nd.na.flag.r'),
				bit(0x40000000, 'Solicited', 'icmpv6.nd.na.flag.s'),
				bit(0x20000000, 'Override', 'icmpv6.nd.na.flag.o'),
				bit(0x1fffffff, 'Reserved', 'icmpv6.nd.na.flag.rsv'),
			],
		}),
		bytes(16, 'Target address', 'icmpv6.nd.na.target_address', { reading: 'ipv6', clause: 'RFC 4861 §4.4' }),
		OPTIONS,
	],
});

function echoData(): Row {
	return bytes('rest', 'Data', 'data.data', { when: (_, place) => place.left > 0 });
}

export const ICMPV6_CLAUSE = 'RFC 4443 §2.1';
export const ICMPV6_ROWS: readonly Row[] = [
	u(1, 'Type', 'icmpv6.type', { key: 'type', names: ICMPV6_TYPES }),
	u(1, 'Code', 'icmpv6.code'),
	x(2, 'Checksum', 'icmpv6.checksum'),
	choice((s) => OF_TYPE[s.type!] ?? [bytes('rest', 'Message', undefined, { when: (_, place) => place.left > 0 })]),
];
