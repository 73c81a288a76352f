/** A hash under way. */
export interface Digest {
	update(bytes: Uint8Array): void;
	/** Called once, at the end. */
	finish(): Uint8Array;
}

/**
 * AES-128 and SHA-256 as whole operations, so that a platform may bring its own. Keys are 16 bytes (HMAC: any length).
 * `modules/crypto` is the portable one. An `open` returns undefined when the tag is wrong,
 * and so does `keyUnwrap` when the integrity check fails.
 *
 * What is optional a platform may lack: whoever needs it does without, and offers nothing that stands on it. Elliptic curves are P-256 with SHA-256, or
 * P-384 with SHA-384, by the length of the key: private keys are 32 or 48 bytes, public keys x ‖ y, signatures r ‖ s (FIPS 186-4).
 */
export interface Cipher {
	/** One block of 16 bytes (FIPS 197). */
	encryptBlock(key: Uint8Array, block: Uint8Array): Uint8Array;
	/** The inverse of `encryptBlock`. */
	decryptBlock(key: Uint8Array, block: Uint8Array): Uint8Array;
	/** 16 bytes (RFC 4493). */
	cmac(key: Uint8Array, message: Uint8Array): Uint8Array;
	/** CCM with a nonce of 13 bytes (RFC 3610, L = 2; CCM* of IEEE 802.15.4 Annex B): ciphertext ‖ tag of 0, 4, 8 or 16 bytes. */
	ccmSeal(key: Uint8Array, nonce: Uint8Array, header: Uint8Array, plain: Uint8Array, tagLength: number): Uint8Array;
	ccmOpen(key: Uint8Array, nonce: Uint8Array, header: Uint8Array, sealed: Uint8Array, tagLength: number): Uint8Array | undefined;
	/** EAX (Bellare, Rogaway, Wagner 2004): ciphertext ‖ tag of 16 bytes. */
	eaxSeal(key: Uint8Array, nonce: Uint8Array, header: Uint8Array, plain: Uint8Array): Uint8Array;
	eaxOpen(key: Uint8Array, nonce: Uint8Array, header: Uint8Array, sealed: Uint8Array): Uint8Array | undefined;
	/** GCM with an IV of 12 bytes (NIST SP 800-38D): ciphertext ‖ tag of 4, 8 or 12 to 16 bytes. */
	gcmSeal(key: Uint8Array, iv: Uint8Array, header: Uint8Array, plain: Uint8Array, tagLength: number): Uint8Array;
	gcmOpen(key: Uint8Array, iv: Uint8Array, header: Uint8Array, sealed: Uint8Array, tagLength: number): Uint8Array | undefined;
	/** AES key wrap (RFC 3394) of 16 bytes or more, a multiple of 8: 8 bytes longer than `plain`. */
	keyWrap(key: Uint8Array, plain: Uint8Array): Uint8Array;
	keyUnwrap(key: Uint8Array, wrapped: Uint8Array): Uint8Array | undefined;
	/** 32 bytes (FIPS 180-4). */
	sha256(message: Uint8Array): Uint8Array;
	/** SHA-256 of a message that comes in parts. */
	digest(): Digest;
	/** 32 bytes (RFC 2104). */
	hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array;
	/** Whether GCM and key wrap take keys of 32 bytes, too. */
	readonly aes256?: boolean;
	/** 48 bytes (FIPS 180-4). */
	sha384?(message: Uint8Array): Uint8Array;
	/** 16 bytes (RFC 1321). */
	md5?(message: Uint8Array): Uint8Array;
	/** 20 bytes (FIPS 180-4). */
	sha1?(message: Uint8Array): Uint8Array;
	/** The public key of a private one; undefined: it is none, 0 or not below the order of the curve. */
	publicKey?(privateKey: Uint8Array): Uint8Array | undefined;
	/** ECDSA. */
	sign?(privateKey: Uint8Array, message: Uint8Array): Uint8Array;
	/** False as well for a public key that is no point of the curve. */
	verify?(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
	/** ECDH (SP 800-56A): the x coordinate; undefined: the public key is no point of the curve. */
	agree?(privateKey: Uint8Array, publicKey: Uint8Array): Uint8Array | undefined;
}
