import assert from 'node:assert/strict';
import { NodeCipher } from '../../../hal/node/cipher.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { describeCipher } from '../../modules/crypto/cipher-suite.js';

describeCipher('NodeCipher', () => new NodeCipher(new PortableCipher()));

describe('NodeCipher: long messages, which go to node:crypto', () => {
	const random = new SeededRandom(1);
	const portable = new PortableCipher();
	const node = new NodeCipher(portable);
	const bytes = (length: number) => {
		const filled = new Uint8Array(length);
		random.fill(filled);
		return filled;
	};

	for (const length of [255, 256, 511, 512, 1280, 65535]) {
		it(`gives the portable cipher's bytes for ${length}`, () => {
			const [key, nonce, header, plain] = [bytes(16), bytes(13), bytes(29), bytes(length)];
			for (const tagLength of [0, 4, 8, 16]) {
				const sealed = node.ccmSeal(key, nonce, header, plain, tagLength);
				assert.deepEqual(sealed, portable.ccmSeal(key, nonce, header, plain, tagLength));
				assert.deepEqual(node.ccmOpen(key, nonce, header, sealed, tagLength), plain);
				if (tagLength === 0) continue;
				sealed[sealed.length - 1]! ^= 1;
				assert.equal(node.ccmOpen(key, nonce, header, sealed, tagLength), undefined);
			}
			assert.deepEqual(node.sha256(plain), portable.sha256(plain));
			assert.deepEqual(node.hmacSha256(key, plain), portable.hmacSha256(key, plain));
		});
	}

	for (const length of [191, 192, 319, 320, 1280, 65535]) {
		it(`gives the portable cipher's bytes of GCM for ${length}`, () => {
			const [key, iv, header, plain] = [bytes(16), bytes(12), bytes(17), bytes(length)];
			for (const tagLength of [4, 8, 12, 16]) {
				const sealed = node.gcmSeal(key, iv, header, plain, tagLength);
				assert.deepEqual(sealed, portable.gcmSeal(key, iv, header, plain, tagLength));
				assert.deepEqual(node.gcmOpen(key, iv, header, sealed, tagLength), plain);
				sealed[sealed.length - 1]! ^= 1;
				assert.equal(node.gcmOpen(key, iv, header, sealed, tagLength), undefined);
			}
		});
	}

	it('has the same words for what it refuses', () => {
		assert.throws(() => node.ccmSeal(bytes(15), bytes(13), bytes(0), bytes(600), 4), /^RangeError: AES: key: expected 16 bytes, got 15/);
		assert.throws(() => node.ccmSeal(bytes(16), bytes(12), bytes(0), bytes(600), 4), /^RangeError: CCM: nonce: expected 13 bytes, got 12/);
		assert.throws(() => node.gcmSeal(bytes(16), bytes(13), bytes(0), bytes(600), 12), /^RangeError: GCM: IV: expected 12 bytes, got 13/);
		assert.throws(() => node.gcmOpen(bytes(16), bytes(12), bytes(0), bytes(600), 9), /^RangeError: GCM: tag: expected 4, 8 or 12 to 16 bytes, got 9/);
		assert.throws(() => node.ccmSeal(bytes(16), bytes(13), bytes(0), bytes(600), 6), /^RangeError: CCM: tag: expected 0, 4, 8 or 16 bytes, got 6/);
	});
});
