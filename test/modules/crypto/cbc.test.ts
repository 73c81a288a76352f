import { cbcDecrypt, cbcEncrypt } from '../../../modules/crypto/cbc.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { bytesEqual, hex, throws } from '../../assert.js';

/** NIST SP 800-38A, F.2.1. */
const KEY = hex('2b7e151628aed2a6abf7158809cf4f3c');
const IV = hex('000102030405060708090a0b0c0d0e0f');
const PLAIN = '6bc1bee22e409f96e93d7e117393172a ae2d8a571e03ac9c9eb76fac45af8e51 30c81c46a35ce411e5fbc1191a0a52ef f69f2445df4f9b17ad2b417be66c3710';
const SEALED = '7649abac8119b246cee98e9b12e9197d 5086cb9b507219ee95db113a917678b2 73bed6b8e3c1743b7116e69e22229516 3ff1caa1681fac09120eca307586e1a7';

describe('AES-CBC', () => {
	const cipher = new PortableCipher();

	it('goes both ways as in SP 800-38A', () => {
		bytesEqual(cbcEncrypt(cipher, KEY, IV, hex(PLAIN)), SEALED);
		bytesEqual(cbcDecrypt(cipher, KEY, IV, hex(SEALED)), PLAIN);
	});

	it('leaves what it was given as it was', () => {
		const plain = hex(PLAIN);
		const sealed = hex(SEALED);
		cbcEncrypt(cipher, KEY, IV, plain);
		cbcDecrypt(cipher, KEY, IV, sealed);
		bytesEqual(plain, PLAIN);
		bytesEqual(sealed, SEALED);
	});

	it('refuses part of a block, and an IV of another length', () => {
		for (const work of [cbcEncrypt, cbcDecrypt]) {
			throws(() => work(cipher, KEY, IV, new Uint8Array(17)), /^CBC: text: expected a multiple of 16 bytes, got 17$/);
			throws(() => work(cipher, KEY, IV.subarray(1), new Uint8Array(16)), /^CBC: IV: expected 16 bytes, got 15$/);
		}
	});

	it('decrypts one block as the inverse of encrypting it, and refuses one of another length', () => {
		bytesEqual(cipher.decryptBlock(KEY, cipher.encryptBlock(KEY, IV)), '000102030405060708090a0b0c0d0e0f');
		throws(() => cipher.decryptBlock(KEY, IV.subarray(1)), /^AES: block: expected 16 bytes, got 15$/);
	});
});
