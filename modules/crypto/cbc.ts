/** AES-128 in CBC mode (NIST SP 800-38A §6.2) of whole blocks, without padding. Throws RangeError for a key, an IV or a text of a wrong length. */
import type { Cipher } from '../../hal/ports/cipher.js';
import { BLOCK } from './lengths.js';

/** @param iv 16 bytes @param plain a multiple of 16 bytes; as long is what it returns */
export function cbcEncrypt(cipher: Cipher, key: Uint8Array, iv: Uint8Array, plain: Uint8Array): Uint8Array {
	checkLengths(iv, plain);
	const sealed = plain.slice();
	let before = iv;
	for (let at = 0; at < sealed.length; at += BLOCK) {
		const block = sealed.subarray(at, at + BLOCK);
		mix(block, before);
		block.set(cipher.encryptBlock(key, block));
		before = block;
	}
	return sealed;
}

/** The inverse of `cbcEncrypt`. Nothing tells whether the key was right. */
export function cbcDecrypt(cipher: Cipher, key: Uint8Array, iv: Uint8Array, sealed: Uint8Array): Uint8Array {
	checkLengths(iv, sealed);
	const plain = sealed.slice();
	let before = iv;
	for (let at = 0; at < plain.length; at += BLOCK) {
		const block = plain.subarray(at, at + BLOCK);
		block.set(cipher.decryptBlock(key, block));
		mix(block, before);
		before = sealed.subarray(at, at + BLOCK);
	}
	return plain;
}

function mix(block: Uint8Array, other: Uint8Array): void {
	for (let i = 0; i < BLOCK; i++) block[i]! ^= other[i]!;
}

function checkLengths(iv: Uint8Array, text: Uint8Array): void {
	if (iv.length !== BLOCK) throw new RangeError(`CBC: IV: expected ${BLOCK} bytes, got ${iv.length}`);
	if (text.length % BLOCK !== 0) throw new RangeError(`CBC: text: expected a multiple of ${BLOCK} bytes, got ${text.length}`);
}
