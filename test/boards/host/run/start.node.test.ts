import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build, preloading, Running } from '../command-line-rig.js';
import { keikiHere } from '../here-rig.js';

describe('the start of keiki run', () => {
	let folder = '';
	let running: Running | undefined;
	before(build);
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
	});
	afterEach(async () => {
		await running?.stop('SIGKILL');
		running = undefined;
		rmSync(folder, { recursive: true });
	});

	it('puts the control socket into /tmp, and says so, where TMPDIR is too long for one', async () => {
		// 107 bytes are the most that sun_path of unix(7) holds.
		const long = join(folder, 'x'.repeat(120));
		mkdirSync(long);
		running = await Running.startIn({ TMPDIR: long }, '--dongle', 'pty', '--route-a', 'off');
		assert.equal(dirname(running.ready.control as string), '/tmp');
		assert.match(running.stderr, /no control socket in .*xxx: a socket's path has at most 10[37] bytes, .* is longer; it is \/tmp\/keiki-control/);
		assert.equal(dirname(running.ready.dongle as string), long, 'a link may be as long');
		assert.equal(await running.stop(), 0);
		assert.deepEqual(readdirSync(long), []);
	});

	it('begins with a clock that is ahead or behind, and a past that was recorded by it', async () => {
		for (const [offset, time] of [
			['7min', /^2026-11-22T12:07:/],
			['-7min', /^2026-11-22T11:53:/],
		] as const) {
			running = await Running.start('--dongle', 'tcp:0', '--route-a', 'off', '--start', '2026-11-22T12:00', '--clock-offset', offset);
			assert.match(running.ready.time as string, /^2026-11-22T12:00:/, "the world's");
			const { stdout } = await keikiHere('meter', '--control', running.ready.control as string, '--json', 'status');
			assert.match((JSON.parse(stdout) as { data: { time: string } }).data.time, time);
			assert.equal(await running.stop(), 0);
			assert.doesNotMatch(running.stderr, /resumed|set back/);
		}
	});

	it('puts socket and link into /tmp where there is no TMPDIR', async () => {
		running = await Running.startIn({ TMPDIR: join(folder, 'none') }, '--dongle', 'pty', '--route-a', 'off');
		const { dongle, control } = running.ready as unknown as { readonly dongle: string; readonly control: string };
		assert.deepEqual([dirname(dongle), dirname(control)], ['/tmp', '/tmp']);
		assert.match(running.stderr, /--dongle: no link can be made in .*none: it is \/tmp\/keiki-dongle/);
		assert.equal(await running.stop(), 0);
		assert.equal(existsSync(dongle), false);
	});

	/** Where nothing that is to listen ever does, and the process lives on. */
	const STUCK = `
		import net from 'node:net';
		setInterval(() => {}, 1000);
		net.Server.prototype.listen = function () { process.stderr.write('stuck\\n'); return this; };`;
	const FAILING = `
		import net from 'node:net';
		setInterval(() => {}, 1000);
		net.Server.prototype.listen = function () { setImmediate(() => { throw new Error('listening broke'); }); return this; };`;
	const words = () => ['run', '--dongle', 'pty', '--route-a', 'off', '--state', join(folder, 'state')];

	it('ends at a signal while it waits for something, with a message, and leaves nothing', async () => {
		running = Running.beginIn({ ...preloading(STUCK), TMPDIR: folder }, ...words());
		await running.untilSaid('stuck');
		assert.equal(await running.stop('SIGTERM'), 3);
		assert.match(running.stderr, /^keiki: SIGTERM while it started: it is ended, and all is as it was before$/m);
		assert.deepEqual(readdirSync(folder), []);
	});

	it('ends at an exception from anywhere, with its message, and leaves nothing', async () => {
		running = Running.beginIn({ ...preloading(FAILING), TMPDIR: folder }, ...words());
		assert.equal(await running.ended(), 3);
		assert.match(running.stderr, /^keiki: failed: listening broke$/m);
		assert.deepEqual(readdirSync(folder), []);
	});
});
