import type { Cipher } from '../../hal/ports/cipher.js';
import { BLOCK } from './lengths.js';

/** R128 of RFC 4493 §2.3. */
const RB = 0x87;

/** AES-CMAC (RFC 4493) of a message that comes in parts. */
export class CmacParts {
	readonly #cipher: Cipher;
	readonly #key: Uint8Array;
	/** What the whole blocks before come to. */
	#chain: Uint8Array = new Uint8Array(BLOCK);
	/** The block under way: how much of it has come is mixed with the chain. */
	readonly #block = new Uint8Array(BLOCK);
	#filled = 0;

	/** @param key 16 bytes */
	constructor(cipher: Cipher, key: Uint8Array) {
		this.#cipher = cipher;
		this.#key = key;
	}

	/** The bytes from `start` to before `end`. */
	update(bytes: Uint8Array, start = 0, end = bytes.length): void {
		const block = this.#block;
		for (let at = start; at < end; at++) {
			// The last block of all is another one: a whole one waits until it is not the last.
			if (this.#filled === BLOCK) {
				this.#chain = this.#cipher.encryptBlock(this.#key, block);
				this.#filled = 0;
			}
			block[this.#filled] = this.#chain[this.#filled]! ^ bytes[at]!;
			this.#filled++;
		}
	}

	/** 16 bytes. Called once, at the end. */
	finish(): Uint8Array {
		const block = this.#block;
		const subkey = doubled(this.#cipher.encryptBlock(this.#key, new Uint8Array(BLOCK)));
		if (this.#filled < BLOCK) {
			doubled(subkey);
			block.set(this.#chain.subarray(this.#filled), this.#filled);
			block[this.#filled]! ^= 0x80;
		}
		for (let i = 0; i < BLOCK; i++) block[i]! ^= subkey[i]!;
		return this.#cipher.encryptBlock(this.#key, block);
	}
}

/** Times x in GF(2^128), in place. */
function doubled(bytes: Uint8Array): Uint8Array {
	const carry = bytes[0]! & 0x80;
	for (let i = 0; i < BLOCK; i++) bytes[i] = (bytes[i]! << 1) | ((bytes[i + 1] ?? 0) >> 7);
	if (carry !== 0) bytes[BLOCK - 1]! ^= RB;
	return bytes;
}
