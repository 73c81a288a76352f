/**
 * AES-128 and SHA-256 as whole operations, so that a platform may bring its own. Keys are 16 bytes (HMAC: any length).
 * `modules/crypto` is the portable one. An `open` returns undefined when the tag is wrong,
 * and so does `keyUnwrap` when the integrity check fails.
 */
export interface Cipher {
	/** One block of 16 bytes (FIPS 197). */
	encryptBlock(key: Uint8Array, block: Uint8Array): Uint8Array;
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
	/** 32 bytes (RFC 2104). */
	hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array;
}
