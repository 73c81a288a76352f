/** Serial ports of this host over a pair of pseudo-terminals of socat, as two UARTs wired crosswise. */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnduringTty } from '../../../hal/node/enduring-tty.js';
import { TtySerial } from '../../../hal/node/tty-serial.js';
import { requirePeer } from '../../interop/peers.js';
import { until } from '../../until.js';

const ALL = Uint8Array.from({ length: 256 }, (_, i) => i);

describe('a serial port of this host, wired to another', function () {
	this.timeout(30_000);
	let socat: string;
	let folder: string;
	let here: string;
	let there: string;
	let wire: ChildProcess | undefined;

	before(function () {
		socat = requirePeer(this, 'socat', 'apt-get install socat');
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		[here, there] = [join(folder, 'here'), join(folder, 'there')];
	});
	after(() => {
		if (folder !== undefined) rmSync(folder, { recursive: true });
	});
	beforeEach(plugIn);
	afterEach(pullOut);

	async function plugIn(): Promise<void> {
		wire = spawn(socat, [`pty,raw,echo=0,link=${here}`, `pty,raw,echo=0,link=${there}`]);
		await until(() => existsSync(here) && existsSync(there));
	}

	async function pullOut(): Promise<void> {
		wire?.kill();
		await until(() => wire === undefined || wire.exitCode !== null || wire.signalCode !== null);
		for (const path of [here, there]) rmSync(path, { force: true });
	}

	/** How many files of this process lead to the port. */
	function openFiles(device: string): number {
		return readdirSync('/proc/self/fd').filter((file) => {
			try {
				return readlinkSync(`/proc/self/fd/${file}`) === device;
			} catch {
				return false;
			}
		}).length;
	}

	it('carries every byte value both ways, raw, at the speed that was asked for', async () => {
		const [ours, theirs] = [new TtySerial(here, 38_400), new TtySerial(there, 9600)];
		const [atUs, atThem]: [number[], number[]] = [[], []];
		ours.onReceive = (bytes) => atUs.push(...bytes);
		theirs.onReceive = (bytes) => atThem.push(...bytes);
		ours.write(ALL);
		theirs.write(ALL);
		await until(() => atUs.length >= ALL.length && atThem.length >= ALL.length);
		assert.deepEqual([atUs, atThem], [[...ALL], [...ALL]]);
		assert.match(
			execFileSync('stty', ['-F', here, '-a'], { encoding: 'utf8' }),
			/speed 38400 baud[\s\S]* cs8 [\s\S]*-ixon[\s\S]*-opost[\s\S]*-icanon/,
		);
		ours.close();
		theirs.close();
	});

	it('is one process’s alone where that was asked for, until it is closed', async () => {
		const ours = new TtySerial(here, 115_200, { exclusive: true });
		assert.throws(() => new TtySerial(here, 115_200, { exclusive: true }), { code: 'EBUSY' });
		assert.equal(spawnSync('flock', ['-n', here, 'true']).status, 1, 'to another program, too');
		ours.close();
		await until(() => spawnSync('flock', ['-n', here, 'true']).status === 0);
		const again = new TtySerial(here, 115_200, { exclusive: true });
		again.close();
	});

	it('refuses a port that somebody else has locked, and leaves its settings alone', async () => {
		execFileSync('stty', ['-F', here, '4800']);
		const other = spawn('flock', ['-n', here, 'sh', '-c', 'echo locked; cat'], { stdio: 'pipe' });
		await once(other.stdout, 'data');
		assert.throws(() => new TtySerial(here, 115_200, { exclusive: true }), { code: 'EBUSY' });
		assert.match(execFileSync('stty', ['-F', here], { encoding: 'utf8' }), /speed 4800 baud/);
		other.stdin.end();
		await until(() => other.exitCode === 0);
	});

	it('says what is no serial port, or is not there, or knows no such speed', () => {
		assert.throws(() => new TtySerial('/dev/null', 115_200), { code: 'ENOTTY' });
		assert.throws(() => new TtySerial(folder, 115_200), { code: 'EISDIR' });
		assert.throws(() => new TtySerial(join(folder, 'nothing'), 115_200), { code: 'ENOENT' });
		assert.throws(() => new TtySerial(here, 12_345), /stty/);
	});

	it('leaves no file open, whether it was refused or closed', async () => {
		const device = realpathSync(here);
		assert.throws(() => new TtySerial(here, 12_345));
		new TtySerial(here, 115_200).close();
		await until(() => openFiles(device) === 0);
	});

	it('is opened again when it is back, and tells of both, once', async () => {
		const ours = new EnduringTty(here, 115_200, { exclusive: true });
		const told: boolean[] = [];
		const received: number[] = [];
		ours.onPresence = (isThere) => told.push(isThere);
		ours.onReceive = (bytes) => received.push(...bytes);
		for (let round = 1; round <= 2; round++) {
			await pullOut();
			await until(() => told.length === 2 * round - 1);
			ours.write(ALL);
			await plugIn();
			await until(() => told.length === 2 * round);
			const theirs = new TtySerial(there, 115_200);
			theirs.write(Uint8Array.of(round));
			await until(() => received.length === round);
			theirs.close();
		}
		assert.deepEqual(told, [false, true, false, true]);
		assert.deepEqual(received, [1, 2]);
		ours.close();
	});
});
