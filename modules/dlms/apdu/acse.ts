/**
 * Opening and releasing an association: the APDUs of ACSE (ISO/IEC 8650-1, X.227; Green Book, "ACSE-APDUs"), in BER.
 *
 * | field                    | AARQ (60)          | AARE (61)          | content                                                  |
 * |--------------------------|--------------------|--------------------|----------------------------------------------------------|
 * | protocol version         | 80 02 07 80        | 80 02 07 80        | version 1, which is what is meant without it, too        |
 * | application context name | A1 09 06 07        | A1 09 06 07        | 60 85 74 05 08 01 and one of `CONTEXT`                   |
 * | result                   |                    | A2 03 02 01        | 0 accepted, 1 rejected for good, 2 for now               |
 * | result source diagnostic |                    | A3 05 A1|A2 03 02 01 | one of `DIAGNOSTIC`: A1 of the service user, A2 of the provider |
 * | AP title                 | A6 0A 04 08        | A4 0A 04 08        | system title of the sender                               |
 * | AE qualifier             | A7 n 04 n          | A5 n 04 n          | a certificate; of no use in security suite 0             |
 * | ACSE requirements        | 8A 02 07 80        | 88 02 07 80        | authentication follows                                   |
 * | mechanism name           | 8B 07              | 89 07              | 60 85 74 05 08 02 and one of `MECHANISM`                 |
 * | authentication value     | AC n 80 n          | AA n 80 n          | password, or challenge                                   |
 * | user information         | BE n 04 n          | BE n 04 n          | an APDU of xDLMS: initiate.ts, in the clear or ciphered  |
 *
 * Release: RLRQ (62) and RLRE (63) of `80 01 reason` and user information, either of which may be missing.
 */
import { DecodeError, Reader } from '../../bytes/reader.js';
import { readSize, sizeLength } from '../axdr/data-length.js';
import { DataWriter } from '../axdr/data-writer.js';
import { APDU } from './apdu.js';

/** Application context: logical or short names, with or without ciphered APDUs. */
export const CONTEXT = Object.freeze({ logicalNames: 1, shortNames: 2, logicalNamesCiphered: 3, shortNamesCiphered: 4 });

/** Authentication mechanism. */
export const MECHANISM = Object.freeze({ none: 0, low: 1, high: 2, highMd5: 3, highSha1: 4, highGmac: 5, highSha256: 6, highEcdsa: 7 });

export const RESULT = Object.freeze({ accepted: 0, rejectedPermanent: 1, rejectedTransient: 2 });

/** Associate-source-diagnostic: 0x100 the service user says so, 0x200 the service provider. */
export const DIAGNOSTIC = Object.freeze({
	null: 0x100,
	noReason: 0x101,
	contextNotSupported: 0x102,
	callingApTitleNotRecognised: 0x103,
	callingApInvocationNotRecognised: 0x104,
	callingAeQualifierNotRecognised: 0x105,
	callingAeInvocationNotRecognised: 0x106,
	calledApTitleNotRecognised: 0x107,
	calledApInvocationNotRecognised: 0x108,
	calledAeQualifierNotRecognised: 0x109,
	calledAeInvocationNotRecognised: 0x10a,
	mechanismNotRecognised: 0x10b,
	mechanismRequired: 0x10c,
	authenticationFailure: 0x10d,
	authenticationRequired: 0x10e,
	providerNull: 0x200,
	providerNoReason: 0x201,
	noCommonAcseVersion: 0x202,
});

/** Reasons of a release: those of RLRQ, and of RLRE. */
export const RELEASE = Object.freeze({ normal: 0, urgent: 1, notFinished: 1, userDefined: 30 });

/** What stands for an OID that is none of DLMS. */
export const UNKNOWN = -1;

export interface Aarq {
	/** Whether version 1 of ACSE is among those that the client speaks. */
	readonly version1: boolean;
	/** One of `CONTEXT`, another number behind the same prefix, or `UNKNOWN`. */
	readonly context: number;
	readonly callingApTitle: Uint8Array | undefined;
	readonly callingAeQualifier: Uint8Array | undefined;
	/** Whether the field says that authentication follows. */
	readonly authentication: boolean;
	/** One of `MECHANISM`, another number behind the same prefix, or `UNKNOWN`; undefined: no name, and so no authentication. */
	readonly mechanism: number | undefined;
	readonly callingAuthentication: Uint8Array | undefined;
	readonly userInformation: Uint8Array | undefined;
}

export interface Aare {
	readonly context: number;
	/** One of `RESULT`. */
	readonly result: number;
	/** One of `DIAGNOSTIC`. */
	readonly diagnostic: number;
	readonly respondingApTitle: Uint8Array | undefined;
	readonly respondingAeQualifier: Uint8Array | undefined;
	readonly authentication: boolean;
	readonly mechanism: number | undefined;
	readonly respondingAuthentication: Uint8Array | undefined;
	readonly userInformation: Uint8Array | undefined;
}

/** RLRQ, and RLRE. */
export interface Release {
	/** One of `RELEASE`. */
	readonly reason: number | undefined;
	readonly userInformation: Uint8Array | undefined;
}

const FORMAT = 'ACSE';
const PROTOCOL_VERSION = 0x80;
const CONTEXT_NAME = 0xa1;
const RESULT_FIELD = 0xa2;
const DIAGNOSTIC_FIELD = 0xa3;
const USER_INFORMATION = 0xbe;
const REASON = 0x80;
const OCTET_STRING = 0x04;
const OBJECT_IDENTIFIER = 0x06;
const INTEGER = 0x02;
const CHAR_STRING = 0x80;
const SERVICE_USER = 0xa1;
const SERVICE_PROVIDER = 0xa2;

/** Tags of the fields that stand elsewhere in the request and in the response. */
const CALLING = Object.freeze({ title: 0xa6, qualifier: 0xa7, requirements: 0x8a, mechanism: 0x8b, authentication: 0xac });
const RESPONDING = Object.freeze({ title: 0xa4, qualifier: 0xa5, requirements: 0x88, mechanism: 0x89, authentication: 0xaa });

/** 2.16.756.5.8.1 (contexts) and 2.16.756.5.8.2 (mechanisms), whose last arc is one byte more. */
const CONTEXT_PREFIX = new Uint8Array([0x60, 0x85, 0x74, 0x05, 0x08, 0x01]);
const MECHANISM_PREFIX = new Uint8Array([0x60, 0x85, 0x74, 0x05, 0x08, 0x02]);
const OID_LENGTH = 7;
/** One bit, of eight less seven unused ones: version 1, or the authentication functional unit. */
const ONE_BIT = new Uint8Array([0x07, 0x80]);

/** The 7 bytes of a context's object identifier, as class 15 tells it. */
export function contextName(context: number): Uint8Array {
	return new Uint8Array([...CONTEXT_PREFIX, context]);
}

/** The 7 bytes of a mechanism's object identifier. */
export function mechanismName(mechanism: number): Uint8Array {
	return new Uint8Array([...MECHANISM_PREFIX, mechanism]);
}

/** Fields that nobody here needs are passed over. Throws DecodeError. */
export function decodeAarq(bytes: Uint8Array): Aarq {
	const fields = readFields(bytes, APDU.aarq, 'AARQ');
	const version = fields.get(PROTOCOL_VERSION);
	return {
		version1: version === undefined || firstBit(version),
		context: contextOf(fields),
		callingApTitle: octets(fields, CALLING.title, OCTET_STRING),
		callingAeQualifier: octets(fields, CALLING.qualifier, OCTET_STRING),
		authentication: firstBit(fields.get(CALLING.requirements)),
		mechanism: mechanismOf(fields, CALLING.mechanism),
		callingAuthentication: octets(fields, CALLING.authentication, CHAR_STRING),
		userInformation: octets(fields, USER_INFORMATION, OCTET_STRING),
	};
}

/** Throws DecodeError. */
export function decodeAare(bytes: Uint8Array): Aare {
	const fields = readFields(bytes, APDU.aare, 'AARE');
	const result = fields.get(RESULT_FIELD);
	const diagnostic = fields.get(DIAGNOSTIC_FIELD);
	if (result === undefined || diagnostic === undefined) throw new DecodeError(FORMAT, bytes.length, 'result and result-source-diagnostic');
	return {
		context: contextOf(fields),
		result: integer(new Reader(FORMAT, result)),
		diagnostic: diagnosticOf(diagnostic),
		respondingApTitle: octets(fields, RESPONDING.title, OCTET_STRING),
		respondingAeQualifier: octets(fields, RESPONDING.qualifier, OCTET_STRING),
		authentication: firstBit(fields.get(RESPONDING.requirements)),
		mechanism: mechanismOf(fields, RESPONDING.mechanism),
		respondingAuthentication: octets(fields, RESPONDING.authentication, CHAR_STRING),
		userInformation: octets(fields, USER_INFORMATION, OCTET_STRING),
	};
}

/** Throws DecodeError. */
export function decodeRlrq(bytes: Uint8Array): Release {
	return readRelease(bytes, APDU.rlrq, 'RLRQ');
}

/** Throws DecodeError. */
export function decodeRlre(bytes: Uint8Array): Release {
	return readRelease(bytes, APDU.rlre, 'RLRE');
}

/** Throws RangeError for a context or a mechanism that is `UNKNOWN`. */
export function encodeAarq(w: DataWriter, aarq: Aarq): void {
	const fields = new DataWriter();
	if (!aarq.version1) throw new RangeError('ACSE: AARQ: expected version 1');
	writeContext(fields, aarq.context);
	writeOctets(fields, CALLING.title, OCTET_STRING, aarq.callingApTitle);
	writeOctets(fields, CALLING.qualifier, OCTET_STRING, aarq.callingAeQualifier);
	writeAuthentication(fields, CALLING, aarq.authentication, aarq.mechanism, aarq.callingAuthentication);
	writeOctets(fields, USER_INFORMATION, OCTET_STRING, aarq.userInformation);
	w.uint(1, APDU.aarq).size(fields.length).put(fields.bytes);
}

/** Throws RangeError for a context or a mechanism that is `UNKNOWN`. */
export function encodeAare(w: DataWriter, aare: Aare): void {
	const fields = new DataWriter();
	writeContext(fields, aare.context);
	fields
		.uint(1, RESULT_FIELD)
		.uint(2, 0x0302)
		.uint(2, 0x0100 | aare.result);
	fields.uint(1, DIAGNOSTIC_FIELD).uint(1, 5);
	fields
		.uint(1, aare.diagnostic >> 8 === 1 ? SERVICE_USER : SERVICE_PROVIDER)
		.uint(2, 0x0302)
		.uint(2, 0x0100 | (aare.diagnostic & 0xff));
	writeOctets(fields, RESPONDING.title, OCTET_STRING, aare.respondingApTitle);
	writeOctets(fields, RESPONDING.qualifier, OCTET_STRING, aare.respondingAeQualifier);
	writeAuthentication(fields, RESPONDING, aare.authentication, aare.mechanism, aare.respondingAuthentication);
	writeOctets(fields, USER_INFORMATION, OCTET_STRING, aare.userInformation);
	w.uint(1, APDU.aare).size(fields.length).put(fields.bytes);
}

export function encodeRlrq(w: DataWriter, release: Release): void {
	writeRelease(w, APDU.rlrq, release);
}

export function encodeRlre(w: DataWriter, release: Release): void {
	writeRelease(w, APDU.rlre, release);
}

/** The contents of all fields by their tags. */
function readFields(bytes: Uint8Array, tag: number, name: string): Map<number, Uint8Array> {
	const r = new Reader(FORMAT, bytes);
	if (r.uint(1, name) !== tag) throw r.error(`${name} (0x${tag.toString(16)})`, 0);
	const length = readSize(r);
	if (length !== r.left) throw r.error(`${length} more bytes, found ${r.left}`);
	const fields = new Map<number, Uint8Array>();
	while (r.left > 0) {
		const start = r.offset;
		const field = r.uint(1, 'field');
		if ((field & 0x1f) === 0x1f) throw r.error('a field tag of one byte', start);
		const content = r.bytes(readSize(r), 'field');
		if (fields.has(field)) throw r.error(`field 0x${field.toString(16)} only once`, start);
		fields.set(field, content);
	}
	return fields;
}

function contextOf(fields: Map<number, Uint8Array>): number {
	const content = fields.get(CONTEXT_NAME);
	if (content === undefined) throw new DecodeError(FORMAT, 2, 'an application context name');
	const oid = inner(content, OBJECT_IDENTIFIER);
	return arcOf(oid, CONTEXT_PREFIX);
}

function mechanismOf(fields: Map<number, Uint8Array>, tag: number): number | undefined {
	const oid = fields.get(tag);
	return oid === undefined ? undefined : arcOf(oid, MECHANISM_PREFIX);
}

/** The last arc of an OID behind this prefix. */
function arcOf(oid: Uint8Array, prefix: Uint8Array): number {
	if (oid.length !== OID_LENGTH) return UNKNOWN;
	for (let i = 0; i < prefix.length; i++) if (oid[i] !== prefix[i]) return UNKNOWN;
	return oid[OID_LENGTH - 1]!;
}

function octets(fields: Map<number, Uint8Array>, field: number, tag: number): Uint8Array | undefined {
	const content = fields.get(field);
	return content === undefined ? undefined : inner(content, tag);
}

/** The content of the one element that a field consists of. */
function inner(content: Uint8Array, tag: number): Uint8Array {
	const r = new Reader(FORMAT, content);
	if (r.uint(1, 'element') !== tag) throw r.error(`an element 0x${tag.toString(16)} in a field`, 0);
	const bytes = r.bytes(readSize(r), 'element');
	r.end();
	return bytes;
}

function firstBit(bitString: Uint8Array | undefined): boolean {
	return bitString !== undefined && bitString.length >= 2 && (bitString[1]! & 0x80) !== 0;
}

function integer(r: Reader): number {
	if (r.uint(1, 'integer') !== INTEGER || r.uint(1, 'length') !== 1) throw r.error('an integer of one byte', 0);
	const value = r.uint(1, 'integer');
	r.end();
	return value;
}

function diagnosticOf(content: Uint8Array): number {
	const r = new Reader(FORMAT, content);
	const source = r.uint(1, 'source of the diagnostic');
	if (source !== SERVICE_USER && source !== SERVICE_PROVIDER) throw r.error('a diagnostic of the service user or provider', 0);
	const value = integer(new Reader(FORMAT, r.bytes(readSize(r), 'diagnostic')));
	r.end();
	return (source === SERVICE_USER ? 0x100 : 0x200) | value;
}

function readRelease(bytes: Uint8Array, tag: number, name: string): Release {
	const fields = readFields(bytes, tag, name);
	const reason = fields.get(REASON);
	if (reason !== undefined && reason.length !== 1) throw new DecodeError(FORMAT, 2, 'a reason of one byte');
	return { reason: reason?.[0], userInformation: octets(fields, USER_INFORMATION, OCTET_STRING) };
}

function writeRelease(w: DataWriter, tag: number, { reason, userInformation }: Release): void {
	const fields = new DataWriter();
	if (reason !== undefined) fields.uint(1, REASON).uint(2, 0x0100 | reason);
	writeOctets(fields, USER_INFORMATION, OCTET_STRING, userInformation);
	w.uint(1, tag).size(fields.length).put(fields.bytes);
}

function writeContext(w: DataWriter, context: number): void {
	w.uint(1, CONTEXT_NAME)
		.size(OID_LENGTH + 2)
		.uint(1, OBJECT_IDENTIFIER)
		.size(OID_LENGTH);
	writeOid(w, CONTEXT_PREFIX, context);
}

function writeAuthentication(
	w: DataWriter,
	tags: { readonly requirements: number; readonly mechanism: number; readonly authentication: number },
	authentication: boolean,
	mechanism: number | undefined,
	value: Uint8Array | undefined,
): void {
	if (authentication) w.uint(1, tags.requirements).size(ONE_BIT.length).put(ONE_BIT);
	if (mechanism !== undefined) {
		w.uint(1, tags.mechanism).size(OID_LENGTH);
		writeOid(w, MECHANISM_PREFIX, mechanism);
	}
	writeOctets(w, tags.authentication, CHAR_STRING, value);
}

function writeOid(w: DataWriter, prefix: Uint8Array, arc: number): void {
	if (arc < 0 || arc > 0x7f) throw new RangeError(`ACSE: object identifier: expected a last arc of 0 to 127, got ${arc}`);
	w.put(prefix).uint(1, arc);
}

function writeOctets(w: DataWriter, field: number, tag: number, bytes: Uint8Array | undefined): void {
	if (bytes === undefined) return;
	const { length } = bytes;
	w.uint(1, field)
		.size(1 + sizeLength(length) + length)
		.uint(1, tag)
		.size(length)
		.put(bytes);
}
