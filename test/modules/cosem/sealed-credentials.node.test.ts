import assert from 'node:assert/strict';
import { NodeCipher } from '../../../hal/node/cipher.js';
import { openCredentials, sealCredentials } from '../../../modules/cosem/sealed-credentials.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { bytesEqual, hex } from '../../assert.js';
import { SEALED_CREDENTIALS as VECTOR } from '../../vectors/credentials.js';

const cipher = new NodeCipher(new PortableCipher());
const random = { fill: (bytes: Uint8Array) => void bytes.fill(0x22) };
const privateKey = hex(VECTOR.privateKey);
const title = hex(VECTOR.title);
const agreed = hex(VECTOR.agreed);
const { version, id, password } = VECTOR;

describe('sealed credentials for a pair of keys', () => {
	it('are what another implementation seals for the public key, behind the ephemeral one', () => {
		const sealed = sealCredentials(cipher, random, hex(VECTOR.publicKey), title, version, { id, password });
		bytesEqual(sealed!, VECTOR.agreed.toLowerCase());
	});

	it('are opened by the private key alone', () => {
		assert.deepEqual(openCredentials(cipher, privateKey, title, version, agreed), { id, password });
		assert.equal(openCredentials(cipher, hex('33'.repeat(32)), title, version, agreed), undefined);
		assert.equal(openCredentials(cipher, privateKey, title, version + 1, agreed), undefined);
	});

	it('are opened whole and as they were sealed, or not at all', () => {
		for (let length = 0; length < agreed.length; length++)
			assert.equal(openCredentials(cipher, privateKey, title, version, agreed.subarray(0, length)), undefined);
		for (let i = 0; i < agreed.length; i++) {
			const altered = agreed.slice();
			altered[i]! ^= 0x80;
			assert.equal(openCredentials(cipher, privateKey, title, version, altered), undefined, `byte ${i}`);
		}
	});

	it('are not sealed under the private half, as if it were a key of AES-256', () => {
		assert.throws(() => sealCredentials(cipher, random, privateKey, title, version, { id, password }), /credential key: expected 16 bytes, got 32/);
	});

	it('are not sealed for what is no point of the curve', () => {
		assert.equal(sealCredentials(cipher, random, new Uint8Array(64).fill(1), title, version, { id, password }), undefined);
	});
});
