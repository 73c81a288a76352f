/** Object identifiers, names, keys, times and signatures of certificates and requests, each from and to its DER. */
import { asciiText } from '../bytes/ascii.js';
import { equalBytes } from '../bytes/equal.js';
import { joined } from '../bytes/joined.js';
import { bitString, DerReader, element, fixedInteger, integer, sequence, TAG, wholeBits } from './der.js';

const oid = (...bytes: readonly number[]): Uint8Array => Uint8Array.of(TAG.oid, bytes.length, ...bytes);

export const COMMON_NAME = oid(0x55, 0x04, 0x03);
export const KEY_USAGE = oid(0x55, 0x1d, 0x0f);
export const BASIC_CONSTRAINTS = oid(0x55, 0x1d, 0x13);
export const ALTERNATIVE_NAME = oid(0x55, 0x1d, 0x11);
export const SUBJECT_KEY = oid(0x55, 0x1d, 0x0e);
export const AUTHORITY_KEY = oid(0x55, 0x1d, 0x23);
/** Of PKCS #9: extensions that a request asks for. */
export const EXTENSION_REQUEST = oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x0e);
const PUBLIC_KEY = oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01);
const P256 = oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07);
const P384 = oid(0x2b, 0x81, 0x04, 0x00, 0x22);
const ECDSA_SHA256 = oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02);
const ECDSA_SHA384 = oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x03);
/** Bytes of a coordinate. */
const P256_LENGTH = 32;
const P384_LENGTH = 48;
const UNCOMPRESSED = 4;
/** No name of a meter or a client is longer. */
const LONGEST_NAME = 64;

/** A Name of one common name, ASCII. */
export function encodeName(commonName: string): Uint8Array {
	const text = new Uint8Array(commonName.length);
	for (let i = 0; i < text.length; i++) text[i] = commonName.charCodeAt(i) & 0x7f;
	return sequence(element(TAG.set, sequence(COMMON_NAME, element(TAG.utf8, text))));
}

/** The first common name of a Name; undefined: it has none that is short ASCII. Throws DecodeError. */
export function commonNameIn(name: Uint8Array): string | undefined {
	const r = new DerReader(name).inside(TAG.sequence, 'a name');
	let found: string | undefined;
	while (r.tag !== undefined) {
		const set = r.inside(TAG.set, 'a part of a name');
		while (set.tag !== undefined) {
			const part = set.inside(TAG.sequence, 'a type with its value');
			const type = part.whole('a type');
			const isText = part.tag === TAG.utf8 || part.tag === TAG.printable;
			const value = isText ? part.content(part.tag!, 'a text') : undefined;
			if (value === undefined) part.whole('a value');
			part.end();
			if (found === undefined && value !== undefined && equalBytes(type, COMMON_NAME)) found = asciiOf(value);
		}
	}
	return found;
}

function asciiOf(bytes: Uint8Array): string | undefined {
	if (bytes.length > LONGEST_NAME) return undefined;
	for (let i = 0; i < bytes.length; i++) if (bytes[i]! < 0x20 || bytes[i]! > 0x7e) return undefined;
	return asciiText(bytes);
}

/** SubjectPublicKeyInfo. @param key x ‖ y of P-256 or P-384 */
export function encodePublicKey(key: Uint8Array): Uint8Array {
	const curve = key.length === 2 * P384_LENGTH ? P384 : P256;
	return sequence(sequence(PUBLIC_KEY, curve), bitString(joined([Uint8Array.of(UNCOMPRESSED), key])));
}

/** x ‖ y. Throws DecodeError for any other kind of key. */
export function readPublicKey(r: DerReader): Uint8Array {
	const info = r.inside(TAG.sequence, 'a public key');
	const algorithm = info.inside(TAG.sequence, 'a kind of key');
	const wrong = algorithm.error('a key of P-256 or P-384');
	if (!equalBytes(algorithm.whole('a kind of key'), PUBLIC_KEY)) throw wrong;
	const curve = algorithm.whole('a curve');
	algorithm.end();
	const length = equalBytes(curve, P256) ? P256_LENGTH : equalBytes(curve, P384) ? P384_LENGTH : 0;
	const point = wholeBits(info, 'a point');
	info.end();
	if (length === 0 || point.length !== 1 + 2 * length || point[0] !== UNCOMPRESSED) throw wrong;
	return point.subarray(1);
}

/** AlgorithmIdentifier of what a key signs with. @param length of the signature, r ‖ s */
export function encodeAlgorithm(length: number): Uint8Array {
	return sequence(length === 2 * P384_LENGTH ? ECDSA_SHA384 : ECDSA_SHA256);
}

/** Bytes of a signature by this algorithm. Throws DecodeError. */
export function readAlgorithm(r: DerReader): number {
	const wrong = r.error('ECDSA with SHA-256 or SHA-384');
	const algorithm = r.inside(TAG.sequence, 'an algorithm');
	const name = algorithm.whole('an algorithm');
	algorithm.end();
	if (equalBytes(name, ECDSA_SHA256)) return 2 * P256_LENGTH;
	if (equalBytes(name, ECDSA_SHA384)) return 2 * P384_LENGTH;
	throw wrong;
}

/** A signature r ‖ s as the BIT STRING that certificates have. */
export function encodeSignature(signature: Uint8Array): Uint8Array {
	const half = signature.length / 2;
	return bitString(sequence(integer(signature.subarray(0, half)), integer(signature.subarray(half))));
}

/** r ‖ s. @param length in bytes. Throws DecodeError */
export function readSignature(r: DerReader, length: number): Uint8Array {
	const bits = new DerReader(wholeBits(r, 'a signature'));
	const pair = bits.inside(TAG.sequence, 'a signature');
	const signature = new Uint8Array(length);
	signature.set(fixedInteger(pair, length / 2, 'r'));
	signature.set(fixedInteger(pair, length / 2, 's'), length / 2);
	pair.end();
	bits.end();
	return signature;
}

/** UTCTime up to 2049, GeneralizedTime from 2050 on (RFC 5280, 4.1.2.5). @param time ms since 1970-01-01T00:00:00Z */
export function encodeTime(time: number): Uint8Array {
	const date = new Date(time);
	const year = date.getUTCFullYear();
	const isLate = year >= 2050;
	const parts = [
		isLate ? year : year % 100,
		date.getUTCMonth() + 1,
		date.getUTCDate(),
		date.getUTCHours(),
		date.getUTCMinutes(),
		date.getUTCSeconds(),
	];
	const text = `${parts.map((part, i) => String(part).padStart(i === 0 && isLate ? 4 : 2, '0')).join('')}Z`;
	return element(
		isLate ? TAG.generalizedTime : TAG.utcTime,
		Uint8Array.from(text, (character) => character.charCodeAt(0)),
	);
}

/** ms since 1970-01-01T00:00:00Z. Throws DecodeError. */
export function readTime(r: DerReader): number {
	const wrong = r.error('a time in UTC, to the second');
	const isLate = r.tag === TAG.generalizedTime;
	const content = r.content(isLate ? TAG.generalizedTime : TAG.utcTime, 'a time');
	const text = asciiText(content);
	if (!(isLate ? /^\d{14}Z$/ : /^\d{12}Z$/).test(text)) throw wrong;
	const digits = isLate ? text : `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}`;
	const field = (start: number, length = 2): number => Number(digits.slice(start, start + length));
	const [month, day, hour, minute, second] = [field(4), field(6), field(8), field(10), field(12)] as const;
	const time = Date.UTC(field(0, 4), month - 1, day, hour, minute, second);
	// What is no day turns into another one.
	if (month < 1 || month > 12 || new Date(time).getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) throw wrong;
	return time;
}
