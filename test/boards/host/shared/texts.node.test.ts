import { chartLines, halfHourEnergies } from '../../../../boards/host/hems/half-hours.js';
import { HEMS_TEXTS } from '../../../../boards/host/hems/hems-words.js';
import { propertyText } from '../../../../boards/host/shared/property-text.js';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { isoTime, parseIsoTime } from '../../../../src/world/time/iso-time.js';
import { equal, hex } from '../../../assert.js';

describe('times', () => {
	for (const [text, iso] of [
		['2026-11-22', '2026-11-22T00:00:00.000+09:00'],
		['2026-11-22T09:30', '2026-11-22T09:30:00.000+09:00'],
		['2026-11-22 09:30:15', '2026-11-22T09:30:15.000+09:00'],
		['2026-11-22T00:30:15.25Z', '2026-11-22T09:30:15.250+09:00'],
		['2026-11-21T18:00-06:30', '2026-11-22T09:30:00.000+09:00'],
		['2026-11-22T09:30+0900', '2026-11-22T09:30:00.000+09:00'],
		['2024-02-29', '2024-02-29T00:00:00.000+09:00'],
	] as const) {
		it(`${text} is ${iso}`, () => equal(isoTime(parseIsoTime(text)!), iso));
	}

	it('are refused where there is no such time', () => {
		for (const text of [
			'',
			'now',
			'2026-02-30',
			'2026-13-01',
			'2026-11-22T24:00',
			'2026-11-22T09:60',
			'2026-11-22T09',
			'22.11.2026',
			'2026-11-22T09:30JST',
		]) {
			equal(parseIsoTime(text), undefined, text);
		}
	});
});

describe('the energies of a day', () => {
	it('are differences, over the end of the register too, and unknown where a reading is', () => {
		const readings = [999_998, 999_999, 1, null, 7, ...Array.from({ length: 44 }, () => 7)];
		const energies = halfHourEnergies(readings, 6);
		equal(energies.length, 48);
		equal(energies.slice(0, 6).join(), '1,2,,,0,0');
	});

	it('are drawn to scale', () => {
		const lines = chartLines([4, 2, 1, 0, null, ...Array.from({ length: 43 }, () => 0)], 100, HEMS_TEXTS.en.total);
		equal(lines.length, 10);
		equal(lines[0], '0.4 ┤█');
		equal(lines[4], '    ┤██');
		equal(lines[7], '0.0 ┤███ ·');
		equal(lines[9]!.trim(), 'kWh a half-hour; 0.7 kWh in 47 half-hours');
	});
});

describe('properties in words', () => {
	const METER = 0x028801;
	for (const [epc, edt, name, value] of [
		[0xe7, '000001f4', 'power', '500 W'],
		[0xe7, 'fffffe0c', 'power', '-500 W'],
		[0xe7, '7ffffffe', 'power', 'no data'],
		[0xe8, '001e 0014', 'current', 'R 3, T 2 A'],
		[0xe8, '001e 7ffe', 'current', 'R 3 A'],
		[0xe0, '0001e240', 'cumulative energy', '12345.6 kWh'],
		[0xe0, 'fffffffe', 'cumulative energy', 'no data'],
		[0xe1, '01', 'unit of energy', '0.1 kWh'],
		[0xea, '07ea0b160c1e00 0001e240', 'energy at fixed time', '12345.6 kWh at 2026-11-22 12:30:00'],
		[0xed, '07ea0b160c1e 06', 'time of the half-hours', '6 back from 2026-11-22 12:30'],
		[0xed, 'ffffffffffff 01', 'time of the half-hours', 'none chosen'],
		[0xe2, `0001 ${'0001e240'.repeat(47)} fffffffe`, 'history of a day', '1 day ago: 47 of 48 recorded'],
		[0xe2, `00ff ${'fffffffe'.repeat(48)}`, 'history of a day', 'no day chosen: 0 of 48 recorded'],
		[0xec, '07ea0b160c1e 01 0001e240 fffffffe', 'half-hours of both directions', 'back from 2026-11-22 12:30: 12345.6 kWh / no data'],
		[0x80, '30', 'operation status', 'on'],
		[0x9e, '03 81 e5 ed', 'settable properties', '81 E5 ED'],
		[0xe7, '01', 'power', '01'],
		[0xe7, '', 'power', ''],
		[0xf0, '0102', 'property', '0102'],
	] as const) {
		it(`${toUpperHex(Uint8Array.of(epc))} ${edt.slice(0, 24)} is "${value}"`, () => {
			const text = propertyText(METER, { epc, edt: hex(edt) }, 100);
			equal(`${text.name}: ${text.value}`, `${name}: ${value}`);
		});
	}

	it('without a unit energies are counts', () => equal(propertyText(METER, { epc: 0xe0, edt: hex('0001e240') }).value, '123456'));
});
