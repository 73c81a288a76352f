import type { Aes128 } from './aes.js';
import { BLOCK } from './lengths.js';

/** R128 of RFC 4493 §2.3: x^128 = x^7 + x^2 + x + 1. */
const RB = 0x87;

/**
 * AES-CMAC (RFC 4493; NIST SP 800-38B) of `prefix ‖ message` under the key that `aes` uses, into `aes.block`.
 * `prefix`, where it is given, stands for a whole first block of zeros that ends in this byte, as EAX (OMAC with a tweak) wants it.
 */
export function cmac(aes: Aes128, message: Uint8Array, offset: number, end: number, prefix?: number): void {
	const block = aes.block;
	aes.clear();
	aes.encrypt();
	let l0 = block[0]!;
	let l1 = block[1]!;
	let l2 = block[2]!;
	let l3 = block[3]!;
	aes.clear();
	if (prefix !== undefined) {
		block[3] = prefix;
		if (end > offset) aes.encrypt();
	}
	let at = offset;
	for (; end - at > BLOCK; at += BLOCK) {
		aes.mix(message, at, BLOCK);
		aes.encrypt();
	}
	const left = end - at;
	aes.mix(message, at, left);
	// The last block: whole, it is masked with K1 = 2L; short, it is padded with a one bit and masked with K2 = 4L. A prefix alone is whole.
	const whole = left === BLOCK || (left === 0 && prefix !== undefined);
	if (!whole) block[left >> 2]! ^= 0x80 << (24 - 8 * (left & 3));
	for (let times = whole ? 1 : 2; times > 0; times--) {
		const carry = l0 < 0 ? RB : 0;
		l0 = (l0 << 1) | (l1 >>> 31);
		l1 = (l1 << 1) | (l2 >>> 31);
		l2 = (l2 << 1) | (l3 >>> 31);
		l3 = (l3 << 1) ^ carry;
	}
	block[0]! ^= l0;
	block[1]! ^= l1;
	block[2]! ^= l2;
	block[3]! ^= l3;
	aes.encrypt();
}
