import type { Cipher } from '../../../hal/ports/cipher.js';
import { CryptAes } from '../../../hal/xs/aes.js';
import { CryptHash } from '../../../hal/xs/hash.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';

/** What the boards have, in place of cipher.ts where instructions are counted: the SDK's `crypt` is crypt.ts then. */
export function createCipher(): Cipher {
	return new PortableCipher(new CryptAes(), new CryptHash());
}
