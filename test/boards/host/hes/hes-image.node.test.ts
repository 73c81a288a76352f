/** Firmware images by the command line: made, loaded into a meter with a state, and in force after its end. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keiki } from '../command-line-rig.js';
import { runOfEachTest } from '../run-rig.js';
import { objects } from './hes-rig.js';

const PUSH = '# of the interval push\n40/0.0.25.9.0.255:6 u8:7\n';
const TARIFF = `name: two
seasons:
  - { name: all, start: 01-01, week: all }
weeks:
  - { name: all, mon: 1, tue: 1, wed: 1, thu: 1, fri: 1, sat: 1, sun: 1 }
days:
  - { id: 1, times: [00:00 2] }
`;

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
		const made = keiki(
			...['hes', 'image', 'make', image, '--unit', 'metering', '--firmware', '1.3.0', '--size', '2000'],
			...['--load', file('push.txt', PUSH), '--load', file('tariff.yaml', TARIFF)],
		);
		assert.deepEqual([made.status, made.stdout], [0, `${image}: 2000 bytes\n`], made.stderr);
		assert.equal(readFileSync(image).length, 2000);
		const loaded = keiki('hes', 'image', 'load', image, '--meter', meter, '--activate', 'now');
		assert.equal(loaded.stdout, 'loaded and verified: 3 blocks, 2000 bytes\nmetering unit: version 1.3.0 in force\n', loaded.stderr);
		assert.equal(loaded.status, 0);
		await run.running.stop('SIGKILL');
		meter = await run.start(...state);
		const [status] = objects(keiki('hes', 'image', 'status', '--meter', meter, '--json').stdout);
		assert.deepEqual(
			[status!.text, status!.meteringVersion, status!.meteringSignature, status!.communicationVersion],
			['activation successful', '1.3.0', readFileSync(image).toString('hex', 0, 16).toUpperCase(), '1.0.0'],
		);
		const set = keiki('hes', 'get', '40/0.0.25.9.0.255:6', '20/0.0.13.0.0.255:6', '--meter', meter);
		assert.equal(set.stdout, '40/0.0.25.9.0.255:6 u8:7\n20/0.0.13.0.0.255:6 octets:"two"\n');
		assert.match(keiki('meter', '--control', run.running.ready.control as string, '--json', 'status').stdout, /"firmware": ?"1\.3\.0"/);
		// It is not higher any more.
		const again = keiki('hes', 'image', 'load', image, '--meter', meter, '--lang', 'ja');
		assert.equal(again.status, 1);
		assert.match(again.stderr, /メーターが検証したイメージを拒否しました: .*\(250\)。このメーターの製造者/);
	});
});
