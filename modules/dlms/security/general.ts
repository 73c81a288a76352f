/**
 * General-ciphering and general-signing (Green Book, "General protection APDUs"): APDUs that tell who sends them to whom, and of a key what it is. All octet
 * strings have their length before them, 00 for none.
 *
 * | field                                         | general-ciphering (DD)                    | general-signing (DF)            |
 * |-----------------------------------------------|-------------------------------------------|---------------------------------|
 * | transaction id, titles of originator and      |                                           |                                 |
 * | recipient, date-time, other information       | five octet strings: the header            | the same                        |
 * | key info                                      | 00 as before; 01 and one of the following | –                               |
 * | identified key                                | 00, then 00 unicast or 01 broadcast       |                                 |
 * | wrapped key                                   | 01 00, wrapped key (24 or 40)             |                                 |
 * | agreed key                                    | 02, 01 01 (one pass), epk ‖ signature     |                                 |
 * |                                               | 02, 01 02 (static), 00                    |                                 |
 * | content                                       | security control, counter, payload        | an APDU, ciphered or not        |
 * | signature                                     | –                                         | r ‖ s of header ‖ content       |
 *
 * What is authenticated beside the content is SC ‖ authentication key ‖ header; there are clients that leave the header out.
 */
import { Reader } from '../../bytes/reader.js';
import { APDU } from '../apdu/apdu.js';
import { contentRoom, readSize, sizeLength } from '../axdr/data-length.js';
import { DataWriter } from '../axdr/data-writer.js';
import { CONTROL, HEADER_LENGTH, TAG_LENGTH, TITLE_LENGTH } from './ciphering.js';

export interface GeneralHeader {
	readonly transaction: Uint8Array;
	readonly originator: Uint8Array;
	readonly recipient: Uint8Array;
}

export const KEY_ID = Object.freeze({ unicast: 0, broadcast: 1 });
/** Key parameters of an agreed key. */
export const AGREEMENT = Object.freeze({ onePass: 1, static: 2 });

export type KeyInfo =
	/** @param id one of `KEY_ID` */
	| { readonly kind: 'identified'; readonly id: number }
	/** Under the master key. */
	| { readonly kind: 'wrapped'; readonly key: Uint8Array }
	/** `scheme` is one of `AGREEMENT`, or another number; `data`: epk ‖ signature of the one pass. */
	| { readonly kind: 'agreed'; readonly scheme: number; readonly data: Uint8Array };

export interface GeneralCiphered extends GeneralHeader {
	/** The header as it came, which is authenticated. */
	readonly header: Uint8Array;
	/** Undefined: the key of before. */
	readonly keyInfo: KeyInfo | undefined;
	readonly control: number;
	readonly counter: number;
	readonly payload: Uint8Array;
}

export interface GeneralSigned extends GeneralHeader {
	readonly content: Uint8Array;
	/** Header ‖ content. */
	readonly signed: Uint8Array;
	readonly signature: Uint8Array;
}

const FORMAT = 'DLMS general protection';
/** The longest transaction id that is answered, in bytes. */
export const LONGEST_TRANSACTION = 32;
const MASTER_KEY = 0;
const IDENTIFIED = 0;
const WRAPPED = 1;
const AGREED = 2;

/** Bytes of a header with titles. */
export function headerLength(transaction: Uint8Array): number {
	return 1 + transaction.length + 2 * (1 + TITLE_LENGTH) + 2;
}

export function encodeHeader({ transaction, originator, recipient }: GeneralHeader): Uint8Array {
	const w = new DataWriter();
	for (const octets of [transaction, originator, recipient]) w.size(octets.length).put(octets);
	return w.uint(2, 0).copy();
}

/** The payload is a view. Throws DecodeError. */
export function decodeGeneralCiphered(bytes: Uint8Array): GeneralCiphered {
	const r = new Reader(FORMAT, bytes);
	if (r.uint(1, 'APDU') !== APDU.generalCiphering) throw r.error('general-ciphering (dd)', 0);
	const { told, header } = readHeader(r, bytes);
	const keyInfo = readPresence(r) ? readKeyInfo(r) : undefined;
	const length = readSize(r);
	if (length !== r.left) throw r.error(`${length} more bytes, found ${r.left}`);
	const control = r.uint(1, 'security control');
	const counter = r.uint(4, 'invocation counter');
	const least = control & CONTROL.authentication ? TAG_LENGTH : 0;
	if (r.left < least) throw r.error(`an authentication tag (${least} bytes), found ${r.left}`);
	return { ...told, header, keyInfo, control, counter, payload: r.bytes(r.left, 'payload') };
}

/** @param header as `encodeHeader` gives it */
export function encodeGeneralCiphered(
	w: DataWriter,
	{ header, keyInfo, control, counter, payload }: Pick<GeneralCiphered, 'header' | 'keyInfo' | 'control' | 'counter' | 'payload'>,
): void {
	w.uint(1, APDU.generalCiphering).put(header);
	putKeyInfo(w, keyInfo);
	w.size(HEADER_LENGTH + payload.length)
		.uint(1, control)
		.uint(4, counter)
		.put(payload);
}

/** Content and signature are views. Throws DecodeError. */
export function decodeGeneralSigned(bytes: Uint8Array): GeneralSigned {
	const r = new Reader(FORMAT, bytes);
	if (r.uint(1, 'APDU') !== APDU.generalSigning) throw r.error('general-signing (df)', 0);
	const { told, header } = readHeader(r, bytes);
	const content = r.bytes(readSize(r), 'content');
	const signature = r.bytes(readSize(r), 'signature');
	r.end();
	return { ...told, content, signed: signedBytes(header, content), signature };
}

/** What is signed. */
export function signedBytes(header: Uint8Array, content: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(header.length + content.length);
	bytes.set(header);
	bytes.set(content, header.length);
	return bytes;
}

export function encodeGeneralSigned(w: DataWriter, header: Uint8Array, content: Uint8Array, signature: Uint8Array): void {
	w.uint(1, APDU.generalSigning).put(header).size(content.length).put(content).size(signature.length).put(signature);
}

/** How long the content of general-ciphering can be, in bytes, in at most `limit`. */
export function cipheredRoom(limit: number, transaction: Uint8Array, keyInfo: KeyInfo | undefined): number {
	const w = new DataWriter();
	putKeyInfo(w, keyInfo);
	return contentRoom(limit - 1 - headerLength(transaction) - w.length) - HEADER_LENGTH - TAG_LENGTH;
}

/** How long the content of general-signing can be, in bytes, in at most `limit`. */
export function signedRoom(limit: number, transaction: Uint8Array, signatureLength: number): number {
	return contentRoom(limit - 1 - headerLength(transaction) - sizeLength(signatureLength) - signatureLength);
}

function readHeader(r: Reader, bytes: Uint8Array): { readonly told: GeneralHeader; readonly header: Uint8Array } {
	const start = r.offset;
	const transaction = r.bytes(readSize(r), 'transaction id');
	if (transaction.length > LONGEST_TRANSACTION) throw r.error(`a transaction id of at most ${LONGEST_TRANSACTION} bytes`, start);
	const originator = r.bytes(readSize(r), 'title of the originator');
	const recipient = r.bytes(readSize(r), 'title of the recipient');
	r.bytes(readSize(r), 'date-time');
	r.bytes(readSize(r), 'other information');
	return { told: { transaction, originator, recipient }, header: bytes.subarray(start, r.offset) };
}

function readPresence(r: Reader): boolean {
	const start = r.offset;
	const flag = r.uint(1, 'key info');
	if (flag > 1) throw r.error('key info (00 or 01)', start);
	return flag === 1;
}

function readKeyInfo(r: Reader): KeyInfo {
	const start = r.offset;
	const choice = r.uint(1, 'kind of key');
	if (choice === IDENTIFIED) return { kind: 'identified', id: r.uint(1, 'key id') };
	if (choice === WRAPPED) {
		if (r.uint(1, 'key-encrypting key') !== MASTER_KEY) throw r.error('the master key', start + 1);
		return { kind: 'wrapped', key: r.bytes(readSize(r), 'wrapped key') };
	}
	if (choice !== AGREED) throw r.error('an identified, wrapped or agreed key', start);
	const parameters = r.bytes(readSize(r), 'key parameters');
	if (parameters.length !== 1) throw r.error('key parameters of one byte', start + 1);
	return { kind: 'agreed', scheme: parameters[0]!, data: r.bytes(readSize(r), 'key data') };
}

function putKeyInfo(w: DataWriter, info: KeyInfo | undefined): void {
	if (info === undefined) w.uint(1, 0);
	else if (info.kind === 'identified') w.uint(1, 1).uint(1, IDENTIFIED).uint(1, info.id);
	else if (info.kind === 'wrapped') w.uint(1, 1).uint(1, WRAPPED).uint(1, MASTER_KEY).size(info.key.length).put(info.key);
	else w.uint(1, 1).uint(1, AGREED).uint(1, 1).uint(1, info.scheme).size(info.data.length).put(info.data);
}
