/** Opening and releasing associations: ACSE in BER (ISO/IEC 8650-1; X.690), and the InitiateRequest and InitiateResponse that they carry. */
import { size } from './axdr.js';
import type { Place, Row, Scope } from './row.js';
import { bit, bytes, choice, parts, payload, toTheEnd, u, x } from './row.js';

const CLAUSE = 'Green Book, ACSE-APDUs; ISO/IEC 8650-1';
const INITIATE = 'Green Book, xDLMS-Initiate';

const CONTEXTS = Object.freeze({ 1: 'logical names', 2: 'short names', 3: 'logical names, ciphered', 4: 'short names, ciphered' });
const MECHANISMS = Object.freeze({
	0: 'none',
	1: 'low',
	2: 'high',
	3: 'high, MD5',
	4: 'high, SHA-1',
	5: 'high, GMAC',
	6: 'high, SHA-256',
	7: 'high, ECDSA',
});
const OID_LENGTH = 7;
/** Its authentication value is the password itself. */
const LOW = 1;
const DIAGNOSTICS = Object.freeze({
	0: 'null',
	1: 'no-reason-given',
	2: 'application-context-name-not-supported',
	3: 'calling-AP-title-not-recognized',
	11: 'authentication-mechanism-name-not-recognized',
	12: 'authentication-mechanism-name-required',
	13: 'authentication-failure',
	14: 'authentication-required',
});
const RESULTS = Object.freeze({ 0: 'accepted', 1: 'rejected-permanent', 2: 'rejected-transient' });
const REASONS = Object.freeze({ 0: 'normal', 1: 'urgent, or not finished', 30: 'user-defined' });

/** Universal tags (X.690 §8; X.680 §8.6), and those of a choice. */
const BER_TAGS = Object.freeze({
	2: 'INTEGER',
	4: 'OCTET STRING',
	6: 'OBJECT IDENTIFIER',
	128: 'charstring',
	161: 'ACSE service user',
	162: 'ACSE service provider',
});
const YES_NO = Object.freeze({ 0: 'no', 1: 'yes' });

/** An element within a field: its tag, its length, its content. */
const element = (content: Row): readonly Row[] => [x(1, 'Tag', undefined, { names: BER_TAGS }), size('Length', 'inner'), content];
const octets = (name: string, secret: Row['secret'] = () => false): readonly Row[] =>
	element(bytes((s) => s.inner!, name, undefined, { when: (s) => s.inner! > 0, secret }));
const oid = (names: Readonly<Record<number, string>>): Row =>
	bytes((_, place) => place.left, 'Object identifier', undefined, {
		shown: (raw) => {
			const value = raw as Uint8Array;
			const hex = Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('');
			return value.length === 7 && names[value[6]!] !== undefined ? `${names[value[6]!]} (${hex})` : hex;
		},
	});
const bitString: readonly Row[] = [u(1, 'Unused bits'), bytes('rest', 'Bits', undefined, { when: (_, place) => place.left > 0 })];
const integer = (name: string, names: Readonly<Record<number, string>>): readonly Row[] =>
	element(choice((s) => [s.inner === 1 ? u(1, name, undefined, { names }) : bytes(s.inner!, name)]));
/** The APDU of xDLMS that lies in it is the next layer's. */
const userInformation: readonly Row[] = element(payload((s) => s.inner!, 'User information'));

function mechanism(s: Scope, place: Place): readonly Row[] {
	s.mechanism = place.peek(OID_LENGTH - 1);
	return [oid(MECHANISMS)];
}

interface AcseField {
	readonly name: string;
	readonly rows: readonly Row[];
}

const COMMON: Readonly<Record<number, AcseField>> = Object.freeze({
	128: { name: 'Protocol version', rows: bitString },
	161: { name: 'Application context name', rows: element(oid(CONTEXTS)) },
	190: { name: 'User information', rows: userInformation },
});
const REQUEST: Readonly<Record<number, AcseField>> = Object.freeze({
	...COMMON,
	166: { name: 'Calling AP title', rows: octets('System title') },
	167: { name: 'Calling AE qualifier', rows: octets('Certificate') },
	138: { name: 'Sender ACSE requirements', rows: bitString },
	139: { name: 'Mechanism name', rows: [choice((s, place) => mechanism(s, place))] },
	172: { name: 'Calling authentication value', rows: octets('Value', (s) => s.mechanism === LOW) },
});
const RESPONSE: Readonly<Record<number, AcseField>> = Object.freeze({
	...COMMON,
	162: { name: 'Result', rows: integer('Result', RESULTS) },
	163: { name: 'Result source diagnostic', rows: element(choice(() => integer('Diagnostic', DIAGNOSTICS))) },
	164: { name: 'Responding AP title', rows: octets('System title') },
	165: { name: 'Responding AE qualifier', rows: octets('Certificate') },
	136: { name: 'Responder ACSE requirements', rows: bitString },
	137: { name: 'Mechanism name', rows: [oid(MECHANISMS)] },
	170: { name: 'Responding authentication value', rows: octets('Value') },
});
const RELEASE: Readonly<Record<number, AcseField>> = Object.freeze({
	128: { name: 'Reason', rows: [choice((_, place) => [place.left === 1 ? u(1, 'Reason', undefined, { names: REASONS }) : bytes('rest', 'Reason')])] },
	190: { name: 'User information', rows: userInformation },
});

const acse = (fields: Readonly<Record<number, AcseField>>): readonly Row[] => [
	size('Length', 'acse'),
	parts(
		'Field',
		[
			x(1, 'Tag', undefined, { key: 'acseTag', shown: (raw) => `${fields[raw as number]?.name ?? 'field'} (0x${(raw as number).toString(16)})` }),
			size('Length', 'acseLength'),
			parts('Content', (s) => fields[s.acseTag!]?.rows ?? [bytes('rest', 'Bytes', undefined, { when: (_, place) => place.left > 0 })], {
				length: (s) => s.acseLength!,
				when: (s) => s.acseLength! > 0,
			}),
		],
		{ again: toTheEnd, shown: (_, s) => fields[s.acseTag!]?.name ?? `0x${s.acseTag!.toString(16)}`, clause: CLAUSE },
	),
];

const CONFORMANCE: readonly Row[] = [
	x(1, 'Conformance tag', undefined, { wrong: (tag) => (tag === 0x5f ? undefined : 'conformance (5f)') }),
	choice((_, place) => (place.peek(0) === 0x1f ? [x(1, 'Conformance tag, second byte')] : [])),
	u(1, 'Length'),
	u(1, 'Unused bits'),
	x(3, 'Conformance', undefined, {
		bits: [
			bit(0x400000, 'general-protection'),
			bit(0x200000, 'general-block-transfer'),
			bit(0x020000, 'delta-value-encoding'),
			bit(0x008000, 'attribute0-supported-with-set'),
			bit(0x004000, 'priority-mgmt-supported'),
			bit(0x002000, 'attribute0-supported-with-get'),
			bit(0x001000, 'block-transfer-with-get-or-read'),
			bit(0x000800, 'block-transfer-with-set-or-write'),
			bit(0x000400, 'block-transfer-with-action'),
			bit(0x000200, 'multiple-references'),
			bit(0x000080, 'data-notification'),
			bit(0x000040, 'access'),
			bit(0x000010, 'get'),
			bit(0x000008, 'set'),
			bit(0x000004, 'selective-access'),
			bit(0x000002, 'event-notification'),
			bit(0x000001, 'action'),
			bit(0x9c0120, 'others', undefined, { reading: 'hex' }),
		],
	}),
];
const optional = (name: string, key: string, row: readonly Row[]): readonly Row[] => [
	u(1, `${name} given`, undefined, { key, names: YES_NO, wrong: (value) => (value > 1 ? `${name} 0 or 1` : undefined) }),
	choice((s) => (s[key] === 1 ? row : [])),
];
const initiate = (rows: readonly Row[]): readonly Row[] => rows.map((row) => ({ clause: INITIATE, ...row }));

/** Rows behind the tag. */
export const ACSE_APDUS: Readonly<Record<number, readonly Row[]>> = Object.freeze({
	96: acse(REQUEST),
	97: acse(RESPONSE),
	98: acse(RELEASE),
	99: acse(RELEASE),
	1: initiate([
		...optional('Dedicated key', 'dedicated', [size('Length', 'key'), bytes((s) => s.key!, 'Dedicated key', undefined, { secret: () => true })]),
		...optional('Response allowed', 'allowed', [u(1, 'Response allowed')]),
		...optional('Quality of service', 'quality', [u(1, 'Quality of service')]),
		u(1, 'DLMS version'),
		...CONFORMANCE,
		u(2, 'Maximum PDU size, receive'),
	]),
	8: initiate([
		...optional('Quality of service', 'quality', [u(1, 'Quality of service')]),
		u(1, 'DLMS version'),
		...CONFORMANCE,
		u(2, 'Maximum PDU size, receive'),
		x(2, 'VAA name'),
	]),
});
