import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { journalFolder, recoverJournal } from '../../../../../boards/host/hes/collect/journal-files.js';
import { LONG_INVOKE } from '../../../../../modules/dlms/apdu/access.js';
import { decodeWrapper, encodeWrapper } from '../../../../../modules/dlms/wrapper.js';
import { type Reading, readingsOf } from '../../../../../src/head-end/collection/journal.js';
import { hex } from '../../../../assert.js';
import { HALF_HOUR, keysOf, sealed, titleOf } from '../../../../src/head-end/collection/pushed.js';
import { until } from '../../../../until.js';
import { meterLine, pushFrame, RunningCollector } from './collect-rig.js';

const SLOT = Math.floor(Date.now() / HALF_HOUR) - 2;

describe('keiki hes collect', () => {
	let folder = '';
	let running: RunningCollector[] = [];
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		running = [];
		writeFileSync(join(folder, 'meters.jsonl'), [1, 2, 3].map((number) => meterLine(number)).join(''), { mode: 0o600 });
	});
	afterEach(async () => {
		for (const each of running) each.kill('SIGKILL');
		await Promise.all(running.map(({ ended }) => ended));
		rmSync(folder, { recursive: true });
	});

	function start(...args: readonly string[]): RunningCollector {
		const each = new RunningCollector(['--data', folder, '--meters', join(folder, 'meters.jsonl'), ...args]);
		running.push(each);
		return each;
	}

	const push = (number: number, counter: number, slot = SLOT): Uint8Array => pushFrame(number, counter, slot, LONG_INVOKE.confirmed + counter);

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

	it('refuses alarms again that came before it was killed, and keeps none of them', async () => {
		const alarm = (counter: number): Uint8Array =>
			encodeWrapper({
				...{ source: 1, destination: 1 },
				apdu: sealed(hex('0F 40000007 00 0201 1101'), { title: titleOf(1), keys: keysOf(1), counter }),
			});
		const first = start();
		const socket = createSocket('udp6');
		const port = await first.port();
		for (const counter of [3, 4]) socket.send(alarm(counter), port, '::1');
		const counters = join(folder, 'counters');
		await send(port, [push(2, 1)]);
		await until(
			() => readdirSync(counters).some((name) => readFileSync(join(counters, name)).includes(Buffer.of(4, 0, 0, 0, 0, 0))),
			'the counter of the last',
		);
		first.kill('SIGKILL');
		await first.ended;
		const second = start();
		const again = await second.port();
		for (const counter of [3, 4]) socket.send(alarm(counter), again, '::1');
		await send(again, [push(2, 2, SLOT + 1)]);
		socket.close();
		const { end } = await second.stop();
		const { replayed, other } = end.verdicts as Record<string, number>;
		assert.deepEqual([replayed, other], [2, 0]);
		assert.deepEqual(
			written().map(({ number }) => number),
			[2, 2],
		);
	});

	it('takes the meters that a file has anew at SIGHUP, and closes the row of the one that was exchanged', async () => {
		const collector = start();
		const port = await collector.port();
		writeFileSync(join(folder, 'meters.jsonl'), [meterLine(1), meterLine(2), meterLine(4, 3)].join(''));
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
			[`${meterLine(1)}${meterLine(1)}`, /line 2: system title 4A504D0000000001 is that of a meter before it/],
			[meterLine(1).replace('"number":1', '"number":0'), /line 1: number: expected a whole number from 1/],
		] as const) {
			writeFileSync(join(folder, 'meters.jsonl'), text);
			const collector = start();
			assert.equal(await collector.ended, 2);
			assert.match(collector.errors, expected);
		}
	});
});
