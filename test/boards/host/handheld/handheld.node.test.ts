/** A worker at a meter with a work order: a bar code that nobody can read, the local port, and results for the office. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import bwip from 'bwip-js/node';
import { CIPHER } from '../../../../boards/host/handheld/own-files.js';
import { fromHex } from '../../../../modules/bytes/hex.js';
import { isFrom } from '../../../../src/operations/handheld/result.js';
import { Program } from '../command-line-rig.js';
import { keikiHere } from '../here-rig.js';
import { runOfEachTest } from '../run-rig.js';
import { HandheldRig, ID, METER, PASSWORD, pair } from './handheld-rig.js';

describe('keiki handheld', () => {
	const run = runOfEachTest();
	let rig: HandheldRig;

	beforeEach(async () => {
		rig = new HandheldRig(run.folder);
		await rig.prepare();
	});

	const start = async (...words: readonly string[]): Promise<string> => {
		await run.start(
			...['--keys', rig.file('meter.json'), '--credential-key', rig.file('meter.credential'), '--state', rig.file('state'), '--speed', 'max'],
			...['--local-port', 'tcp:0', ...words],
		);
		return `serial:${run.running.ready.localPort}`;
	};

	it('sets a password from a picture of its bar code, once, and a HEMS joins with it', async () => {
		const meter = await start();
		const text = await rig.barCode('W00000001');
		writeFileSync(rig.file('code.png'), await bwip.toBuffer({ bcid: 'qrcode', text, scale: 2, backgroundcolor: 'FFFFFF', padding: 8 }));
		const { status, stdout, stderr } = await rig.at(meter, 'set', rig.file('code.png'));
		assert.equal(status, 0, stderr);
		assert.match(stdout, /^order +W00000001\nmeter +4A504D0000000001\npassword +set, version 1\n$/);
		const again = await rig.at(meter, 'set', '--text', text, '--lang', 'ja');
		assert.deepEqual([again.status, again.stdout], [1, '']);
		assert.match(again.stderr, /指示W00000001のバーコードは使用済み/);
		const [result, ...others] = await rig.results();
		assert.deepEqual([result!.kind, result!.order, result!.meter, result!.number, others.length], ['set', 'W00000001', METER, 1, 0]);
		const { signatureKey, handheld } = JSON.parse(readFileSync(join(rig.data, 'hand-held-public.json'), 'utf8'));
		assert.equal(isFrom(result!, fromHex(signatureKey), CIPHER), true);
		assert.equal(result!.handheld, handheld);
		const program = await Program.open(run.running.ready.dongle as string);
		await program.join({ ...run.running.ready, routeBId: ID, password: PASSWORD });
		program.close();
		const texts = readdirSync(rig.data).map((name) => readFileSync(join(rig.data, name), 'latin1'));
		const [, , , envelope] = text.split('-') as [string, string, string, string];
		for (const each of texts) for (const secret of [PASSWORD, envelope]) assert.equal(each.includes(secret), false);
		assert.equal(statSync(join(rig.data, 'hand-held.json')).mode & 0o777, 0o600);
		assert.equal(statSync(rig.data).mode & 0o777, 0o700);
	});

	it('says of each bar code that is not to be used why, and what to do, and leaves the meter alone', async () => {
		const meter = await start();
		const set = (text: string, ...words: readonly string[]) => rig.at(meter, 'set', '--text', text, ...words);
		const refused = async (ended: ReturnType<typeof set>, message: RegExp, status = 1) => {
			const { status: found, stderr, stdout } = await ended;
			assert.match(stderr, message);
			assert.deepEqual([found, stdout], [status, '']);
		};
		const good = await rig.barCode('W00000001');
		await refused(set('4901234567894'), /not the bar code of a work order/);
		await refused(set(good.slice(0, -20)), /ends before its end; scan it again/);
		await refused(set(`${good.slice(0, 40)}${good[40] === 'A' ? 'B' : 'A'}${good.slice(41)}`), /misread or misprinted/);
		await refused(set(good, '--clock', '+5h'), /good until .*\+09:00; .*\(by this hand-held's clock it is /);
		await refused(set(good, '--clock', '-5h'), /good from .*\+09:00; .*\(by this hand-held's clock it is /);
		await refused(set(await rig.barCode('W00000002', {}, pair())), /does not open: it was altered, or this office did not make it/);
		const other = new HandheldRig(rig.file('other'));
		assert.equal((await other.own('init', '--office', rig.file('office.public'))).status, 0);
		await refused(other.own('set', '--text', good), /is for the hand-held [0-9A-F]{16}; use that one.* \(this one is [0-9A-F]{16}\)/);
		await refused(set(await rig.barCode('W00000003', { meter: '4A504D0000000009' })), /no keys for the meter 4A504D0000000009 in .*meter\.json/);
		assert.deepEqual(await rig.results(), []);
		const { stdout } = await rig.at(meter, 'diagnose', '--json');
		assert.equal(JSON.parse(stdout).status.version, 0, 'nothing came to the unit');
		const { status, stderr } = await set(good);
		assert.equal(status, 0, stderr);
	});

	it('tells a meter that is another one, that is silent, or that does not let it in, and the bar code stays good', async () => {
		const own = JSON.parse(readFileSync(rig.file('meter.json'), 'utf8'));
		const { clients } = own;
		const keys = (...rows: readonly object[]) =>
			writeFileSync(rig.file('round.json'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''), { mode: 0o600 });
		const set = async (meter: string, text: string, message: RegExp, status: number) => {
			const ended = await rig.own('set', '--text', text, '--meter', meter, '--keys', rig.file('round.json'), '--retries', '0');
			assert.match(ended.status === 0 ? ended.stdout : ended.stderr, message);
			assert.equal(ended.status, status);
		};
		const [own1, for2] = [await rig.barCode('W00000001'), await rig.barCode('W00000002', { meter: '4A504D0000000002' })];
		const meter = await start();
		const { 1: manager, 2: reader, 3: handHeld } = clients;
		keys(own, { ...own, systemTitle: '4A504D0000000002', clients: { 1: manager, 2: reader, 3: reader } });
		await set(meter, for2, /this is not the meter 4A504D0000000002 of the work order: it says that it is KEIKI0000001; go to the right one/, 1);
		keys(own, { ...own, systemTitle: '4A504D0000000002' });
		await set(meter, for2, /this is not the meter 4A504D0000000002 of the work order: it says that it is 4A504D0000000001; go to/, 1);
		await set('127.0.0.1:1', own1, /does not answer at 127\.0\.0\.1:1: .*; look whether it has power .*; the bar code stays good/, 3);
		await run.running.stop();
		writeFileSync(rig.file('meter.json'), JSON.stringify({ ...own, clients: { 1: manager, 2: reader } }), { mode: 0o600 });
		await set(await start(), own1, /the meter 4A504D0000000001 answers and does not let this hand-held in: .*; tell the office/, 1);
		await run.running.stop();
		writeFileSync(rig.file('meter.json'), JSON.stringify(own), { mode: 0o600 });
		assert.deepEqual(await rig.results(), []);
		await set(await start(), own1, /set, version 1/, 0);
		assert.notDeepEqual(handHeld, reader);
	});

	it('hands in that the unit did not take it, and why', async () => {
		const meter = await start();
		const set = (text: string) => rig.at(meter, 'set', '--text', text);
		const first = await rig.barCode('W00000001');
		const second = await rig.barCode('W00000002');
		assert.equal((await set(second)).status, 0);
		const late = await set(first);
		assert.equal(late.status, 1);
		assert.match(late.stderr, /version 2 in force, and this work order brings version 1: a later one was faster; .* order W00000001 came too late/);
		writeFileSync(rig.file('foreign.credential'), JSON.stringify({ systemTitle: METER, key: '0'.repeat(32), sealed: 2 }), { mode: 0o600 });
		const foreign = await set(await rig.barCode('W00000003', await rig.sealed(rig.file('foreign.credential'))));
		assert.equal(foreign.status, 1);
		assert.match(
			foreign.stderr,
			/sealed for another communication unit, .*; version 2 stays in force; ask the office for a new work order in place of W00000003/,
		);
		assert.match((await set(first)).stderr, /has been used/, 'a failure ends an order, too');
		assert.deepEqual(
			(await rig.results()).map((each) => [each.kind, each.order, 'why' in each ? [each.why, each.inForce] : null]),
			[
				['set', 'W00000002', null],
				['failed', 'W00000001', ['oldVersion', 2]],
				['failed', 'W00000003', ['notOurs', 2]],
			],
		);
	});

	it('notes what stands in the meter, and tells where the worker says something else', async () => {
		const meter = await start();
		const built = (...words: readonly string[]) => rig.at(meter, 'built', 'W00000007', ...words);
		const plain = await built();
		assert.equal(plain.status, 0, plain.stderr);
		assert.match(plain.stdout, /^order +W00000007\nmeter +4A504D0000000001\nunits +1p3w-60-2way, M0001001, 1\.0\.0\n +rf-b, C0001002, 1\.0\.0\n$/);
		assert.match((await built('--units', 'rf-b,1p3w-60-2way,rain')).stderr, /the meter says the same as you/);
		const differs = await built('--units', 'rf-b,1p3w-60-2way,switch-60', '--json');
		assert.match(differs.stderr, /you say 1p3w-60-2way, rf-b, switch-1p3w-60, and the meter says 1p3w-60-2way, rf-b: both go to the office/);
		const { units, told, kind } = JSON.parse(differs.stdout);
		assert.deepEqual([kind, units.length, told], ['built', 2, ['rf-b', '1p3w-60-2way', 'switch-1p3w-60']]);
		assert.deepEqual(
			(await rig.results()).map(({ number }) => number),
			[1, 2, 3],
		);
	});

	it('tells the row of Table 2 at the site, and that a clock is wrong', async () => {
		const meter = await start('--clock-offset', '5h');
		const { status, stdout, stderr } = await rig.at(meter, 'diagnose');
		assert.equal(status, 0, stderr);
		assert.match(stdout, /^status +NG ③\n/m);
		assert.match(stdout, /^indicated message +HEMS is unconnected$/m);
		assert.match(stdout, /^Route B goes by +WLAN/m);
		assert.match(stderr, /the meter's clock is 5 h 0 min ahead of this hand-held's: one of them is wrong/);
		const ja = await rig.at(meter, 'diagnose', '--lang', 'ja', '--clock', '+5h');
		assert.match(ja.stdout, /^表示 +HEMSが未接続$/m);
		assert.equal(ja.stderr, '');
		await run.running.stop();
		const silent = await rig.at('127.0.0.1:1', 'diagnose', 'W00000004');
		assert.equal(silent.status, 3);
		assert.match(silent.stdout, /the meter does not answer/);
		const results = await rig.results();
		assert.deepEqual(
			results.map((each) => each.kind === 'diagnosis' && [each.order, each.status?.verdict ?? null, each.meterAhead === null]),
			[
				[null, 'HEMS is unconnected', false],
				[null, 'HEMS is unconnected', false],
				['W00000004', null, true],
			],
		);
	});

	it('keeps its results where the times of a meter are none of our calendar', async () => {
		const meter = await start('--start', '1970-01-01T00:10');
		const { status, stderr } = await rig.at(meter, 'diagnose');
		assert.equal(status, 0, stderr);
		const [result] = await rig.results();
		assert.ok(result?.kind === 'diagnosis' && result.status !== null);
		assert.equal(result.status.since, null);
	});

	it('comes with a certificate, and sets what was sealed for the pair that a unit drew', async () => {
		const [keys, own, record] = [rig.file('own.json'), rig.file('own.hand-held.json'), rig.file('own.credential')];
		assert.equal((await keikiHere('keys', 'make', keys, '--quiet', '--certificates')).status, 0);
		await run.start('--keys', keys, '--state', rig.file('state'), '--speed', 'max', '--local-port', 'tcp:0');
		const meter = `serial:${run.running.ready.localPort}`;
		const fetched = await keikiHere('hes', 'credentials', 'key', '--out', record, '--meter', meter, '--keys', own, '--client', '3');
		assert.equal(fetched.status, 0, fetched.stderr);
		const text = await rig.barCode('W00000005', await rig.sealed(record));
		const set = await rig.own('set', '--text', text, '--meter', meter, '--keys', own, '--retries', '0');
		assert.equal(set.stdout, 'order     W00000005\nmeter     4A504D0000000001\npassword  set, version 1\n', set.stderr);
	});

	it('takes the local port and the keys where they are unless it is told others', async () => {
		const port = rig.file('port');
		await start('--local-port', `pty:${port}`);
		const missing = await rig.own('diagnose', '--meter', port);
		assert.deepEqual([missing.status, /cannot read|keys\.json/.test(missing.stderr)], [2, true], missing.stderr);
		copyFileSync(rig.file('meter.json'), join(rig.data, 'keys.json'));
		const { status, stdout, stderr } = await rig.own('diagnose', '--meter', port);
		assert.equal(status, 0, stderr);
		assert.match(stdout, /HEMS is unconnected/);
	});

	it('begins nothing that it cannot note, and ends with what is wrong on its disk', async () => {
		const meter = await start();
		const text = await rig.barCode('W00000001');
		mkdirSync(join(rig.data, 'ledger.json.part', 'x'), { recursive: true });
		const { status, stdout, stderr } = await rig.at(meter, 'set', '--text', text);
		assert.deepEqual([status, stdout], [2, '']);
		assert.match(stderr, /cannot write .*ledger\.json: /);
		rmSync(join(rig.data, 'ledger.json.part'), { recursive: true });
		assert.equal(JSON.parse((await rig.at(meter, 'diagnose', '--json')).stdout).status.version, 0, 'nothing came to the unit');
		assert.equal((await rig.at(meter, 'set', '--text', text)).status, 0);
	});
});
