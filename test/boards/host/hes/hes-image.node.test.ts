/** Firmware images by the command line: made, loaded into a meter with a state, and in force after its end. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keysText } from '../../../../boards/host/shared/keys-file.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import { keikiHere } from '../here-rig.js';
import { runOfEachTest } from '../run-rig.js';
import { hes, objects } from './hes-rig.js';
import { WorldRig } from './world-rig.js';

const PUSH = '# of the interval push\n40/0.1.25.9.0.255:6 u8:7\n';
const TARIFF = `name: two
seasons:
  - { name: all, start: 01-01, week: all }
weeks:
  - { name: all, mon: 1, tue: 1, wed: 1, thu: 1, fri: 1, sat: 1, sun: 1 }
days:
  - { id: 1, times: [00:00 2] }
`;

describe('keiki hes image, at a local port', () => {
	const SIZE = 20_000;
	let folder = '';
	let rig: WorldRig | undefined;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
	});
	afterEach(() => {
		rig?.stop();
		rmSync(folder, { recursive: true });
	});

	// 2,048 bytes of a request less 60, and 1,024 of a PDU.
	for (const [offers, words, blocks] of [
		[['gbt'], [], Math.ceil(SIZE / 1988)],
		[['gbt'], ['--gbt', '0'], Math.ceil(SIZE / 964)],
		[[], [], Math.ceil(SIZE / 964)],
	] as const) {
		it(`loads an image in ${blocks} blocks where the keys offer ${offers.join() || 'nothing'}${words.length > 0 ? `, and it is told ${words.join(' ')}` : ''}`, async () => {
			const keys = { ...DEMO_KEYS, clients: { ...DEMO_KEYS.clients, 1: { ...DEMO_KEYS.clients[1]!, offers } } };
			const [path, image] = [join(folder, 'keys.json'), join(folder, 'image')];
			writeFileSync(path, keysText(keys), { mode: 0o600 });
			rig = await WorldRig.start({ keys, local: true });
			assert.equal((await hes('image', 'make', image, '--unit', 'metering', '--firmware', '1.3', '--size', String(SIZE))).code, 0);
			const to = ['--meter', rig.line, '--keys', path, '--counters', join(folder, 'counters')] as const;
			const { code, stdout, stderr } = await hes('image', 'load', image, ...to, ...words);
			assert.equal(code, 0, stderr);
			assert.equal(stdout, `loaded and verified: ${blocks} blocks, ${SIZE} bytes\n`);
			assert.doesNotMatch(stderr, /again/);
		});
	}
});

describe('keiki hes image', () => {
	const run = runOfEachTest();

	it('makes an image of tables, loads and activates it; its version and what it set outlast the run', async () => {
		const state = ['--state', join(run.folder, 'state')];
		let meter = await run.start(...state);
		const file = (name: string, text: string): string => {
			const path = join(run.folder, name);
			writeFileSync(path, text);
			return path;
		};
		const image = join(run.folder, 'image');
		assert.equal(readdirSync(join(run.folder, 'state')).includes('route-a-image.flash'), false);
		const made = await keikiHere(
			...['hes', 'image', 'make', image, '--unit', 'metering', '--firmware', '1.3.0', '--size', '2000'],
			...['--load', file('push.txt', PUSH), '--load', file('tariff.yaml', TARIFF)],
		);
		assert.deepEqual([made.status, made.stdout], [0, `${image}: 2000 bytes\n`], made.stderr);
		assert.equal(readFileSync(image).length, 2000);
		const loaded = await keikiHere('hes', 'image', 'load', image, '--meter', meter, '--activate', 'now');
		assert.equal(loaded.stdout, 'loaded and verified: 3 blocks, 2000 bytes\nmetering unit: version 1.3.0 in force\n', loaded.stderr);
		assert.equal(loaded.status, 0);
		await run.running.stop('SIGKILL');
		meter = await run.start(...state);
		const [status] = objects((await keikiHere('hes', 'image', 'status', '--meter', meter, '--json')).stdout);
		assert.deepEqual(
			[status!.text, status!.meteringVersion, status!.meteringSignature, status!.communicationVersion],
			['activation successful', '1.3.0', readFileSync(image).toString('hex', 0, 16).toUpperCase(), '1.0.0'],
		);
		const set = await keikiHere('hes', 'get', '40/0.1.25.9.0.255:6', '20/0.0.13.0.0.255:6', '--meter', meter);
		assert.equal(set.stdout, '40/0.1.25.9.0.255:6 u8:7\n20/0.0.13.0.0.255:6 octets:"two"\n');
		assert.match((await keikiHere('meter', '--control', run.running.ready.control as string, '--json', 'status')).stdout, /"firmware": ?"1\.3\.0"/);
		// It is not higher any more.
		const again = await keikiHere('hes', 'image', 'load', image, '--meter', meter, '--lang', 'ja');
		assert.equal(again.status, 1);
		assert.match(again.stderr, /メーターが検証したイメージを拒否しました: .*\(250\)。このメーターの製造者/);
	});
});
