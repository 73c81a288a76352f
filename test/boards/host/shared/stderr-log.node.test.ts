import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StderrLog } from '../../../../boards/host/shared/stderr-log.js';
import { build } from '../command-line-rig.js';

describe('the log of a run', () => {
	before(build);

	it('has at most 20 lines of a layer in a minute, and tells how many it left out', () => {
		const lines: string[] = [];
		let now = 0;
		const log = new StderrLog(
			(line) => lines.push(line),
			() => now,
		);
		for (let i = 0; i < 100; i++) log.write('ipv6', `${i}`);
		log.write('PANA', 'another layer');
		assert.deepEqual(lines.slice(0, 2), ['keiki: ipv6: 0', 'keiki: ipv6: 1']);
		assert.deepEqual(lines.slice(19), [
			'keiki: ipv6: 19',
			'keiki: ipv6: more than 20 lines in 60 s; counted only from here on',
			'keiki: PANA: another layer',
		]);
		now = 60_000;
		log.write('ipv6', 'again');
		assert.deepEqual(lines.slice(22), ['keiki: ipv6: 80 lines left out', 'keiki: ipv6: again']);
	});

	it('ends nothing where it cannot be written', function () {
		if (!existsSync('/dev/full')) {
			process.stderr.write('\n  NOT TESTED: a full stderr: no /dev/full\n');
			this.skip();
		}
		const folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		const scenario = join(folder, 'end.txt');
		writeFileSync(scenario, '+1s pull metering\n+2s plug metering\n+3s end\n');
		const full = openSync('/dev/full', 'w');
		const words = ['dist/boards/host/main.js', 'run', '--dongle', 'tcp:0', '--route-a', 'off', '--json', '--speed', '100', '--scenario', scenario];
		const { NODE_OPTIONS: _ours, TS_NODE_PROJECT: _project, ...env } = process.env;
		const { status, stdout } = spawnSync(process.execPath, words, { encoding: 'utf8', timeout: 120_000, env, stdio: ['ignore', 'pipe', full] });
		closeSync(full);
		rmSync(folder, { recursive: true });
		assert.match(stdout, /"event":"end".*"reason":"the scenario is over"/);
		assert.equal(status, 0);
	});
});
