import { Reader } from '../../../../modules/bytes/reader.js';
import { type Data, LARGE, numberOf, readData, SMALL, skipData, writeData } from '../../../../modules/dlms/axdr/data.js';
import { readSize } from '../../../../modules/dlms/axdr/data-length.js';
import { DataTag } from '../../../../modules/dlms/axdr/data-writer.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../../assert.js';
import { encoded, refusesOtherLengths } from '../encoded.js';

function decode(bytes: Uint8Array): Data {
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

const ONE_OF_EACH: readonly (readonly [string, Data])[] = [
	['00', { tag: DataTag.nullData }],
	['01 00', { tag: DataTag.array, items: [] }],
	['03 01', { tag: DataTag.boolean, value: true }],
	['03 00', { tag: DataTag.boolean, value: false }],
	['04 0b ff e0', { tag: DataTag.bitString, bits: 11, bytes: hex('ffe0') }],
	['04 00', { tag: DataTag.bitString, bits: 0, bytes: hex('') }],
	['05 ff ff ff fe', { tag: DataTag.doubleLong, value: -2 }],
	['06 ff ff ff fe', { tag: DataTag.doubleLongUnsigned, value: 0xfffffffe }],
	['09 02 01 02', { tag: DataTag.octetString, bytes: hex('0102') }],
	['0a 02 41 42', { tag: DataTag.visibleString, bytes: hex('4142') }],
	['0c 02 c3 a9', { tag: DataTag.utf8String, bytes: hex('c3a9') }],
	['0d 42', { tag: DataTag.bcd, value: 0x42 }],
	['0f 80', { tag: DataTag.integer, value: -128 }],
	['10 80 00', { tag: DataTag.long, value: -32768 }],
	['11 80', { tag: DataTag.unsigned, value: 128 }],
	['12 80 00', { tag: DataTag.longUnsigned, value: 32768 }],
	['14 ff ff ff ff ff ff ff fe', { tag: DataTag.long64, value: -2n }],
	['15 ff ff ff ff ff ff ff fe', { tag: DataTag.long64Unsigned, value: 0xfffffffffffffffen }],
	['16 1e', { tag: DataTag.enum, value: 30 }],
	['17 bf 80 00 00', { tag: DataTag.float32, value: -1 }],
	['18 3f f8 00 00 00 00 00 00', { tag: DataTag.float64, value: 1.5 }],
	['19 07ea0b01070c1e0000fde400', { tag: DataTag.dateTime, bytes: hex('07ea0b01070c1e0000fde400') }],
	['1a 07ea0b01ff', { tag: DataTag.date, bytes: hex('07ea0b01ff') }],
	['1b 0c1e00ff', { tag: DataTag.time, bytes: hex('0c1e00ff') }],
];

describe('A-XDR data', () => {
	for (const [bytes, data] of ONE_OF_EACH) {
		it(`reads and writes type ${data.tag}: ${bytes}`, () => {
			const got = decode(hex(bytes)) as { tag: number; value?: unknown; bytes?: Uint8Array; bits?: number };
			const expected = data as typeof got;
			equal(got.tag, expected.tag);
			equal(got.value, expected.value);
			equal(got.bits, expected.bits);
			equal(got.bytes && toHex(got.bytes), expected.bytes && toHex(expected.bytes));
			bytesEqual(
				encoded((w) => writeData(w, data)),
				bytes,
			);
			skip(hex(bytes));
			refusesOtherLengths(hex(bytes), decode, 'A-XDR');
			refusesOtherLengths(hex(bytes), skip, 'A-XDR');
		});
	}

	it('reads and writes values in each other', () => {
		// A capture object, twice, as a profile lists them.
		const bytes = '01 02 02 04 12 0008 09 06 0000010000ff 0f 02 12 0000 02 04 12 0003 09 06 0100010800ff 0f 02 12 0000';
		const data = decode(hex(bytes)) as Extract<Data, { items: unknown }>;
		equal(data.items.length, 2);
		const second = data.items[1] as Extract<Data, { items: unknown }>;
		equal(second.tag, DataTag.structure);
		equal(numberOf(second.items[0]!), 3);
		equal(numberOf(second.items[1]!), undefined);
		bytesEqual(
			encoded((w) => writeData(w, data)),
			bytes,
		);
		refusesOtherLengths(hex(bytes), decode, 'A-XDR');
		refusesOtherLengths(hex(bytes), skip, 'A-XDR');
	});

	it('takes lengths in more bytes than they need', () => bytesEqual((decode(hex('09 82 00 02 01 02')) as { bytes: Uint8Array }).bytes, '0102'));

	it('refuses tags that are no type', () => {
		for (const tag of [7, 8, 11, 14, 28, 127, 128, 255]) {
			throws(() => decode(new Uint8Array([tag, 0, 0, 0, 0])), new RegExp(`at byte 0: expected a data type, found ${tag}`));
			throws(() => skip(new Uint8Array([tag, 0, 0, 0, 0])), new RegExp(`expected a data type, found ${tag}`));
		}
	});

	it('refuses counts that the message cannot hold', () => {
		throws(() => decode(hex('01 84 ff ff ff ff 00')), /expected 4294967295 values, found 1 bytes/);
		throws(() => skip(hex('01 84 ff ff ff ff 00')), /expected 4294967295 values, found 1 bytes/);
		throws(() => skip(hex('04 84 ff ff ff ff 00')), /expected data \(536870912 bytes\), found 1/);
	});

	it('refuses lengths that are indefinite or longer than four bytes', () => {
		for (const bytes of ['80', '85 01 01 01 01 01', 'ff']) throws(() => readSize(new Reader('A-XDR', hex(bytes))), /a length of at most four bytes/);
	});

	it('builds values only as deep as it was told', () => {
		const nested = (depth: number) => {
			const bytes = new Uint8Array(2 * depth + 1);
			for (let i = 0; i < depth; i++) bytes.set([2, 1], 2 * i);
			return bytes;
		};
		decode(nested(SMALL.depth));
		throws(() => decode(nested(SMALL.depth + 1)), /expected values less deep in each other/);
		// Passing over needs no stack, however deep.
		skip(nested(5000));
	});

	it('builds only as many values as it was told', () => {
		const many = (count: number) => {
			const bytes = new Uint8Array(4 + count);
			bytes.set([1, 0x82, count >> 8, count & 255]);
			return bytes;
		};
		decode(many(SMALL.values - 1));
		throws(() => decode(many(SMALL.values)), /expected fewer values/);
		readData(new Reader('A-XDR', many(SMALL.values)), LARGE);
	});

	it('refuses to write what has not the bytes it says', () => {
		throws(
			() => encoded((w) => writeData(w, { tag: DataTag.bitString, bits: 9, bytes: hex('ff') })),
			/bit-string: expected 2 bytes for 9 bits, got 1/,
		);
		throws(() => encoded((w) => writeData(w, { tag: DataTag.dateTime, bytes: hex('ff') })), /type 25: expected 12 bytes, got 1/);
	});
});
