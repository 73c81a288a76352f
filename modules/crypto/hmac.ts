/** HMAC-SHA-256 (RFC 2104): H(key ⊕ opad ‖ H(key ⊕ ipad ‖ message)), a key of more than one block being hashed first. */
import { equalBytes } from '../bytes/equal.js';
import { SHA256_BLOCK, SHA256_LENGTH, type Sha256 } from './sha256.js';

const IPAD = 0x36;
const OPAD = 0x5c;

/** Keeps the state after both pads of the last key, which saves half the work of a short message. */
export class HmacSha256 {
	readonly #sha: Sha256;
	readonly #inner = new Int32Array(8);
	readonly #outer = new Int32Array(8);
	#key: Uint8Array | undefined;

	constructor(sha: Sha256) {
		this.#sha = sha;
	}

	/** 32 bytes. */
	digest(key: Uint8Array, message: Uint8Array): Uint8Array {
		const sha = this.#sha;
		if (this.#key === undefined || !equalBytes(this.#key, key)) {
			const block = this.#blockOf(key);
			this.#absorb(block, IPAD, this.#inner);
			this.#absorb(block, IPAD ^ OPAD, this.#outer);
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

	#blockOf(key: Uint8Array): Uint8Array {
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

	#absorb(block: Uint8Array, pad: number, state: Int32Array): void {
		for (let i = 0; i < block.length; i++) block[i]! ^= pad;
		this.#sha.begin();
		this.#sha.update(block);
		this.#sha.save(state);
	}
}
