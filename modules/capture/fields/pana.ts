/** PANA messages (RFC 5191 §6.2) and their AVPs (§6.3), which carry EAP (RFC 3748 §4) with EAP-PSK (RFC 4764 §5). */
import type { Row, Scope } from './row.js';
import { bit, bytes, choice, parts, payload, toTheEnd, u, x } from './row.js';

export const PANA_CLAUSE = 'RFC 5191 §6.2';
export const EAP_CLAUSE = 'RFC 3748 §4';
const PSK_CLAUSE = 'RFC 4764 §5';

const TYPES = Object.freeze({ 1: 'PCI', 2: 'PANA-Auth', 3: 'PANA-Termination', 4: 'PANA-Notification' });
export const AVPS = Object.freeze({
	1: 'AUTH',
	2: 'EAP-Payload',
	3: 'Integrity-Algorithm',
	4: 'Key-Id',
	5: 'Nonce',
	6: 'PRF-Algorithm',
	7: 'Result-Code',
	8: 'Session-Lifetime',
	9: 'Termination-Cause',
});
const RESULTS = Object.freeze({ 0: 'PANA_SUCCESS', 1: 'PANA_AUTHENTICATION_REJECTED', 2: 'PANA_AUTHORIZATION_REJECTED' });
const CAUSES = Object.freeze({ 1: 'LOGOUT', 4: 'ADMINISTRATIVE', 8: 'SESSION_TIMEOUT' });
const HEADER_LENGTH = 16;

const value = (name: string, more: Partial<Row> = {}): readonly Row[] => [
	u(4, name, undefined, { ...more, when: (s) => s.avpLength === 4 }),
	...unusual,
];
const unusual: readonly Row[] = [bytes((s) => s.avpLength!, 'Value', undefined, { when: (s) => s.avpLength !== 4 })];

/** §8. */
const OF_CODE: Readonly<Record<number, readonly Row[]>> = Object.freeze({
	1: [bytes((s) => s.avpLength!, 'Message authentication code', 'pana.avp.data.bytes', { clause: 'RFC 5191 §8.1' })],
	2: [payload((s) => s.avpLength!, 'EAP packet')],
	3: value('Algorithm', { names: { 12: 'AUTH_HMAC_SHA2_256_128' }, clause: 'RFC 5191 §8.3' }),
	4: value('MSK identifier', { reading: 'hex', clause: 'RFC 5191 §8.4' }),
	5: [bytes((s) => s.avpLength!, 'Nonce', 'pana.avp.data.bytes', { clause: 'RFC 5191 §8.5' })],
	6: value('Algorithm', { names: { 5: 'PRF_HMAC_SHA2_256' }, clause: 'RFC 5191 §8.6' }),
	7: value('Result code', { names: RESULTS, clause: 'RFC 5191 §8.7' }),
	8: value('Lifetime, s', { clause: 'RFC 5191 §8.8' }),
	9: value('Termination cause', { names: CAUSES, clause: 'RFC 5191 §8.9' }),
});

const padding = (s: Scope) => (4 - (s.avpLength! % 4)) % 4;

const AVP: readonly Row[] = [
	u(2, 'Code', 'pana.avp.code', { key: 'avp', names: AVPS }),
	x(2, 'Flags', 'pana.avp.flags', {
		bits: [bit(0x8000, 'Vendor (V)', 'pana.avp.flags.v', { key: 'vendor' }), bit(0x7fff, 'Reserved', undefined, { reading: 'hex' })],
	}),
	u(2, 'Length', 'pana.avp.data_length', { key: 'avpLength' }),
	bytes(2, 'Reserved', 'pana.avp.reserved'),
	x(4, 'Vendor ID', undefined, { when: (s) => s.vendor === 1 }),
	choice(
		(s) =>
			(s.vendor === 1 ? undefined : OF_CODE[s.avp!]) ?? [
				bytes((scope) => scope.avpLength!, 'Value', undefined, { when: (scope) => scope.avpLength! > 0 }),
			],
	),
	bytes(padding, 'Padding', undefined, { when: (s) => padding(s) > 0 }),
];

export const PANA_ROWS: readonly Row[] = [
	bytes(2, 'Reserved', 'pana.reserved'),
	u(2, 'Message length', 'pana.length', {
		key: 'length',
		wrong: (length) => (length < HEADER_LENGTH ? `a length of at least ${HEADER_LENGTH}` : undefined),
	}),
	x(2, 'Flags', 'pana.flags', {
		bits: [
			bit(0x8000, 'Request (R)', undefined, { key: 'request' }),
			bit(0x4000, 'Start (S)', undefined, { key: 's' }),
			bit(0x2000, 'Complete (C)', undefined, { key: 'c' }),
			bit(0x1000, 'Re-authentication (A)', undefined, { key: 'a' }),
			bit(0x0800, 'Ping (P)', undefined, { key: 'p' }),
			bit(0x0400, 'IP reconfiguration (I)'),
			bit(0x03ff, 'Reserved', undefined, { reading: 'hex' }),
		],
	}),
	u(2, 'Message type', 'pana.type', { key: 'type', names: TYPES }),
	x(4, 'Session identifier', 'pana.sid'),
	x(4, 'Sequence number', 'pana.seq'),
	parts('AVPs', [parts('AVP', AVP, { again: toTheEnd, shown: (_, s) => (AVPS as Record<number, string>)[s.avp!] ?? `code ${s.avp}` })], {
		length: (s) => s.length! - HEADER_LENGTH,
		when: (s) => s.length! > HEADER_LENGTH,
		clause: 'RFC 5191 §6.3',
	}),
];

/** The name of a message as RFC 5609 writes it; undefined: there is none such. */
export function panaName({ type, request, s, c, a, p }: Scope): string | undefined {
	const flags = `${s ? 'S' : ''}${c ? 'C' : ''}${a ? 'A' : ''}${p ? 'P' : ''}`;
	const names = ['PCI', request ? 'PAR' : 'PAN', request ? 'PTR' : 'PTA', request ? 'PNR' : 'PNA'];
	const name = names[type! - 1];
	return name === undefined ? undefined : flags === '' ? name : `${name}[${flags}]`;
}

export const EAP_CODES = Object.freeze({ 1: 'Request', 2: 'Response', 3: 'Success', 4: 'Failure' });
const EAP_TYPES = Object.freeze({ 1: 'Identity', 2: 'Notification', 3: 'Nak', 47: 'EAP-PSK' });
const PSK = 47;

const RAND_S = bytes(16, 'RAND_S', 'eap.psk.rand_s');
const PCHANNEL = parts(
	'PCHANNEL',
	[u(4, 'Nonce'), bytes(16, 'Tag'), bytes('rest', 'Ciphertext', undefined, { when: (_, place) => place.left > 0 })],
	{
		filter: 'eap.psk.pchannel',
		reading: 'bytes',
		clause: 'RFC 4764 §4.2',
	},
);
const id = (name: string, filter: string): Row => bytes('rest', name, filter, { reading: 'ascii', when: (_, place) => place.left > 0 });

/** What follows the flags, by T. */
const PSK_MESSAGES: readonly (readonly Row[])[] = [
	[RAND_S, id('ID_S', 'eap.psk.id_s')],
	[RAND_S, bytes(16, 'RAND_P', 'eap.psk.rand_p'), bytes(16, 'MAC_P', 'eap.psk.mac_p'), id('ID_P', 'eap.psk.id_p')],
	[RAND_S, bytes(16, 'MAC_S', 'eap.psk.mac_s'), PCHANNEL],
	[RAND_S, PCHANNEL],
];

const PSK_ROWS: readonly Row[] = [
	x(1, 'EAP-PSK flags', 'eap.psk.flags', {
		clause: PSK_CLAUSE,
		bits: [bit(0xc0, 'T', 'eap.psk.flags.t', { key: 't' }), bit(0x3f, 'Reserved', 'eap.psk.flags.reserved')],
	}),
	choice((s) => PSK_MESSAGES[s.t!]!.map((row) => ({ clause: PSK_CLAUSE, ...row }))),
];

/** An EAP packet, and what pads it. */
export const EAP_ROWS: readonly Row[] = [
	u(1, 'Code', 'eap.code', { key: 'code', names: EAP_CODES, wrong: (code) => (code >= 1 && code <= 4 ? undefined : 'code 1 to 4') }),
	u(1, 'Identifier', 'eap.id'),
	u(2, 'Length', 'eap.len', { key: 'length', wrong: (length) => (length < 4 ? 'a length of at least 4' : undefined) }),
	choice((s) =>
		s.code! < 3 && s.length! > 4
			? [
					u(1, 'Type', 'eap.type', { key: 'eapType', names: EAP_TYPES, clause: 'RFC 3748 §5' }),
					parts(
						'Type-Data',
						(scope) => (scope.eapType === PSK ? PSK_ROWS : [bytes('rest', 'Data', undefined, { when: (_, place) => place.left > 0 })]),
						{
							length: (scope) => scope.length! - 5,
							when: (scope) => scope.length! > 5,
						},
					),
				]
			: [],
	),
	bytes('rest', 'Padding', undefined, { when: (_, place) => place.left > 0 }),
];
