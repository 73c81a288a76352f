import {
	decodeHeader,
	decodeSecondaryAddress,
	encodeHeader,
	encodeSecondaryAddress,
	manufacturerLetters,
	SECONDARY_LENGTH,
} from '../../../modules/mbus/header.js';
import { quantityOf } from '../../../modules/mbus/quantity.js';
import {
	bytesIn,
	bytesRecord,
	decodeRecords,
	dibParts,
	encodeRecords,
	type MbusRecord,
	numberIn,
	numberRecord,
	textIn,
} from '../../../modules/mbus/record.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../assert.js';
import { MBUS } from '../../vectors/mbus.js';

const WORKED = hex(MBUS.worked).subarray(7, 35);
const HEADER = 12;

/** This message and no other. */
const only = (message: string) => new RegExp(`^${message}$`);

function one(bytes: string): MbusRecord {
	const { records } = decodeRecords(hex(bytes));
	equal(records.length, 1);
	return records[0]!;
}

describe('M-Bus header', () => {
	it('goes both ways', () => {
		const header = decodeHeader(WORKED);
		equal(header.identification, 0x12345678);
		equal(manufacturerLetters(header.manufacturer), 'PAD');
		equal(header.version, 1);
		equal(header.deviceType, 7);
		equal(header.accessNumber, 0x55);
		bytesEqual(encodeHeader(header), toHex(WORKED.subarray(0, HEADER)));
	});

	it('is refused with every truncation', () => {
		for (let length = 0; length < HEADER; length++)
			throws(() => decodeHeader(WORKED.subarray(0, length)), only(`M-Bus: at byte ${length}: expected a header of 12 bytes`));
	});

	it('begins with the secondary address, which stands alone, too, and is refused with every truncation', () => {
		const { identification, manufacturer, version, deviceType } = decodeHeader(WORKED);
		const alone = decodeSecondaryAddress(WORKED.subarray(0, SECONDARY_LENGTH));
		equal(Object.values(alone).join(), [identification, manufacturer, version, deviceType].join());
		bytesEqual(encodeSecondaryAddress(alone), toHex(WORKED.subarray(0, SECONDARY_LENGTH)));
		for (let length = 0; length < SECONDARY_LENGTH; length++)
			throws(() => decodeSecondaryAddress(WORKED.subarray(0, length)), only(`M-Bus: at byte ${length}: expected a secondary address of 8 bytes`));
	});
});

describe('M-Bus data records', () => {
	it('tell the worked example of the standard', () => {
		const { records } = decodeRecords(WORKED.subarray(HEADER));
		equal(records.map(({ dib, vib }) => `${toHex(dib)} ${toHex(vib)}`).join(), '03 13,da02 3b,8b60 04');
		equal(records.map((record) => numberIn(record)).join(), '12565,113,21837');
		const quantities = records.map(({ vib }) => quantityOf(vib)!);
		equal(quantities.map(({ name, unit, scaler }) => `${name} ${unit} ${scaler}`).join(), 'volume 13 -3,volume flow 15 -3,energy 30 1');
		const [, flow, energy] = records.map(({ dib }) => dibParts(dib));
		equal([flow!.function, flow!.storage, flow!.tariff, flow!.subunit].join(), '1,5,0,0');
		equal([energy!.function, energy!.storage, energy!.tariff, energy!.subunit].join(), '0,0,2,1');
		bytesEqual(encodeRecords(records), toHex(WORKED.subarray(HEADER)));
	});

	it('are refused with every truncation that does not end behind a record', () => {
		const bytes = WORKED.subarray(HEADER);
		const ends = [0, 5, 10];
		for (let length = 0; length < bytes.length; length++) {
			if (ends.includes(length)) equal(decodeRecords(bytes.subarray(0, length)).records.length, ends.indexOf(length));
			else throws(() => decodeRecords(bytes.subarray(0, length)), /^M-Bus record: at byte/);
		}
	});

	const numbers: readonly (readonly [string, number | undefined])[] = [
		['01 13 FF', -1],
		['02 13 FFFF', -1],
		['02 13 0080', -32768],
		['03 13 FFFF7F', 8388607],
		['04 13 00000080', -2147483648],
		['05 13 0000C03F', 1.5],
		['06 13 000000000001', 2 ** 40],
		['07 13 0000000000000001', 2 ** 56],
		['07 13 FFFFFFFFFFFFFFFF', -1],
		['09 13 99', 99],
		['0A 13 01F0', -1],
		['0B 13 563412', 123456],
		['0C 13 78563412', 12345678],
		['0E 13 785634129078', 789012345678],
		['0A 13 0A00', undefined],
		['0D 13 C2 3412', 1234],
		['0D 13 D2 3412', -1234],
		['0D 13 E2 0180', -32767],
		['0D 13 02 4142', undefined],
		['0D 13 C0', 0],
		['0D 13 E0', undefined],
		['0D 13 E8 0100000000000000', 1],
		['0D 13 E9 010000000000000000', undefined],
		['00 13', undefined],
		['08 13', undefined],
	];
	for (const [bytes, value] of numbers) it(`have the number ${value} in ${bytes}`, () => equal(numberIn(one(bytes)), value));

	it('have a text, last character first, and bytes as they are sent', () => {
		equal(textIn(one('0D FD 0C 03 434241')), 'ABC');
		equal(textIn(one('0C 13 78563412')), undefined);
		equal(textIn(one('0D 13 C0')), undefined);
		bytesEqual(encodeRecords([bytesRecord(hex('FD19'), hex('0102'))]), '0dfd19e20102');
		bytesEqual(encodeRecords([bytesRecord(hex('FD19'), new Uint8Array(16))]), `0dfd19f0${'00'.repeat(16)}`);
		equal(decodeRecords(hex('01 13 05')).hasMore, false);
		bytesEqual(bytesIn(one('0D FD 19 F0 000102030405060708090A0B0C0D0E0F'))!, '000102030405060708090a0b0c0d0e0f');
		equal(bytesIn(one('0D 13 C2 3412')), undefined);
		for (const length of [0, 1, 15, 16, 20, 32])
			equal(bytesIn(one(toHex(encodeRecords([bytesRecord(hex('FD19'), new Uint8Array(length))]))))!.length, length);
		for (const length of [17, 36]) throws(() => bytesRecord(hex('FD19'), new Uint8Array(length)), /expected up to 15 bytes, or 16, 20/);
	});

	it('have a plain text in the VIB, with VIFEs behind it or without', () => {
		bytesEqual(one('01 7C 03 4B4F57 05').vib, '7c034b4f57');
		bytesEqual(one('01 FC 03 4B4F57 3B 05').vib, 'fc034b4f573b');
		equal(quantityOf(one('01 FC 03 4B4F57 3B 05').vib), undefined);
	});

	it('pass over fillers, and leave what is the manufacturer’s as it is', () => {
		const { records, manufacturerData, hasMore } = decodeRecords(hex('2F2F 01 13 05 2F 0F AABB'));
		equal(records.length, 1);
		bytesEqual(manufacturerData, 'aabb');
		equal(hasMore, false);
		equal(decodeRecords(hex('1F')).hasMore, true);
	});

	const cut: readonly (readonly [string, string])[] = [
		['01', 'at byte 1: expected a VIF'],
		['81', 'at byte 1: expected a DIFE'],
		['81 80', 'at byte 2: expected a DIFE'],
		['81 00', 'at byte 2: expected a VIF'],
		['01 93', 'at byte 2: expected a VIFE'],
		['01 93 BB', 'at byte 3: expected a VIFE'],
		['01 13', 'at byte 2: expected data of 1 bytes'],
		['02 13 05', 'at byte 3: expected data of 2 bytes'],
		['01 7C', 'at byte 2: expected the length of a plain text'],
		['01 7C 00', 'at byte 3: expected data of 1 bytes'],
		['01 7C 03 4B4F', 'at byte 5: expected a plain text of 3 bytes'],
		['01 7C 03 4B4F57', 'at byte 6: expected data of 1 bytes'],
		['01 FC 03 4B4F57', 'at byte 6: expected a VIFE'],
		['01 FC 03 4B4F57 BB', 'at byte 7: expected a VIFE'],
		['0D 13', 'at byte 2: expected LVAR'],
		['0D 13 BF', 'at byte 3: expected data of 192 bytes'],
		['0D 13 CF', 'at byte 3: expected data of 16 bytes'],
		['0D 13 EF', 'at byte 3: expected data of 16 bytes'],
		['0D 13 F0', 'at byte 3: expected data of 17 bytes'],
		['0D 13 F4', 'at byte 3: expected data of 33 bytes'],
	];
	for (const [bytes, why] of cut) it(`are refused at ${bytes}: ${why}`, () => throws(() => decodeRecords(hex(bytes)), only(`M-Bus record: ${why}`)));

	it('have a plain text without characters, and none of its bytes is taken for more', () => {
		bytesEqual(one('01 7C 00 05').vib, '7c00');
		bytesEqual(one('01 7C 02 FFFF 05').data, '05');
	});

	it('have up to ten DIFEs and ten VIFEs, and no eleventh', () => {
		equal(one(`81 ${'80'.repeat(9)}00 93 ${'80'.repeat(9)}00 05`).vib.length, 11);
		throws(() => decodeRecords(hex(`81 ${'80'.repeat(10)}00 13 05`)), only('M-Bus record: at byte 11: expected at most 10 DIFEs'));
		throws(() => decodeRecords(hex(`01 93 ${'80'.repeat(10)}00 05`)), only('M-Bus record: at byte 12: expected at most 10 VIFEs'));
	});

	it('have storage, tariff and subunit from all of their DIFEs', () => {
		const parts = (dib: string) => Object.values(dibParts(hex(dib))).join();
		equal(parts('01'), '0,0,0,0');
		equal(parts('71'), '3,1,0,0');
		equal(parts('C1 81 92 63'), `0,${1 + 2 * 1 + 32 * 2 + 512 * 3},${4 * 1 + 16 * 2},${4}`);
	});

	it('are refused with eleven DIFEs or VIFEs, with no form of data, and with an LVAR beyond F4', () => {
		equal(one(`81 ${'80'.repeat(9)}00 13 05`).dib.length, 11);
		throws(() => decodeRecords(hex(`81 ${'80'.repeat(11)}00 13 05`)), /at most 10 DIFEs/);
		throws(() => decodeRecords(hex(`01 93 ${'80'.repeat(11)}00 05`)), /at most 10 VIFEs/);
		throws(() => decodeRecords(hex('3F 13 05')), /a form of data/);
		throws(() => decodeRecords(hex('0D 13 F5')), /LVAR up to F4/);
	});

	it('are made of numbers, as far as they fit', () => {
		const made: readonly (readonly [number, number, string])[] = [
			[0x01, -1, '0113ff'],
			[0x01, 0, '011300'],
			[0x01, 127, '01137f'],
			[0x09, 99, '091399'],
			[0x04, -2147483648, '041300000080'],
			[0x4c, 12345678, '4c1378563412'],
			[0x0b, 7, '0b13070000'],
		];
		for (const [dif, value, bytes] of made) bytesEqual(encodeRecords([numberRecord(dif, hex('13'), value)]), bytes);
		for (const [dif, value] of [
			[0x01, 128],
			[0x01, -129],
			[0x09, 100],
			[0x09, -1],
			[0x01, 0.5],
			[0x05, 1],
			[0x00, 0],
			[0x0d, 0],
			[0x81, 0],
		] as const)
			throws(() => numberRecord(dif, hex('13'), value), /^M-Bus record: (value|DIF): expected/);
	});
});
