/**
 * PANA messages (RFC 5191 §6.2), over UDP port 716 (0x02CC), most significant byte first:
 *
 * | offset | length | field           |                                                                  |
 * |-------:|-------:|-----------------|------------------------------------------------------------------|
 * |      0 |      2 | reserved        | sent as zero, ignored                                            |
 * |      2 |      2 | length          | of the whole message                                             |
 * |      4 |      2 | flags           | R 8000, S 4000, C 2000, A 1000, P 0800, I 0400; the rest ignored |
 * |      6 |      2 | type            | 1 PCI, 2 PAR/PAN, 3 PTR/PTA, 4 PNR/PNA                           |
 * |      8 |      4 | session id      | chosen by the PAA; zero in PCI                                   |
 * |     12 |      4 | sequence number | an answer repeats that of its request; zero in PCI               |
 * |     16 |      … | AVPs            |                                                                  |
 *
 * Each AVP (§6.3):
 *
 * | offset | length | field    |                                                     |
 * |-------:|-------:|----------|-----------------------------------------------------|
 * |      0 |      2 | code     |                                                     |
 * |      2 |      2 | flags    | V 8000: a vendor's own, which nothing here knows    |
 * |      4 |      2 | length   | of the value alone                                  |
 * |      6 |      2 | reserved | sent as zero, ignored                               |
 * |      8 |      … | value    | then zeros up to a multiple of 4                    |
 */
import { frozen } from '../bytes/frozen.js';
import { DecodeError, Reader } from '../bytes/reader.js';
import { Writer } from '../bytes/writer.js';

const FORMAT = 'PANA';
const HEADER_LENGTH = 16;
const AVP_HEADER_LENGTH = 8;

const R = 0x8000;
const S = 0x4000;
const C = 0x2000;
const A = 0x1000;
const P = 0x0800;
/** I asks for a new IP address, which a link-local peer never needs. */
const FLAGS_THAT_NAME = R | S | C | A | P;
const VENDOR = 0x8000;

/** Message names as RFC 5609 writes them: the flags but R in brackets (§7). */
export type MessageName =
	| 'PCI'
	| 'PAR[S]'
	| 'PAR'
	| 'PAR[C]'
	| 'PAN[S]'
	| 'PAN'
	| 'PAN[C]'
	| 'PTR'
	| 'PTA'
	| 'PNR[A]'
	| 'PNR[P]'
	| 'PNA[A]'
	| 'PNA[P]';

interface Kind {
	readonly flags: number;
	readonly type: number;
	/** Index into `AVPS[…].most`. */
	readonly column: number;
	/** Name of the answer to a request. */
	readonly answer?: MessageName;
}

const KINDS: { readonly [name in MessageName]: Kind } = frozen({
	PCI: { flags: 0, type: 1, column: 0 },
	'PAR[S]': { flags: R | S, type: 2, column: 1, answer: 'PAN[S]' },
	PAR: { flags: R, type: 2, column: 1, answer: 'PAN' },
	'PAR[C]': { flags: R | C, type: 2, column: 1, answer: 'PAN[C]' },
	'PAN[S]': { flags: S, type: 2, column: 2 },
	PAN: { flags: 0, type: 2, column: 2 },
	'PAN[C]': { flags: C, type: 2, column: 2 },
	PTR: { flags: R, type: 3, column: 3, answer: 'PTA' },
	PTA: { flags: 0, type: 3, column: 4 },
	'PNR[A]': { flags: R | A, type: 4, column: 5, answer: 'PNA[A]' },
	'PNR[P]': { flags: R | P, type: 4, column: 5, answer: 'PNA[P]' },
	'PNA[A]': { flags: A, type: 4, column: 6 },
	'PNA[P]': { flags: P, type: 4, column: 6 },
});
const NAMES = Object.freeze(Object.keys(KINDS) as MessageName[]);

/** §8. */
export const AvpCode = Object.freeze({
	AUTH: 1,
	EapPayload: 2,
	IntegrityAlgorithm: 3,
	KeyId: 4,
	Nonce: 5,
	PrfAlgorithm: 6,
	ResultCode: 7,
	SessionLifetime: 8,
	TerminationCause: 9,
});

interface AvpRule {
	readonly name: string;
	/** Least and most bytes of the value. */
	readonly min: number;
	readonly max: number;
	/** How many of them a message may carry (§8, table): PCI, PAR, PAN, PTR, PTA, PNR, PNA. */
	readonly most: readonly number[];
}

const MANY = 255;
const LONGEST_VALUE = 0xffff;

const AVPS: { readonly [code: number]: AvpRule } = frozen({
	1: { name: 'AUTH', min: 16, max: 16, most: [0, 1, 1, 1, 1, 1, 1] },
	2: { name: 'EAP-Payload', min: 4, max: LONGEST_VALUE, most: [0, 1, 1, 0, 0, 0, 0] },
	3: { name: 'Integrity-Algorithm', min: 4, max: 4, most: [0, MANY, 1, 0, 0, 0, 0] },
	4: { name: 'Key-Id', min: 4, max: 4, most: [0, 1, 1, 0, 0, 0, 0] },
	5: { name: 'Nonce', min: 8, max: 256, most: [0, 1, 1, 0, 0, 0, 0] },
	6: { name: 'PRF-Algorithm', min: 4, max: 4, most: [0, MANY, 1, 0, 0, 0, 0] },
	7: { name: 'Result-Code', min: 4, max: 4, most: [0, 1, 0, 0, 0, 0, 0] },
	8: { name: 'Session-Lifetime', min: 4, max: 4, most: [0, 1, 0, 0, 0, 0, 0] },
	9: { name: 'Termination-Cause', min: 4, max: 4, most: [0, 0, 0, 1, 0, 0, 0] },
});

/** §8.7. */
export const ResultCode = Object.freeze({ SUCCESS: 0, AUTHENTICATION_REJECTED: 1, AUTHORIZATION_REJECTED: 2 });

/** §8.9. */
export const TerminationCause = Object.freeze({ LOGOUT: 1, ADMINISTRATIVE: 4, SESSION_TIMEOUT: 8 });

/** The one pair of algorithms of Route B: PRF_HMAC_SHA2_256 and AUTH_HMAC_SHA2_256_128 of the IKEv2 registries (RFC 4868). */
const PRF_HMAC_SHA2_256 = 5;
const AUTH_HMAC_SHA2_256_128 = 12;

export interface Avp {
	readonly code: number;
	readonly value: Uint8Array;
}

export interface Message {
	readonly name: MessageName;
	readonly sessionId: number;
	readonly sequence: number;
	/** AUTH, if there is one, is the last. */
	readonly avps: readonly Avp[];
}

/** The values are views of `bytes`. Throws DecodeError for what §5.5 calls invalid in the bytes alone. */
export function decodeMessage(bytes: Uint8Array): Message {
	const r = new Reader(FORMAT, bytes);
	r.uint(2, 'reserved');
	if (r.uint(2, 'length') !== bytes.length) throw r.error(`the length ${bytes.length}`, 2);
	const flags = r.uint(2, 'flags') & FLAGS_THAT_NAME;
	const type = r.uint(2, 'type');
	const name = NAMES.find((name) => KINDS[name].type === type && KINDS[name].flags === flags);
	if (name === undefined) throw r.error('flags and type of a known message', 4);
	const sessionId = r.uint(4, 'session id');
	const sequence = r.uint(4, 'sequence number');
	if (name === 'PCI' && (sessionId !== 0 || sequence !== 0)) throw r.error('session id and sequence number 0 in PCI', 8);
	return { name, sessionId, sequence, avps: decodeAvps(r, name) };
}

/** The same; a string: why the bytes are no message, for whoever drops them. */
export function messageOf(bytes: Uint8Array): Message | string {
	try {
		return decodeMessage(bytes);
	} catch (error) {
		if (!(error instanceof DecodeError)) throw error;
		return error.message;
	}
}

/** Throws RangeError for an AVP that the message may not carry, or whose length is wrong. */
export function encodeMessage({ name, sessionId, sequence, avps }: Message): Uint8Array {
	let length = HEADER_LENGTH;
	for (const { code, value } of avps) {
		const wrong = wrongAvp(name, code, value.length);
		if (wrong !== undefined) throw new RangeError(`${FORMAT}: ${wrong}`);
		length += AVP_HEADER_LENGTH + padded(value.length);
	}
	const { flags, type } = KINDS[name];
	const w = new Writer(length).uint(2, 0).uint(2, length).uint(2, flags).uint(2, type).uint(4, sessionId).uint(4, sequence);
	for (const { code, value } of avps) {
		w.uint(2, code).uint(2, 0).uint(2, value.length).uint(2, 0).put(value);
		w.put(new Uint8Array(padded(value.length) - value.length));
	}
	return w.bytes;
}

export function isRequest(name: MessageName): boolean {
	return KINDS[name].answer !== undefined;
}

/** The name of the answer to a request. */
export function answerTo(request: MessageName): MessageName | undefined {
	return KINDS[request].answer;
}

/** The value of the first AVP of this code. */
export function avpValue(message: Message, code: number): Uint8Array | undefined {
	return message.avps.find((avp) => avp.code === code)?.value;
}

/** The value of an AVP of type Unsigned32. */
export function avpNumber(message: Message, code: number): number | undefined {
	const value = avpValue(message, code);
	return value && number32(value);
}

export function numberAvp(code: number, value: number): Avp {
	return { code, value: new Writer(4).uint(4, value).bytes };
}

/** PAR[S] or PAN[S] with the one pair of algorithms there is, and EAP-Payload if one is given. */
export function encodeStart(name: 'PAR[S]' | 'PAN[S]', sessionId: number, sequence: number, eap?: Uint8Array): Uint8Array {
	const avps = [numberAvp(AvpCode.PrfAlgorithm, PRF_HMAC_SHA2_256), numberAvp(AvpCode.IntegrityAlgorithm, AUTH_HMAC_SHA2_256_128)];
	if (eap !== undefined) avps.push({ code: AvpCode.EapPayload, value: eap });
	return encodeMessage({ name, sessionId, sequence, avps });
}

/** Whether PAR[S] offers, or PAN[S] has chosen, that pair. */
export function offersAlgorithms({ avps }: Message): boolean {
	const has = (code: number, value: number) => avps.some((avp) => avp.code === code && number32(avp.value) === value);
	return has(AvpCode.PrfAlgorithm, PRF_HMAC_SHA2_256) && has(AvpCode.IntegrityAlgorithm, AUTH_HMAC_SHA2_256_128);
}

function decodeAvps(r: Reader, name: MessageName): Avp[] {
	const avps: Avp[] = [];
	while (r.left > 0) {
		const start = r.offset;
		if (avps[avps.length - 1]?.code === AvpCode.AUTH) throw r.error('AUTH as the last AVP', start);
		const code = r.uint(2, 'AVP code');
		if ((r.uint(2, 'AVP flags') & VENDOR) !== 0) throw r.error('no AVP of a vendor', start);
		const length = r.uint(2, 'AVP length');
		r.uint(2, 'AVP reserved');
		const wrong = wrongAvp(name, code, length);
		if (wrong !== undefined) throw r.error(wrong, start);
		const value = r.bytes(length, AVPS[code]!.name);
		for (const byte of r.bytes(padded(length) - length, 'padding')) if (byte !== 0) throw r.error('zeros as padding');
		if (avps.filter((avp) => avp.code === code).length >= AVPS[code]!.most[KINDS[name].column]!)
			throw r.error(`no second ${AVPS[code]!.name}`, start);
		avps.push({ code, value });
	}
	if (name === 'PTR' && !avps.some((avp) => avp.code === AvpCode.TerminationCause)) throw r.error('Termination-Cause in PTR');
	return avps;
}

/** What is wrong with an AVP of this code and length in such a message. */
function wrongAvp(name: MessageName, code: number, length: number): string | undefined {
	const rule = AVPS[code];
	if (rule === undefined) return `an AVP code from 1 to 9, got ${code}`;
	if (rule.most[KINDS[name].column] === 0) return `no ${rule.name} in ${name}`;
	if (length < rule.min || length > rule.max) return `${rule.min} to ${rule.max} bytes of ${rule.name}, got ${length}`;
	return undefined;
}

function padded(length: number): number {
	return (length + 3) & ~3;
}

function number32(bytes: Uint8Array): number {
	return new Reader(FORMAT, bytes).uint(4, 'Unsigned32');
}
