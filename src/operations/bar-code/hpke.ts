/**
 * Hybrid public key encryption (RFC 9180) as the bar codes of work orders need it: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, one message, mode Auth:
 * what opens was sealed by who has the sender's private key, and not by anybody who knows a hand-held's public one.
 *
 * Public keys are x ‖ y of P-256 (64 bytes), private ones 32, an encapsulated key is an uncompressed point (65).
 */
export interface HpkePort {
	/** Rejects where a key is none. */
	seal(to: HpkeKeys, info: Uint8Array, aad: Uint8Array, plain: Uint8Array): Promise<HpkeMessage>;
	/** Undefined: altered, for somebody else, or not of this sender; whatever the bytes are. */
	open(of: HpkeKeys, info: Uint8Array, aad: Uint8Array, message: HpkeMessage): Promise<Uint8Array | undefined>;
}

/** One's own private key, and the public one of the other. */
export interface HpkeKeys {
	readonly privateKey: Uint8Array;
	readonly publicKey: Uint8Array;
}

export interface HpkeMessage {
	/** The encapsulated key. */
	readonly enc: Uint8Array;
	/** 16 bytes longer than what is sealed. */
	readonly sealed: Uint8Array;
}

export const ENC_LENGTH = 65;
export const HPKE_TAG_LENGTH = 16;
