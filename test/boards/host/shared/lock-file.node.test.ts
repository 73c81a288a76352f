import assert from 'node:assert/strict';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { FileLock, holderOf, withLock } from '../../../../boards/host/shared/lock-file.js';
import { notTested } from '../../../interop/peers.js';
import { build, keikiIn } from '../command-line-rig.js';

/** Answers each line on stdin with one: `take` with whether it has the lock now, `pose` with whether it has it after it has signed the file as its own. */
const CONTENDER = `
	import { writeFileSync } from 'node:fs';
	import { hostname } from 'node:os';
	import { createInterface } from 'node:readline';
	import { FileLock } from './dist/boards/host/shared/lock-file.js';
	const path = process.argv[1];
	let lock;
	const orders = {
		take: () => (lock = FileLock.take(path)) !== undefined,
		pose: () => {
			for (const text of [process.pid + '\\n', 'process ' + process.pid + ' of ' + hostname() + '\\n']) {
				writeFileSync(path, text);
				if ((lock = FileLock.take(path)) !== undefined) return true;
			}
			return false;
		},
		release: () => (lock.release(), (lock = undefined), false),
	};
	for await (const order of createInterface({ input: process.stdin })) process.stdout.write(orders[order]() + '\\n');`;

class Contender {
	readonly #child: ChildProcessByStdio<Writable, Readable, null>;
	readonly #lines: Interface;

	constructor(path: string) {
		const { NODE_OPTIONS: _ours, TS_NODE_PROJECT: _project, ...env } = process.env;
		this.#child = spawn(process.execPath, ['--input-type=module', '-e', CONTENDER, path], { stdio: ['pipe', 'pipe', 'inherit'], env });
		this.#lines = createInterface({ input: this.#child.stdout });
	}

	async ask(order: 'take' | 'pose' | 'release'): Promise<boolean> {
		const answer = once(this.#lines, 'line') as Promise<[string]>;
		this.#child.stdin.write(`${order}\n`);
		return (await answer)[0] === 'true';
	}

	async kill(): Promise<void> {
		const closed = once(this.#child, 'close');
		this.#child.kill('SIGKILL');
		await closed;
	}
}

describe('the lock on a file', () => {
	let folder = '';
	let path = '';
	let contenders: Contender[] = [];
	before(build);
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		path = join(folder, 'lock');
	});
	afterEach(async () => {
		await Promise.all(contenders.map((each) => each.kill()));
		contenders = [];
		rmSync(folder, { recursive: true });
	});

	const startContenders = (count: number) => {
		contenders = Array.from({ length: count }, () => new Contender(path));
		return contenders;
	};

	it('has one holder among eight processes that want it at once, 50 times, whether the one before has let go or was killed', async () => {
		const eight = startContenders(8);
		for (let round = 0; round < 50; round++) {
			const held = await Promise.all(eight.map((each) => each.ask('take')));
			assert.equal(held.filter(Boolean).length, 1, `round ${round}`);
			const holder = held.indexOf(true);
			if (round % 5 === 0) {
				await eight[holder]!.kill();
				eight[holder] = new Contender(path);
				continue;
			}
			// The others try while it is let go.
			const after = await Promise.all(eight.map((each, i) => each.ask(i === holder ? 'release' : 'take')));
			assert.ok(after.filter(Boolean).length <= 1, `round ${round}: ${after}`);
			const next = after.indexOf(true);
			if (next >= 0) await eight[next]!.ask('release');
		}
	});

	it('is not taken over by a process of the same number, as another container has one', async () => {
		const [holder, other] = startContenders(2);
		assert.equal(await holder!.ask('take'), true);
		assert.equal(await other!.ask('pose'), false);
		await holder!.kill();
		contenders.shift();
		assert.equal(await other!.ask('pose'), true);
	});

	it('is removed by its holder alone: what stands there instead is left alone', () => {
		const first = FileLock.take(path)!;
		rmSync(path);
		const second = FileLock.take(path)!;
		first.release();
		assert.equal(existsSync(path), true);
		assert.equal(FileLock.take(path), undefined);
		second.release();
		assert.deepEqual(readdirSync(folder), []);
	});

	it('names its holder', () => {
		const lock = FileLock.take(path)!;
		assert.equal(holderOf(path), `process ${process.pid} of ${hostname()}`);
		lock.release();
		writeFileSync(path, '\u001b[2J');
		assert.equal(holderOf(path), 'somebody');
	});

	it('takes what a process has left, and follows no link', () => {
		writeFileSync(path, `process ${process.ppid} of ${hostname()}\n`);
		FileLock.take(path)!.release();
		writeFileSync(join(folder, 'other'), 'precious');
		symlinkSync(join(folder, 'other'), path);
		assert.throws(() => FileLock.take(path), /lock: cannot write it: ELOOP/);
		assert.equal(readFileSync(join(folder, 'other'), 'utf8'), 'precious');
	});

	it('is there while short work is done, and gone afterwards, whatever comes of it', () => {
		assert.equal(
			withLock(path, 0, () => existsSync(path)),
			true,
		);
		assert.throws(
			() =>
				withLock(path, 0, () => {
					throw new Error('no');
				}),
			/^Error: no$/,
		);
		assert.deepEqual(readdirSync(folder), []);
	});

	it('is waited for as long as one is patient', async () => {
		const [holder] = startContenders(1);
		await holder!.ask('take');
		const held = readFileSync(path, 'utf8');
		assert.throws(() => withLock(path, 60, () => 7), new RegExp(`lock: ${held.trim()} has it; end that one, or try again`));
		assert.equal(readFileSync(path, 'utf8'), held);
		const released = holder!.ask('release');
		assert.equal(
			withLock(path, 10_000, () => 7),
			7,
		);
		await released;
	});

	it('says which program it needs', function () {
		if (process.platform === 'darwin') notTested(this, 'macOS needs no such program');
		const { status, stderr } = keikiIn({ PATH: folder }, 'run', '--dongle', 'tcp:0', '--route-a', 'off', '--state', join(folder, 'state'));
		assert.match(stderr, /lock: cannot lock it: there is no program "flock" here; it comes with util-linux and busybox/);
		assert.equal(status, 2);
	});
});
