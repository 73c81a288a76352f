/** A dongle at a wire: `--dongle serial:PATH` between two pseudo-terminals of socat, and `rfc2217:PORT`. */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refusalOf } from '../../../../boards/host/run/wires.js';
import { TtySerial } from '../../../../hal/node/tty-serial.js';
import { requirePeer } from '../../../interop/peers.js';
import { until } from '../../../until.js';
import { build, keiki, keikiLater, Running } from '../command-line-rig.js';

const CREDENTIALS = ['--id', '00112233445566778899AABBCCDDEEFF', '--password', '0123456789AB'];

describe('keiki run with a dongle at a wire', function () {
	this.timeout(120_000);
	let socat: string;
	let folder: string;
	let here: string;
	let there: string;
	let wire: ChildProcess | undefined;
	let running: Running | undefined;

	before(function () {
		build.call(this);
		socat = requirePeer(this, 'socat', 'apt-get install socat');
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		[here, there] = [join(folder, 'here'), join(folder, 'there')];
	});
	after(() => {
		if (folder !== undefined) rmSync(folder, { recursive: true });
	});
	beforeEach(plugIn);
	afterEach(async () => {
		await running?.stop('SIGKILL');
		running = undefined;
		await pullOut();
	});

	async function plugIn(): Promise<void> {
		// The end of a HEMS that closes its port does not end the wire.
		wire = spawn(socat, [`pty,raw,echo=0,link=${here}`, `pty,raw,echo=0,link=${there},ignoreeof`]);
		await until(() => existsSync(here) && existsSync(there));
	}

	async function pullOut(): Promise<void> {
		wire?.kill();
		await until(() => wire === undefined || wire.exitCode !== null || wire.signalCode !== null);
		for (const path of [here, there]) rmSync(path, { force: true });
	}

	/** What the module answers at the other end. */
	async function ask(command: string, last: RegExp): Promise<string> {
		const serial = new TtySerial(there, 115_200);
		let text = '';
		serial.onReceive = (bytes) => {
			text += String.fromCharCode(...bytes);
		};
		serial.write(new TextEncoder().encode(command));
		await until(() => last.test(text));
		serial.close();
		return text;
	}

	it('is read by a HEMS at the other end, and told as this end', async () => {
		running = await Running.start('--dongle', `serial:${here},bp35c2`, '--speed', 'max', '--load', 'constant:2000', '--start', '2026-11-22T20:10');
		assert.deepEqual(running.ready.dongles, [{ path: here, line: 'serial', model: 'bp35c2' }]);
		const reading = Running.begin('hems', 'read', '--dongle', there, ...CREDENTIALS);
		assert.equal(await reading.ended(), 0, reading.stderr);
		const get = reading.events.find(({ event }) => event === 'get')!;
		assert.equal((get.properties as { epc: string; value: unknown }[]).find(({ epc }) => epc === 'E7')!.value, 2000);
	});

	it('goes on when the wire was pulled out and is back, and says both, once', async () => {
		running = await Running.start('--dongle', `serial:${here}`);
		assert.match(await ask('SKVER\r\n', /OK\r\n/), /EVER 1\.2\.10/);
		const ports = () => running!.events.filter(({ event }) => event === 'port').map(({ node, state, path }) => [node, state, path]);
		await pullOut();
		await running.until(({ event, state }) => event === 'port' && state === 'gone');
		await plugIn();
		await running.until(({ event, state }) => event === 'port' && state === 'back');
		assert.match(await ask('SKVER\r\n', /OK\r\n/), /EVER 1\.2\.10/);
		assert.deepEqual(ports(), [
			['dongle', 'gone', here],
			['dongle', 'back', here],
		]);
		assert.equal(await running.stop(), 0);
		assert.equal(running.stderr.match(/dongle: .*here has gone; it is opened again/g)?.length, 1, running.stderr);
	});

	it('tells a person what the port is at this end, and nothing to open there', async () => {
		const started = spawn(process.execPath, ['dist/boards/host/main.js', 'run', '--dongle', `serial:${here}`, '--lang', 'en'], { stdio: 'pipe' });
		let text = '';
		started.stdout.setEncoding('utf8').on('data', (part: string) => {
			text += part;
		});
		await until(() => text.includes('Ctrl+C'));
		started.kill();
		await until(() => started.exitCode !== null);
		assert.match(text, new RegExp(`serial port +the other end of ${here} +\\(BP35A1\\)`));
		assert.match(text, /hems read --dongle PORT --id/);
	});

	it('is refused where somebody has the port, and a second time by this run itself', async () => {
		const first = await Running.start('--dongle', `serial:${here}`);
		try {
			const { status, stderr } = await keikiLater('run', '--dongle', `serial:${here}`, '--route-a', 'off');
			assert.equal(status, 2);
			assert.match(stderr, /--dongle serial:\S+here: another program has locked this port; end it, or choose another port/);
		} finally {
			await first.stop();
		}
		const { status, stderr } = keiki('run', '--dongle', `serial:${here}`, '--dongle', `serial:${here},9600`);
		assert.equal(status, 2);
		assert.match(stderr, /here: expected each port once/);
	});

	it('says whose rights are missing: the group’s that may, or nobody’s', () => {
		const path = join(folder, 'port');
		writeFileSync(path, '');
		const refusal = () => refusalOf(path, Object.assign(new Error('EACCES'), { code: 'EACCES' })).message;
		const [group] = execFileSync('getent', ['group', String(statSync(path).gid)], { encoding: 'utf8' }).split(':');
		chmodSync(path, 0o660);
		assert.equal(refusal(), `--dongle serial:${path}: you may not open it, the group ${group} may: sudo usermod -aG ${group} USER, and log in again`);
		chmodSync(path, 0o640);
		assert.equal(refusal(), `--dongle serial:${path}: you may not open it; its owner is to give you the right to read and write it`);
		rmSync(path);
		assert.match(refusal(), /you may not open it; its owner/);
	});

	it('is a port of RFC 2217, which is refused where it is taken', async () => {
		running = await Running.start('--dongle', 'rfc2217:0');
		const path = running.ready.dongle as string;
		assert.match(path, /^rfc2217:\/\/127\.0\.0\.1:\d+$/);
		const port = path.split(':').at(-1)!;
		const { status, stderr } = keiki('run', '--dongle', `rfc2217:${port}`, '--route-a', 'off');
		assert.equal(status, 2);
		assert.match(stderr, new RegExp(`--dongle rfc2217:${port}: the port is in use; choose another one, or rfc2217:0 for a free one`));
		assert.doesNotMatch(running.stderr, /password/);
	});

	it('is a port of RFC 2217 at another address, and says who can use it', async () => {
		running = await Running.start('--dongle', 'rfc2217:0.0.0.0:0', '--route-a', 'off', '--lang', 'en', '--quiet');
		const path = running.ready.dongle as string;
		assert.match(path, /^rfc2217:\/\/0\.0\.0\.0:\d+$/);
		const told = /--dongle rfc2217:0\.0\.0\.0:0: whoever reaches this address can use the dongle; nobody is asked for a password/g;
		assert.equal(running.stderr.match(told)?.length, 1);
		const port = path.split(':').at(-1)!;
		const taken = keiki('run', '--dongle', `rfc2217:0.0.0.0:${port}`, '--route-a', 'off', '--lang', 'en');
		assert.equal(taken.status, 2);
		assert.match(
			taken.stderr,
			new RegExp(`--dongle rfc2217:0\\.0\\.0\\.0:${port}: the port is in use; .* or rfc2217:0\\.0\\.0\\.0:0 for a free one`),
		);
		const foreign = keiki('run', '--dongle', 'rfc2217:192.0.2.1:0', '--route-a', 'off', '--lang', 'en');
		assert.equal(foreign.status, 2);
		assert.match(foreign.stderr, /--dongle rfc2217:192\.0\.2\.1:0: not an address of this host/);
	});

	it('is a port of RFC 2217 at the loopback address of IPv6, of which nobody is warned', async () => {
		running = await Running.start('--dongle', 'rfc2217:[::1]:0', '--route-a', 'off', '--lang', 'en');
		assert.match(running.ready.dongle as string, /^rfc2217:\/\/\[::1\]:\d+$/);
		assert.doesNotMatch(running.stderr, /password/);
	});
});
