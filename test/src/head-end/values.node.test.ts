import { Reader } from '../../../modules/bytes/reader.js';
import { LARGE, readData } from '../../../modules/dlms/axdr/data.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { parseLogicalName } from '../../../modules/dlms/axdr/obis.js';
import { scalerUnitOf } from '../../../src/head-end/data-text.js';
import { quantityText, scaledText } from '../../../src/head-end/physical-units.js';
import { shown } from '../../../src/head-end/values.js';
import { equal, hex } from '../../assert.js';

const value = (bytes: string) => readData(new Reader('test', hex(bytes)), LARGE);

describe('a value and its scaler', () => {
	for (const [number, scaler, text] of [
		[12345, -1, '1234.5'],
		[12345, 2, '1234500'],
		[5, -3, '0.005'],
		[-5, -1, '-0.5'],
		[0, 2, '0'],
		[0, -1, '0.0'],
		[123456789012345678n, -3, '123456789012345.678'],
		[1.5, -1, '0.15'],
		[12345, 21, `12345${'0'.repeat(21)}`],
		[-12345, 127, '-12345e127'],
		[12345, -128, '12345e-128'],
		[1e21, -1, '100000000000000000000'],
	] as const) {
		it(`${number} at 10^${scaler} is ${text}`, () => equal(scaledText(number, scaler), text));
	}

	it('is shown in thousands if it is an energy, and in its own unit otherwise', () => {
		equal(quantityText(12345, { scaler: 2, unit: 30 }), '1234.5 kWh');
		equal(quantityText(1012, { scaler: -1, unit: 35 }), '101.2 V');
		equal(quantityText(7, { scaler: 0, unit: 255 }), '7');
		equal(quantityText(7, { scaler: 0, unit: 99 }), '7 unit 99');
	});
});

describe('a value of an absurd scaler', () => {
	const reading = value('06 00003039');
	for (const [scaler, text, json] of [
		['0202 0f7f 161e', '12345e124 kWh', '1.2345e+131'],
		['0202 0f80 161e', '12345e-131 kWh', '1.2345e-124'],
		['0202 057fffffff 161e', '12345', '12345'],
		['0202 0580000000 161e', '12345', '12345'],
		['0202 177fc00000 161e', '12345', '12345'],
		['0202 173f000000 161e', '12345', '12345'],
	] as const) {
		it(`${scaler} is shown as ${text}`, () => {
			const found = shown(reading, { classId: 3, name: parseLogicalName('1.0.1.8.0.255'), attribute: 2 }, scalerUnitOf(value(scaler)));
			equal(found.text(), text);
			equal(JSON.stringify(found.json), json);
		});
	}

	it('is shown whole however long its text is', () => {
		const long = new DataWriter().octetString(new Uint8Array(1 << 20).fill(0x41)).copy();
		equal(shown(readData(new Reader('test', long), LARGE), { classId: 1, name: 0, attribute: 2 }).text().length, 1 << 20);
	});

	it('is no number to a program where it is infinite', () => {
		const found = shown(
			value('18 7fe0000000000000'),
			{ classId: 3, name: parseLogicalName('1.0.1.8.0.255'), attribute: 2 },
			{ scaler: 127, unit: 35 },
		);
		equal(found.text(), 'Infinity V');
		equal(JSON.stringify(found.json), '"Infinity"');
		equal(JSON.stringify(shown(value('17 7fc00000'), { classId: 1, name: 0, attribute: 2 }).json), '"NaN"');
	});
});

describe('an attribute', () => {
	for (const [what, classId, obis, attribute, bytes, text, json] of [
		['a clock in Japan', 8, '0.0.1.0.0.255', 2, '090c 07ea0b16070c1e00 00 fde4 00', '2026-11-22T12:30:00+09:00', '"2026-11-22T12:30:00+09:00"'],
		['a clock with hundredths', 8, '0.0.1.0.0.255', 2, '19 07ea0b16070c1e0a 19 0000 00', '2026-11-22T12:30:10.250+00:00', undefined],
		['a clock without an offset', 8, '0.0.1.0.0.255', 2, '090c 07ea0b16070c1e00 00 8000 00', '2026-11-22T12:30:00', undefined],
		['a time that is open', 8, '0.0.1.0.0.255', 5, '090c ffffffffffffffff ff 8000 ff', 'not specified', undefined],
		['the last Sunday of a month', 8, '0.0.1.0.0.255', 5, '090c ffff03fe07020000 00 8000 00', '*-03-last Sun 02:00:00', '"*-03-last Sun 02:00:00"'],
		[
			'the last Sunday of a month, of one year',
			8,
			'0.0.1.0.0.255',
			5,
			'090c 07ea03fe07020000 00 fde4 00',
			'2026-03-last Sun 02:00:00+09:00',
			undefined,
		],
		[
			'a time when daylight saving ends',
			8,
			'0.0.1.0.0.255',
			6,
			'090c fffffdfdff03ffff ff 8000 ff',
			'*-daylight-saving-end-last-but-one 03:*:*',
			undefined,
		],
		['every year', 8, '0.0.1.0.0.255', 5, '090c ffff0101ff000000 00 8000 00', '*-01-01 00:00:00', undefined],
		['a date', 11, '0.0.11.0.0.255', 2, '1a ffff fe fd ff', '*-daylight-saving-begin-last-but-one', undefined],
		['a time', 11, '0.0.11.0.0.255', 2, '1b 02ff00ff', '02:*:00', undefined],
		['an event', 1, '0.0.96.11.0.255', 2, '1102', 'power up (2)', '2'],
		['an event that has no name', 1, '0.0.96.11.0.255', 2, '11c8', '200', '200'],
		['a reserved bit of an interval status', 1, '0.0.96.10.1.255', 2, '1110', 'reserved bit 4', '16'],
		['a time with open fields', 22, '0.0.15.0.4.255', 9, '090c ffff0b16ff0c1eff ff 8000 ff', 'FFFF0B16FF0C1EFFFF8000FF', undefined],
		['a clock status', 8, '0.0.1.0.0.255', 4, '1182', 'doubtful, daylight saving', '130'],
		['a time zone', 8, '0.0.1.0.0.255', 3, '10fde4', '-540 min to UTC', '-540'],
		['an interval status', 1, '0.0.96.10.1.255', 2, '1122', 'clock invalid, clock adjusted', '34'],
		['an interval status in bits', 1, '0.0.96.10.1.255', 2, '0408 81', 'critical error, power down', '129'],
		['a good interval status', 1, '0.0.96.10.1.255', 2, '1100', 'ok', '0'],
		['a logical name', 3, '1.0.1.8.0.255', 1, '0906 0100010800ff', '1.0.1.8.0.255', '"1.0.1.8.0.255"'],
		['scaler and unit', 3, '1.0.1.8.0.255', 3, '0202 0f02 161e', '10^2 Wh', '[2,30]'],
		['text', 1, '0.0.42.0.0.255', 2, '0903 4b4549', 'KEI', '"KEI"'],
		['bytes', 1, '0.0.96.1.9.255', 2, '0903 00ff80', '00FF80', '"00FF80"'],
		['UTF-8', 1, '0.0.96.1.9.255', 2, '0c06 e8a888e599a8', '計器', '"計器"'],
		['a structure', 1, '0.0.96.1.9.255', 2, '0203 00 0300 0102 1101 1102', '{–, no, [1, 2]}', '[null,false,[1,2]]'],
		['64 bits', 1, '0.0.96.1.9.255', 2, '15 ffffffffffffffff', '18446744073709551615', '"18446744073709551615"'],
		['columns', 7, '1.0.99.1.0.255', 3, '0101 0204 120008 09060000010000ff 0f02 120000', '8/0.0.1.0.0.255:2', undefined],
		['no sort object', 7, '1.0.99.1.0.255', 6, '0204 120000 0906000000000000 0f00 120000', 'none', undefined],
		['a context', 15, '0.0.40.0.0.255', 4, '0907 60857405080103', 'logical names, ciphered (3)', undefined],
		['partners', 15, '0.0.40.0.0.255', 3, '0202 0f01 120001', 'client 1, server 1', '[1,1]'],
		['partners, the client from 128 on', 15, '0.0.40.0.0.255', 3, '0202 0ff0 120001', 'client 240, server 1', '[-16,1]'],
		['partners that are none', 15, '0.0.40.0.0.255', 3, '0202 00 120001', '{–, 1}', '[null,1]'],
		['a title', 64, '0.0.43.0.0.255', 5, '0908 4a504d0000000001', '4A504D0000000001 (JPM)', '"4A504D0000000001"'],
		['a policy', 64, '0.0.43.0.0.255', 2, '1603', 'authenticated and encrypted (3)', '3'],
		['a relay', 70, '0.0.96.3.10.255', 3, '1602', 'ready for reconnection (2)', '2'],
		['an address', 48, '0.0.25.7.0.255', 3, '1601', 'DHCPv6 (1)', undefined],
		['addresses', 48, '0.0.25.7.0.255', 4, '0101 0910 fe800000000000000000000000000001', 'fe80::1', '"fe80::1"'],
		['what is not what it should be', 8, '0.0.1.0.0.255', 2, '1105', '5', '5'],
	] as const) {
		it(`${what}: ${text}`, () => {
			const found = shown(value(bytes), { classId, name: parseLogicalName(obis), attribute });
			equal(found.text(), text);
			if (json !== undefined) equal(JSON.stringify(found.json), json);
		});
	}

	it('of a register is scaled, for programs in the unit as it is', () => {
		const found = shown(value('0600003039'), { classId: 3, name: parseLogicalName('1.0.1.8.0.255'), attribute: 2 }, { scaler: 2, unit: 30 });
		equal(`${found.text()}, ${found.json} ${found.physicalUnit}`, '1234.5 kWh, 1234500 Wh');
	});
});
