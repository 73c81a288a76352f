import { fromHex, toHex, toUpperHex } from '../../../modules/bytes/hex.js';
import { bytesEqual, equal, hex, throws } from '../../assert.js';

describe('hexadecimal', () => {
	it('writes two digits a byte, in either case', () => {
		equal(toHex(hex('0009afff')), '0009afff');
		equal(toUpperHex(hex('0009afff')), '0009AFFF');
		equal(toHex(new Uint8Array(0)), '');
	});

	it('reads digits of either case', () => bytesEqual(fromHex('0009AfFf'), '0009afff'));

	it('refuses half a byte', () => throws(() => fromHex('abc'), /expected an even number of digits, got 3/));

	it('refuses what stands next to the digits in ASCII', () => {
		for (const text of ['/0', '0:', '@0', '0G', '`0', '0g', ' 0', '0x', '０0']) throws(() => fromHex(text), /expected a digit at [01]/);
	});
});
