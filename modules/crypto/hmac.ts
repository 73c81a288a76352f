/** HMAC-SHA-256 (RFC 2104): H(key ⊕ opad ‖ H(key ⊕ ipad ‖ message)), a key of more than one block being hashed first. */
import type { Digest } from '../../hal/ports/cipher.js';
import { equalBytes } from '../bytes/equal.js';
import type { Hash } from './hash.js';
import { SHA256_BLOCK, SHA256_LENGTH, Sha256 } from './sha256.js';

/** ipad and opad. */
export const HMAC_PADS = Object.freeze({ inner: 0x36, outer: 0x5c });

/** Keeps the state after both pads of the last key, which saves half the work of a short message. */
export class PortableHash implements Hash {
	readonly #sha = new Sha256();
	readonly #inner = new Int32Array(8);
	readonly #outer = new Int32Array(8);
	#key: Uint8Array | undefined;

	sha256(message: Uint8Array): Uint8Array {
		const sha = this.#sha;
		const digest = new Uint8Array(SHA256_LENGTH);
		sha.begin();
		sha.update(message);
		sha.finish(digest);
		return digest;
	}

	digest(): Digest {
		return new PortableDigest();
	}

	hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
		const sha = this.#sha;
		if (this.#key === undefined || !equalBytes(this.#key, key)) {
			const block = this.blockOf(key);
			this.absorb(block, HMAC_PADS.inner, this.#inner);
			this.absorb(block, HMAC_PADS.inner ^ HMAC_PADS.outer, this.#outer);
			this.#key = key.slice();
		}
		const digest = new Uint8Array(SHA256_LENGTH);
		sha.resume(this.#inner, SHA256_BLOCK);
		sha.update(message);
		sha.finish(digest);
		sha.resume(this.#outer, SHA256_BLOCK);
		sha.update(digest);
		sha.finish(digest);
		return digest;
	}

	private blockOf(key: Uint8Array): Uint8Array {
		const block = new Uint8Array(SHA256_BLOCK);
		if (key.length <= SHA256_BLOCK) {
			block.set(key);
			return block;
		}
		const sha = this.#sha;
		sha.begin();
		sha.update(key);
		sha.finish(block);
		return block;
	}

	private absorb(block: Uint8Array, pad: number, state: Int32Array): void {
		for (let i = 0; i < block.length; i++) block[i]! ^= pad;
		this.#sha.begin();
		this.#sha.update(block);
		this.#sha.save(state);
	}
}

class PortableDigest implements Digest {
	readonly #sha = new Sha256();

	constructor() {
		this.#sha.begin();
	}

	update(bytes: Uint8Array): void {
		this.#sha.update(bytes);
	}

	finish(): Uint8Array {
		const digest = new Uint8Array(SHA256_LENGTH);
		this.#sha.finish(digest);
		return digest;
	}
}
