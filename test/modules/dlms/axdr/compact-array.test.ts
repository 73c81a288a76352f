import { Reader } from '../../../../modules/bytes/reader.js';
import { ArrayStream } from '../../../../modules/dlms/axdr/array-stream.js';
import { readData, SMALL, skipData, writeData } from '../../../../modules/dlms/axdr/data.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../../assert.js';
import { encoded, refusesOtherLengths } from '../encoded.js';

/** By the Green Book's definition: a compact-array, and the array that says the same. */
const SAME: readonly (readonly [what: string, compact: string, array: string])[] = [
	['of numbers', '13 12 04 0001 0002', '01 02 12 0001 12 0002'],
	['of none', '13 12 00', '01 00'],
	[
		'of rows of a profile',
		'13 02 04 19 11 06 10 26 07EA0B01070C1E0000FDE400 00 00003039 FFFF 07EA0B01070D000000FDE400 08 0000303A 0001',
		'01 02 02 04 19 07EA0B01070C1E0000FDE400 11 00 06 00003039 10 FFFF 02 04 19 07EA0B01070D000000FDE400 11 08 06 0000303A 10 0001',
	],
	['of strings, which have their lengths', '13 09 06 02 AABB 00 01 CC', '01 03 09 02 AABB 09 00 09 01 CC'],
	['of bits, which have their counts', '13 02 02 04 11 06 0B FFE0 07 00 00', '01 02 02 02 04 0B FFE0 11 07 02 02 04 00 11 00'],
	['of arrays', '13 01 0003 11 06 010203 040506', '01 02 01 03 11 01 11 02 11 03 01 03 11 04 11 05 11 06'],
	[
		'of structures with arrays of structures',
		'13 02 03 0F 01 0002 02 02 11 16 03 0C FF 01 02 03 04 01 7F 05 06 07 08 00',
		'01 02 02 03 0F FF 01 02 02 02 11 01 16 02 02 02 11 03 16 04 03 01 02 03 0F 7F 01 02 02 02 11 05 16 06 02 02 11 07 16 08 03 00',
	],
	[
		'of structures with null-data, empty structures and empty arrays',
		'13 02 05 00 02 00 01 0000 11 11 0D 02 01 02',
		'01 01 02 05 00 02 00 01 00 11 01 0D 02',
	],
	['of floating-point numbers', '13 17 08 BF800000 40000000', '01 02 17 BF800000 17 40000000'],
];

function decode(bytes: Uint8Array) {
	const r = new Reader('A-XDR', bytes);
	const data = readData(r, SMALL);
	r.end();
	return data;
}

function skip(bytes: Uint8Array): void {
	const r = new Reader('A-XDR', bytes);
	skipData(r);
	r.end();
}

/** What a stream hands on of bytes that come in parts of `size`, as one array. */
function streamed(bytes: Uint8Array, size: number): Uint8Array {
	const elements = new DataWriter();
	const stream = new ArrayStream({ onElement: (element) => elements.put(element) });
	for (let at = 0; at < bytes.length; at += size) {
		const part = bytes.slice(at, at + size);
		stream.push(part);
		part.fill(0xa5);
	}
	stream.end();
	equal(stream.complete, true);
	return new DataWriter().array(stream.taken).put(elements.bytes).bytes;
}

describe('a compact-array', () => {
	for (const [what, compact, array] of SAME) {
		it(`${what} is read as the array that it is`, () => {
			bytesEqual(
				encoded((w) => writeData(w, decode(hex(compact)))),
				array.toLowerCase(),
			);
			refusesOtherLengths(hex(compact), decode, 'A-XDR');
		});

		it(`${what} is passed over, truncated or longer it is not`, () => {
			skip(hex(compact));
			refusesOtherLengths(hex(compact), skip, 'A-XDR');
		});

		it(`${what} comes through a stream, wherever it is cut`, () => {
			const bytes = hex(compact);
			for (let size = 1; size <= bytes.length; size++) bytesEqual(streamed(bytes, size), array.toLowerCase());
			for (let length = 1; length < bytes.length; length++) throws(() => streamed(bytes.subarray(0, length), 3), /^array: at byte/);
			throws(() => streamed(hex(`${compact} 00`), 3), /^array: at byte \d+: expected the end behind the elements/);
		});
	}

	it('may lie in other values', () => {
		const bytes = hex('02 02 13 11 02 0102 11 05');
		equal(toHex(encoded((w) => writeData(w, decode(bytes)))), '02020102110111021105');
		refusesOtherLengths(bytes, decode, 'A-XDR');
		refusesOtherLengths(bytes, skip, 'A-XDR');
		for (let size = 1; size <= 20; size++) bytesEqual(streamed(hex('01 02 02 02 13 11 02 0102 11 05 00'), size), '0102 0202 1311020102 1105 00');
	});

	it('has no types that are none, nor others of its kind in it', () => {
		for (const tag of [7, 8, 11, 14, 19, 28, 255]) {
			const bytes = new Uint8Array([0x13, tag, 1, 0]);
			throws(() => decode(bytes), new RegExp(`at byte 1: expected a type that a compact-array may have, found ${tag}`));
			throws(() => skip(bytes), /expected a type/);
		}
		throws(() => skip(hex('13 02 84ffffffff 11 00')), /expected 4294967295 types, found 2 bytes/);
	});

	it('has contents of whole elements', () => {
		throws(() => decode(hex('13 12 03 0001 00')), /expected data \(2 bytes\), found 1/);
		throws(() => streamed(hex('13 12 03 0001 00'), 9), /expected data \(2 bytes\), found 1/);
	});

	it('of elements without any bytes is refused, for nobody knows how many there are', () => {
		for (const bytes of ['13 00 01 00', '13 02 00 01 00', '13 01 0000 11 01 00']) throws(() => decode(hex(bytes)), /elements that take bytes/);
	});

	it('builds no more values than it may, and none deeper', () => {
		const many = hex('13 02 02 01 FFFF 00 11 14 0102030405060708090A0B0C0D0E0F1011121314');
		throws(() => decode(many), /expected fewer values/);
		throws(() => readData(new Reader('A-XDR', many), { depth: 8, values: 5000 }), /expected fewer values/);
		throws(() => decode(hex('13 01 0001 01 0001 01 0001 01 0001 01 0001 01 0001 01 0001 01 0001 11 01 05')), /less deep/);
		throws(() => streamed(many, 9), /expected fewer values/);
	});
});
