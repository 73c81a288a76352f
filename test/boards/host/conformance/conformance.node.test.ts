/** `keiki conformance test` on a meter behind real sockets: report, words, exit codes, and nothing written that was not asked for. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConformanceReport } from '../../../../src/exam/conformance/conformance-report.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import { MeterRig } from '../../../src/head-end/meter-rig.js';
import { until } from '../../../until.js';
import { build, ENVIRONMENT, MAIN } from '../command-line-rig.js';
import { keikiHere } from '../here-rig.js';
import { WorldRig } from '../hes/world-rig.js';

const SET = 0xc9;
const ACTION = 0xcb;

describe('keiki conformance test', () => {
	let folder = '';
	let rig: MeterRig;
	/** First bytes of what the meter was asked. */
	let tags: number[] = [];
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		rig = new MeterRig({ keys: DEMO_KEYS });
		tags = [];
		rig.onRequest = (apdu) => tags.push(apdu[0]!);
	});
	afterEach(() => {
		rig.close();
		rmSync(folder, { recursive: true });
	});

	const out = () => join(folder, 'report');
	const test = async (...words: readonly string[]) => keikiHere('conformance', 'test', '--out', out(), '--timeout', '1', ...words);
	const report = () => JSON.parse(readFileSync(join(out(), 'report.json'), 'utf8')) as ConformanceReport;
	const verdicts = () => Object.fromEntries(report().checks.map(({ name, verdict }) => [name, verdict]));

	it('writes what it found as HTML, JSON and JUnit, and ends with 0 where nothing failed', async () => {
		const place = await rig.tcp();
		const { status, stdout } = await test('--only', 'C1,blocksWhole,C53', place);
		assert.match(stdout, /^Fail 0 · .*Pass 3 · Not seen 101/m);
		assert.equal(status, 0, stdout);
		const { meter, device, client, exitCode, checks } = report();
		assert.deepEqual([meter, device, client, exitCode, checks.length], [place, 'KEI0000000000001', 1, 0, 104]);
		assert.equal(checks[0]!.repeat.includes(`conformance test --only C1 --timeout 1 ${place}`), true, checks[0]!.repeat);
		const html = readFileSync(join(out(), 'report.html'), 'utf8');
		for (const part of ['<html lang="en">', 'Conformance of a meter', 'KEI0000000000001', 'id="check-C53"'])
			assert.equal(html.includes(part), true, part);
		const junit = readFileSync(join(out(), 'junit.xml'), 'utf8');
		assert.match(junit, /<testsuites name="keiki conformance" time="[\d.]+" tests="104" failures="0" errors="0" skipped="101">/);
	});

	it('sends no SET and no ACTION but the proof of HLS unless it may, and says so', async () => {
		await test('--client', '16', '--skip', 'C74,C75', await rig.tcp());
		assert.deepEqual(
			tags.filter((tag) => tag === SET || tag === ACTION || tag === 0xc1 || tag === 0xc3),
			[],
		);
		assert.equal(verdicts().readOnly, 'notSeen');
		assert.deepEqual(
			report()
				.checks.filter(({ findings }) => findings.some(({ kind }) => kind === 'mayWrite'))
				.map(({ name }) => name)
				.includes('ownValue'),
			true,
		);
	});

	it('ends with 1 where something failed, with the APDUs that show it, in Japanese too', async () => {
		rig.onAnswer = (apdu) => {
			if (apdu[0] === 0xc4) apdu[2]! ^= 1;
			return apdu;
		};
		const { status, stdout } = await test('--lang', 'ja', '--client', '16', '--only', 'invokeId', await rig.tcp());
		assert.equal(status, 1);
		assert.match(stdout, /^不合格 +C19 +invokeId +16件が誤りです。最初のもの: invoke id: 1。正しくは0。$/m);
		const { checks, language } = report();
		const found = checks.find(({ name }) => name === 'invokeId')!;
		assert.equal(language, 'ja');
		assert.equal(
			found.findings[0]!.evidence.some(({ who, text }) => who === 'meter' && text.startsWith('GET-Response c401c1')),
			true,
		);
	});

	it('ends with 3 where nobody answers, and writes no report', async () => {
		const { status, stderr } = await test('127.0.0.1:1');
		assert.equal(status, 3);
		assert.match(stderr, /127\.0\.0\.1:1: .*ECONNREFUSED/);
		assert.equal(existsSync(join(out(), 'report.html')), false);
	});

	it('shows no password in its evidence', async () => {
		const own = new MeterRig({ keys: DEMO_KEYS, password: 'opensesame' });
		try {
			const { stderr } = await test('--client', '16', '--auth', 'lls', '--password', 'opensesame', '--only', 'C1,C8,C33', await own.tcp());
			const text = readFileSync(join(out(), 'report.json'), 'utf8');
			assert.equal(text.includes('6f70656e736573616d65'), false, stderr);
			assert.equal(text.includes('opensesame'), false);
		} finally {
			own.close();
		}
	});

	it('closes the supply again where it is interrupted, and says what was not examined', async function () {
		build.call(this);
		const own = await WorldRig.start({ watts: 2000 });
		try {
			const supply = () => JSON.stringify(own.world.state.meters[0]!.supply);
			const before = supply();
			const words = ['--may-write', '--may-disconnect', '--only', 'C1,C82', '--out', out(), '--counters', join(folder, 'counters')];
			const child = spawn(process.execPath, [MAIN, 'conformance', 'test', ...words, own.place, 'nobody.invalid'], { env: ENVIRONMENT });
			let [stdout, stderr] = ['', ''];
			child.stdout.setEncoding('utf8').on('data', (text: string) => {
				stdout += text;
			});
			child.stderr.setEncoding('utf8').on('data', (text: string) => {
				stderr += text;
			});
			await until(() => supply() !== before, 'the supply is off');
			child.kill('SIGINT');
			assert.deepEqual(await once(child, 'close'), [3, null], stderr);
			await until(() => supply() === before, 'the supply is on');
			assert.match(stderr, /^keiki: nobody\.invalid: not examined: SIGINT$/m);
			assert.match(stdout, /^Not examined: C82$/m);
			const told = JSON.parse(readFileSync(join(out(), own.place.replace(/[^A-Za-z0-9.]+/g, '-'), 'report.json'), 'utf8')) as ConformanceReport;
			assert.deepEqual([told.cutShort, told.exitCode], ['SIGINT', 3]);
			assert.deepEqual(
				told.checks
					.filter(({ verdict, findings }) => verdict === 'pass' || findings[0]!.kind === 'interrupted')
					.map(({ id, verdict }) => [id, verdict]),
				[
					['C1', 'pass'],
					['C82', 'notSeen'],
				],
			);
		} finally {
			own.stop();
		}
	});
});
