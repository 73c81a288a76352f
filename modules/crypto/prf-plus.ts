import type { Cipher } from '../../hal/ports/cipher.js';

const PRF_LENGTH = 32;
/** The counter is one byte. */
const MOST_BLOCKS = 255;

/**
 * prf+ of IKEv2 (RFC 7296 §2.13) with PRF_HMAC_SHA2_256: T1 = prf(key, seed ‖ 01), Ti = prf(key, Ti−1 ‖ seed ‖ i), of which the first `length`
 * bytes are taken. Throws RangeError above 8,160 bytes.
 */
export function prfPlus(cipher: Cipher, key: Uint8Array, seed: Uint8Array, length: number): Uint8Array {
	if (!(length >= 0 && length <= PRF_LENGTH * MOST_BLOCKS))
		throw new RangeError(`prf+: length: expected 0 to ${PRF_LENGTH * MOST_BLOCKS} bytes, got ${length}`);
	const output = new Uint8Array(length);
	const input = new Uint8Array(PRF_LENGTH + seed.length + 1);
	input.set(seed, PRF_LENGTH);
	for (let at = 0, i = 1; at < length; at += PRF_LENGTH, i++) {
		input[input.length - 1] = i;
		const block = cipher.hmacSha256(key, i === 1 ? input.subarray(PRF_LENGTH) : input);
		input.set(block);
		output.set(length - at < PRF_LENGTH ? block.subarray(0, length - at) : block, at);
	}
	return output;
}
