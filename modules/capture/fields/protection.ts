/** What protects APDUs of COSEM: ciphering, general-ciphering and general-signing (Green Book, "Cryptographic protection of xDLMS APDUs", "General protection"). */
import { dateTimeText, size } from './axdr.js';
import type { Row } from './row.js';
import { bit, bytes, choice, parts, payload, u, x } from './row.js';

const HEADER_CLAUSE = 'Green Book, Security header';
const GENERAL_CLAUSE = 'Green Book, General protection APDUs';
const TAG_LENGTH = 12;
const TIME_LENGTH = 12;
const KEY_KINDS = Object.freeze({ 0: 'identified', 1: 'wrapped', 2: 'agreed' });
const KEY_IDS = Object.freeze({ 0: 'global unicast encryption key', 1: 'global broadcast encryption key' });
const AGREEMENTS = Object.freeze({ 1: 'one pass', 2: 'static' });

/** A ciphered APDU: what is behind its length. In the clear it is a source of its own. */
export const CIPHERED: readonly Row[] = [
	size('Length', 'ciphered'),
	x(1, 'Security control', undefined, {
		clause: HEADER_CLAUSE,
		bits: [
			bit(0x80, 'Compression'),
			bit(0x40, 'Key set', undefined, { names: { 0: 'unicast', 1: 'broadcast' } }),
			bit(0x20, 'Encryption', undefined, { key: 'encrypted' }),
			bit(0x10, 'Authentication', undefined, { key: 'authenticated' }),
			bit(0x0f, 'Security suite'),
		],
	}),
	u(4, 'Invocation counter', undefined, { clause: HEADER_CLAUSE }),
	choice((s, place) => {
		const tag = s.authenticated === 1 ? TAG_LENGTH : 0;
		const name = s.encrypted === 1 ? 'Ciphertext' : 'APDU in the clear';
		return [bytes(place.left - tag, name), ...(tag > 0 ? [bytes(tag, 'Authentication tag')] : [])];
	}),
];

/** Under a global or a dedicated key, with the sender's title. */
export const GENERAL_CIPHERED: readonly Row[] = [
	u(1, 'Length of system title', undefined, { key: 'title' }),
	bytes((s) => s.title!, 'System title', undefined, { when: (s) => s.title! > 0 }),
	...CIPHERED,
];

const octets = (name: string, shown?: Row['shown']): readonly Row[] => [
	size(`Length of ${name.slice(0, 1).toLowerCase()}${name.slice(1)}`, 'octets'),
	bytes((s) => s.octets!, name, undefined, { when: (s) => s.octets! > 0, ...(shown !== undefined && { shown }) }),
];
const HEADER: readonly Row[] = [
	...octets('Transaction ID'),
	...octets('Originator system title'),
	...octets('Recipient system title'),
	size('Length of date-time', 'octets'),
	bytes((s) => s.octets!, 'Date-time', undefined, {
		when: (s) => s.octets === TIME_LENGTH,
		shown: (raw) => dateTimeText(raw as Uint8Array),
		clause: 'Blue Book, date-time',
	}),
	bytes((s) => s.octets!, 'Date-time', undefined, { when: (s) => s.octets! > 0 && s.octets !== TIME_LENGTH }),
	...octets('Other information'),
].map((row) => ({ clause: GENERAL_CLAUSE, ...row }));

/** By the kind of the key. */
const KEYS: Readonly<Record<number, readonly Row[]>> = Object.freeze({
	0: [u(1, 'Key ID', undefined, { names: KEY_IDS })],
	1: [u(1, 'Key-encrypting key', undefined, { names: { 0: 'master key' } }), ...octets('Wrapped key')],
	2: [
		size('Length of key parameters', 'octets'),
		u(1, 'Key parameters', undefined, { when: (s) => s.octets === 1, names: AGREEMENTS }),
		bytes((s) => s.octets!, 'Key parameters', undefined, { when: (s) => s.octets! > 1 }),
		...octets('Key ciphered data'),
	],
});
const KEY_INFO: Row = parts(
	'Key info',
	[
		u(1, 'Key', undefined, {
			key: 'keyKind',
			names: KEY_KINDS,
			wrong: (kind) => (kind in KEYS ? undefined : 'an identified, wrapped or agreed key'),
		}),
		choice((s) => KEYS[s.keyKind!] ?? []),
	],
	{ when: (s) => s.isTold === 1, clause: GENERAL_CLAUSE },
);

export const GENERAL_CIPHERING: readonly Row[] = [
	...HEADER,
	u(1, 'Key info given', undefined, {
		key: 'isTold',
		names: { 0: 'no', 1: 'yes' },
		wrong: (value) => (value > 1 ? 'Key info given 0 or 1' : undefined),
		clause: GENERAL_CLAUSE,
	}),
	KEY_INFO,
	...CIPHERED,
];

/** What is signed is an APDU, of a layer of its own. */
export const GENERAL_SIGNING: readonly Row[] = [
	...HEADER,
	size('Length of content', 'content'),
	payload((s) => s.content!, 'Content'),
	...octets('Signature'),
];
