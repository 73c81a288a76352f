/** Keys of elliptic curves as they are told: a private one, of which the public one follows, or the public one alone. Each length tells which it is. */
import type { Cipher } from '../../hal/ports/cipher.js';

const PRIVATE_LENGTHS: readonly number[] = Object.freeze([32, 48]);

export function isPrivateKey({ length }: Uint8Array): boolean {
	return PRIVATE_LENGTHS.includes(length);
}

export function isPublicKey({ length }: Uint8Array): boolean {
	return PRIVATE_LENGTHS.includes(length / 2);
}

/** Undefined: there is none, or only the other half. */
export function privateKeyOf(key: Uint8Array | undefined): Uint8Array | undefined {
	return key !== undefined && isPrivateKey(key) ? key : undefined;
}

/** Undefined: there is none, it cannot be one, or the platform has no elliptic curves. */
export function publicKeyOf(key: Uint8Array | undefined, cipher: Cipher): Uint8Array | undefined {
	if (key === undefined || isPublicKey(key)) return key;
	return isPrivateKey(key) ? cipher.publicKey?.(key) : undefined;
}
