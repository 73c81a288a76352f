import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
	closeSync,
	existsSync,
	lstatSync,
	mkdtempSync,
	openSync,
	readlinkSync,
	readSync,
	rmSync,
	symlinkSync,
	unlinkSync,
	writeFileSync,
	writeSync,
} from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PtySerial } from '../../../hal/node/pty.js';
import { TcpSerial } from '../../../hal/node/tcp-serial.js';
import { TtySerial } from '../../../hal/node/tty-serial.js';
import { until } from '../../until.js';

const ALL = Uint8Array.from({ length: 256 }, (_, i) => i);

describe('a serial line on a pseudo-terminal', () => {
	let serial: PtySerial;
	let received: number[];
	beforeEach(() => {
		received = [];
		serial = new PtySerial(`keiki-test-${process.pid}`);
		serial.onReceive = (bytes) => received.push(...bytes);
	});
	afterEach(() => serial.close());

	it('carries every byte value both ways, to a program that opens it again too', async () => {
		for (let round = 0; round < 2; round++) {
			received = [];
			const file = openSync(serial.path, 'r+');
			writeSync(file, ALL);
			await until(() => received.length >= ALL.length);
			assert.deepEqual(received, [...ALL]);
			serial.write(ALL);
			await sleep(50);
			const back = Buffer.alloc(512);
			assert.deepEqual([...back.subarray(0, readSync(file, back))], [...ALL]);
			closeSync(file);
		}
	});

	it('is raw and does not echo', () => {
		const settings = execFileSync('stty', [process.platform === 'darwin' ? '-f' : '-F', serial.path, '-a'], { encoding: 'utf8' });
		for (const setting of ['-icanon', '-echo', '-opost', '-icrnl', '-ixon']) assert.match(settings, new RegExp(`${setting}\\b`));
	});

	it('has a stable name, a second one beside it, and leaves nothing behind', () => {
		const second = new PtySerial(`keiki-test-${process.pid}`);
		assert.equal(second.path, `${serial.path}-2`);
		second.close();
		assert.equal(existsSync(second.path), false);
		assert.equal(lstatSync(serial.path).isSymbolicLink(), true);
	});

	it('is just where it is asked to be, in place of a link that leads nowhere, and of nothing else', () => {
		const folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		const path = join(folder, 'dongle');
		symlinkSync(join(folder, 'gone'), path);
		const placed = new PtySerial({ path });
		assert.equal(placed.path, path);
		assert.throws(() => new PtySerial({ path }), /EEXIST/);
		placed.close();
		assert.equal(existsSync(path), false);
		writeFileSync(path, '');
		assert.throws(() => new PtySerial({ path }), /EEXIST/);
		rmSync(folder, { recursive: true });
	});

	it('takes away no link but its own', () => {
		const folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		const path = join(folder, 'dongle');
		const placed = new PtySerial({ path });
		rmSync(path);
		symlinkSync('/dev/null', path);
		placed.close();
		assert.equal(readlinkSync(path), '/dev/null');
		rmSync(folder, { recursive: true });
	});

	it('leaves a link of another user alone, takes the next name, and removes only its own', () => {
		const taken = join(tmpdir(), `keiki-test-others-${process.pid}`);
		symlinkSync('/nowhere', taken);
		const { getuid } = process;
		process.getuid = () => getuid!() + 1;
		try {
			const other = new PtySerial(basename(taken));
			assert.equal(other.path, `${taken}-2`);
			assert.equal(readlinkSync(taken), '/nowhere');
			unlinkSync(other.path);
			symlinkSync('/somewhere', other.path);
			other.close();
			assert.equal(readlinkSync(`${taken}-2`), '/somewhere');
		} finally {
			process.getuid = getuid!;
			for (const path of [taken, `${taken}-2`]) rmSync(path, { force: true });
		}
	});

	it('takes the name of a run of this user that was killed', () => {
		const left = join(tmpdir(), `keiki-test-left-${process.pid}`);
		symlinkSync('/nowhere', left);
		const line = new PtySerial(basename(left));
		assert.equal(line.path, left);
		line.close();
		assert.equal(existsSync(left), false);
	});

	it('does not stand still for a program that does not read, and delivers when it does', async () => {
		for (let i = 0; i < 2000; i++) serial.write(ALL);
		const file = openSync(serial.path, 'r+');
		const buffer = Buffer.alloc(1024);
		let read = 0;
		for (let i = 0; i < 40; i++) {
			read += readSync(file, buffer);
			await sleep(10);
		}
		assert.ok(read > 8192, `${read} bytes`);
		closeSync(file);
	});
});

describe('a serial line of this host', () => {
	it('keeps so many bytes for a line that takes none, loses the rest, and takes more when it does', async () => {
		const pty = new PtySerial(`keiki-test-${process.pid}`);
		let received = 0;
		pty.onReceive = (bytes) => {
			received += bytes.length;
		};
		const serial = new TtySerial(pty.path, 115_200);
		// Nothing is read before this is done: the program is in one turn of its event loop.
		for (let i = 0; i < 2000; i++) serial.write(ALL);
		for (let before = -1; before !== received || received === 0; await sleep(100)) before = received;
		assert.ok(received > 65_536 - ALL.length && received < 2 * 65_536, `${received} bytes`);
		const flood = received;
		serial.write(ALL);
		while (received < flood + ALL.length) await sleep(5);
		serial.close();
		pty.close();
	});
});

describe('a serial line on TCP', () => {
	it('carries bytes both ways, and the newest client wins', async () => {
		const serial = await TcpSerial.listen(0);
		const received: number[] = [];
		let clients = 0;
		serial.onConnect = () => clients++;
		serial.onReceive = (bytes) => received.push(...bytes);
		const port = Number(serial.path.split(':')[1]);
		const first = connect(port, '127.0.0.1');
		await new Promise((resolve) => first.once('connect', resolve));
		const second = connect(port, '127.0.0.1');
		await new Promise((resolve) => first.once('close', resolve));
		const answer = new Promise<Buffer>((resolve) => second.once('data', resolve));
		second.write('SKVER\r\n');
		await until(() => received.length > 0);
		assert.equal(Buffer.from(received).toString(), 'SKVER\r\n');
		serial.write(Buffer.from('EVER 1.2.10\r\n'));
		assert.equal((await answer).toString(), 'EVER 1.2.10\r\n');
		assert.equal(clients, 2);
		second.destroy();
		serial.close();
	});

	it('is on 127.0.0.1 alone: at no other address of this host', async () => {
		const serial = await TcpSerial.listen(0);
		const port = Number(serial.path.split(':')[1]);
		const others = Object.values(networkInterfaces()).flatMap((each) =>
			(each ?? []).filter(({ address, scopeid }) => address !== '127.0.0.1' && !scopeid),
		);
		// Linux has all of 127.0.0.0/8.
		const addresses = ['::ffff:127.0.0.1', ...others.map(({ address }) => address), ...(process.platform === 'linux' ? ['127.0.0.2'] : [])];
		const reached: string[] = [];
		for (const address of addresses) {
			const socket = connect(port, address);
			if (await new Promise((resolve) => socket.once('connect', () => resolve(true)).once('error', () => resolve(false)))) reached.push(address);
			socket.destroy();
		}
		// The mapped form is the same address, and shows that the port is there.
		assert.deepEqual(reached, ['::ffff:127.0.0.1']);
		serial.close();
	});

	it('says when its port is taken', async () => {
		const serial = await TcpSerial.listen(0);
		await assert.rejects(TcpSerial.listen(Number(serial.path.split(':')[1])), /EADDRINUSE/);
		serial.close();
	});
});
