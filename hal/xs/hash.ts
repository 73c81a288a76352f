import { Digest } from 'crypt';
import { equalBytes } from '../../modules/bytes/equal.js';
import type { Hash } from '../../modules/crypto/hash.js';
import { HMAC_PADS } from '../../modules/crypto/hmac.js';
import { SHA256_BLOCK } from '../../modules/crypto/sha256.js';
import type { Digest as Parts } from '../ports/cipher.js';

/** SHA-256 by the SDK's `crypt`, whose digests are compiled code: `new PortableCipher(new CryptAes(), new CryptHash())`. */
export class CryptHash implements Hash {
	readonly #digest = new Digest('SHA256');
	readonly #inner = new Uint8Array(SHA256_BLOCK);
	readonly #outer = new Uint8Array(SHA256_BLOCK);
	/** Key of the pads in place. */
	#key: Uint8Array | undefined;

	sha256(message: Uint8Array): Uint8Array {
		const digest = this.#digest;
		digest.reset();
		digest.write(message.slice().buffer);
		return new Uint8Array(digest.close());
	}

	digest(): Parts {
		return new CryptDigest();
	}

	hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
		if (this.#key === undefined || !equalBytes(this.#key, key)) this.use(key);
		const digest = this.#digest;
		digest.reset();
		digest.write(this.#inner.buffer as ArrayBuffer);
		digest.write(message.slice().buffer);
		const first = digest.close();
		digest.reset();
		digest.write(this.#outer.buffer as ArrayBuffer);
		digest.write(first);
		return new Uint8Array(digest.close());
	}

	private use(key: Uint8Array): void {
		const inner = this.#inner.fill(0);
		const outer = this.#outer;
		inner.set(key.length > SHA256_BLOCK ? this.sha256(key) : key);
		for (let i = 0; i < SHA256_BLOCK; i++) {
			outer[i] = inner[i]! ^ HMAC_PADS.outer;
			inner[i]! ^= HMAC_PADS.inner;
		}
		this.#key = key.slice();
	}
}

/** With a context of its own. */
class CryptDigest implements Parts {
	readonly #digest = new Digest('SHA256');

	update(bytes: Uint8Array): void {
		this.#digest.write(bytes.slice().buffer);
	}

	finish(): Uint8Array {
		return new Uint8Array(this.#digest.close());
	}
}
