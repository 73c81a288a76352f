import type { Digest } from '../../hal/ports/cipher.js';

/** SHA-256 and what is made of it, where a platform may bring its own. */
export interface Hash {
	/** 32 bytes (FIPS 180-4). */
	sha256(message: Uint8Array): Uint8Array;
	/** Of a message that comes in parts. */
	digest(): Digest;
	/** 32 bytes (RFC 2104). */
	hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array;
}
