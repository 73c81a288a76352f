import assert from 'node:assert/strict';
import { keikiHere } from '../here-rig.js';

const HOUSE = ['--site', 'detached', '--contract', '1p3w', '--amperes', '60'];

describe('keiki catalogue', () => {
	async function ends(code: number, ...words: readonly string[]): Promise<string> {
		const { status, stdout, stderr } = await keikiHere('catalogue', ...words);
		assert.deepEqual([status, stderr], [code, '']);
		return stdout;
	}

	async function refuses(message: RegExp, ...words: readonly string[]): Promise<void> {
		const { status, stdout, stderr } = await keikiHere('catalogue', ...words);
		assert.match(stderr, message);
		assert.deepEqual([status, stdout], [2, '']);
	}

	it('lists every combination, or tells how many there are', async () => {
		assert.equal(await ends(0, 'combinations', '--count'), '360\n');
		const lines = (await ends(0, 'combinations')).trim().split('\n');
		assert.equal(new Set(lines).size, 360);
		const list = JSON.parse(await ends(0, 'combinations', '--json')) as readonly Readonly<Record<string, unknown>>[];
		assert.deepEqual(
			list.map(({ units }) => units),
			lines,
		);
		assert.deepEqual(list[2], {
			units: 'rf,1p2w-30-1way,switch-30,normal',
			communication: 'rf',
			metering: '1p2w-30-1way',
			option: 'switch-1p2w-30',
			cover: 'normal',
			counted: true,
		});
		assert.deepEqual(JSON.parse(await ends(0, 'combinations', '--count', '--all', '--json')), { count: 750 });
	});

	it('lists the types', async () => {
		assert.match(await ends(0, 'types'), /^rf-b +communication unit, RF multi-hop, Route B by radio$/m);
		assert.equal((JSON.parse(await ends(0, 'types', '--json')) as readonly unknown[]).length, 40);
	});

	it('finds a combination valid, whatever the order', async () => {
		assert.match(await ends(0, 'check', 'rf-b,1p3w-60-2way,switch-60,rain'), /^valid: rf-b,1p3w-60-2way,switch-60,rain\n/);
		assert.match(await ends(0, 'check', 'rain', 'switch-60,rf-b', '1p3w-60-2way'), /^valid: rf-b,1p3w-60-2way,switch-60,rain\n/);
		assert.match(await ends(0, 'check', 'cellular,1p3w-60-2way'), /^valid: .*, outside the 360 of Table 1: cellular\n/);
	});

	it('names every rule that is broken, with what would satisfy it', async () => {
		const text = await ends(1, 'check', 'rf-old,1p3w-120-2way,switch-60');
		assert.match(text, /^not valid: .*\n {2}rating: .*\n {4}why: .*\n {4}would do: switch-1p3w-120 in place of switch-1p3w-60, or .*\n {2}two-way: /);
		const { valid, broken } = JSON.parse(await ends(1, 'check', 'rf-old,1p3w-120-2way,switch-60', '--json')) as {
			readonly valid: boolean;
			readonly broken: readonly { readonly rule: string; readonly wouldDo: readonly unknown[] }[];
		};
		assert.equal(valid, false);
		assert.deepEqual(
			broken.map(({ rule }) => rule),
			['rating', 'two-way'],
		);
		assert.deepEqual(broken[0]!.wouldDo[0], { code: 'switch-1p3w-120', insteadOf: 'switch-1p3w-60' });
	});

	it('refuses words that it does not know', async () => {
		await refuses(
			/keiki: unit 2 \(column 4\): "1p3w-60-2ways" is no unit; perhaps 1p3w-60-2way; keiki catalogue types lists them all\n$/,
			'check',
			'rf,1p3w-60-2ways',
		);
		await refuses(/unit 2 \(column 4\): there is no word; expected one like rf-b/, 'check', 'rf,,rain');
		await refuses(/missing required argument 'codes'/, 'check');
	});

	it('selects the best combination and says why', async () => {
		const text = await ends(0, 'select', ...HOUSE, '--feed-in', '--route-b', 'radio', '--rain', '--switching');
		assert.match(text, /^rf-b,1p3w-60-2way,switch-60,rain\n\nrf-b: communication unit, .*\n {2}suits a detached house\n/);
		const { found, units, choices } = JSON.parse(await ends(0, 'select', ...HOUSE, '--no-feed-in', '--json')) as {
			readonly found: boolean;
			readonly units: string;
			readonly choices: readonly Readonly<Record<string, unknown>>[];
		};
		assert.deepEqual([found, units], [true, 'rf,1p3w-60-1way,normal']);
		assert.deepEqual(
			choices.map(({ unit }) => unit),
			['rf', '1p3w-60-1way', null, 'normal'],
		);
		assert.deepEqual(choices[3]!.over, [{ unit: 'rain', why: 'is against rain, where there is none' }]);
	});

	it('selects by utility and from a stock', async () => {
		assert.match(await ends(0, 'select', ...HOUSE, '--utility', 'tokyo'), /^rf,1p3w-60-1way,switch-60,normal\n/);
		assert.match(await ends(0, 'select', ...HOUSE, '--stock', 'rf-b,1p3w-120-2way,rain'), /^rf-b,1p3w-120-2way,rain\n/);
	});

	it('says why there is no combination', async () => {
		const words = ['select', ...HOUSE, '--switching', '--voltage'];
		assert.equal(
			await ends(1, ...words),
			`no combination serves these conditions
  optional unit: a voltage measurement unit and a switching unit are wanted, and a meter has room for one optional unit
it would be possible
  without remote switching
  without voltage measurement
`,
		);
		const { found, reasons, possible } = JSON.parse(await ends(1, ...words, '--json')) as Readonly<Record<string, readonly unknown[]>>;
		assert.deepEqual([found, reasons?.length, possible?.length], [false, 1, 2]);
	});

	it('refuses conditions that it does not understand', async () => {
		await refuses(/--site: expected one of detached, block, remote, got "hut"/, 'select', ...HOUSE, '--site', 'hut');
		await refuses(/--contract: expected one of 1p2w, 1p3w, 3p3w, got "2p3w"/, 'select', ...HOUSE, '--contract', '2p3w');
		await refuses(/--amperes: expected a whole number from 1 to 10000, got "60A"/, 'select', ...HOUSE, '--amperes', '60A');
		await refuses(/--route-b: expected one of none, radio, plc, got "wifi"/, 'select', ...HOUSE, '--route-b', 'wifi');
		await refuses(/--utility: expected one of hokkaido, .*got "london"/, 'select', ...HOUSE, '--utility', 'london');
		await refuses(/--stock: unit 2: expected switch-1p3w-60 or switch-3p3w-60, got "switch-60"/, 'select', ...HOUSE, '--stock', 'rf,switch-60');
		await refuses(/required option '--site <site>' not specified/, 'select');
	});
});
