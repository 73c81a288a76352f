import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mergeRegister, readRegister, registerPath, writeRegister } from '../../../../../boards/host/hes/collect/register-file.js';
import type { RegisterRow } from '../../../../../src/head-end/collection/register-table.js';
import { MeterRegister } from '../../../../../src/mdm/meter-register.js';

const METER: RegisterRow = {
	...{ number: 1, title: '4A504D0000000001', serial: 'KEIKI0000001', supplyPoint: '0000000000000000000001', wh: 100, digits: 6, amperes: 60 },
	...{ twoWay: true, group: 'street "1", north', concentrator: '3', from: '', to: '' },
};
const OTHER = { ...METER, number: 2, title: '4A504D0000000002', serial: 'KEIKI0000002', supplyPoint: '0000000000000000000002' };
const NOW = '2026-12-01T00:00:00.000Z';

describe('the register of a collector', () => {
	let folder = '';
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	it('is read as it was written', () => {
		const rows = mergeRegister([], [METER, OTHER], NOW);
		writeRegister(folder, rows);
		assert.deepEqual(readRegister(folder), rows);
		assert.equal(
			readFileSync(registerPath(folder), 'utf8').split('\n')[0],
			'number,title,serial,supply_point,wh,digits,amperes,two_way,group,concentrator,from,to',
		);
	});

	it('is read by the data management, too: what it writes of directions, texts and times', () => {
		const rows = mergeRegister([], [METER, { ...OTHER, twoWay: false, from: '2026-12-01T00:00:00+09:00', to: '2026-12-02T00:00Z' }], NOW);
		writeRegister(folder, rows);
		const { meters } = MeterRegister.parse(readFileSync(registerPath(folder), 'utf8'));
		assert.deepEqual(
			meters.map(({ number, twoWay, group, from, to }) => [number, twoWay, group, from, to]),
			[
				[1, true, 'street "1", north', Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
				[2, false, 'street "1", north', Date.parse('2026-11-30T15:00Z'), Date.parse('2026-12-02T00:00Z')],
			],
		);
	});

	it('takes the time at which a meter went from its line, and the next one came then', () => {
		const to = '2026-11-29T10:00:00Z';
		const gone = mergeRegister(mergeRegister([], [METER], NOW), [{ ...METER, to }], NOW);
		const rows = mergeRegister(gone, [{ ...METER, number: 3, title: '4A504D0000000003' }], NOW);
		assert.deepEqual(
			rows.map(({ number, from, to }) => [number, from, to]),
			[
				[1, '', to],
				[3, to, ''],
			],
		);
	});

	it('is empty where there is none, and an error names the line', () => {
		assert.deepEqual(readRegister(folder), []);
		writeRegister(folder, mergeRegister([], [METER], NOW));
		writeFileSync(registerPath(folder), `${readFileSync(registerPath(folder), 'utf8')}2,4A,\n`);
		assert.throws(() => readRegister(folder), /register\.csv: line 3: expected a meter/);
	});

	it('closes the row of a meter when another one comes to its supply point', () => {
		const rows = mergeRegister(mergeRegister([], [METER, OTHER], NOW), [{ ...METER, number: 3, title: '4A504D0000000003' }, OTHER], NOW);
		assert.deepEqual(
			rows.map(({ number, from, to }) => [number, from, to]),
			[
				[1, '', NOW],
				[2, '', ''],
				[3, NOW, ''],
			],
		);
	});

	it('takes the time of an exchange from the meter, and keeps it', () => {
		const from = '2026-11-30T03:00:00Z';
		const came = { ...METER, number: 3, title: '4A504D0000000003', from };
		const once = mergeRegister(mergeRegister([], [METER], NOW), [came], NOW);
		const twice = mergeRegister(once, [{ ...came, from: '' }], '2027-01-01T00:00:00Z');
		assert.deepEqual(
			twice.map(({ to, from: begin }) => [begin, to]),
			[
				['', from],
				[from, ''],
			],
		);
	});

	it('ends no row of meters that have no supply point', () => {
		const rows = mergeRegister(mergeRegister([], [{ ...METER, supplyPoint: '' }], NOW), [{ ...OTHER, supplyPoint: '' }], NOW);
		assert.deepEqual(
			rows.map(({ to }) => to),
			['', ''],
		);
	});
});
