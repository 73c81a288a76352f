/** Descriptors of a program under test: real processes. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { Child } from '../../../../boards/host/exam/child.js';
import { EXAM_HOST_WORDS } from '../../../../boards/host/exam/exam-host-words.js';
import { PtySerial } from '../../../../hal/node/pty.js';
import { notTested } from '../../../interop/peers.js';
import { until } from '../../../until.js';

/** A shell's: where each of its descriptors leads. */
const LIST = 'for each in /proc/$$/fd/*; do readlink $each; done; echo done';

describe('what a program under test inherits', () => {
	const folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
	after(() => rmSync(folder, { recursive: true }));

	async function descriptorsOf(command: readonly string[]): Promise<readonly string[]> {
		const lines: string[] = [];
		const listener = {
			onLine: (_: string, line: string) => lines.push(line),
			onRead() {},
			onStarted() {},
			onFailed: (reason: string) => assert.fail(reason),
			onExit() {},
		};
		const child = new Child({ command, env: process.env, folder, mark: `test-${process.pid}` }, listener, EXAM_HOST_WORDS.en);
		await until(() => lines.includes('done'));
		await child.clear();
		return lines;
	}

	it('is no end of the lines of dongles, that they may hang up', async function () {
		if (process.platform !== 'linux') notTested(this, 'only Linux tells what a process has open');
		const lines = [1, 2].map((number) => new PtySerial({ path: join(folder, `dongle-${number}`) }));
		try {
			// Any other child gets them: without that there is nothing to show here.
			assert.match(execFileSync('sh', ['-c', LIST], { encoding: 'utf8' }), /ptmx/);
			const inherited = await descriptorsOf(['sh', '-c', LIST]);
			assert.ok(
				inherited.some((each) => each === '/dev/null'),
				inherited.join('\n'),
			);
			assert.deepEqual(
				inherited.filter((each) => each.endsWith('ptmx')),
				[],
			);
		} finally {
			for (const line of lines) line.close();
		}
	});

	it('has its output to be read where there is no such line', async () => {
		assert.deepEqual(await descriptorsOf(['sh', '-c', 'echo done']), ['done']);
	});
});
