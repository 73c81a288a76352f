import { Reader } from '../../../modules/bytes/reader.js';
import { Writer } from '../../../modules/bytes/writer.js';
import { bytesEqual, equal, hex, throws } from '../../assert.js';

describe('least significant byte first', () => {
	it('reads and writes numbers of 1 to 4 bytes', () => {
		const r = new Reader('test', hex('01 0302 060504 0a0908ff'));
		equal(r.uintLE(1, 'one'), 0x01);
		equal(r.uintLE(2, 'two'), 0x0203);
		equal(r.uintLE(3, 'three'), 0x040506);
		equal(r.uintLE(4, 'four'), 0xff08090a);
		bytesEqual(new Writer(10).uintLE(1, 0x01).uintLE(2, 0x0203).uintLE(3, 0x040506).uintLE(4, 0xff08090a).bytes, '01 0302 060504 0a0908ff');
	});

	it('turns bytes round', () => {
		const r = new Reader('test', hex('00 010203 04'));
		r.uint(1, 'first');
		bytesEqual(r.reversed(3, 'bytes'), '030201');
		equal(r.uint(1, 'last'), 4);
		bytesEqual(new Writer(5).uint(1, 0).reversed(hex('030201')).uint(1, 4).bytes, '00 010203 04');
	});

	it('never reads past the end', () => {
		throws(() => new Reader('test', hex('01')).uintLE(2, 'field'), /^test: at byte 0: expected field \(2 bytes\), found 1$/);
		throws(() => new Reader('test', hex('01')).reversed(2, 'field'), /^test: at byte 0: expected field \(2 bytes\), found 1$/);
	});
});
