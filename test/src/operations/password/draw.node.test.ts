import assert from 'node:assert/strict';
import { SYSTEM_RANDOM } from '../../../../hal/node/random.js';
import { drawPassword, inGroups, PASSWORD_CHARACTERS } from '../../../../src/operations/password/draw.js';

describe('a drawn password', () => {
	it('is of 32 characters, none of which is read for another', () => {
		assert.equal(new Set(PASSWORD_CHARACTERS).size, 32);
		assert.match(PASSWORD_CHARACTERS, /^[2-9A-HJ-NP-Z]{32}$/);
	});

	it('has 12 of them, each as likely as any other whatever the byte was', () => {
		const seen = new Map<string, number>();
		for (let byte = 0; byte < 256; byte++) {
			const password = drawPassword({ fill: (bytes) => void bytes.fill(byte) });
			assert.equal(password.length, 12);
			assert.equal(new Set(password).size, 1);
			seen.set(password[0]!, (seen.get(password[0]!) ?? 0) + 1);
		}
		assert.deepEqual(
			[...seen].map(([, times]) => times),
			new Array(32).fill(8),
		);
	});

	it('takes each character from a byte of its own', () => {
		assert.equal(drawPassword({ fill: (bytes) => bytes.set(bytes.map((_, i) => i)) }), '23456789ABCD');
		assert.match(drawPassword(SYSTEM_RANDOM), /^[2-9A-HJ-NP-Z]{12}$/);
	});

	it('leaves no random byte behind', () => {
		const given: Uint8Array[] = [];
		drawPassword({ fill: (bytes) => void given.push(bytes.fill(9)) });
		assert.deepEqual(given, [new Uint8Array(12)]);
	});

	it('is told in groups of four', () => assert.equal(inGroups('23456789ABCD'), '2345 6789 ABCD'));
});
