import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { prfPlus } from '../../../modules/crypto/prf-plus.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../assert.js';

const KEY = hex('000102030405060708090a0b0c0d0e0f');
const SEED = hex('a0a1a2a3');

describe('prf+ (RFC 7296 §2.13)', () => {
	const cipher = new PortableCipher();

	// Chained HMACs, written out with Python's hmac module.
	it('chains its blocks', () =>
		bytesEqual(
			prfPlus(cipher, KEY, SEED, 80),
			'47bc2a4405e00691b889c8886180fc574e14ea5eb74ad74e2163e7269fc7cbe1 d3bc056f8e207e1d2387ed90f3b2a06060c5cfd69030df326fdd15ec8aa9cd28 bb792ded892ce219d59e20bed54651a4',
		));

	it('gives the start of the same stream for each shorter length', () => {
		const whole = toHex(prfPlus(cipher, KEY, SEED, 80));
		for (let length = 0; length < 80; length++) equal(toHex(prfPlus(cipher, KEY, SEED, length)), whole.slice(0, 2 * length), `${length} bytes`);
	});

	it('ends where its counter does', () => {
		equal(prfPlus(cipher, KEY, SEED, 8160).length, 8160);
		throws(() => prfPlus(cipher, KEY, SEED, 8161), /^prf\+: length: expected 0 to 8160 bytes, got 8161/);
		throws(() => prfPlus(cipher, KEY, SEED, -1), /^prf\+: length: expected 0 to 8160 bytes, got -1/);
	});
});
