/** The alarms of a meter as a head-end reads and clears them, and where they come from. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { keiki } from '../command-line-rig.js';
import { runOfEachTest } from '../run-rig.js';
import { objects } from './hes-rig.js';

describe('keiki hes alarms', () => {
	const run = runOfEachTest();

	it('tells that the cover was opened, lets it through as the filter says, and clears it', async () => {
		const control = join(run.folder, 'control');
		const meter = await run.start('--control', control);
		const bits = (name: string, ...words: readonly string[]): unknown =>
			objects(keiki('hes', 'alarms', '--meter', meter, '--json', ...words).stdout).find((word) => word.name === name)!.bits;
		assert.deepEqual(bits('alarm register 2'), ['total power failure', 'power resume']);
		assert.deepEqual(bits('alarm filter 1', '--filter1', '2000', '--clear'), ['fraud attempt']);
		assert.equal(keiki('meter', '--control', control, 'cover open').status, 0);
		const table = keiki('hes', 'alarms', '--meter', meter).stdout;
		assert.match(
			table,
			/^alarm register 1 +0x00002000 +fraud attempt\nalarm register 2 +0x00000000\nalarm descriptor 1 +0x00002000 +fraud attempt$/m,
		);
		assert.match(keiki('hes', 'events', '--meter', meter).stdout, /fraud log +terminal cover removed \(40\)/);
		assert.deepEqual(bits('alarm descriptor 1', '--clear'), []);
		assert.match(keiki('hes', 'events', '--meter', meter).stdout, /standard event log +alarm register cleared \(11\)/);
		const denied = keiki('hes', 'alarms', '--meter', meter, '--client', '2', '--clear');
		assert.deepEqual([denied.status, denied.stderr.includes('0.0.97.98.0.255 cannot be set: read-write denied')], [1, true], denied.stderr);
	});

	it('refuses a filter that is none', () => {
		const { status, stderr } = keiki('hes', 'alarms', '--filter1', 'some');
		assert.equal(status, 2);
		assert.match(stderr, /--filter1: expected all, or up to 8 hexadecimal digits, got "some"/);
	});
});
