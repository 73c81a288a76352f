import { Reader } from '../../../modules/bytes/reader.js';
import { putUint16, putUint32, putUint48, uint16, uint32, uint48 } from '../../../modules/bytes/uint.js';
import { Writer } from '../../../modules/bytes/writer.js';
import { bytesEqual, equal } from '../../assert.js';

describe('numbers in a record', () => {
	const NUMBERS: readonly (readonly [number, string])[] = [
		[0, 'a5 000000000000 a5'],
		[0x7fffffff, 'a5 00007fffffff a5'],
		[0xffffffff, 'a5 0000ffffffff a5'],
		[0x100000000, 'a5 000100000000 a5'],
		[0xfedcba987654, 'a5 fedcba987654 a5'],
		[0xffffffffffff, 'a5 ffffffffffff a5'],
	];

	for (const [value, record] of NUMBERS) {
		it(`stand in 6 bytes, and leave the others: ${value}`, () => {
			const bytes = new Uint8Array(8).fill(0xa5);
			putUint48(bytes, 1, value);
			bytesEqual(bytes, record);
			equal(uint48(bytes, 1), value);
			bytesEqual(new Writer(6).uint48(value).bytes, record.slice(3, -3));
			equal(new Reader('record', bytes.subarray(1)).uint(6, 'value'), value);
		});
	}

	it('stand in 4 bytes without a sign', () => {
		const bytes = new Uint8Array(6).fill(0xa5);
		putUint32(bytes, 1, 0x80000001);
		bytesEqual(bytes, 'a5 80000001 a5');
		equal(uint32(bytes, 1), 0x80000001);
	});

	it('stand in 2 bytes', () => {
		const bytes = new Uint8Array(4).fill(0xa5);
		putUint16(bytes, 1, 0x80fe);
		bytesEqual(bytes, 'a5 80fe a5');
		equal(uint16(bytes, 1), 0x80fe);
	});
});
