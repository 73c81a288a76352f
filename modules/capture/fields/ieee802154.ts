/** MAC frames of IEEE 802.15.4-2015 (§7.2) and of 2003 and 2006, from the frame control field to the FCS; the payload is the next layer's. */
import type { Row, Scope } from './row.js';
import { bit, bytes, choice, le, parts, payload, u, x } from './row.js';

export const IEEE802154 = 'IEEE 802.15.4';
export const IEEE802154_CLAUSE = 'IEEE 802.15.4-2015 §7.2';

export const FRAME_TYPES = Object.freeze({ 0: 'beacon', 1: 'data', 2: 'ack', 3: 'command', 5: 'multipurpose', 6: 'fragment', 7: 'extended' });
const VERSIONS = Object.freeze({ 0: 'IEEE 802.15.4-2003', 1: 'IEEE 802.15.4-2006', 2: 'IEEE 802.15.4-2015' });
const ADDRESSING = Object.freeze({ 0: 'none', 1: 'reserved', 2: 'short', 3: 'extended' });
const LEVELS = Object.freeze({ 0: 'none', 1: 'MIC-32', 2: 'MIC-64', 3: 'MIC-128', 4: 'ENC', 5: 'ENC-MIC-32', 6: 'ENC-MIC-64', 7: 'ENC-MIC-128' });
const KEY_MODES = Object.freeze({ 0: 'implicit', 1: 'index', 2: 'source of 4 bytes and index', 3: 'source of 8 bytes and index' });
export const HEADER_ELEMENTS = Object.freeze({
	0: 'vendor specific',
	26: 'CSL',
	27: 'RIT',
	29: 'rendezvous time',
	30: 'time correction',
	42: 'Wi-SUN',
	126: 'header termination 1',
	127: 'header termination 2',
});

const NONE = 0;
const SHORT = 2;
const EXTENDED = 3;
const V2015 = 2;
const TERMINATION_1 = 0x7e;
const FCS_LENGTH = 2;
/** Bytes of a MIC by the low two bits of the security level (§9.4.2.1). */
const MICS = Object.freeze([0, 4, 8, 16]);

const is2015 = (s: Scope) => s.version === V2015;
export const micOf = (s: Scope): number => (s.secured === 1 ? MICS[s.level! & 3]! : 0);
const trailer = (s: Scope) => micOf(s) + FCS_LENGTH;

/** Table 7-2 for version 2; before that (7.2.2.1.5 of 2006), a PAN ID stands before each address unless both are of the same PAN. */
function hasDestinationPan({ destination, source, compressed, version }: Scope): boolean {
	if (version !== V2015) return destination !== NONE;
	if (destination === NONE) return source === NONE && compressed === 1;
	if (source === NONE) return compressed === 0;
	return destination === EXTENDED && source === EXTENDED ? compressed === 0 : true;
}

function hasSourcePan({ destination, source, compressed, version }: Scope): boolean {
	if (source === NONE || compressed === 1) return false;
	return !(version === V2015 && destination === EXTENDED && source === EXTENDED);
}

function wrongControl(s: Scope): string | undefined {
	if (s.type! > 3) return 'a beacon, data, ack or command frame';
	if (s.version! > V2015) return 'frame version 0, 1 or 2';
	if (s.secured === 1 && s.version === 0) return 'version 1 or 2 with security enabled';
	return s.destination === 1 || s.source === 1 ? 'addressing mode 0, 2 or 3' : undefined;
}

const CONTROL = [
	bit(0x0007, 'Frame type', 'wpan.frame_type', { key: 'type', names: FRAME_TYPES }),
	bit(0x0008, 'Security enabled', 'wpan.security', { key: 'secured' }),
	bit(0x0010, 'Frame pending', 'wpan.pending'),
	bit(0x0020, 'Acknowledge request', 'wpan.ack_request'),
	bit(0x0040, 'PAN ID compression', 'wpan.pan_id_compression', { key: 'compressed' }),
	bit(0x0080, 'Reserved', 'wpan.fcf.reserved'),
	bit(0x0100, 'Sequence number suppression', 'wpan.seqno_suppression', { key: 'suppressed' }),
	bit(0x0200, 'Information elements present', 'wpan.ie_present', { key: 'elements' }),
	bit(0x0c00, 'Destination addressing mode', 'wpan.dst_addr_mode', { key: 'destination', names: ADDRESSING }),
	bit(0x3000, 'Frame version', 'wpan.version', { key: 'version', names: VERSIONS }),
	bit(0xc000, 'Source addressing mode', 'wpan.src_addr_mode', { key: 'source', names: ADDRESSING }),
];

const SECURITY: readonly Row[] = [
	x(1, 'Security control', 'wpan.aux_sec.security_control_field', {
		clause: 'IEEE 802.15.4-2015 §9.4.2',
		bits: [
			bit(0x07, 'Security level', 'wpan.aux_sec.sec_level', { key: 'level', names: LEVELS }),
			bit(0x18, 'Key identifier mode', 'wpan.aux_sec.key_id_mode', { key: 'keyMode', names: KEY_MODES }),
			bit(0x20, 'Frame counter suppression', 'wpan.aux_sec.frame_counter_suppression', { key: 'noCounter' }),
			bit(0x40, 'ASN in nonce', 'wpan.aux_sec.asn_in_nonce'),
			bit(0x80, 'Reserved', 'wpan.aux_sec.reserved'),
		],
	}),
	le(4, 'Frame counter', 'wpan.aux_sec.frame_counter', { when: (s) => s.noCounter === 0, clause: 'IEEE 802.15.4-2015 §9.4.3' }),
	bytes((s) => (s.keyMode === 2 ? 4 : 8), 'Key source', undefined, {
		when: (s) => s.keyMode! > 1,
		means: (source) => Uint8Array.from(source).reverse(),
		clause: 'IEEE 802.15.4-2015 §9.4.4.1',
	}),
	x(1, 'Key index', 'wpan.aux_sec.key_index', { when: (s) => s.keyMode! > 0, clause: 'IEEE 802.15.4-2015 §9.4.4.2' }),
];

const HEADER_ELEMENT: readonly Row[] = [
	x(2, 'Descriptor', 'wpan.header_ie_tlv', {
		little: true,
		bits: [
			bit(0x8000, 'Type', 'wpan.header_ie.type', { key: 'elementType', names: { 0: 'header', 1: 'payload' } }),
			bit(0x7f80, 'Element ID', 'wpan.header_ie.id', { key: 'element', names: HEADER_ELEMENTS }),
			bit(0x007f, 'Length', 'wpan.header_ie.length', { key: 'elementLength' }),
		],
		wrong: (_, s) => (s.elementType === 1 ? 'a header IE' : undefined),
	}),
	bytes((s) => s.elementLength!, 'Content', undefined, { when: (s) => s.elementLength! > 0 }),
];

/** Frame, FCS of 2 bytes included. */
export const IEEE802154_ROWS: readonly Row[] = [
	x(2, 'Frame control', 'wpan.fcf', { little: true, bits: CONTROL, wrong: (_, s) => wrongControl(s), clause: 'IEEE 802.15.4-2015 §7.2.2' }),
	u(1, 'Sequence number', 'wpan.seq_no', { when: (s) => !(is2015(s) && s.suppressed === 1) }),
	x(2, 'Destination PAN ID', 'wpan.dst_pan', { little: true, when: hasDestinationPan }),
	x(2, 'Destination address', 'wpan.dst16', { little: true, when: (s) => s.destination === SHORT }),
	bytes(8, 'Destination address', 'wpan.dst64', { reading: 'eui64LE', when: (s) => s.destination === EXTENDED }),
	x(2, 'Source PAN ID', 'wpan.src_pan', { little: true, when: hasSourcePan }),
	x(2, 'Source address', 'wpan.src16', { little: true, when: (s) => s.source === SHORT }),
	bytes(8, 'Source address', 'wpan.src64', { reading: 'eui64LE', when: (s) => s.source === EXTENDED }),
	parts('Auxiliary security header', SECURITY, { when: (s) => s.secured === 1, clause: 'IEEE 802.15.4-2015 §9.4' }),
	parts(
		'Header IEs',
		[
			parts('Header IE', HEADER_ELEMENT, {
				again: (count, s, place) => place.left > trailer(s) && (count === 0 || (s.element !== TERMINATION_1 && s.element !== 0x7f)),
				shown: (_, s) => (HEADER_ELEMENTS as Record<number, string>)[s.element!] ?? `0x${s.element!.toString(16)}`,
			}),
		],
		{ when: (s) => is2015(s) && s.elements === 1, clause: 'IEEE 802.15.4-2015 §7.4.2' },
	),
	bytes((s, place) => place.left - trailer(s), 'Encrypted payload', undefined, {
		when: (s) => s.secured === 1 && s.level! > 3,
		clause: 'IEEE 802.15.4-2015 §9.3.4',
	}),
	choice((s) => (s.secured === 1 && s.level! > 3 ? [] : [payload((_, place) => place.left - trailer(s), 'MAC payload')])),
	bytes(micOf, 'Message integrity code', 'wpan.mic', { when: (s) => micOf(s) > 0, clause: 'IEEE 802.15.4-2015 §9.3.4' }),
	x(FCS_LENGTH, 'FCS', 'wpan.fcs', { little: true, clause: 'IEEE 802.15.4-2015 §7.2.10' }),
];

const PAYLOAD_ELEMENTS = Object.freeze({ 0: 'ESDU', 1: 'MLME', 2: 'vendor specific', 3: 'MPX', 4: 'Wi-SUN', 5: 'IETF', 15: 'payload termination' });
const PAYLOAD_TERMINATION = 15;
const MLME = 1;
/** Unconfirmed: the sub-ID of TTC JJ-300.10. */
const PAIRING = 0x68;
const NESTED_ELEMENTS = Object.freeze({
	26: 'TSCH synchronization',
	27: 'TSCH slotframe and link',
	28: 'TSCH timeslot',
	30: 'enhanced beacon filter',
	[PAIRING]: 'Route B pairing ID',
});

const NESTED: readonly Row[] = [
	x(2, 'Descriptor', 'wpan.mlme.ie', {
		little: true,
		bits: [bit(0x8000, 'Type', 'wpan.mlme.ie.type', { key: 'long', names: { 0: 'short', 1: 'long' } })],
		wrong: () => undefined,
		key: 'nested',
		shown: (_, s) => `${nestedName(s)}, ${nestedLength(s)} bytes`,
	}),
	bytes(nestedLength, 'Content', 'wpan.mlme.data', { when: (s) => nestedLength(s) > 0 && nestedId(s) !== PAIRING }),
	bytes(nestedLength, 'Pairing ID', 'wpan.mlme.data', {
		when: (s) => nestedLength(s) > 0 && nestedId(s) === PAIRING,
		shown: (raw) => (raw instanceof Uint8Array ? printable(raw) : ''),
		clause: 'TTC JJ-300.10 (unconfirmed)',
	}),
];

function nestedId(s: Scope): number {
	return s.long === 1 ? (s.nested! >> 11) & 0xf : (s.nested! >> 8) & 0x7f;
}

function nestedLength(s: Scope): number {
	return s.long === 1 ? s.nested! & 0x7ff : s.nested! & 0xff;
}

function nestedName(s: Scope): string {
	return (NESTED_ELEMENTS as Record<number, string>)[nestedId(s)] ?? `element 0x${nestedId(s).toString(16)}`;
}

/** ASCII as it is, all else as a dot. */
export function printable(text: Uint8Array): string {
	return Array.from(text, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
}

const PAYLOAD_IES: Row = parts(
	'Payload IEs',
	[
		parts(
			'Payload IE',
			[
				x(2, 'Descriptor', 'wpan.payload_ie_tlv', {
					little: true,
					bits: [
						bit(0x8000, 'Type', 'wpan.payload_ie.type', { key: 'elementType', names: { 0: 'header', 1: 'payload' } }),
						bit(0x7800, 'Group ID', 'wpan.payload_ie.id', { key: 'group', names: PAYLOAD_ELEMENTS }),
						bit(0x07ff, 'Length', 'wpan.payload_ie.length', { key: 'elementLength' }),
					],
					wrong: (_, s) => (s.elementType === 0 ? 'a payload IE' : undefined),
				}),
				parts('Nested IEs', [parts('Nested IE', NESTED, { again: (_, _s, place) => place.left > 0, shown: (_, s) => nestedName(s) })], {
					length: (s) => s.elementLength!,
					when: (s) => s.group === MLME,
					clause: 'IEEE 802.15.4-2015 §7.4.4',
				}),
				bytes((s) => s.elementLength!, 'Content', undefined, { when: (s) => s.group !== MLME && s.elementLength! > 0 }),
			],
			{
				again: (count, s, place) => place.left > 0 && (count === 0 || s.group !== PAYLOAD_TERMINATION),
				shown: (_, s) => (PAYLOAD_ELEMENTS as Record<number, string>)[s.group!] ?? `group ${s.group}`,
			},
		),
	],
	{ when: (s, place) => s.element === TERMINATION_1 && is2015(s) && place.left > 0, clause: 'IEEE 802.15.4-2015 §7.4.3' },
);

const BEACON: readonly Row[] = [
	x(2, 'Superframe specification', undefined, {
		little: true,
		bits: [
			bit(0x000f, 'Beacon order', 'wpan.beacon_order'),
			bit(0x00f0, 'Superframe order', 'wpan.superframe_order'),
			bit(0x0f00, 'Final CAP slot'),
			bit(0x1000, 'Battery life extension', 'wpan.battery_ext'),
			bit(0x2000, 'Reserved'),
			bit(0x4000, 'PAN coordinator', 'wpan.bcn_coord'),
			bit(0x8000, 'Association permit', 'wpan.assoc_permit'),
		],
	}),
	x(1, 'GTS specification', undefined, {
		bits: [bit(0x07, 'Number of descriptors', 'wpan.gts.count', { key: 'slots' }), bit(0x78, 'Reserved'), bit(0x80, 'GTS permit', 'wpan.gts.permit')],
	}),
	x(1, 'GTS directions', undefined, { when: (s) => s.slots! > 0 }),
	bytes((s) => 3 * s.slots!, 'GTS descriptors', undefined, { when: (s) => s.slots! > 0 }),
	x(1, 'Pending address specification', undefined, {
		bits: [
			bit(0x07, 'Short addresses', undefined, { key: 'shorts' }),
			bit(0x70, 'Extended addresses', undefined, { key: 'extendeds' }),
			bit(0x88, 'Reserved', undefined, { reading: 'hex' }),
		],
	}),
	x(2, 'Pending address', 'wpan.pending16', { little: true, again: (count, s) => count < s.shorts! }),
	bytes(8, 'Pending address', 'wpan.pending64', { reading: 'eui64LE', again: (count, s) => count < s.extendeds! }),
	bytes('rest', 'Beacon payload', undefined, { when: (_, place) => place.left > 0, shown: (raw) => printable(raw as Uint8Array) }),
];

export const COMMANDS = Object.freeze({
	1: 'association request',
	2: 'association response',
	3: 'disassociation notification',
	4: 'data request',
	5: 'PAN ID conflict notification',
	6: 'orphan notification',
	7: 'beacon request',
	8: 'coordinator realignment',
});

const COMMAND: readonly Row[] = [
	x(1, 'Command identifier', 'wpan.cmd', { names: COMMANDS }),
	bytes('rest', 'Command content', undefined, { when: (_, place) => place.left > 0 }),
];

const BEACON_TYPE = 0;
const DATA_TYPE = 1;
const COMMAND_TYPE = 3;

/** What the MHR leaves to the payload: payload IEs, then by the type of the frame; of data the rest is the next layer's. The scope is the MHR's. */
export const MAC_PAYLOAD_ROWS: readonly Row[] = [
	PAYLOAD_IES,
	choice((s) => {
		if (s.type === BEACON_TYPE && !is2015(s)) return BEACON.map((row) => ({ clause: 'IEEE 802.15.4-2006 §7.2.2.1', ...row }));
		if (s.type === COMMAND_TYPE) return COMMAND.map((row) => ({ clause: 'IEEE 802.15.4-2015 §7.5', ...row }));
		return s.type === DATA_TYPE ? [payload('rest')] : [bytes('rest', 'Payload', undefined, { when: (_, place) => place.left > 0 })];
	}),
];
