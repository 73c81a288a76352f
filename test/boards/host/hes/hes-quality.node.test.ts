/** The quality of supply as a head-end reads it and sets its thresholds, of meters here and of others. */
import assert from 'node:assert/strict';
import { data } from '../../../../modules/cosem/data-class.js';
import { FactsObject } from '../../../../modules/cosem/facts-object.js';
import { PHYSICAL_UNIT, register } from '../../../../modules/cosem/register-class.js';
import type { Data } from '../../../../modules/dlms/axdr/data.js';
import { parseLogicalName } from '../../../../modules/dlms/axdr/obis.js';
import type { CosemObject } from '../../../../modules/dlms/server/logical-device.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import { MeterRig } from '../../../src/head-end/meter-rig.js';
import { hes, objects } from './hes-rig.js';
import { WorldRig } from './world-rig.js';

const SECOND = 1000;

describe('keiki hes quality', () => {
	let closers: (() => void)[] = [];
	afterEach(() => {
		for (const close of closers.splice(0)) close();
		closers = [];
	});

	const world = async (options = {}) => {
		const rig = await WorldRig.start(options);
		closers.push(() => rig.stop());
		return rig;
	};

	it('tells voltages, thresholds and outages, and sets the thresholds of all lines', async () => {
		const rig = await world();
		const { code, stdout } = await hes('quality', '--meter', rig.place);
		assert.equal(code, 0);
		assert.match(stdout, /^voltage L1 +101\.0 V\nvoltage L3 +101\.0 V\nover-voltage threshold L1 +none\nover-voltage threshold L3 +none\n/);
		assert.match(stdout, /\npower failures +0\nlong power failures +0\nduration of the last power failure +0 s\n/);
		const set = await hes('quality', '--meter', rig.place, '--under', '95.5', '--over', '107', '--json');
		assert.equal(set.code, 0, set.stderr);
		const thresholds = objects(set.stdout).filter(({ name }) => String(name).includes('threshold'));
		assert.deepEqual(
			thresholds.map(({ name, line, value, unit }) => [name, line, value, unit]),
			[
				['over-voltage threshold L1', 1, 107, 'V'],
				['over-voltage threshold L3', 3, 107, 'V'],
				['under-voltage threshold L1', 1, 95.5, 'V'],
				['under-voltage threshold L3', 3, 95.5, 'V'],
			],
		);
		assert.equal((await hes('get', '--meter', rig.place, '21/1.0.72.31.0.255:2')).stdout, '21/1.0.72.31.0.255:2 [u16:955]\n');
		assert.equal((await hes('quality', '--meter', rig.place, '--under', 'none')).code, 0);
		assert.equal((await hes('get', '--meter', rig.place, '21/1.0.72.31.0.255:2')).stdout, '21/1.0.72.31.0.255:2 []\n');
	});

	it('tells what passed a threshold, and when the power failed', async () => {
		const rig = await world({ speed: 0 });
		assert.equal((await hes('quality', '--meter', rig.place, '--under', '95')).code, 0);
		rig.pass(5 * SECOND);
		await rig.do('voltage 90');
		rig.pass(5 * SECOND);
		await rig.do('voltage normal');
		rig.pass(5 * SECOND);
		const { stdout } = await hes('quality', '--meter', rig.place);
		const lines = stdout.split('\n').filter((line) => line.startsWith('20'));
		assert.deepEqual(lines.map((line) => line.replace(/^\S+ +/, '')).sort(), [
			'power quality log  under-voltage L1 (76)',
			'power quality log  under-voltage L3 (78)',
			'power quality log  voltage L1 normal (85)',
			'power quality log  voltage L3 normal (87)',
		]);
		const rows = objects((await hes('quality', '--meter', rig.place, '--from', '2100-01-01', '--to', '2100-01-02', '--json')).stdout);
		assert.deepEqual([rows.length > 8, rows.filter(({ time }) => time !== undefined)], [true, []]);
		const japanese = await hes('quality', '--meter', rig.place, '--lang', 'ja');
		assert.match(japanese.stdout, /^電圧 L1 +101\.0 V\n[\s\S]*\n低電圧のしきい値 L1 +95\.0 V\n[\s\S]*停電の回数 +0\n/);
		assert.match(japanese.stdout, / 低電圧L1 \(76\)\n/);
	});

	/** A register or a count of another maker's. */
	const others = (set: (value: Data) => number) => {
		const name = parseLogicalName;
		const rights = (attributes: string) => ({ 1: { attributes, methods: '' } });
		const threshold = new FactsObject(
			register<void>(PHYSICAL_UNIT.volt, -1, (w) => w.longUnsigned(2070)),
			name('1.0.12.31.0.255'),
			() => {},
		);
		const writable: CosemObject = Object.assign(threshold, { write: (_attribute: number, value: Data) => set(value) });
		const swells = new FactsObject(
			data<void>((w) => w.longUnsigned(3)),
			name('1.0.32.36.0.255'),
			() => {},
		);
		return [
			{ object: writable, rights: rights('131') },
			{ object: swells, rights: rights('11') },
		];
	};

	it('takes thresholds that are registers, and counts, of other meters', async () => {
		const set: Data[] = [];
		const device = new MeterRig({ keys: DEMO_KEYS, entries: others((value) => set.push(value) * 0) });
		closers.push(() => device.close());
		const place = ['--meter', await device.tcp()] as const;
		const { code, stdout } = await hes('quality', ...place, '--under', '180.5');
		assert.equal(code, 0);
		assert.equal(stdout, 'voltage L1               101.2 V\nunder-voltage threshold  207.0 V\nover-voltages L1         3\n');
		assert.deepEqual(set, [{ tag: 18, value: 1805 }]);
		for (const [words, why] of [
			[['--under', 'none'], /refuses this threshold of 1\.0\.12\.31\.0\.255: type unmatched/],
			[['--under', '180.55'], /180\.55: expected a multiple of 0\.1 V, 6553\.5 V at most, as this meter counts/],
			[['--over', '250'], /1\.0\.32\.35\.0\.255: the meter shows this client no such object/],
		] as const) {
			const refused = await hes('quality', ...place, ...words);
			assert.deepEqual([refused.code, refused.stdout], [1, '']);
			assert.match(refused.stderr, why);
		}
		assert.equal(set.length, 1);
	});

	it('says which threshold a meter refuses, and that a meter has nothing of it', async () => {
		const device = new MeterRig({ keys: DEMO_KEYS, entries: others(() => 3) });
		closers.push(() => device.close());
		const refused = await hes('quality', '--meter', await device.tcp(), '--under', '180');
		assert.equal(refused.code, 1);
		assert.match(refused.stderr, /the meter refuses this threshold of 1\.0\.12\.31\.0\.255: read-write denied/);
		const nothing = await hes('quality', '--meter', (await world()).place, '--client', '16');
		assert.equal(nothing.code, 1);
		assert.match(nothing.stderr, /it shows this client nothing of the quality of supply/);
	});

	for (const [words, why] of [
		['--under 0', /--under: expected none, or a voltage in V like 95 or 95\.5, got "0"/],
		['--over much', /--over: expected none, or a voltage in V .*, got "much"/],
		['--from 2026-11-02 --to 2026-11-01', /--from 2026-11-02: expected a time before --to 2026-11-01/],
	] as const) {
		it(`is refused: ${words}`, async () => {
			const { code, stderr } = await hes('quality', ...words.split(' '));
			assert.equal(code, 2);
			assert.match(stderr, why);
		});
	}
});
