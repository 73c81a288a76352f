/** SHA-256 and what is made of it, where a platform may bring its own. */
export interface Hash {
	/** 32 bytes (FIPS 180-4). */
	sha256(message: Uint8Array): Uint8Array;
	/** 32 bytes (RFC 2104). */
	hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array;
}
