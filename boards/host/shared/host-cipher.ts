/** The cipher of the PC: node:crypto where that is faster, and whatever only it has. */
import { NodeCipher } from '../../../hal/node/cipher.js';
import type { Cipher } from '../../../hal/ports/cipher.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';

/** One of its own for each user: it keeps the keys that it last worked with. */
export function newHostCipher(): Cipher {
	return new NodeCipher(new PortableCipher());
}
