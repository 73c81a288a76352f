/**
 * EAX (Bellare, Rogaway, Wagner: "The EAX Mode of Operation", 2004), figure 4, with AES-128 and the full tag of 16 bytes:
 *
 *     N' = OMAC⁰(nonce)   H' = OMAC¹(header)   ciphertext = CTR(plaintext, from counter N')   C' = OMAC²(ciphertext)   tag = N' ⊕ H' ⊕ C'
 *
 * where OMACᵗ(m) = CMAC(15 zeros ‖ t ‖ m).
 */
import type { Aes128 } from './aes.js';
import { cmac } from './cmac.js';
import { BLOCK } from './lengths.js';

const EAX_TAG_LENGTH = 16;

/** Ciphertext ‖ tag, under the key that `aes` uses. */
export function eaxSeal(aes: Aes128, nonce: Uint8Array, header: Uint8Array, plain: Uint8Array): Uint8Array {
	const length = plain.length;
	const sealed = new Uint8Array(length + EAX_TAG_LENGTH);
	const start = omac(aes, 0, nonce, nonce.length);
	count(aes, start, plain, length, sealed);
	const tag = mixTag(aes, start, header, sealed, length);
	for (let i = 0; i < EAX_TAG_LENGTH; i++) sealed[length + i] = byteOf(tag, i);
	return sealed;
}

/** The plaintext; undefined when the tag is wrong. */
export function eaxOpen(aes: Aes128, nonce: Uint8Array, header: Uint8Array, sealed: Uint8Array): Uint8Array | undefined {
	const length = sealed.length - EAX_TAG_LENGTH;
	if (length < 0) return undefined;
	const start = omac(aes, 0, nonce, nonce.length);
	const tag = mixTag(aes, start, header, sealed, length);
	let difference = 0;
	for (let i = 0; i < EAX_TAG_LENGTH; i++) difference |= sealed[length + i]! ^ byteOf(tag, i);
	if (difference !== 0) return undefined;
	const plain = new Uint8Array(length);
	count(aes, start, sealed, length, plain);
	return plain;
}

function omac(aes: Aes128, tweak: number, message: Uint8Array, length: number): Int32Array {
	cmac(aes, message, 0, length, tweak);
	return aes.block.slice();
}

function mixTag(aes: Aes128, start: Int32Array, header: Uint8Array, ciphertext: Uint8Array, length: number): Int32Array {
	const tag = omac(aes, 1, header, header.length);
	cmac(aes, ciphertext, 0, length, 2);
	for (let i = 0; i < 4; i++) tag[i]! ^= start[i]! ^ aes.block[i]!;
	return tag;
}

/** Counter mode over the first `length` bytes; the counter has all 128 bits. */
function count(aes: Aes128, start: Int32Array, from: Uint8Array, length: number, into: Uint8Array): void {
	const counter = start.slice();
	for (let at = 0; at < length; at += BLOCK) {
		aes.block.set(counter);
		aes.encrypt();
		aes.apply(from, at, Math.min(BLOCK, length - at), into, at);
		for (let i = 3; i >= 0; i--) {
			counter[i]! += 1;
			if (counter[i] !== 0) break;
		}
	}
}

function byteOf(words: Int32Array, index: number): number {
	return (words[index >> 2]! >> (24 - 8 * (index & 3))) & 255;
}
