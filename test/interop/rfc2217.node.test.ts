/** A program of its own process, in Python with pyserial, that opens the dongle by RFC 2217, sets the port and reads its modem lines. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build, Running } from '../boards/host/command-line-rig.js';
import { requirePeer } from './peers.js';

const PROGRAM = fileURLToPath(new URL('rfc2217.py', import.meta.url));
const VERSION = ['SKVER', 'EVER 1.2.10', 'OK'];

/** What rfc2217.py prints. */
interface Saw {
	readonly version: readonly string[];
	readonly info: readonly string[];
	readonly lines: Readonly<Record<string, boolean>>;
	readonly at9600: readonly string[];
	readonly refused: readonly (readonly [name: string, why: string])[];
	readonly after: readonly string[];
	readonly again: readonly string[];
}

describe('A program with pyserial, by RFC 2217', function () {
	this.timeout(120_000);
	let running: Running | undefined;

	before(function () {
		build.call(this);
		requirePeer(this, 'pyserial-miniterm', 'apt-get install python3-serial');
	});
	afterEach(async () => {
		await running?.stop();
	});

	it('talks with the module, sets the port, reads its lines, and comes back', async () => {
		running = await Running.start('--dongle', 'rfc2217:0', '--route-a', 'off');
		const { stdout } = await promisify(execFile)('/usr/bin/python3', [PROGRAM, running.ready.dongle as string], { timeout: 100_000 });
		const saw = JSON.parse(stdout) as Saw;
		assert.deepEqual(saw.version, VERSION);
		assert.match(saw.info[1]!, /^EINFO FE80(:[0-9A-F]{4}){7} [0-9A-F]{16} [0-9A-F]{2} [0-9A-F]{4} /);
		assert.deepEqual(saw.lines, { cts: true, dsr: true, cd: true, ri: false });
		for (const each of [saw.at9600, saw.after, saw.again]) assert.deepEqual(each, VERSION);
		assert.deepEqual(
			saw.refused.map(([name]) => name),
			['bytesize', 'parity', 'stopbits', 'xonxoff'],
		);
		await running.until(({ event, setting, value }) => event === 'port' && setting === 'break' && value === false);
		const told = running.events.filter(({ event }) => event === 'port').map(({ setting, value }) => `${setting} ${value}`);
		for (const each of ['speed 9600', 'flow hardware', 'flow none', 'dtr false', 'dtr true', 'rts false', 'rts true', 'break true', 'break false'])
			assert.ok(told.includes(each), `${each} is not among ${told.join(', ')}`);
	});
});
