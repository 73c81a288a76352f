/** The alarms of a meter as a head-end reads and clears them, and where they come from. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { WordObject } from '../../../../modules/cosem/word-object.js';
import type { DeviceEntry } from '../../../../modules/dlms/server/logical-device.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import { MeterRig } from '../../../src/head-end/meter-rig.js';
import { keikiHere } from '../here-rig.js';
import { runOfEachTest } from '../run-rig.js';
import { hes, objects } from './hes-rig.js';

describe('keiki hes alarms', () => {
	const run = runOfEachTest();

	it('tells that the cover was opened, lets it through as the filter says, and clears it', async () => {
		const control = join(run.folder, 'control');
		const meter = await run.start('--control', control);
		const bits = async (name: string, ...words: readonly string[]): Promise<unknown> =>
			objects((await keikiHere('hes', 'alarms', '--meter', meter, '--json', ...words)).stdout).find((word) => word.name === name)!.bits;
		assert.deepEqual(await bits('alarm register 2'), ['total power failure', 'power resume']);
		assert.deepEqual(await bits('alarm filter 1', '--filter1', '2000', '--clear'), ['fraud attempt']);
		assert.equal((await keikiHere('meter', '--control', control, 'cover open')).status, 0);
		const table = (await keikiHere('hes', 'alarms', '--meter', meter)).stdout;
		assert.match(
			table,
			/^alarm register 1 +0x00002000 +fraud attempt\nalarm register 2 +0x00000000\nalarm descriptor 1 +0x00002000 +fraud attempt$/m,
		);
		assert.match((await keikiHere('hes', 'events', '--meter', meter)).stdout, /fraud log +terminal cover removed \(40\)/);
		assert.deepEqual(await bits('alarm descriptor 1', '--clear'), []);
		assert.match((await keikiHere('hes', 'events', '--meter', meter)).stdout, /standard event log +alarm register cleared \(11\)/);
		const denied = await keikiHere('hes', 'alarms', '--meter', meter, '--client', '2', '--clear');
		assert.deepEqual([denied.status, denied.stderr.includes('0.0.97.98.0.255 cannot be set: read-write denied')], [1, true], denied.stderr);
	});

	it('refuses a filter that is none', async () => {
		const { status, stderr } = await keikiHere('hes', 'alarms', '--filter1', 'some');
		assert.equal(status, 2);
		assert.match(stderr, /--filter1: expected all, or up to 8 hexadecimal digits, got "some"/);
	});
});

describe('keiki hes alarms of a meter that does not let all of them be read', () => {
	const READ_AND_WRITTEN = '13';
	const WRITTEN = '12';
	const values = new Map<number, number>();
	let rig: MeterRig;
	let place: readonly string[];

	const word = (name: number, attributes: string): DeviceEntry => {
		const facts = {
			get value() {
				return values.get(name)!;
			},
			set: (value: number) => {
				values.set(name, value);
				return 0;
			},
		};
		return { object: new WordObject(name, () => facts), rights: { 1: { attributes, methods: '' } } };
	};

	beforeEach(async () => {
		for (const name of [NAME.alarmRegister1, NAME.alarmDescriptor1, NAME.alarmFilter1]) values.set(name, 5);
		const entries = [
			word(NAME.alarmRegister1, READ_AND_WRITTEN),
			word(NAME.alarmDescriptor1, WRITTEN),
			word(NAME.alarmFilter1, WRITTEN),
			word(NAME.errorRegister, '10'),
		];
		values.set(NAME.errorRegister, 0);
		rig = new MeterRig({ keys: DEMO_KEYS, entries });
		place = ['--meter', await rig.tcp()];
	});
	afterEach(() => rig.close());

	it('tells that a filter is not there to be set', async () => {
		const { code, stderr } = await hes('alarms', ...place, '--filter2', 'all');
		assert.equal(code, 1);
		assert.match(stderr, /0\.0\.97\.98\.11\.255 cannot be set: object undefined/);
	});

	it('tells bits in Japanese, too, by their numbers where they have no names', async () => {
		values.set(NAME.alarmRegister1, 0x2015);
		const { stdout } = await hes('alarms', ...place, '--lang', 'ja');
		assert.match(stdout, /0x00002015 +時計が無効, ビット 2, ビット 4, 不正の試み\n/);
		assert.deepEqual(objects((await hes('alarms', ...place, '--lang', 'ja', '--json')).stdout)[0]!.bits, [
			'clock invalid',
			'bit 2',
			'bit 4',
			'fraud attempt',
		]);
	});

	it('sets a filter that cannot be read', async () => {
		const { code, stderr } = await hes('alarms', ...place, '--filter1', '2000');
		assert.deepEqual([code, stderr], [0, '']);
		assert.equal(values.get(NAME.alarmFilter1), 0x2000);
	});

	it('clears what cannot be read, lets be what is not there, and tells what it may not clear', async () => {
		const { code, stderr } = await hes('alarms', ...place, '--clear');
		assert.deepEqual([values.get(NAME.alarmRegister1), values.get(NAME.alarmDescriptor1)], [0, 0]);
		assert.equal(code, 1);
		assert.match(stderr, /0\.0\.97\.97\.0\.255 cannot be set: read-write denied/);
	});
});
