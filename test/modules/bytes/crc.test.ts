import { crc16, crc16Arc, crc32, crc32Byte, crc32Word, crcX25 } from '../../../modules/bytes/crc.js';
import { equal, hex } from '../../assert.js';

// The check value of the catalogues: the ASCII digits "123456789".
const DIGITS = hex('313233343536373839');

describe('CRC', () => {
	it('gives the check value of CRC-16/KERMIT', () => equal(crc16(DIGITS), 0x2189));

	it('gives the check value of CRC-16/X-25 from another start and end', () => equal(crc16(DIGITS, 0, 9, 0xffff) ^ 0xffff, 0x906e));

	it('gives the check value of CRC-16/X-25 under its name', () => {
		equal(crcX25(DIGITS), 0x906e);
		equal(crcX25(hex('00 313233343536373839 00'), 1, 10), 0x906e);
	});

	it('gives the check value of CRC-16/ARC', () => equal(crc16Arc(DIGITS), 0xbb3d));

	it('gives the check value of CRC-32', () => equal(crc32(DIGITS), 0xcbf43926));

	it('goes on from the result for what precedes', () => {
		for (let split = 0; split <= DIGITS.length; split++) {
			equal(crc16(DIGITS, split, 9, crc16(DIGITS, 0, split)), 0x2189);
			equal(crc32(DIGITS, split, 9, crc32(DIGITS, 0, split)), 0xcbf43926);
		}
	});

	it('gives the check value of CRC-32 from two little-endian words and a byte', () => {
		let register = ~0;
		for (const word of [0x34333231, 0x38373635]) register = crc32Word(register ^ word);
		equal(~crc32Byte(register, 0x39) >>> 0, 0xcbf43926);
	});

	it('of nothing is 0', () => {
		equal(crc16(DIGITS, 4, 4), 0);
		equal(crc32(DIGITS, 4, 4), 0);
	});
});
