import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { equal, toHex } from '../../assert.js';
import { describeCipher } from './cipher-suite.js';

describeCipher('PortableCipher', () => new PortableCipher());

describe('GCM with one key and one header after another', () => {
	const iv = new Uint8Array(12).fill(7);
	const plain = new Uint8Array(30).fill(9);

	function header(length: number, last: number): Uint8Array {
		const bytes = new Uint8Array(length).fill(0xaa);
		if (length > 0) bytes[length - 1] = last;
		return bytes;
	}

	it('seals as a cipher that has seen no header before', () => {
		const cipher = new PortableCipher();
		const headers = [
			header(17, 1),
			header(17, 1),
			header(17, 2),
			header(16, 1),
			header(0, 0),
			header(20, 1),
			header(21, 1),
			header(20, 1),
			header(17, 1),
		];
		for (let round = 0; round < 2; round++)
			for (const key of [new Uint8Array(16).fill(1), new Uint8Array(16).fill(2)])
				for (const each of headers) {
					const sealed = cipher.gcmSeal(key, iv, each, plain, 12);
					equal(toHex(sealed), toHex(new PortableCipher().gcmSeal(key, iv, each, plain, 12)), `header of ${each.length}`);
				}
	});

	it('opens nothing under another header', () => {
		const cipher = new PortableCipher();
		const key = new Uint8Array(16).fill(1);
		const sealed = cipher.gcmSeal(key, iv, header(17, 1), plain, 12);
		equal(cipher.gcmOpen(key, iv, header(17, 2), sealed, 12), undefined);
		equal(cipher.gcmOpen(key, iv, header(18, 1), sealed, 12), undefined);
		equal(toHex(cipher.gcmOpen(key, iv, header(17, 1), sealed, 12)!), toHex(plain));
	});
});
