/**
 * X.509 certificates, version 3 (RFC 5280), of keys of P-256 and P-384, and requests for them (PKCS #10, RFC 2986).
 *
 * | Certificate: sequence of                     | CertificationRequest: sequence of             |
 * |----------------------------------------------|-----------------------------------------------|
 * | TBSCertificate: [0] version 2, serial number, | CertificationRequestInfo: version 0, subject, |
 * | algorithm, issuer, validity, subject, public | public key, [0] attributes: extensions that    |
 * | key, [3] extensions                          | are asked for                                  |
 * | algorithm, signature over that               | algorithm, signature over that                 |
 */
import { equalBytes } from '../bytes/equal.js';
import { bitString, context, DerReader, element, integer, optionalBoolean, positive, sequence, TAG } from './der.js';
import {
	ALTERNATIVE_NAME,
	AUTHORITY_KEY,
	BASIC_CONSTRAINTS,
	commonNameIn,
	EXTENSION_REQUEST,
	encodeAlgorithm,
	encodeName,
	encodePublicKey,
	encodeSignature,
	encodeTime,
	KEY_USAGE,
	readAlgorithm,
	readPublicKey,
	readSignature,
	readTime,
	SUBJECT_KEY,
} from './names.js';

/** Bits of the first byte of keyUsage. */
export const USAGE = Object.freeze({ digitalSignature: 0x80, keyAgreement: 0x08, keyCertSign: 0x04 });

/** All bytes are views. */
export interface Certificate {
	/** What is signed. */
	readonly signed: Uint8Array;
	/** Content of its INTEGER. */
	readonly serial: Uint8Array;
	/** Names in DER. */
	readonly issuer: Uint8Array;
	readonly subject: Uint8Array;
	/** Common name of the subject; undefined: it has none. */
	readonly commonName: string | undefined;
	/** ms since 1970-01-01T00:00:00Z; both are still within. */
	readonly notBefore: number;
	readonly notAfter: number;
	/** x ‖ y. */
	readonly publicKey: Uint8Array;
	/** Bits of `USAGE`, and others of that byte; undefined: it tells none, and so is for all. */
	readonly usage: number | undefined;
	readonly isAuthority: boolean;
	/** Of an authority: how many others may stand between it and the last certificate of a chain; Infinity: as many as like. */
	readonly pathLength: number;
	/** subjectAltName in DER; empty: there is none. */
	readonly alternativeName: Uint8Array;
	/** r ‖ s. */
	readonly signature: Uint8Array;
}

export interface Request {
	readonly signed: Uint8Array;
	readonly subject: Uint8Array;
	readonly commonName: string | undefined;
	readonly publicKey: Uint8Array;
	/** Undefined: it tells none. */
	readonly usage: number | undefined;
	readonly signature: Uint8Array;
}

export interface CertificateFacts {
	/** Most significant byte first; positive. */
	readonly serial: Uint8Array;
	/** Name in DER. */
	readonly issuer: Uint8Array;
	readonly subject: Uint8Array;
	readonly notBefore: number;
	readonly notAfter: number;
	readonly publicKey: Uint8Array;
	readonly usage: number;
	readonly isAuthority: boolean;
	/** Of an authority; default: it is not told. */
	readonly pathLength?: number | undefined;
	/** Names of the keys of subject and issuer, as RFC 7093 makes them; default: neither is told. */
	readonly subjectKey?: Uint8Array | undefined;
	readonly issuerKey?: Uint8Array | undefined;
}

/** Signs bytes: r ‖ s. */
export type Sign = (bytes: Uint8Array) => Uint8Array;

const NONE = new Uint8Array(0);
const VERSION_3 = 2;
/** [0] with bytes alone. */
const KEY_OF_ISSUER = 0x80;
const TRUE = Uint8Array.of(TAG.boolean, 1, 0xff);

/** Throws DecodeError. */
export function decodeCertificate(bytes: Uint8Array): Certificate {
	const whole = new DerReader(bytes);
	const r = whole.inside(TAG.sequence, 'a certificate');
	whole.end();
	const signed = r.whole('what is signed');
	const length = readAlgorithm(r);
	const signature = readSignature(r, length);
	r.end();
	const tbs = new DerReader(signed).inside(TAG.sequence, 'what is signed');
	const version = tbs.inside(context(0), 'a version');
	if (version.content(TAG.integer, 'a version')[0] !== VERSION_3) throw version.error('version 3');
	version.end();
	const wrongSerial = tbs.error('a positive serial number');
	const serial = positive(tbs.content(TAG.integer, 'a serial number'), wrongSerial);
	const wrongAlgorithm = tbs.error('the algorithm of the signature');
	if (readAlgorithm(tbs) !== length) throw wrongAlgorithm;
	const issuer = tbs.whole('an issuer');
	commonNameIn(issuer);
	const validity = tbs.inside(TAG.sequence, 'a validity');
	const [notBefore, notAfter] = [readTime(validity), readTime(validity)];
	validity.end();
	const subject = tbs.whole('a subject');
	const publicKey = readPublicKey(tbs);
	// Unique identifiers, which nobody uses.
	while (tbs.tag === 0x81 || tbs.tag === 0x82) tbs.whole('a unique identifier');
	const extensions = tbs.tag === undefined ? NO_EXTENSIONS : readExtensions(tbs.inside(context(3), 'extensions'));
	tbs.end();
	return { signed, serial, issuer, subject, commonName: commonNameIn(subject), notBefore, notAfter, publicKey, ...extensions, signature };
}

/** Throws DecodeError. */
export function decodeRequest(bytes: Uint8Array): Request {
	const whole = new DerReader(bytes);
	const r = whole.inside(TAG.sequence, 'a request');
	whole.end();
	const signed = r.whole('what is signed');
	const signature = readSignature(r, readAlgorithm(r));
	r.end();
	const info = new DerReader(signed).inside(TAG.sequence, 'what is signed');
	if (info.content(TAG.integer, 'a version')[0] !== 0) throw info.error('version 1');
	const subject = info.whole('a subject');
	const publicKey = readPublicKey(info);
	const attributes = info.inside(context(0), 'attributes');
	info.end();
	let { usage } = NO_EXTENSIONS;
	while (attributes.tag !== undefined) {
		const attribute = attributes.inside(TAG.sequence, 'an attribute');
		const type = attribute.whole('a type');
		const values = attribute.inside(TAG.set, 'values');
		attribute.end();
		if (equalBytes(type, EXTENSION_REQUEST)) ({ usage } = readExtensions(values));
	}
	return { signed, subject, commonName: commonNameIn(subject), publicKey, usage, signature };
}

interface Extensions {
	readonly usage: number | undefined;
	readonly isAuthority: boolean;
	readonly pathLength: number;
	readonly alternativeName: Uint8Array;
}

const NO_EXTENSIONS: Extensions = Object.freeze({
	usage: undefined,
	isAuthority: false,
	pathLength: Number.POSITIVE_INFINITY,
	alternativeName: NONE,
});

/** A critical one that is not known is refused, and so is any that comes twice. Throws DecodeError. */
function readExtensions(outer: DerReader): Extensions {
	const r = outer.inside(TAG.sequence, 'extensions');
	outer.end();
	let { usage, isAuthority, pathLength, alternativeName } = NO_EXTENSIONS;
	const types: Uint8Array[] = [];
	while (r.tag !== undefined) {
		const extension = r.inside(TAG.sequence, 'an extension');
		const type = extension.whole('a kind of extension');
		const isCritical = optionalBoolean(extension, 'critical');
		const unknown = extension.error('a critical extension that is known');
		if (types.some((before) => equalBytes(before, type))) throw extension.error('each extension once');
		types.push(type);
		const value = extension.content(TAG.octetString, 'the value of an extension');
		extension.end();
		if (equalBytes(type, KEY_USAGE)) usage = usageIn(new DerReader(value));
		else if (equalBytes(type, BASIC_CONSTRAINTS)) ({ isAuthority, pathLength } = constraintsIn(new DerReader(value)));
		else if (equalBytes(type, ALTERNATIVE_NAME)) alternativeName = value;
		else if (isCritical) throw unknown;
	}
	return { usage, isAuthority, pathLength, alternativeName };
}

function usageIn(r: DerReader): number {
	const wrong = r.error('uses of a key');
	const bits = r.content(TAG.bitString, 'uses of a key');
	r.end();
	if (bits.length < 2 || bits[0]! > 7) throw wrong;
	return bits[1]!;
}

function constraintsIn(r: DerReader): Pick<Extensions, 'isAuthority' | 'pathLength'> {
	const constraints = r.inside(TAG.sequence, 'basic constraints');
	r.end();
	const isAuthority = optionalBoolean(constraints, 'whether it is an authority');
	let { pathLength } = NO_EXTENSIONS;
	if (constraints.tag !== undefined) {
		const wrong = constraints.error('the length of a path, of an authority');
		const number = positive(constraints.content(TAG.integer, 'the length of a path'), wrong);
		if (!isAuthority) throw wrong;
		pathLength = 0;
		for (const byte of number) pathLength = pathLength * 256 + byte;
	}
	constraints.end();
	return { isAuthority, pathLength };
}

export function encodeCertificate(facts: CertificateFacts, sign: Sign, signatureLength: number): Uint8Array {
	const { serial, issuer, subject, notBefore, notAfter, publicKey, usage, isAuthority, pathLength, subjectKey, issuerKey } = facts;
	const algorithm = encodeAlgorithm(signatureLength);
	const path = pathLength === undefined ? [] : [integer(Uint8Array.of(pathLength))];
	const extensions = [
		...(isAuthority ? [extension(BASIC_CONSTRAINTS, sequence(TRUE, ...path))] : []),
		usageExtension(usage),
		...(subjectKey === undefined ? [] : [named(SUBJECT_KEY, element(TAG.octetString, subjectKey))]),
		...(issuerKey === undefined ? [] : [named(AUTHORITY_KEY, sequence(element(KEY_OF_ISSUER, issuerKey)))]),
	];
	const signed = sequence(
		element(context(0), integer(Uint8Array.of(VERSION_3))),
		integer(serial),
		algorithm,
		issuer,
		sequence(encodeTime(notBefore), encodeTime(notAfter)),
		subject,
		encodePublicKey(publicKey),
		element(context(3), sequence(...extensions)),
	);
	return sequence(signed, algorithm, encodeSignature(sign(signed)));
}

/** A request for a certificate of this key. */
export function encodeRequest(commonName: string, publicKey: Uint8Array, usage: number, sign: Sign): Uint8Array {
	const asked = sequence(EXTENSION_REQUEST, element(TAG.set, sequence(usageExtension(usage))));
	const signed = sequence(integer(Uint8Array.of(0)), encodeName(commonName), encodePublicKey(publicKey), element(context(0), asked));
	return sequence(signed, encodeAlgorithm(publicKey.length), encodeSignature(sign(signed)));
}

function extension(type: Uint8Array, value: Uint8Array): Uint8Array {
	return sequence(type, TRUE, element(TAG.octetString, value));
}

/** One that need not be understood. */
function named(type: Uint8Array, value: Uint8Array): Uint8Array {
	return sequence(type, element(TAG.octetString, value));
}

/** Critical, as it should be. */
function usageExtension(usage: number): Uint8Array {
	let unused = 0;
	while (unused < 7 && ((usage >> unused) & 1) === 0) unused++;
	return extension(KEY_USAGE, bitString(Uint8Array.of(usage), unused));
}
