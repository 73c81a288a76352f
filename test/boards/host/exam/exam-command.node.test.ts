/** The command `keiki exam` with programs that do what no program should. */
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { notTested } from '../../../interop/peers.js';
import { until } from '../../../until.js';
import { build } from '../command-line-rig.js';
import { ExamRun, STAY } from './exam-command-rig.js';

/** Bytes, of a file and of the exam. */
const MOST_KEPT = (16 << 20) + 1000;
const MOST_MEMORY = 600 << 20;

describe('keiki exam of a program that', () => {
	before(build);
	let run: ExamRun;
	afterEach(() => run.close());

	it('never starts: says why, and that nothing was seen', async () => {
		run = new ExamRun(['--', '/nonexistent/hems', '{dongle}'], 'A2');
		assert.equal(await run.ended(), 3, run.said);
		assert.match(run.said, /cannot start \/nonexistent\/hems: .*ENOENT/);
		assert.equal(run.verdict('A2'), 'notSeen');
	});

	it('prints the password: fails it, and keeps the password nowhere', async () => {
		run = ExamRun.of(`console.log('key ' + process.env.KEIKI_ROUTE_B_PASSWORD + ' end'); ${STAY}`);
		await run.written('end', 'output-1.log');
		assert.equal(await run.stop(), 1, run.said);
		assert.match(run.said, /FAIL A2 keeps-password: it put out the password, on stdout/);
		assert.equal(run.verdict('A2'), 'fail');
		const shown = /key (.*) end/.exec(readFileSync(join(run.out, 'output-1.log'), 'utf8'))![1]!;
		assert.doesNotMatch(shown, /^[0-9A-Z]{12}$/);
	});

	it('starts nine others: nothing of them runs afterwards', async function () {
		if (process.platform !== 'linux') notTested(this, 'only Linux tells which processes there are');
		const other = `require('child_process').spawn(process.execPath, ['-e', '${STAY}'], { detached: true, stdio: 'ignore' })`;
		run = ExamRun.of(`const pids = Array.from({ length: 9 }, () => ${other}.pid); console.log('others', pids.join(' ')); ${STAY}`);
		await run.written('others ', 'output-1.log');
		assert.equal(await run.stop(), 0, run.said);
		run.report();
		const [, pids = ''] = /others ([\d ]+)/.exec(readFileSync(join(run.out, 'output-1.log'), 'utf8'))!;
		assert.equal(pids.trim().split(' ').length, 9);
		const alive = () => pids.trim().split(' ').filter(runs);
		await until(() => alive().length === 0, `${alive().length} still run`);
	});

	it('floods a million lines: keeps as much as it says, in bounded memory, and says what it left out', async () => {
		const flood = `seq 1 1000000 | sed "s/^/a line of a flood that nobody reads, /"; echo x > "$(dirname "$KEIKI_DONGLE")/flooded"; sleep 600`;
		run = new ExamRun(['--', 'sh', '-c', flood, '{dongle}'], 'A2');
		await run.written('x', 'flooded');
		const { mostMemory = 0 } = run;
		assert.equal(mostMemory < MOST_MEMORY, true, `${mostMemory} bytes`);
		await run.stop();
		const kept = readFileSync(join(run.out, 'output-1.log'), 'utf8');
		assert.match(kept.slice(-200), /\d+ lines more are not kept/, kept.slice(-200));
		assert.equal(kept.length < MOST_KEPT, true, `${kept.length}`);
		run.report();
		for (const name of ['report.json', 'report.html', 'serial.log']) assert.equal(statSync(join(run.out, name)).size < MOST_KEPT, true, name);
	}).timeout(120_000);

	it('deletes its port: ends in order, with a report', async () => {
		run = ExamRun.of(`require('fs').unlinkSync(process.env.KEIKI_DONGLE); console.log('deleted'); ${STAY}`);
		await run.written('deleted', 'output-1.log');
		assert.equal(await run.stop(), 0, run.said);
		assert.equal(run.report().cutShort, 'SIGTERM');
	});

	it('ends at once, again and again: says so, and is not waited for', async () => {
		run = ExamRun.of('console.error("no dongle for me"); process.exit(7);');
		assert.equal(await run.ended(), 0, run.said);
		assert.match(run.said, /program: .*7/);
		assert.equal(run.verdict('A2'), 'pass');
	});
});

/** One that has ended, and that nobody has asked yet, does not. */
function runs(pid: string): boolean {
	try {
		return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
	} catch {
		return false;
	}
}
