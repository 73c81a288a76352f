import assert from 'node:assert/strict';
import { asciiBytes } from '../../../../modules/bytes/ascii.js';
import { fromBase32, toBase32 } from '../../../../src/operations/bar-code/base32.js';

describe('base 32', () => {
	// RFC 4648 §10, without the padding.
	for (const [plain, text] of [
		['', ''],
		['f', 'MY'],
		['fo', 'MZXQ'],
		['foo', 'MZXW6'],
		['foob', 'MZXW6YQ'],
		['fooba', 'MZXW6YTB'],
		['foobar', 'MZXW6YTBOI'],
	] as const) {
		it(`makes ${JSON.stringify(text)} of ${JSON.stringify(plain)}, and this of that`, () => {
			assert.equal(toBase32(asciiBytes(plain)), text);
			assert.deepEqual(fromBase32(text), asciiBytes(plain));
		});
	}

	it('is one text for each row of bytes', () => {
		for (let length = 0; length < 40; length++) {
			const bytes = Uint8Array.from({ length }, (_, i) => 255 - 37 * i);
			assert.deepEqual(fromBase32(toBase32(bytes)), bytes);
		}
		for (const text of ['M', 'MZX', 'MZXW6Y', 'MZ', 'MZXW6YB', 'my', 'M1', 'M=', 'MZXW6YTBO']) assert.equal(fromBase32(text), undefined, text);
	});
});
