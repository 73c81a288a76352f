/**
 * Keys that two sides agree on (Green Book, "Key agreement"; SP 800-56A), with P-256 and SHA-256 in suite 1, P-384 and SHA-384 in suite 2:
 *
 *     key = leftmost bytes of hash(00000001 ‖ Z ‖ algorithm ‖ originator ‖ recipient)
 *
 * where Z is the x coordinate of one side's private key times the other's public key, and the algorithm AES-GCM of the suite, 7 bytes.
 */
import type { Cipher } from '../../../hal/ports/cipher.js';
import { suiteKeyLength } from './ciphering.js';

/** 2.16.756.5.8.3 and, by the suite, AES-GCM-128 or -256. */
const ALGORITHM = new Uint8Array([0x60, 0x85, 0x74, 0x05, 0x08, 0x03]);
const AES_GCM_128 = 0;
const AES_GCM_256 = 1;
const COUNTER = 1;
/** Bytes of a private key, and of a coordinate. */
const SCALAR = 32;
const SCALAR_384 = 48;

/** Bytes of a private key of a suite; a public key and a signature have twice as many. Suite 0 has none. */
export function scalarLength(suite: number): number {
	return suite === 2 ? SCALAR_384 : SCALAR;
}

/** Whether the cipher has what suite 1 or 2 signs and agrees with. */
export function hasCurves({ sign, verify, agree, publicKey, sha384 }: Cipher, suite: number): boolean {
	if (suite === 0 || sign === undefined || verify === undefined || agree === undefined || publicKey === undefined) return false;
	return suite === 1 || sha384 !== undefined;
}

/**
 * The key of a suite from what both have in common.
 * @param originator, recipient what tells who they are: titles, with more behind that of the originator of a static agreement
 */
export function derivedKey(cipher: Cipher, suite: number, shared: Uint8Array, originator: Uint8Array, recipient: Uint8Array): Uint8Array {
	const text = new Uint8Array(4 + shared.length + ALGORITHM.length + 1 + originator.length + recipient.length);
	text[3] = COUNTER;
	text.set(shared, 4);
	let at = 4 + shared.length;
	text.set(ALGORITHM, at);
	at += ALGORITHM.length;
	text[at++] = suite === 2 ? AES_GCM_256 : AES_GCM_128;
	text.set(originator, at);
	text.set(recipient, at + originator.length);
	const hash = suite === 2 ? cipher.sha384!(text) : cipher.sha256(text);
	return hash.slice(0, suiteKeyLength(suite));
}

/** The title and the transaction id with its length, as a static agreement tells its originator. */
export function staticOriginator(title: Uint8Array, transaction: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(title.length + 1 + transaction.length);
	bytes.set(title);
	bytes[title.length] = transaction.length;
	bytes.set(transaction, title.length + 1);
	return bytes;
}
