import type { Cipher, Digest } from '../../hal/ports/cipher.js';
import { Aes128 } from './aes.js';
import { Ccm } from './ccm.js';
import { cmac } from './cmac.js';
import { eaxOpen, eaxSeal } from './eax.js';
import { Gcm } from './gcm.js';
import type { Hash } from './hash.js';
import { PortableHash } from './hmac.js';
import { keyUnwrap, keyWrap } from './key-wrap.js';
import { BLOCK, KEY_LENGTH } from './lengths.js';

/**
 * The cipher port in TypeScript alone. One instance serves a whole meter: it keeps its last few keys expanded, and works in buffers of its own,
 * so that an operation allocates its result and hardly more. Throws RangeError for a key, block or nonce of the wrong length.
 */
export class PortableCipher implements Cipher {
	readonly #aes: Aes128;
	readonly #ccm: Ccm;
	readonly #gcm: Gcm;
	readonly #hash: Hash;

	/** @param aes, hash a platform's own in place of the portable ones */
	constructor(aes = new Aes128(), hash: Hash = new PortableHash()) {
		this.#aes = aes;
		this.#hash = hash;
		this.#ccm = new Ccm(aes);
		this.#gcm = new Gcm(aes);
	}

	encryptBlock(key: Uint8Array, block: Uint8Array): Uint8Array {
		const aes = this.use(key);
		if (block.length !== BLOCK) throw new RangeError(`AES: block: expected ${BLOCK} bytes, got ${block.length}`);
		aes.clear();
		aes.mix(block, 0, BLOCK);
		aes.encrypt();
		return this.result();
	}

	decryptBlock(key: Uint8Array, block: Uint8Array): Uint8Array {
		const aes = this.use(key);
		if (block.length !== BLOCK) throw new RangeError(`AES: block: expected ${BLOCK} bytes, got ${block.length}`);
		aes.clear();
		aes.mix(block, 0, BLOCK);
		aes.decrypt();
		return this.result();
	}

	cmac(key: Uint8Array, message: Uint8Array): Uint8Array {
		cmac(this.use(key), message, 0, message.length);
		return this.result();
	}

	ccmSeal(key: Uint8Array, nonce: Uint8Array, header: Uint8Array, plain: Uint8Array, tagLength: number): Uint8Array {
		this.use(key);
		return this.#ccm.seal(nonce, header, plain, tagLength);
	}

	ccmOpen(key: Uint8Array, nonce: Uint8Array, header: Uint8Array, sealed: Uint8Array, tagLength: number): Uint8Array | undefined {
		this.use(key);
		return this.#ccm.open(nonce, header, sealed, tagLength);
	}

	eaxSeal(key: Uint8Array, nonce: Uint8Array, header: Uint8Array, plain: Uint8Array): Uint8Array {
		return eaxSeal(this.use(key), nonce, header, plain);
	}

	eaxOpen(key: Uint8Array, nonce: Uint8Array, header: Uint8Array, sealed: Uint8Array): Uint8Array | undefined {
		return eaxOpen(this.use(key), nonce, header, sealed);
	}

	gcmSeal(key: Uint8Array, iv: Uint8Array, header: Uint8Array, plain: Uint8Array, tagLength: number): Uint8Array {
		this.use(key);
		return this.#gcm.seal(key, iv, header, plain, tagLength);
	}

	gcmOpen(key: Uint8Array, iv: Uint8Array, header: Uint8Array, sealed: Uint8Array, tagLength: number): Uint8Array | undefined {
		this.use(key);
		return this.#gcm.open(key, iv, header, sealed, tagLength);
	}

	keyWrap(key: Uint8Array, plain: Uint8Array): Uint8Array {
		return keyWrap(this.use(key), plain);
	}

	keyUnwrap(key: Uint8Array, wrapped: Uint8Array): Uint8Array | undefined {
		return keyUnwrap(this.use(key), wrapped);
	}

	sha256(message: Uint8Array): Uint8Array {
		return this.#hash.sha256(message);
	}

	digest(): Digest {
		return this.#hash.digest();
	}

	hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
		return this.#hash.hmacSha256(key, message);
	}

	private use(key: Uint8Array): Aes128 {
		if (key.length !== KEY_LENGTH) throw new RangeError(`AES: key: expected ${KEY_LENGTH} bytes, got ${key.length}`);
		this.#aes.use(key);
		return this.#aes;
	}

	private result(): Uint8Array {
		const bytes = new Uint8Array(BLOCK);
		this.#aes.take(bytes, 0, BLOCK);
		return bytes;
	}
}
