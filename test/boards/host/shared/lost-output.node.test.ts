import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { build, ENVIRONMENT, keiki } from '../command-line-rig.js';

const MAIN = 'dist/boards/host/main.js';
const MESSAGE = 'keiki: the output cannot be written: ENOSPC';

describe('output on a disk that is full', () => {
	let full: number;
	before(function () {
		build.call(this);
		if (existsSync('/dev/full')) return;
		process.stderr.write('\n  NOT TESTED: a full stdout: no /dev/full\n');
		this.skip();
	});
	beforeEach(() => {
		full = openSync('/dev/full', 'w');
	});
	afterEach(() => closeSync(full));

	it('is told, and is no success', () => {
		const { status, stderr } = spawnSync(process.execPath, [MAIN, 'faults'], { encoding: 'utf8', env: ENVIRONMENT, stdio: ['ignore', full, 'pipe'] });
		assert.equal(stderr.split(MESSAGE).length, 2, stderr);
		assert.equal(stderr.trimEnd().split('\n').length, 1, stderr);
		assert.notEqual(status, 0);
	});

	it('ends no run', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		const control = join(folder, 'control');
		const words = [MAIN, 'run', '--dongle', 'tcp:0', '--route-a', 'off', '--control', control];
		const child = spawn(process.execPath, words, { env: ENVIRONMENT, stdio: ['ignore', full, 'pipe'] });
		try {
			let said = '';
			for await (const text of child.stderr!.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
				said += text;
				if (said.includes(MESSAGE)) break;
			}
			assert.ok(said.includes(MESSAGE), said);
			const { status, stdout } = keiki('meter', '--control', control, 'load', '100');
			assert.equal(stdout, 'the load is 100 W\n');
			assert.equal(status, 0);
		} finally {
			child.kill('SIGTERM');
			const [code] = await once(child, 'exit');
			rmSync(folder, { recursive: true });
			assert.equal(typeof code, 'number');
		}
	});
});
