/**
 * Keys that two sides agree on (Green Book, "Key agreement"; SP 800-56A), with P-256 and SHA-256 in suite 1, P-384 and SHA-384 in suite 2:
 *
 *     key = leftmost bytes of hash(00000001 ‖ Z ‖ algorithm ‖ originator ‖ recipient)
 *
 * where Z is the x coordinate of one side's private key times the other's public key, and the algorithm AES-GCM of the suite, 7 bytes; of the key that wraps
 * others it is AES key wrap.
 *
 * In an agreement of two ephemeral keys (class 64, method 3) each side sends its public key, then its signature of key id ‖ public key. The client is the
 * originator.
 */
import type { Cipher } from '../../../hal/ports/cipher.js';
import { joined } from '../../bytes/joined.js';
import { suiteKeyLength } from './ciphering.js';

/** 2.16.756.5.8.3 and, by the suite, AES-GCM-128 or -256. */
const AES_GCM_128 = Uint8Array.of(0x60, 0x85, 0x74, 0x05, 0x08, 0x03, 0);
const AES_GCM_256 = Uint8Array.of(0x60, 0x85, 0x74, 0x05, 0x08, 0x03, 1);
/** 2.16.756.5.8.3 and, by the suite, AES-WRAP-128 or -256. Of the KEK alone; that it is so there is unconfirmed. */
const AES_WRAP_128 = Uint8Array.of(0x60, 0x85, 0x74, 0x05, 0x08, 0x03, 2);
const AES_WRAP_256 = Uint8Array.of(0x60, 0x85, 0x74, 0x05, 0x08, 0x03, 3);
const COUNTER = Uint8Array.of(0, 0, 0, 1);
/** Bytes of a private key, and of a coordinate. */
const SCALAR = 32;
const SCALAR_384 = 48;

/** Bytes of a private key of a suite; a public key and a signature have twice as many. Suite 0 has none. */
export function scalarLength(suite: number): number {
	return suite === 2 ? SCALAR_384 : SCALAR;
}

/** Whether the cipher has what suite 1 or 2 signs and agrees with. */
export function hasCurves({ sign, verify, agree, publicKey, sha384, aes256 }: Cipher, suite: number): boolean {
	if (suite === 0 || sign === undefined || verify === undefined || agree === undefined || publicKey === undefined) return false;
	return suite === 1 || (sha384 !== undefined && aes256 === true);
}

/**
 * The key of a suite from what both have in common.
 * @param originator, recipient what tells who they are: titles, with more behind that of the originator of a static agreement
 * @param isWrapping whether it wraps others
 */
export function derivedKey(
	cipher: Cipher,
	suite: number,
	shared: Uint8Array,
	originator: Uint8Array,
	recipient: Uint8Array,
	isWrapping = false,
): Uint8Array {
	const text = joined([COUNTER, shared, algorithmOf(suite, isWrapping), originator, recipient]);
	const hash = suite === 2 ? cipher.sha384!(text) : cipher.sha256(text);
	return hash.slice(0, suiteKeyLength(suite));
}

function algorithmOf(suite: number, isWrapping: boolean): Uint8Array {
	if (isWrapping) return suite === 2 ? AES_WRAP_256 : AES_WRAP_128;
	return suite === 2 ? AES_GCM_256 : AES_GCM_128;
}

/** What one side sends of its ephemeral key. */
export function ephemeralData(cipher: Cipher, signatureKey: Uint8Array, id: number, publicKey: Uint8Array): Uint8Array {
	return joined([publicKey, cipher.sign!(signatureKey, withId(id, publicKey))]);
}

/** The ephemeral public key that the other side sent, a view; undefined: there is none, or its signature is wrong. */
export function ephemeralIn(cipher: Cipher, suite: number, peerSignatureKey: Uint8Array, id: number, data: Uint8Array): Uint8Array | undefined {
	const length = 2 * scalarLength(suite);
	if (data.length !== 2 * length) return undefined;
	const publicKey = data.subarray(0, length);
	return cipher.verify!(peerSignatureKey, withId(id, publicKey), data.subarray(length)) ? publicKey : undefined;
}

function withId(id: number, publicKey: Uint8Array): Uint8Array {
	return joined([Uint8Array.of(id), publicKey]);
}

/** The title and the transaction id with its length, as a static agreement tells its originator. */
export function staticOriginator(title: Uint8Array, transaction: Uint8Array): Uint8Array {
	return joined([title, Uint8Array.of(transaction.length), transaction]);
}
