/**
 * The text of a work order's bar code, which QR code and Data Matrix keep as capitals and digits:
 *
 *     KEIKI1-W00000012-0123456789ABCDEF-…-7A2B9C01
 *
 * | field | characters |                                                                                     |
 * |-------|------------|-------------------------------------------------------------------------------------|
 * | 0     | 6          | `KEIKI` and the edition, 1                                                          |
 * | 1     | 9          | the order: W and 8 digits                                                           |
 * | 2     | 16         | the hand-held: the first 8 bytes of SHA-256 of its public key, hexadecimal          |
 * | 3     | from 130   | the envelope: encapsulated key (65 bytes) ‖ ciphertext ‖ tag (16), base 32           |
 * | 4     | 8          | CRC-32 of all before it with the last hyphen, hexadecimal: for eyes and scanners, not against people |
 *
 * What a scanner adds around it (blanks, line ends) and its lower case are taken away. No text of it in part is one of it.
 */
import { asciiBytes } from '../../../modules/bytes/ascii.js';
import { crc32 } from '../../../modules/bytes/crc.js';
import { fromBase32, toBase32 } from './base32.js';
import type { BarCodeFault } from './faults.js';
import { ENC_LENGTH, HPKE_TAG_LENGTH, type HpkeMessage } from './hpke.js';

export interface BarCodeFields {
	/** W and 8 digits. */
	readonly order: string;
	/** 16 hexadecimal digits, capitals. */
	readonly handheld: string;
	readonly envelope: HpkeMessage;
}

const MARK = 'KEIKI';
const EDITION = '1';
const SHAPES = Object.freeze({ order: /^W[0-9]{8}$/, handheld: /^[0-9A-F]{16}$/ });
const CHECK_LENGTH = 8;
const FIELDS = 5;
/** Longer than any that an office makes: what comes from a scanner has a bound. */
export const LONGEST_BAR_CODE = 1024;

/** The first three fields, which the envelope is bound to. @throws RangeError for an order or a hand-held that cannot be */
export function barCodeHeader({ order, handheld }: Pick<BarCodeFields, 'order' | 'handheld'>): string {
	if (!SHAPES.order.test(order)) throw new RangeError(`bar code: expected an order of W and 8 digits, got ${JSON.stringify(order)}`);
	if (!SHAPES.handheld.test(handheld))
		throw new RangeError(`bar code: expected a hand-held of 16 hexadecimal digits, got ${JSON.stringify(handheld)}`);
	return `${MARK}${EDITION}-${order}-${handheld}`;
}

/** @throws RangeError as `barCodeHeader` */
export function encodeBarCode(fields: BarCodeFields): string {
	const { enc, sealed } = fields.envelope;
	const envelope = new Uint8Array(enc.length + sealed.length);
	envelope.set(enc);
	envelope.set(sealed, enc.length);
	const checked = `${barCodeHeader(fields)}-${toBase32(envelope)}-`;
	return checked + checkOf(checked);
}

/** Whatever the text is: its fields, or what is wrong with it. */
export function decodeBarCode(scanned: string): BarCodeFields | BarCodeFault {
	if (scanned.length > LONGEST_BAR_CODE) return { kind: 'foreign-text' };
	const text = scanned.trim().toUpperCase();
	const mark = text.slice(0, MARK.length);
	if (text === '' || !MARK.startsWith(mark)) return { kind: 'foreign-text' };
	const [first = '', order = '', handheld = '', body = '', check = '', ...more] = text.split('-');
	if (text.includes('-') && first !== MARK + EDITION)
		return /^KEIKI[0-9]{1,4}$/.test(first) ? { kind: 'edition', found: first } : { kind: 'foreign-text' };
	if (text.split('-').length < FIELDS || check.length < CHECK_LENGTH) return { kind: 'cut' };
	const envelope = fromBase32(body);
	const isRight =
		more.length === 0 &&
		check === checkOf(text.slice(0, -CHECK_LENGTH)) &&
		SHAPES.order.test(order) &&
		SHAPES.handheld.test(handheld) &&
		envelope !== undefined &&
		envelope.length > ENC_LENGTH + HPKE_TAG_LENGTH;
	if (!isRight) return { kind: 'misread' };
	return { order, handheld, envelope: { enc: envelope.subarray(0, ENC_LENGTH), sealed: envelope.subarray(ENC_LENGTH) } };
}

function checkOf(text: string): string {
	return crc32(asciiBytes(text)).toString(16).toUpperCase().padStart(CHECK_LENGTH, '0');
}
