import { Reader } from '../../../modules/bytes/reader.js';
import { type Data, LARGE, readData, writeData } from '../../../modules/dlms/axdr/data.js';
import { DataTag, DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { dataBytes, dataNotation, NotationError, parseData } from '../../../src/head-end/data-notation.js';
import { equal, hex, toHex } from '../../assert.js';
import { fuzzCount, fuzzRandom, tried } from '../../fuzz/campaign.js';

/** Text, and the bytes of the value. */
const VALUES: readonly (readonly [string, string])[] = [
	['null', '00'],
	['true', '0301'],
	['false', '0300'],
	['i8:-5', '0ffb'],
	['i16:-300', '10fed4'],
	['i32:-2147483648', '0580000000'],
	['i64:-9223372036854775808', '148000000000000000'],
	['u8:255', '11ff'],
	['u16:40', '120028'],
	['u32:3600', '0600000e10'],
	['u64:18446744073709551615', '15ffffffffffffffff'],
	['enum:4', '1604'],
	['bcd:18', '0d12'],
	['f32:1.5', '173fc00000'],
	['f64:-0', '188000000000000000'],
	['f64:1e+300', '187e37e43c8800759c'],
	['f32:Infinity', '177f800000'],
	['bits:', '0400'],
	['bits:0110000001', '040a6040'],
	['octets:', '0900'],
	['octets:00FF', '090200ff'],
	['octets:"JPM \\"1\\""', '09074a504d20223122'],
	['visible:"K1"', '0a024b31'],
	['visible:4B0A', '0a024b0a'],
	['utf8:"電力量"', '0c09e99bbbe58a9be9878f'],
	['utf8:FF', '0c01ff'],
	['obis:1.0.1.8.0.255', '09060100010800ff'],
	['at:2026-11-01T12:30:00+09:00', '090c07ea0b01070c1e0000fde400'],
	['at:2026-11-01T12:30:00.250+09:00', '090c07ea0b01070c1e0019fde400'],
	// A status, another day of the week, an open field: more than the text would tell.
	['octets:07EA0B01070C1E0000FDE480', '090c07ea0b01070c1e0000fde480'],
	['octets:07EA0B01000C1E0000FDE400', '090c07ea0b01000c1e0000fde400'],
	['octets:FFFFFFFFFFFFFFFF00800000', '090cffffffffffffffff00800000'],
	['date-time:07EA0B01070C1E0000FDE400', '1907ea0b01070c1e0000fde400'],
	['date:07EA0B0107', '1a07ea0b0107'],
	['time:0C1E0000', '1b0c1e0000'],
	['[]', '0100'],
	['{}', '0200'],
	['[u8:1, u8:2]', '010211011102'],
	['{u16:1, at:2026-11-01T12:30:00+09:00, u32:3600}', '0203120001090c07ea0b01070c1e0000fde4000600000e10'],
	['{{octets:"a", [null, null]}, {}}', '02020202090161010200000200'],
];

/** What is refused, where, and what should stand there. */
const WRONG: readonly (readonly [string, string])[] = [
	['', '1 value'],
	['7', '1 value'],
	['"text"', '1 value'],
	['u16', '1 type'],
	['u17:1', '1 type'],
	['toString:1', '1 type'],
	['constructor', '1 type'],
	['u16: 40', '5 number'],
	['u16:', '5 number'],
	['u16:65536', '5 number'],
	['u8:-1', '4 number'],
	['u8:1.5', '5 end'],
	['i64:9223372036854775808', '5 number'],
	['f32:one', '5 number'],
	['f32:1e39', '5 number'],
	['bits:012', '6 bits'],
	['octets:0', '8 digits'],
	['octets:0G', '8 digits'],
	['octets:"a', '8 string'],
	['octets:"é"', '8 string'],
	['visible:"\\x41"', '9 string'],
	['date:07EA', '6 digits'],
	['obis:1.0.1.8', '6 obis'],
	['obis:1.0.1.8.0.256', '6 obis'],
	['at:2026-02-30T00:00:00+09:00', '4 time'],
	['at:2026-11-01T12:30:00', '4 time'],
	['at:2026-11-01T12:30:00+15:00', '4 time'],
	['at:2026-11-01T12:30:00.255+09:00', '4 time'],
	['[u8:1', '6 separator'],
	['[u8:1; u8:2]', '6 separator'],
	['[u8:1,]', '7 value'],
	['{u8:1]', '6 separator'],
	['u8:1 u8:2', '6 end'],
	[`${'['.repeat(18)}${']'.repeat(18)}`, '18 depth'],
];

function failure(text: string): string {
	try {
		parseData(text);
	} catch (error) {
		if (error instanceof NotationError) return `${error.at + 1} ${error.expected}`;
		throw error;
	}
	return 'none';
}

const toldBytes = (text: string): Uint8Array => dataBytes(parseData(text));

describe('a value as text', () => {
	for (const [text, bytes] of VALUES) {
		it(`goes both ways: ${text}`, () => {
			equal(toHex(toldBytes(text)), bytes);
			equal(dataNotation(readData(new Reader('A-XDR', hex(bytes)), LARGE)), text);
		});
	}

	it('may be told by the names of DLMS, with blanks between values, and a time as any octets', () => {
		equal(toHex(toldBytes(' { long-unsigned:1,double-long-unsigned:2 ,  octet-string:AB } ')), '0203120001060000000209' + '01ab');
		equal(toHex(toldBytes('bit-string:1')), '040180');
		equal(toHex(toldBytes('octets:07EA0B01070C1E0000FDE400')), toHex(toldBytes('at:2026-11-01T12:30:00+09:00')));
		equal(toHex(toldBytes('obis:1-0:1.8.0')), '09060100010800ff');
	});

	for (const [text, expected] of WRONG) it(`is refused: ${text.slice(0, 40)}`, () => equal(failure(text), expected));

	it('is the same value again, whatever it is', () => {
		const random = fuzzRandom(1, 'notation');
		const bytesOf = (length: number): Uint8Array => {
			const bytes = new Uint8Array(length);
			random.fill(bytes);
			// Often what looks like a text or a time.
			if (random.below(3) === 0) for (let i = 0; i < length; i++) bytes[i] = 0x20 + (bytes[i]! % 0x60);
			if (length === 12 && random.below(2) === 0) bytes.set([7, 0xea, 1 + random.below(14), 1 + random.below(32)]);
			if (length === 6 && random.below(2) === 0) bytes[5] = 0xff;
			return bytes;
		};
		const made = (depth: number): Data => {
			const which = random.below(depth > 3 ? 10 : 12);
			if (which === 0) return { tag: DataTag.nullData };
			if (which === 1) return { tag: DataTag.boolean, value: random.below(2) === 1 };
			if (which === 2) return { tag: DataTag.long, value: random.below(0x10000) - 0x8000 };
			if (which === 3) return { tag: DataTag.doubleLongUnsigned, value: random.below(0x7fffffff) * 2 };
			if (which === 4) return { tag: DataTag.long64, value: BigInt.asIntN(64, BigInt(random.below(0x7fffffff)) * 0x2f0f0f0f3n) };
			if (which === 5) {
				const bits = random.below(20);
				const bytes = bytesOf(Math.ceil(bits / 8));
				if (bits % 8 > 0) bytes[bytes.length - 1]! &= 0xff00 >> (bits % 8);
				return { tag: DataTag.bitString, bits, bytes };
			}
			if (which === 6) return { tag: DataTag.float64, value: (random.fraction() - 0.5) * 10 ** random.below(30) };
			if (which === 7) return { tag: DataTag.float32, value: Math.fround((random.fraction() - 0.5) * 10 ** random.below(30)) };
			if (which === 8) return { tag: DataTag.date, bytes: bytesOf(5) };
			if (which === 9) {
				const tags = [DataTag.octetString, DataTag.visibleString, DataTag.utf8String] as const;
				return { tag: tags[random.below(3)]!, bytes: bytesOf([0, 1, 6, 12, 12, 9][random.below(6)]!) };
			}
			return { tag: which === 10 ? DataTag.array : DataTag.structure, items: Array.from({ length: random.below(4) }, () => made(depth + 1)) };
		};
		for (let i = 0; i < fuzzCount(200_000); i++) {
			const w = new DataWriter();
			writeData(w, made(0));
			const text = dataNotation(readData(new Reader('A-XDR', w.bytes), LARGE));
			equal(toHex(toldBytes(tried(text))), toHex(w.bytes), text);
		}
	});

	it('is a value or is refused with a place in it, whatever the text is', () => {
		const random = fuzzRandom(2, 'notation');
		const texts = VALUES.map(([text]) => text);
		let taken = 0;
		for (let i = 0; i < fuzzCount(200_000); i++) {
			let text = texts[random.below(texts.length)]!;
			for (let change = random.below(3); change >= 0; change--) {
				const at = random.below(text.length + 1);
				const other = texts[random.below(texts.length)]!;
				text = text.slice(0, at) + other.slice(random.below(other.length), random.below(other.length + 1)) + text.slice(at + random.below(3));
			}
			try {
				parseData(tried(text));
				taken++;
			} catch (error) {
				if (!(error instanceof NotationError)) throw error;
				equal(error.at >= 0 && error.at <= text.length, true, text);
			}
		}
		equal(taken > 0, true);
	});
});
