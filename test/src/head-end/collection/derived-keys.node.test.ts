import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { derivedKey, derivedKeys, KEY_PURPOSE } from '../../../../src/head-end/collection/derived-keys.js';

const MASTER = Uint8Array.from({ length: 32 }, (_, i) => i + 1);
const CIPHER = new PortableCipher();

describe('keys derived from a master', () => {
	it('are the first 16 bytes of HMAC-SHA-256 of number and purpose', () => {
		const expected = createHmac('sha256', MASTER)
			.update(Uint8Array.of(0x12, 0x34, 0x56, 0x78))
			.update('encryption 1')
			.digest()
			.subarray(0, 16);
		assert.deepEqual(Buffer.from(derivedKey(CIPHER, MASTER, 0x12345678, 'encryption 1')), expected);
	});

	it('differ by number and purpose', () => {
		const keys = new Set<string>();
		for (let number = 0; number < 50; number++)
			for (const purpose of Object.values(KEY_PURPOSE)) keys.add(Buffer.from(derivedKey(CIPHER, MASTER, number, purpose)).toString('hex'));
		assert.equal(keys.size, 50 * Object.keys(KEY_PURPOSE).length);
	});

	it('of a meter are its own but for those of all meters', () => {
		const [one, other] = [7, 8].map((number) => derivedKeys(CIPHER, MASTER, number));
		assert.deepEqual(one!.broadcast, other!.broadcast);
		assert.deepEqual(one!.firmwareKey, other!.firmwareKey);
		assert.deepEqual(one!.clients[2].authentication, derivedKey(CIPHER, MASTER, 7, 'authentication 2'));
		for (const pick of [(k: typeof one) => k!.kek, (k: typeof one) => k!.clients[1].encryption, (k: typeof one) => k!.clients[2].encryption])
			assert.notDeepEqual(pick(one), pick(other));
	});

	it('need a master of 16 bytes and a number of 32 bits', () => {
		derivedKey(CIPHER, MASTER.subarray(0, 16), 0xffffffff, 'kek');
		assert.throws(
			() => derivedKey(CIPHER, MASTER.subarray(0, 15), 1, 'kek'),
			/^RangeError: derived keys: master: expected at least 16 bytes, got 15$/,
		);
		for (const number of [-1, 0x100000000, 1.5]) assert.throws(() => derivedKey(CIPHER, MASTER, number, 'kek'), /number of a meter: expected 0 to/);
	});
});
