import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FAULT_NAMES } from '../../../../src/world/fault/fault-table.js';
import { situationsOf } from '../../../../src/world/fault/situations.js';
import { build, Running } from '../command-line-rig.js';
import { keikiHere } from '../here-rig.js';

describe('keiki faults', () => {
	let running: Running | undefined;
	before(build);
	afterEach(async () => {
		await running?.stop('SIGKILL');
		running = undefined;
	});

	const start = (...words: readonly string[]) => Running.start('--dongle', 'tcp:0', '--route-a', 'off', ...words);
	const control = () => running!.ready.control as string;
	const fault = (...words: readonly string[]) => keikiHere('meter', '--control', control(), 'fault', ...words);
	const onNow = async (...words: readonly string[]) => (await keikiHere('faults', '--running', '--control', control(), ...words)).stdout;

	it('lists every fault, for people and for programs', async () => {
		const { stdout } = await keikiHere('faults');
		for (const name of FAULT_NAMES) assert.match(stdout, new RegExp(`^ (?: |\\d)*  ${name} +${situationsOf(name).join(' ')} +\\S`, 'm'));
		const rows = JSON.parse((await keikiHere('faults', '--json')).stdout) as readonly Record<string, unknown>[];
		assert.deepEqual(
			rows.map(({ name }) => name),
			FAULT_NAMES,
		);
		assert.deepEqual(
			rows.find(({ name }) => name === 'transmit-limit'),
			{
				name: 'transmit-limit',
				does: 'meter and dongle may transmit so long an hour instead of 360 s: EVENT 32, EVENT 21 01',
				failure: 8,
				exam: ['B34'],
				value: 'a time like 200ms, 5s, 10min, 2h, 1d',
				usual: '2s',
				at: ['meter', 'dongle'],
				once: false,
			},
		);
	});

	it('lists every situation with what plays it, for people in both languages and for programs', async () => {
		const en = (await keikiHere('faults', '--situations', '--lang', 'en')).stdout.split('\n');
		assert.equal(en.length, 2 * 45 + 1);
		assert.deepEqual(en.slice(70, 72), ['B36  the dongle is pulled out and plugged in again', '       keiki meter dongle unplug 10s']);
		assert.deepEqual(en.slice(18, 20), [
			'B10  it is not authenticated again: EVENT 29, then EVENT 24',
			'       --fault short-lifetime=300s, --fault failed-reauthentication',
		]);
		assert.match((await keikiHere('faults', '--situations', '--lang', 'ja')).stdout, /^B36 {2}ドングルが抜かれ、差し直される$/m);
		const rows = JSON.parse((await keikiHere('faults', '--situations', '--json')).stdout) as readonly Record<string, unknown>[];
		assert.equal(rows.length, 45);
		assert.deepEqual(rows[40], {
			name: 'B41',
			is: 'the clock of the meter is off, or is set back',
			faults: [],
			options: ['--clock-offset 7min'],
			commands: ['clock -7min', 'clock right'],
		});
		const { status, stderr } = await keikiHere('faults', '--situations', '--running', '--lang', 'en');
		assert.equal(status, 2);
		assert.match(stderr, /--situations: expected without --running/);
	});

	it('tells which are on in the meter that runs, as they are switched', async () => {
		running = await start('--fault', 'drop=1%');
		assert.equal(await onNow(), 'drop=1% at air: struck not yet\n');
		assert.equal((await fault('mute=1h', 'once', 'at', 'meter')).stdout, 'mute=1h is on, once at meter\n');
		assert.deepEqual(
			(JSON.parse(await onNow('--json')) as readonly Record<string, unknown>[]).map(({ name, value, once, at }) => [name, value, once, at]),
			[
				['mute', '1h', true, ['meter']],
				['drop', '1%', false, ['air']],
			],
		);
		assert.equal((await fault('mute', 'off')).stdout, 'mute is off\n');
		assert.equal((await fault('off')).stdout, 'every fault is off\n');
		assert.equal(await onNow(), 'nothing goes wrong\n');
		assert.equal(await onNow('--json'), '[]\n');
	});

	it('says nothing to a terminal that the terminal would obey, whatever answers at the socket', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		const path = join(folder, 'meter');
		const value = '1h\u001b[2J\u009b31m\r';
		const faults = [{ name: 'mute', value, once: false, at: ['meter'], struck: 0 }];
		const answer = { command: 'fault', result: 'done', reason: null, text: `mute=${value} at meter`, data: { faults } };
		const server = createServer((socket) => socket.on('error', () => {}).end(`${JSON.stringify(answer)}\n`)).listen(path);
		await once(server, 'listening');
		try {
			for (const words of [[], ['--json']]) {
				const { stdout } = await keikiHere('faults', '--running', '--control', path, ...words);
				assert.ok(stdout.includes('1h\\u001b[2J\\u009b31m'), stdout);
				const obeyed = [...stdout.trimEnd()].filter((each) => each < ' ' || (each >= '\u007f' && each <= '\u009f'));
				assert.deepEqual(obeyed, []);
			}
		} finally {
			server.close();
			rmSync(folder, { recursive: true });
		}
	});

	it('says what is wrong with a command, and why a fault cannot strike', async () => {
		running = await start('--dongle-model', 'rl7023-ips');
		const refused = await fault('binary-payload');
		assert.equal(refused.status, 1);
		assert.match(refused.stderr, /a rl7023-ips shows payloads in digits always: it has no WOPT/);
		const wrong = await fault('drop=0%');
		assert.equal(wrong.status, 2);
		assert.match(wrong.stderr, /fault drop=0%\n {6}\^ expected always, 1\/N or N%, got "0%"/);
	});

	for (const [words, message] of [
		[['--fault', 'binary-payload', '--dongle-model', 'rl7023-ips'], /--fault binary-payload: it would never strike: a rl7023-ips shows/],
		[['--fault', 'neighbour-pans', '--units', 'plc-bplc,1p3w-60-2way,normal'], /--fault neighbour-pans: it would never strike: on the power line/],
		[['--neighbours', '2', '--units', 'plc-bplc,1p3w-60-2way,normal'], /--neighbours 2: on the power line there are none/],
		[['--fault', 'transmit-limit', '--units', 'plc-bplc,1p3w-60-2way,normal'], /--fault transmit-limit: it would never strike: a meter on the power/],
		[['--fault', 'event-burst', '--dongle-model', 'bp35c0-j11'], /it would never strike: a bp35c0-j11 speaks J11, of which event-burst has no form/],
		[['--fault', 'failed-start'], /it would never strike: a bp35a1 has no 0053: it is a command of J11/],
		[['--fault', 'drop=120%'], /--fault drop=120%: expected always, 1\/N or N%, got "120%"; for example drop=10%/],
	] as const) {
		it(`run ${words.join(' ')} is wrong use`, async () => {
			const { status, stderr } = await keikiHere('run', '--dongle', 'tcp:0', '--route-a', 'off', ...words);
			assert.match(stderr, message);
			assert.equal(status, 2);
		});
	}
});
