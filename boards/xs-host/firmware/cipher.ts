import type { Cipher } from '../../../hal/ports/cipher.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';

/** In TypeScript alone: what needs the most memory. */
export function createCipher(): Cipher {
	return new PortableCipher();
}
