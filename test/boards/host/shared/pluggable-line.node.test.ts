/** The port of a dongle that is pulled out and plugged in again. */
import assert from 'node:assert/strict';
import { existsSync, lstatSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDongle } from '../../../../boards/host/run/dongle-option.js';
import { openLine } from '../../../../boards/host/run/serial-lines.js';
import type { OpenLine, PortTold } from '../../../../boards/host/shared/open-line.js';
import { PluggableLine } from '../../../../boards/host/shared/pluggable-line.js';
import { TcpClient } from '../../../../hal/node/tcp-client.js';
import { until } from '../../../until.js';
import { build, Running } from '../command-line-rig.js';
import { keikiHere } from '../here-rig.js';

class FakeLine implements OpenLine {
	readonly path = 'somewhere';
	readonly written: number[] = [];
	onReceive: (bytes: Uint8Array) => void = () => {};
	onConnect: () => void = () => {};
	onTold: (told: PortTold) => void = () => {};
	isOpen = true;

	write(bytes: Uint8Array): void {
		this.written.push(...bytes);
	}

	close(): void {
		this.isOpen = false;
	}
}

/** A line with what it is told, and those that were opened again. */
function setUp(reopen?: (path: string) => Promise<OpenLine>) {
	const first = new FakeLine();
	const again: FakeLine[] = [];
	const told: string[] = [];
	const line = new PluggableLine(
		first,
		reopen ??
			(async (path) => {
				assert.equal(path, 'somewhere');
				again.push(new FakeLine());
				return again.at(-1)!;
			}),
	);
	line.onTold = ({ state }) => told.push(state);
	return { first, again, told, line };
}

describe('a line that goes with its dongle', () => {
	it('is the line that it was given, until it is unplugged', async () => {
		const { first, line, told } = setUp();
		let heard = '';
		line.onReceive = (bytes) => {
			heard += bytes.join();
		};
		line.onConnect = () => {
			heard += ' connected';
		};
		line.write(Uint8Array.of(1));
		first.onReceive(Uint8Array.of(2));
		first.onConnect();
		first.onTold({ state: 'dropped', why: '' });
		assert.deepEqual([first.written, heard, told], [[1], '2 connected', ['dropped']]);
		line.unplug();
		assert.deepEqual(told, ['dropped'], 'not from inside');
		line.write(Uint8Array.of(3));
		await until(() => told.length === 2);
		assert.deepEqual([first.isOpen, first.written, told], [false, [1], ['dropped', 'gone']]);
	});

	it('is another one at the same path when it is plugged in again', async () => {
		const { again, told, line } = setUp();
		const heard: number[] = [];
		line.onReceive = (bytes) => heard.push(...bytes);
		line.unplug();
		line.plug();
		await until(() => told.includes('back'));
		again[0]!.onReceive(Uint8Array.of(4));
		line.write(Uint8Array.of(5));
		assert.deepEqual([heard, again[0]!.written, told], [[4], [5], ['gone', 'back']]);
		line.close();
		assert.equal(again[0]!.isOpen, false);
	});

	it('closes what comes when it is closed already', async () => {
		const { again, told, line } = setUp();
		line.unplug();
		line.plug();
		line.close();
		await until(() => again[0]?.isOpen === false);
		assert.equal(told.includes('back'), false);
	});

	it('is tried again where its place is taken, and says so once', async () => {
		let tries = 0;
		const { told, line } = setUp(async () => {
			tries++;
			if (tries < 3) throw new Error('taken');
			return new FakeLine();
		});
		line.unplug();
		line.plug();
		await until(() => told.includes('back'));
		assert.deepEqual([tries, told], [3, ['gone', 'taken', 'back']]);
	});

	it('gives a place that is taken up when it is closed', async () => {
		let tries = 0;
		const { told, line } = setUp(async () => {
			tries++;
			throw new Error('taken');
		});
		line.unplug();
		line.plug();
		await until(() => told.includes('taken'));
		line.close();
		line.plug();
		line.close();
		await until(() => tries === 2);
	});

	for (const place of ['tcp:0', 'rfc2217:0']) {
		it(`lets nobody in meanwhile, and everybody afterwards at the same port: ${place}`, async () => {
			const { line } = await openLine(parseDongle(place, 'bp35a1'));
			const told: string[] = [];
			line.onTold = ({ state }) => told.push(state);
			const port = Number(line.path.slice(line.path.lastIndexOf(':') + 1));
			line.unplug!();
			await until(() => told.includes('gone'));
			await assert.rejects(TcpClient.open('127.0.0.1', port));
			line.plug!();
			await until(() => told.includes('back'));
			(await TcpClient.open('127.0.0.1', port)).close();
			line.close();
		});
	}

	it('waits for a port that somebody else has taken', async () => {
		const { line } = await openLine(parseDongle('tcp:0', 'bp35a1'));
		const told: PortTold[] = [];
		line.onTold = (each) => told.push(each);
		const port = Number(line.path.slice(line.path.lastIndexOf(':') + 1));
		line.unplug!();
		const other = await taken(port);
		line.plug!();
		await until(() => told.some(({ state }) => state === 'taken'));
		assert.match((told.at(-1) as { why: string }).why, new RegExp(`--dongle tcp:${port}: .*in use`));
		other.close();
		await until(() => told.some(({ state }) => state === 'back'));
		line.close();
	});
});

async function taken(port: number): Promise<Server> {
	const server = createServer();
	for (;;) {
		const isThere = await new Promise<boolean>((resolve) => {
			server.once('error', () => resolve(false));
			server.listen(port, '127.0.0.1', () => resolve(true));
		});
		if (isThere) return server;
	}
}

describe('keiki meter dongle unplug', function () {
	this.timeout(120_000);
	let folder: string;
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

	it('takes the link of a pty away and makes it again; the program begins from the beginning', async () => {
		const path = join(folder, 'dongle');
		running = await Running.start('--dongle', `pty:${path}`, '--route-a', 'off');
		const control = running.ready.control as string;
		const port = (state: string) => running!.until((each) => each.event === 'port' && each.state === state);
		const meter = (...words: readonly string[]) => keikiHere('meter', '--control', control, ...words);
		assert.equal((await meter('dongle', 'unplug', '1h')).stdout, 'dongle is unplugged for 3600000 ms\n');
		assert.equal((await port('gone')).path, path);
		assert.equal(existsSync(path), false);
		assert.match((await meter('dongle', 'reset')).stderr, /dongle is not plugged in/);
		assert.equal(await running.stop(), 0);

		running = await Running.start('--dongle', `pty:${path}`, '--route-a', 'off', '--control', control);
		assert.equal((await meter('dongle', 'unplug', '200ms')).status, 0);
		await port('back');
		assert.equal(lstatSync(path).isSymbolicLink(), true);
		const reading = Running.begin('hems', 'read', '--dongle', path, '--id', '00112233445566778899AABBCCDDEEFF', '--password', '0123456789AB');
		assert.equal(await reading.ended(), 0, reading.stderr);
		assert.equal(await running.stop(), 0);
		assert.equal(existsSync(path), false);
	});
});
