import { fill } from '../../../../modules/dlms/apdu/block.js';
import { type DataSource, DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../../assert.js';
import { encoded } from '../encoded.js';

describe('DataWriter', () => {
	it('writes each type with its tag', () => {
		const put: readonly (readonly [string, (w: DataWriter) => void])[] = [
			['00', (w) => w.nullData()],
			['01 02', (w) => w.array(2)],
			['02 81 80', (w) => w.structure(128)],
			['03 01 03 00', (w) => w.boolean(true).boolean(false)],
			['04 0b ff e0', (w) => w.bitString(11, hex('ffe0'))],
			['05 80 00 00 00 05 ff ff ff ff', (w) => w.doubleLong(-0x80000000).doubleLong(-1)],
			['06 ff ff ff ff 06 80 00 00 01', (w) => w.doubleLongUnsigned(0xffffffff).doubleLongUnsigned(0x80000001)],
			['09 03 01 02 03', (w) => w.octetString(hex('010203'))],
			['09 06 01 00 01 08 00 ff', (w) => w.logicalName(0x0100010800ff)],
			['09 06 ff ff ff ff ff ff', (w) => w.logicalName(0xffffffffffff)],
			['0a 03 4a 50 4d', (w) => w.visibleString('JPM')],
			['0c 02 c3 a9', (w) => w.utf8String(hex('c3a9'))],
			['0d 42', (w) => w.bcd(0x42)],
			['0f ff', (w) => w.integer(-1)],
			['10 ff fe', (w) => w.long(-2)],
			['11 ff', (w) => w.unsigned(255)],
			['12 fd e4', (w) => w.longUnsigned(0xfde4)],
			['14 ff ff ff ff ff ff ff fe', (w) => w.long64(-2n)],
			['15 ff ff ff ff ff ff ff ff', (w) => w.long64Unsigned(0xffffffffffffffffn)],
			['16 1e', (w) => w.enum(30)],
			['17 3f 80 00 00', (w) => w.float32(1)],
			['18 c0 00 00 00 00 00 00 00', (w) => w.float64(-2)],
			['19 07ea0b01070c1e0000fde400', (w) => w.dateTime(hex('07ea0b01070c1e0000fde400'))],
		];
		for (const [expected, write] of put) bytesEqual(encoded(write), expected);
	});

	it('refuses what does not fit its type, and tells what would', () => {
		const refused: readonly (readonly [(w: DataWriter) => void, RegExp])[] = [
			[(w) => w.integer(128), /^A-XDR: integer: expected a whole number from -128 to 127, got 128$/],
			[(w) => w.integer(-129), /got -129$/],
			[(w) => w.long(0x8000), /^A-XDR: long: expected a whole number from -32768 to 32767, got 32768$/],
			[(w) => w.longUnsigned(70_000), /^A-XDR: long-unsigned: expected a whole number from 0 to 65535, got 70000$/],
			[(w) => w.doubleLong(2 ** 31), /^A-XDR: double-long: expected a whole number from -2147483648 to 2147483647, got 2147483648$/],
			[(w) => w.doubleLongUnsigned(2 ** 32 + 5), /^A-XDR: double-long-unsigned: expected a whole number from 0 to 4294967295, got 4294967301$/],
			[(w) => w.doubleLongUnsigned(Number.NaN), /got NaN$/],
			[(w) => w.doubleLongUnsigned(0.5), /got 0.5$/],
			[(w) => w.doubleLongUnsigned(-1), /got -1$/],
			[(w) => w.unsigned(256), /^A-XDR: unsigned: expected a whole number from 0 to 255, got 256$/],
			[(w) => w.enum(-1), /^A-XDR: enum: expected a whole number from 0 to 255, got -1$/],
			[(w) => w.bcd(256), /^A-XDR: bcd: /],
			[(w) => w.long64(1n << 63n), /^A-XDR: long64: expected .*, got 9223372036854775808$/],
			[(w) => w.long64Unsigned(-1n), /^A-XDR: long64-unsigned: expected .*, got -1$/],
			[(w) => w.uint64(1n << 64n), /^number of 8 bytes: /],
			[(w) => w.visibleString('計器'), /^A-XDR: visible-string: expected ASCII, got "計器"$/],
			[(w) => w.bitString(9, hex('ff')), /^A-XDR: bit-string: expected 2 bytes for 9 bits, got 1$/],
			[(w) => w.dateTime(hex('07ea0b01070c1e0000fde4')), /^A-XDR: date-time: expected 12 bytes, got 11$/],
			[(w) => w.logicalName(2 ** 48), /^logical name: expected one of 48 bits, got 281474976710656$/],
			[(w) => w.name(Number.NaN), /got NaN$/],
			[(w) => w.array(-1), /^length: expected a whole number from 0 to 4294967295, got -1$/],
			[(w) => w.size(2 ** 32), /expected .*, got 4294967296$/],
			[(w) => w.uint(1, 256), /^number of 1 bytes: expected a whole one from -128 to 255, got 256$/],
			[(w) => w.uint(4, 2 ** 32), /got 4294967296$/],
		];
		for (const [put, message] of refused) throws(() => encoded(put), message);
	});

	it('writes lengths in as few bytes as they need', () => {
		const sizes: readonly (readonly [number, string])[] = [
			[0, '00'],
			[0x7f, '7f'],
			[0x80, '81 80'],
			[0xff, '81 ff'],
			[0x100, '82 01 00'],
			[0xffff, '82 ff ff'],
			[0x10000, '84 00 01 00 00'],
		];
		for (const [size, expected] of sizes)
			bytesEqual(
				encoded((w) => w.size(size)),
				expected,
			);
	});

	it('gives back what it holds as a view and as a copy', () => {
		const w = new DataWriter(2).uint(2, 0x0102);
		const view = w.bytes;
		const copy = w.copy();
		w.truncate();
		w.uint(2, 0xffff);
		bytesEqual(view, 'ffff');
		bytesEqual(copy, '0102');
	});

	it('forgets its end, or its beginning', () => {
		const w = new DataWriter().uint(4, 0x01020304);
		w.truncate(9);
		equal(w.length, 4);
		w.truncate(3);
		bytesEqual(w.bytes, '010203');
		w.drop(1);
		bytesEqual(w.bytes, '0203');
		w.drop(2);
		equal(w.length, 0);
	});

	it('takes a long value from its source piece by piece, never more than a block and a piece', () => {
		let next = 0;
		let most = 0;
		const source: DataSource = {
			produce(w) {
				if (next === 0) w.array(100);
				else w.structure(2).unsigned(next).doubleLongUnsigned(next);
				return next++ < 100;
			},
		};
		const w = new DataWriter();
		let whole = '';
		for (let more = true; more || w.length > 0; ) {
			if (more) more = fill(w, source, 50);
			most = Math.max(most, w.length);
			const count = Math.min(50, w.length);
			whole += toHex(w.bytes.subarray(0, count));
			w.drop(count);
		}
		let expected = '0164';
		for (let i = 1; i <= 100; i++) expected += toHex(encoded((v) => v.structure(2).unsigned(i).doubleLongUnsigned(i)));
		equal(whole, expected);
		equal(most <= 59, true, `at most a block and a piece, held ${most}`);
	});
});
