/** What `keiki mdm export` gives out, of days that a validation has closed. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { askedExport, type ExportWords, exportFrom } from '../../../../boards/host/mdm/export/export-command.js';
import { UsageError } from '../../../../boards/host/shared/usage-error.js';
import { dayOf } from '../../../../src/mdm/calendar.js';
import { closeDay } from '../../../../src/mdm/closing.js';
import { firstSlotOf, HALF_HOURS } from '../../../../src/mdm/day-matrix.js';
import { MeterRegister } from '../../../../src/mdm/meter-register.js';
import { usualRules } from '../../../../src/mdm/rules.js';
import { requirePeer } from '../../../interop/peers.js';
import { registerText } from '../../../src/mdm/hand-made.js';
import { MemoryStore } from '../../../src/mdm/memory-store.js';

/** A Thursday. */
const DAY = dayOf(2026, 11, 19);
const NOW = Date.UTC(2026, 10, 22, 3);
/** P1 has meter 1 until 10:10 on the second day, then meter 2, of other digits; P2 meter 3, both ways; nobody hears of P3. */
const REGISTER = registerText(
	'1,4B45490000000001,S1,P1,100,6,60,0,north,,,2026-11-20T10:10:00+09:00',
	'2,4B45490000000002,S2,P1,10,7,60,0,north,,2026-11-20T10:10:00+09:00,',
	'3,4B45490000000003,S3,"P2, ""east""",1000,6,60,1,south,,,',
	'4,4B45490000000004,S4,P3,100,6,60,0,south,,2026-11-20T00:00:00+09:00,',
);

describe('keiki mdm export', () => {
	let folder = '';
	let store: MemoryStore;
	const register = MeterRegister.parse(REGISTER);
	beforeEach(async () => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		writeFileSync(join(folder, 'register.csv'), REGISTER);
		store = new MemoryStore();
		for (let boundary = 0; boundary <= 2 * HALF_HOURS; boundary++) {
			const slot = firstSlotOf(DAY) + boundary;
			const none = { export: 0xffffffff, status: 0 };
			// 0.2 kWh a half-hour; it was 0.1 more when it went.
			if (boundary <= 68)
				store.readings.push({ number: 1, slot, import: 999_900 + 2 * boundary > 999_999 ? 2 * boundary - 100 : 999_900 + 2 * boundary, ...none });
			if (boundary === 69) store.readings.push({ number: 1, slot, import: 37, ...none });
			if (boundary >= 68) store.readings.push({ number: 2, slot, import: 500 + (boundary === 68 ? 0 : 10 + 20 * (boundary - 69)), ...none });
			// Half-hours 10 and 11 of the first day come later.
			if (boundary !== 11) store.readings.push({ number: 3, slot, import: 5000 + boundary, export: 70 + 3 * boundary, status: 0 });
		}
		for (const day of [DAY, DAY + 1]) await closeDay(store, register, usualRules(), day, 0, DAY + 2);
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	async function exported(kind: string, words: Partial<ExportWords> = {}): Promise<string> {
		const out = join(folder, 'out');
		const all = { data: folder, from: '2026-11-19', to: '2026-11-20', out, quiet: true, ...words };
		assert.equal(await exportFrom(store, askedExport(kind, all, NOW), all), 0);
		assert.deepEqual(
			readdirSync(folder).filter((name) => name.endsWith('.part')),
			[],
		);
		return readFileSync(out, 'utf8');
	}
	const lines = async (...args: Parameters<typeof exported>) => (await exported(...args)).trimEnd().split('\n');

	it('gives each half-hour in kWh with the digits of its meter, begin and end, through an exchange', async () => {
		const all = await lines('readings');
		assert.equal(all[0], 'supply_point,begin,end,import_kwh,export_kwh,quality,flags,version');
		assert.equal(all.length, 1 + 4 * HALF_HOURS + HALF_HOURS);
		assert.equal(all[1], 'P1,2026-11-19T00:00:00+09:00,2026-11-19T00:30:00+09:00,0.2,0.0,validated,,1');
		// 0.1 kWh of the old meter and 0.10 of the new one.
		assert.equal(all[1 + HALF_HOURS + 20], 'P1,2026-11-20T10:00:00+09:00,2026-11-20T10:30:00+09:00,0.20,0.00,validated,exchange,1');
		assert.equal(all[1 + 2 * HALF_HOURS + 10], '"P2, ""east""",2026-11-19T05:00:00+09:00,2026-11-19T05:30:00+09:00,1,3,interpolated,missing,1');
		assert.equal(all.at(-1), 'P3,2026-11-20T23:30:00+09:00,2026-11-21T00:00:00+09:00,,0.0,missing,missing,1');
	});

	it('gives one supply point alone, with a byte order mark where it is wished', async () => {
		const text = await exported('readings', { point: ['P1'], to: '2026-11-19', bom: true });
		assert.ok(text.startsWith('\ufeffsupply_point,'));
		assert.equal(text.trimEnd().split('\n').length, 1 + HALF_HOURS);
	});

	it('gives days of 48 columns, a line a direction', async () => {
		const all = await lines('columns');
		assert.ok(all[0]!.startsWith('supply_point,day,direction,k01,k02,') && all[0]!.endsWith(',k48'));
		assert.deepEqual(
			all.slice(1).map((line) => line.match(/2026.*?port/)![0]),
			[
				'2026-11-19,import',
				'2026-11-20,import',
				'2026-11-19,import',
				'2026-11-19,export',
				'2026-11-20,import',
				'2026-11-20,export',
				'2026-11-20,import',
			],
		);
		assert.ok(all[4]!.endsWith(',3'.repeat(48)));
		assert.ok(all[7]!.endsWith('import' + ','.repeat(48)));
	});

	it('sums days, months and billing periods, with what is missing beside them', async () => {
		assert.deepEqual(await lines('daily'), [
			'supply_point,begin,end,import_kwh,export_kwh,half_hours,missing,estimated,held,version',
			'P1,2026-11-19T00:00:00+09:00,2026-11-20T00:00:00+09:00,9.60,0.00,48,0,0,0,1',
			'P1,2026-11-20T00:00:00+09:00,2026-11-21T00:00:00+09:00,9.60,0.00,48,0,0,0,1',
			'"P2, ""east""",2026-11-19T00:00:00+09:00,2026-11-20T00:00:00+09:00,48,144,48,0,2,0,1',
			'"P2, ""east""",2026-11-20T00:00:00+09:00,2026-11-21T00:00:00+09:00,48,144,48,0,0,0,1',
			'P3,2026-11-20T00:00:00+09:00,2026-11-21T00:00:00+09:00,0.0,0.0,48,48,0,0,1',
		]);
		// A day of which nothing is published is missing, and not 0.
		assert.deepEqual((await lines('monthly', { to: '2026-12-01', point: ['P1'] })).slice(1), [
			`P1,2026-11-19T00:00:00+09:00,2026-12-01T00:00:00+09:00,19.20,0.00,${12 * 48},${10 * 48},0,0,1`,
			'P1,2026-12-01T00:00:00+09:00,2026-12-02T00:00:00+09:00,0.00,0.00,48,48,0,0,0',
		]);
		assert.deepEqual((await lines('billing', { meteringDay: '20', point: ['P1'] })).slice(1), [
			'P1,2026-11-19T00:00:00+09:00,2026-11-20T00:00:00+09:00,9.60,0.00,48,0,0,0,1',
			'P1,2026-11-20T00:00:00+09:00,2026-11-21T00:00:00+09:00,9.60,0.00,48,0,0,0,1',
		]);
	});

	it('sums bands, and what no band has', async () => {
		const bands = join(folder, 'bands.json');
		writeFileSync(bands, '[{"name":"night","from":"23:00","to":"07:00"},{"name":"day","days":"working","from":"10:00","to":"17:00"}]');
		assert.deepEqual(
			(await lines('bands', { bands, to: '2026-11-19', point: ['P1'] })).map((line) => line.split(',').slice(3, 7).join()),
			['band,import_kwh,export_kwh,half_hours', 'night,3.20,0.00,16', 'day,2.80,0.00,14', '-,3.60,0.00,18'],
		);
	});

	it('finds the highest demand', async () => {
		assert.deepEqual(await lines('demand', { point: ['P2, "east"'] }), [
			'supply_point,begin,end,kw,at_begin,at_end,half_hours,missing,estimated,held,version',
			'"P2, ""east""",2026-11-19T00:00:00+09:00,2026-11-21T00:00:00+09:00,2,2026-11-19T00:00:00+09:00,2026-11-19T00:30:00+09:00,96,0,2,0,1',
		]);
		assert.match((await lines('demand', { point: ['P3'] }))[1]!, /^P3,2026-11-19T00:00:00\+09:00,2026-11-21T00:00:00\+09:00,,,,48,48,0,0,1$/);
	});

	it('sums groups: fast of what came, settled with estimates; of a file where one is given', async () => {
		const at = async (words: Partial<ExportWords>) =>
			(await lines('groups', { to: '2026-11-19', ...words })).filter((line) => /^group|T05:00:00\+09:00,2/.test(line));
		assert.deepEqual(await at({}), [
			'group,begin,end,import_kwh,export_kwh,expected,received,estimated,missing,stage,version',
			'north,2026-11-19T05:00:00+09:00,2026-11-19T05:30:00+09:00,0.20,0.00,1,1,0,0,settled,1',
			'south,2026-11-19T05:00:00+09:00,2026-11-19T05:30:00+09:00,1.00,3.00,1,0,1,0,settled,1',
		]);
		assert.match((await at({ stage: 'fast' }))[2]!, /,0\.00,0\.00,1,0,0,1,fast,0$/);
		const groups = join(folder, 'groups.csv');
		writeFileSync(groups, 'supply_point,group\nP1,A\n"P2, ""east""",A\n');
		assert.deepEqual((await at({ groups })).slice(1), ['A,2026-11-19T05:00:00+09:00,2026-11-19T05:30:00+09:00,1.20,3.00,2,1,1,0,settled,1']);
	});

	it('tells what later versions changed', async () => {
		assert.deepEqual((await lines('changes')).length, 1);
		store.readings.push({ number: 3, slot: firstSlotOf(DAY) + 11, import: 5012, export: 103, status: 0 });
		await closeDay(store, register, usualRules(), DAY, 0, DAY + 2);
		assert.deepEqual((await lines('changes')).slice(1), [
			'"P2, ""east""",3,2026-11-19T05:00:00+09:00,2026-11-19T05:30:00+09:00,1,2,3,3,interpolated,validated,2',
			'"P2, ""east""",3,2026-11-19T05:30:00+09:00,2026-11-19T06:00:00+09:00,1,0,3,3,interpolated,validated,2',
		]);
		assert.equal((await lines('changes', { since: '2' })).length, 1);
	});

	it('gives JSON lines with numbers, and null for what is unknown', async () => {
		const all = (await lines('readings', { format: 'jsonl' })).map((line) => JSON.parse(line));
		assert.deepEqual(all[0], {
			...{ supply_point: 'P1', begin: '2026-11-19T00:00:00+09:00', end: '2026-11-19T00:30:00+09:00' },
			...{ import_kwh: 0.2, export_kwh: 0, quality: 'validated', flags: '', version: 1 },
		});
		assert.equal(all.at(-1).import_kwh, null);
	});

	it('gives Parquet that reads the same', async () => {
		const expected = (await lines('readings', { format: 'jsonl' })).map((line) => JSON.parse(line));
		const out = join(folder, 'out.parquet');
		await exported('readings', { format: 'parquet', out: join(folder, 'out') });
		writeFileSync(out, readFileSync(join(folder, 'out')));
		assert.deepEqual(await parquetReadObjects({ file: await asyncBufferFromFile(out) }), expected);
	});

	it('gives Green Button XML, of whole Wh, a day a block, what is unknown left out', async () => {
		const xml = await exported('readings', { format: 'espi' });
		assert.equal(xml.match(/<entry>/g)!.length, xml.match(/<\/entry>/g)!.length);
		assert.equal(xml.match(/<UsagePoint /g)!.length, 3);
		assert.equal(xml.match(/<IntervalBlock /g)!.length, 2 + 4);
		assert.equal(xml.match(/<IntervalReading>/g)!.length, 6 * HALF_HOURS);
		const start = (firstSlotOf(DAY) + 10) * 1800;
		const told = `<IntervalReading><ReadingQuality><quality>9</quality></ReadingQuality><timePeriod><duration>1800</duration><start>${start}</start></timePeriod><value>1000</value></IntervalReading>`;
		assert.equal(xml.split(told).length, 2);
		assert.match(xml, /<flowDirection>19<\/flowDirection><intervalLength>1800<\/intervalLength>/);
		assert.match(xml, /<title>P2, &quot;east&quot;<\/title>/);
		const ids = xml.match(/<id>[^<]*<\/id>/g)!;
		assert.equal(new Set(ids).size, ids.length);
		for (const id of ids) assert.match(id, /^<id>urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}<\/id>$/);
		assert.equal(await exported('readings', { format: 'espi' }), xml);
	});

	it('gives XML that xmllint finds well-formed', async function () {
		requirePeer(this, 'xmllint', 'apt-get install libxml2-utils');
		await exported('readings', { format: 'espi' });
		const { status, stderr } = spawnSync('xmllint', ['--noout', '--nonet', join(folder, 'out')], { encoding: 'utf8' });
		assert.deepEqual([status, stderr], [0, '']);
	});

	it('refuses what it cannot give, with what would be right', () => {
		const bad = join(folder, 'bad.json');
		writeFileSync(bad, '{"a"');
		const groups = join(folder, 'groups.csv');
		writeFileSync(groups, 'supply_point,group\nP1\n');
		for (const [kind, words, told] of [
			['nonsense', {}, /mdm export.*readings/],
			['daily', { format: 'espi' }, /--format espi: it is for readings/],
			['daily', { format: 'xls' }, /--format.*csv/],
			['daily', { format: 'parquet', out: undefined }, /--format parquet: it goes into a file/],
			['daily', { from: '2026-11-31' }, /--from: expected a day/],
			['daily', { from: '2015-01-01', to: '2015-01-02' }, /--from: expected days of 2016 to 2099/],
			['daily', { to: '2026-11-18' }, /--to: expected a day from --from on/],
			['daily', { point: ['P9'] }, /--point: expected a supply point of the register, got "P9"/],
			['daily', { data: join(folder, 'none') }, /expected register.csv, which keiki hes collect writes/],
			['billing', { meteringDay: '32' }, /--metering-day/],
			['groups', { stage: 'slow' }, /--stage/],
			['groups', { groups }, /line 2: expected supply_point,group, got "P1"/],
			['bands', {}, /--bands FILE is missing/],
			['bands', { bands: bad }, /--bands .*bad.json: expected JSON/],
			['readings', { for: 'A社' }, /--for: nothing leaves for somebody else without the office's consents/],
			['groups', { for: 'A社', office: folder }, /--for: groups are of no contract/],
		] as const) {
			assert.throws(
				() => askedExport(kind, { data: folder, from: '2026-11-19', out: join(folder, 'out'), ...words } as ExportWords, NOW),
				(error) => error instanceof UsageError && told.test(error.message),
				`${kind} ${JSON.stringify(words)}`,
			);
		}
	});

	it('leaves no part of a file where it fails', async () => {
		const out = join(folder, 'nowhere', 'out');
		const words = { data: folder, from: '2026-11-19', out, quiet: true };
		await assert.rejects(exportFrom(store, askedExport('daily', words, NOW), words), /--out .*nowhere/);
	});
});
