import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Event, keiki, keikiIn, Running } from '../command-line-rig.js';

const CREDENTIALS = ['--id', '00112233445566778899aabbccddeeff', '--password', '0123456789AB'];

describe('keiki hems', () => {
	let running: Running | undefined;
	before(build);
	afterEach(async () => {
		await running?.stop('SIGKILL');
		running = undefined;
	});

	const start = (...words: readonly string[]) => Running.start('--speed', 'max', '--start', '2026-11-22T20:10', ...words);
	const names = (event: Event | undefined) => (event?.properties as { epc: string; value: unknown }[] | undefined) ?? [];

	for (const dongle of ['pty,bp35a1', 'pty,bp35c2', 'tcp:0,rl7023-dss'])
		it(`reads all that a meter tells, and a day's half-hours, on ${dongle}`, async () => {
			running = await start('--dongle', dongle, '--load', 'constant:2000', '--profile', 'gen2');
			const hems = Running.begin('hems', 'read', '--dongle', running.ready.dongle as string, ...CREDENTIALS, '--day', '1');
			assert.equal(await hems.ended(), 0, hems.stderr);
			const told = (name: string) => hems.events.filter(({ event }) => event === name);
			assert.deepEqual(
				(told('scan')[0]!.found as { pairingId: string }[]).map(({ pairingId }) => pairingId),
				['CCDDEEFF'],
			);
			assert.deepEqual(
				told('join').map(({ step, node }) => [step, node]),
				[['authenticated', 'hems']],
			);
			const [get] = told('get');
			const readable = names(get).find(({ epc }) => epc === '9F')!.value as string[];
			assert.deepEqual(
				names(get).map(({ epc }) => epc),
				readable,
			);
			assert.equal(names(get).find(({ epc }) => epc === 'E7')!.value, 2000);
			assert.equal(get!.wattHours, 10);
			assert.deepEqual(
				told('day').map(({ day, direction, kWh }) => [day, direction, kWh]),
				[
					[1, 'normal', Array(48).fill(1)],
					[1, 'reverse', Array(48).fill(0)],
				],
			);
			assert.equal(hems.events.at(-1)!.event, 'end');
			await running.until(({ event, step, node }) => event === 'join' && step === 'terminated' && node === 'dongle');
		});

	it('prints a table and a chart for people', async () => {
		running = await start('--dongle', 'tcp:0', '--load', 'constant:2000');
		const { status, stdout } = await new Promise<ReturnType<typeof keiki>>((resolve) =>
			resolve(keiki('hems', 'read', '--dongle', running!.ready.dongle as string, ...CREDENTIALS)),
		);
		assert.equal(status, 0);
		assert.match(stdout, /^D7 {2}effective digits +6$/m);
		assert.match(stdout, /^E0 {2}cumulative energy +\d+\.\d kWh$/m);
		assert.match(stdout, /^E7 {2}power +2000 W$/m);
		assert.match(stdout, /^EA {2}energy at fixed time +\d+\.\d kWh at 2026-11-22 20:00:00$/m);
		assert.match(stdout, /^1\.0 ┤█{40}$/m, '20:00 is the last boundary of the day so far');
		assert.match(stdout, /40\.0 kWh in 40 half-hours/);
		assert.match(stdout, /Energy fed in today\n {2}none/);
	});

	it('watches until it is told to end, and leaves the meter', async () => {
		running = await start('--dongle', 'tcp:0', '--load', 'constant:300');
		const hems = Running.begin('hems', 'watch', '--dongle', running.ready.dongle as string, ...CREDENTIALS, '--interval', '1');
		await hems.until(({ event }) => event === 'notify');
		const told = () => hems.events.filter(({ event }) => event === 'get');
		await hems.until(() => told().length >= 2);
		const gets = told();
		assert.deepEqual(names(gets[0]), [
			{ epc: 'E7', name: 'power, W', edt: '0000012C', value: 300 },
			{ epc: 'E8', name: 'current, A', edt: names(gets[0]).map((each) => (each as unknown as { edt: string }).edt)[1], value: { r: 1.6, t: 1.4 } },
		]);
		assert.equal(await hems.stop('SIGINT'), 0);
		await running.until(({ step }) => step === 'terminated');
	});

	it('needs no option beside a meter with the demo credentials: it finds the dongle', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		try {
			running = await Running.startIn({ TMPDIR: folder }, '--dongle', 'pty', '--route-a', 'off', '--speed', 'max');
			assert.equal(running.ready.dongle, join(folder, 'keiki-dongle'));
			const { status, stdout, stderr } = keikiIn({ TMPDIR: folder }, 'hems', 'read', '--quiet');
			assert.deepEqual([status, stderr], [0, '']);
			assert.match(stdout, /^E7 +power +\d+ W$/m);
		} finally {
			await running?.stop();
			rmSync(folder, { recursive: true });
		}
	});

	it('says what keeps it from the meter, and ends with 1 where that is a refusal, with 3 where nobody answers', async () => {
		running = await start('--dongle', 'tcp:0');
		const dongle = ['--dongle', running.ready.dongle as string];
		const wrongPassword = Running.begin('hems', 'read', ...dongle, '--id', CREDENTIALS[1]!, '--password', 'BA9876543210');
		assert.equal(await wrongPassword.ended(), 1);
		assert.match(wrongPassword.stderr, /keiki: the meter refuses to authenticate \(EVENT 24\)/);
		assert.equal(wrongPassword.events.at(-1)?.event, 'error');
		const wrongId = Running.begin('hems', 'read', ...dongle, '--id', '0'.repeat(32), '--password', '0123456789AB');
		assert.equal(await wrongId.ended(), 3);
		assert.match(wrongId.stderr, /no meter answers to this Route B id/);
	});

	it('logs what a line sends that is none of a dongle, unless it is to be quiet', async () => {
		// The first is an answer to who it is; then there is nobody any more.
		const server = createServer((socket) => {
			let times = 0;
			socket.on('error', () => {});
			socket.on('data', () => {
				socket.write('ERXUDP rubbish\r\n');
				if (++times === 3) socket.end();
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const read = async (...words: readonly string[]) => {
			const hems = Running.begin('hems', 'read', '--dongle', `tcp:${(server.address() as AddressInfo).port}`, ...words);
			assert.equal(await hems.ended(), 3);
			return hems.stderr;
		};
		assert.match(await read(), /^keiki: SKSTACK: .*ERXUDP/m);
		assert.match(await read('--quiet'), /^keiki: the serial line was closed.*\n$/);
		server.close();
	});

	it('ends with 3 when the line is gone', async () => {
		running = await start('--dongle', 'tcp:0');
		const hems = Running.begin('hems', 'watch', '--dongle', running.ready.dongle as string, ...CREDENTIALS);
		await hems.until(({ event }) => event === 'get');
		await running.stop();
		assert.equal(await hems.ended(), 3);
		assert.match(hems.stderr, /the serial line was closed/);
	});
});
