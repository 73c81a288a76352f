/**
 * What a work order's bar code brings to a hand-held, and how it is bound: in an HPKE envelope to the hand-held, from the office, with the first three fields of
 * the text (edition, order, hand-held) as what is authenticated beside it. Nothing of it opens where one of them is another.
 *
 * | offset | bytes | in the envelope                                                                          |
 * |--------|-------|-------------------------------------------------------------------------------------------|
 * | 0      | 8     | the meter: system title of the communication unit                                        |
 * | 8      | 6     | not before: ms since 1970                                                                |
 * | 14     | 6     | not after: ms since 1970                                                                 |
 * | 20     | 4     | version of the credentials                                                               |
 * | 24     | 44, 108 | the credentials, sealed to the communication unit (modules/cosem/sealed-credentials)    |
 */
import type { Cipher } from '../../../hal/ports/cipher.js';
import { asciiBytes } from '../../../modules/bytes/ascii.js';
import { fromHex, toUpperHex } from '../../../modules/bytes/hex.js';
import { putUint32, putUint48, uint32, uint48 } from '../../../modules/bytes/uint.js';
import { barCodeHeader, decodeBarCode, encodeBarCode } from './bar-code-text.js';
import { type BarCodeFault, isFault } from './faults.js';
import type { HpkeKeys, HpkePort } from './hpke.js';

export interface WorkOrderCode {
	/** W and 8 digits. */
	readonly order: string;
	/** System title of the communication unit: 16 hexadecimal digits, capitals. */
	readonly meter: string;
	/** From when until when it may be used, both included: ms since 1970. */
	readonly notBefore: number;
	readonly notAfter: number;
	/** Of the credentials, from 1. */
	readonly version: number;
	/** 44 bytes for a unit with a key, 108 for one with a pair. */
	readonly sealed: Uint8Array;
}

/** What a hand-held knows when it asks whether a code is to be used. */
export interface AtHand {
	/** ms since 1970. */
	readonly now: number;
	/** The order that the worker is at; undefined: whichever the code is of. */
	readonly order?: string | undefined;
	/** The meter that answers, by its system title; undefined: not yet asked. */
	readonly meter?: string | undefined;
	/** Whether this order has had this version set before. */
	readonly isUsed: (order: string, version: number) => boolean;
}

const INFO = asciiBytes('Keiki work order 1');
const AT = Object.freeze({ meter: 0, notBefore: 8, notAfter: 14, version: 20, sealed: 24 });
const SEALED_LENGTHS = Object.freeze([44, 108]);
const NAME_LENGTH = 8;
const POINT_LENGTH = 64;

/** How bar codes name a hand-held: 16 hexadecimal digits. @param publicKey x ‖ y of P-256 */
export function handheldName(cipher: Cipher, publicKey: Uint8Array): string {
	if (publicKey.length !== POINT_LENGTH) throw new RangeError(`hand-held: expected a public key of ${POINT_LENGTH} bytes, got ${publicKey.length}`);
	return toUpperHex(cipher.sha256(publicKey).subarray(0, NAME_LENGTH));
}

/**
 * The text of the bar code.
 * @param keys the office's private key, and the hand-held's public one
 * @throws RangeError for what no code can be of
 */
export async function sealBarCode(hpke: HpkePort, cipher: Cipher, keys: HpkeKeys, code: WorkOrderCode): Promise<string> {
	const fields = { order: code.order, handheld: handheldName(cipher, keys.publicKey) };
	const envelope = await hpke.seal(keys, INFO, asciiBytes(barCodeHeader(fields)), encodeCode(code));
	return encodeBarCode({ ...fields, envelope });
}

/**
 * Opens the envelope, whatever the text is. Whether it is to be used is asked of `refusalOf`.
 * @param keys the hand-held's private key, and the office's public one
 * @param handheld its own name, as `handheldName` tells it
 */
export async function openBarCode(hpke: HpkePort, keys: HpkeKeys, handheld: string, text: string): Promise<WorkOrderCode | BarCodeFault> {
	const fields = decodeBarCode(text);
	if (isFault(fields)) return fields;
	if (fields.handheld !== handheld) return { kind: 'other-handheld', handheld: fields.handheld };
	const plain = await hpke.open(keys, INFO, asciiBytes(barCodeHeader(fields)), fields.envelope);
	const code = plain && decodeCode(plain);
	return code === undefined ? { kind: 'not-opened' } : { order: fields.order, ...code };
}

/** Why a code is not to be used here and now; undefined: it is. */
export function refusalOf(code: WorkOrderCode, { now, order, meter, isUsed }: AtHand): BarCodeFault | undefined {
	if (order !== undefined && code.order !== order) return { kind: 'other-order', order: code.order };
	if (meter !== undefined && code.meter !== meter.toUpperCase()) return { kind: 'other-meter', meter: code.meter };
	if (isUsed(code.order, code.version)) return { kind: 'used', order: code.order };
	if (now < code.notBefore) return { kind: 'too-early', notBefore: code.notBefore };
	return now > code.notAfter ? { kind: 'expired', notAfter: code.notAfter } : undefined;
}

function encodeCode({ meter, notBefore, notAfter, version, sealed }: WorkOrderCode): Uint8Array {
	const title = fromHex(meter);
	if (title.length !== AT.notBefore) throw new RangeError(`bar code: expected a system title of ${AT.notBefore} bytes, got ${title.length}`);
	if (!SEALED_LENGTHS.includes(sealed.length)) throw new RangeError(`bar code: expected 44 or 108 sealed bytes, got ${sealed.length}`);
	const plain = new Uint8Array(AT.sealed + sealed.length);
	plain.set(title);
	putUint48(plain, AT.notBefore, notBefore);
	putUint48(plain, AT.notAfter, notAfter);
	putUint32(plain, AT.version, version);
	plain.set(sealed, AT.sealed);
	return plain;
}

function decodeCode(plain: Uint8Array): Omit<WorkOrderCode, 'order'> | undefined {
	if (!SEALED_LENGTHS.includes(plain.length - AT.sealed)) return undefined;
	return {
		meter: toUpperHex(plain.subarray(AT.meter, AT.notBefore)),
		notBefore: uint48(plain, AT.notBefore),
		notAfter: uint48(plain, AT.notAfter),
		version: uint32(plain, AT.version),
		sealed: plain.slice(AT.sealed),
	};
}
