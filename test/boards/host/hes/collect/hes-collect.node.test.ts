import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { journalFolder, recoverJournal } from '../../../../../boards/host/hes/collect/journal-files.js';
import { toUpperHex } from '../../../../../modules/bytes/hex.js';
import { LONG_INVOKE } from '../../../../../modules/dlms/apdu/access.js';
import { decodeWrapper, encodeWrapper } from '../../../../../modules/dlms/wrapper.js';
import { type Reading, readingsOf } from '../../../../../src/head-end/collection/journal.js';
import { HALF_HOUR, keysOf, pushOf, sealed, titleOf } from '../../../../src/head-end/collection/pushed.js';

const SLOT = Math.floor(Date.now() / HALF_HOUR) - 2;

interface Event {
	readonly event: string;
	readonly [field: string]: unknown;
}

/** A collector in a process of its own. */
class Running {
	readonly events: Event[] = [];
	readonly ended: Promise<number | null>;
	errors = '';
	readonly #child: ChildProcess;
	#waiting: (() => void)[] = [];

	constructor(args: readonly string[]) {
		const { NODE_OPTIONS: _ours, ...env } = process.env;
		this.#child = spawn(process.execPath, ['dist/boards/host/main.js', 'hes', 'collect', '--port', '0', '--json', ...args], { env });
		createInterface({ input: this.#child.stdout! }).on('line', (line) => {
			this.events.push(JSON.parse(line));
			for (const look of this.#waiting.splice(0)) look();
		});
		this.#child.stderr!.on('data', (text) => {
			this.errors += text;
		});
		this.ended = once(this.#child, 'close').then(([code]) => {
			for (const look of this.#waiting.splice(0)) look();
			return code;
		});
	}

	async event(name: string): Promise<Event> {
		for (;;) {
			const found = this.events.find(({ event }) => event === name);
			if (found !== undefined) return found;
			if (this.#child.exitCode !== null) throw new Error(`no ${name}: ${this.errors}`);
			await new Promise<void>((resolve) => this.#waiting.push(resolve));
		}
	}

	async port(): Promise<number> {
		const { place } = await this.event('listening');
		return Number(/:(\d+)$/.exec(place as string)![1]);
	}

	kill(signal: NodeJS.Signals): void {
		this.#child.kill(signal);
	}

	/** Ends it, and tells what it counted. */
	async stop(): Promise<{ readonly code: number | null; readonly end: Event }> {
		this.kill('SIGTERM');
		const code = await this.ended;
		return { code, end: await this.event('end') };
	}
}

describe('keiki hes collect', () => {
	let folder = '';
	let running: Running[] = [];
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		running = [];
		writeFileSync(join(folder, 'meters.jsonl'), [1, 2, 3].map((number) => line(number)).join(''), { mode: 0o600 });
	});
	afterEach(async () => {
		for (const each of running) each.kill('SIGKILL');
		await Promise.all(running.map(({ ended }) => ended));
		rmSync(folder, { recursive: true });
	});

	function line(number: number, supplyPoint = number): string {
		const [encryption, authentication] = [toUpperHex(keysOf(number).subarray(0, 16)), toUpperHex(keysOf(number).subarray(16))];
		const keys = { systemTitle: toUpperHex(titleOf(number)), clients: { 1: { encryption, authentication } } };
		return `${JSON.stringify({ number, supplyPoint: String(supplyPoint), keys })}\n`;
	}

	function start(...args: readonly string[]): Running {
		const each = new Running(['--data', folder, '--meters', join(folder, 'meters.jsonl'), ...args]);
		running.push(each);
		return each;
	}

	function push(number: number, counter: number, slot = SLOT, invoke = LONG_INVOKE.confirmed + counter): Uint8Array {
		const plain = pushOf({ rows: [{ at: slot * HALF_HOUR, import: 100 * number + counter, export: 1 }], invoke });
		return encodeWrapper({ source: 1, destination: 1, apdu: sealed(plain, { title: titleOf(number), keys: keysOf(number), counter }) });
	}

	/** Sends by UDP, and waits for so many confirmations. */
	async function send(port: number, frames: readonly Uint8Array[], confirmations = frames.length): Promise<void> {
		const socket = createSocket('udp6');
		let heard = 0;
		const all = new Promise<void>((resolve) => {
			socket.on('message', (bytes) => {
				decodeWrapper(bytes);
				if (++heard === confirmations) resolve();
			});
		});
		for (const frame of frames) socket.send(frame, port, '::1');
		await all;
		socket.close();
	}

	function written(): Reading[] {
		const readings: Reading[] = [];
		recoverJournal(journalFolder(folder), 0, (block) => readings.push(...readingsOf(block)));
		return readings;
	}

	it('writes down what came by UDP and by a line before it confirms it, and tells its figures at the end', async () => {
		const collector = start();
		const port = await collector.port();
		await send(port, [push(1, 1), push(2, 1)]);
		assert.deepEqual(
			written().map(({ number, slot, import: count }) => [number, slot, count]),
			[
				[1, SLOT, 101],
				[2, SLOT, 201],
			],
		);
		const socket = connect(port, '::1');
		socket.write(Buffer.concat([push(3, 1), push(3, 2, SLOT + 1), push(9, 1)]));
		let length = 0;
		for await (const bytes of socket) {
			length += bytes.length;
			// Tag, title, length, header, six bytes of confirmation and the authentication tag, behind the wrapper.
			if (length >= 2 * (8 + 1 + 9 + 1 + 5 + 6 + 12)) break;
		}
		const { code, end } = await collector.stop();
		assert.equal(code, 0, collector.errors);
		assert.equal(written().length, 4);
		assert.deepEqual([end.readings, (end.verdicts as Record<string, number>).accepted, end.unknown], [4, 4, { '4A504D0000000009': 1 }]);
	});

	it('loses nothing that it confirmed when it is killed, and refuses then what came before', async () => {
		const first = start();
		await send(await first.port(), [push(1, 5), push(2, 6)]);
		first.kill('SIGKILL');
		await first.ended;
		const second = start();
		const port = await second.port();
		assert.equal((await second.event('listening')).blocks, 1);
		// What comes again, and what was known before: only the new one is confirmed.
		await send(port, [push(1, 5), push(2, 6), push(2, 5), push(3, 1)], 1);
		const { end } = await second.stop();
		const { replayed, accepted } = end.verdicts as Record<string, number>;
		assert.deepEqual([replayed, accepted], [3, 1]);
		assert.deepEqual(
			written().map(({ number, counter }) => [number, counter]),
			[
				[1, 5],
				[2, 6],
				[3, 1],
			],
		);
	});

	it('takes the meters that a file has anew at SIGHUP, and closes the row of the one that was exchanged', async () => {
		const collector = start();
		const port = await collector.port();
		writeFileSync(join(folder, 'meters.jsonl'), [line(1), line(2), line(4, 3)].join(''));
		collector.kill('SIGHUP');
		await collector.event('readAnew');
		await send(port, [push(4, 1), push(3, 1)]);
		const rows = readFileSync(join(folder, 'register.csv'), 'utf8')
			.trim()
			.split('\n')
			.slice(1)
			.map((row) => row.split(','));
		assert.deepEqual(
			rows.map((row) => row[0]),
			['1', '2', '3', '4'],
		);
		assert.equal(rows[2]![11], rows[3]![10]);
		assert.notEqual(rows[2]![11], '');
		assert.deepEqual(
			rows.map((row) => row[11] === ''),
			[true, true, false, true],
		);
		await collector.stop();
	});

	it('is there once on a folder', async () => {
		const first = start();
		await first.port();
		const second = start();
		assert.equal(await second.ended, 2);
		assert.match(second.errors, /collect-0\.lock: process \d+ .*has it/);
		await first.stop();
	});

	it('says what is wrong with its meters, and where', async () => {
		for (const [text, expected] of [
			['{', /meters\.jsonl: line 1: expected JSON/],
			[`${line(1)}${line(1)}`, /line 2: system title 4A504D0000000001 is that of a meter before it/],
			[line(1).replace('"number":1', '"number":0'), /line 1: number: expected a whole number from 1/],
		] as const) {
			writeFileSync(join(folder, 'meters.jsonl'), text);
			const collector = start();
			assert.equal(await collector.ended, 2);
			assert.match(collector.errors, expected);
		}
	});
});
