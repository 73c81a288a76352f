/** Logs of serial lines, read and played. */
import assert from 'node:assert/strict';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { toHex } from '../../../../modules/bytes/hex.js';
import { parseLog } from '../../../../src/world/replay/log.js';
import { LogError, type LogWrong } from '../../../../src/world/replay/log-step.js';
import { Replay, type ReplayEnd } from '../../../../src/world/replay/player.js';
import { hex } from '../../../assert.js';

const METER = 'FE80:0000:0000:0000:021C:6400:4B45:0001';
const GET = '1081000505FF010288016201E700';
const RES = '1081000502880105FF017201E704000001F4';
const SENDTO = `SKSENDTO 1 ${METER} 0E1A 1 000E`;
const ERXUDP = `ERXUDP ${METER} FE80:0000:0000:0000:0200:0000:0000:0001 0E1A 0E1A 001C64004B450001 1 0012 `;
const LOG = `
# a Get
12:00:00.000 > SKSETPWD C 0123456789AB
12:00:00.020 < OK
12:00:01.000 > ${SENDTO} ${GET}
12:00:01.100 < EVENT 21 ${METER} 00
12:00:01.100 < OK
12:00:01.900 < ${ERXUDP}${RES}
`;

function bytesOf(text: string): Uint8Array {
	return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function latin(bytes: Uint8Array): string {
	return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

function playing(log: string, speed: number | 'max' = 1) {
	const scheduler = new VirtualScheduler();
	const said: [at: number, text: string][] = [];
	const ends: ReplayEnd[] = [];
	const write = (bytes: Uint8Array) => said.push([scheduler.now(), latin(bytes)]);
	const replay = new Replay({ log: parseLog(log), scheduler, speed, write, onEnd: (end) => ends.push(end) });
	replay.start();
	const type = (text: string, data: Uint8Array = new Uint8Array(0)) => {
		replay.receive(bytesOf(text));
		replay.receive(data);
		scheduler.runFor(10_000);
	};
	return { scheduler, said, ends, replay, type };
}

describe('a log of a serial line', () => {
	it('tells who said what, and when', () => {
		assert.deepEqual(
			parseLog(LOG).steps.map(({ by, line, at, text, data }) => [by, line, at! - 43_200_000, text.slice(0, 8), data && toHex(data).toUpperCase()]),
			[
				['host', 3, 0, 'SKSETPWD', undefined],
				['module', 4, 20, 'OK', undefined],
				['host', 5, 1000, 'SKSENDTO', GET],
				['module', 6, 1100, 'EVENT 21', undefined],
				['module', 7, 1100, 'OK', undefined],
				['module', 8, 1900, 'ERXUDP F', undefined],
			],
		);
	});

	for (const [what, log] of [
		['host and module', 'host: SKVER\nmodule: EVER 1.2.10\nmodule: OK'],
		['TX and RX, with tabs', 'TX\tSKVER\nRX\tEVER 1.2.10\nRX\tOK'],
		['columns, and seconds in brackets', '[0.100] host | SKVER\\r\\n\n[0.200] module | EVER 1.2.10\\r\\n\n[0.300] module | OK'],
		['ISO times', '2026-11-22T09:30:00.100Z > SKVER\n2026-11-22 09:30:00.200 < EVER 1.2.10\n< OK'],
		[
			'events',
			'{"event":"ready"}\n{"event":"serial","node":"dongle","elapsedMs":1,"direction":"toModule","text":"SKVER","hex":null,"data":null,"length":5}\n' +
				'{"event":"serial","node":"dongle-2","elapsedMs":2,"direction":"toHost","text":"FAIL ER10","hex":null,"data":null,"length":9}\n' +
				'{"event":"serial","node":"dongle","elapsedMs":2,"direction":"toHost","text":"EVER 1.2.10","hex":null,"data":null,"length":11}\n' +
				'{"event":"serial","node":"dongle","elapsedMs":2,"direction":"toHost","text":null,"hex":"4F4B","data":null,"length":2}',
		],
	] as const) {
		it(`may have ${what}`, () =>
			assert.deepEqual(
				parseLog(log).steps.map(({ by, text }) => `${by} ${text}`),
				['host SKVER', 'module EVER 1.2.10', 'module OK'],
			));
	}

	it('goes on after midnight', () => {
		const [first, second] = parseLog('23:59:59 > SKVER\n00:00:01 < OK').steps;
		assert.equal(second!.at! - first!.at!, 2000);
	});

	it('has what SKSENDTO sends as digits or as bytes, with a side or without', () => {
		const data = (text: string) => toHex(parseLog(`> ${text}\n< OK`).steps[0]!.data!);
		assert.equal(data('SKSENDTO 1 FE80::1 0E1A 1 0003 108100'), '108100');
		assert.equal(data('SKSENDTO 1 FE80::1 0E1A 1 0 0003 10 81 00'), '108100');
		assert.equal(data('SKSENDTO 1 FE80::1 0E1A 1 0003 \\x10\\x81A'), '108141');
	});

	for (const [what, log, line, wrong] of [
		['a day that is none', '[2026-13-45T25:00:00] > SKVER\n< OK', 1, { kind: 'noLine' }],
		['a line of nobody', '> SKVER\nOK', 2, { kind: 'noLine' }],
		['nothing of the module', '> SKVER\n> SKINFO', 2, { kind: 'noSteps' }],
		['an event without a word', '{"event":"serial","node":"d","direction":"toHost","text":null,"hex":null,"length":2}', 1, { kind: 'noLine' }],
		['too few bytes', '> SKSENDTO 1 FE80::1 0E1A 1 0003 10\n< OK', 1, { kind: 'data', length: 3, got: 2 }],
		['no bytes', '> SKSENDTO 1 FE80::1 0E1A 1 0003\n< OK', 1, { kind: 'data', length: 3, got: 0 }],
		['an event that is cut', '{"event":"serial","node":"d","direction":"toHost","text":null,"hex":"4F","length":9}', 1, { kind: 'cut' }],
		['broken JSON', '{"event":"serial"', 1, { kind: 'noLine' }],
	] as const) {
		it(`with ${what} is refused`, () =>
			assert.throws(
				() => parseLog(log),
				(error) => {
					assert.ok(error instanceof LogError);
					assert.deepEqual([error.line, error.wrong], [line, wrong satisfies LogWrong]);
					return true;
				},
			));
	}
});

describe('a replay', () => {
	it('answers as the module did, as late as it did, with the TID of the program', () => {
		const { said, ends, type } = playing(LOG);
		type('sksetpwd c OTHER0123456\r\n');
		assert.deepEqual(said.splice(0), [[20, 'OK\r\n']]);
		type(`${SENDTO} `, hex(GET.replace('10810005', '1081ABCD')));
		assert.deepEqual(said, [
			[10_100, `EVENT 21 ${METER} 00\r\n`],
			[10_100, 'OK\r\n'],
			[10_900, `${ERXUDP}${RES.replace('10810005', '1081ABCD')}\r\n`],
		]);
		assert.deepEqual(ends, [{ kind: 'done' }]);
	});

	it('is faster, or waits for nothing', () => {
		for (const [speed, at] of [
			[10, 2],
			['max', 0],
		] as const) {
			const { said, type } = playing(LOG, speed);
			type('SKSETPWD C 0123456789AB\r\n');
			assert.equal(said[0]![0], at);
		}
	});

	it('puts the TID of the program into raw bytes, and leaves notifications alone', () => {
		const raw = `> ${SENDTO} ${GET}\n< ERXUDP A B 0E1A 0E1A C 1 0012 ${RES.replace(/../g, '\\x$&')}\n< ${ERXUDP}${RES.replace('7201', '7301')}`;
		const { said, type } = playing(raw);
		type(`${SENDTO} `, hex(GET.replace('10810005', '10810102')));
		assert.equal(toHex(bytesOf(said[0]![1])).slice(-40, -4).toUpperCase(), RES.replace('10810005', '10810102'));
		assert.ok(said[1]![1].includes('10810005'));
	});

	it('says what was expected and found where the program writes something else', () => {
		const { ends, type, said } = playing('> SKVER\n< OK');
		type('SKINFO\r\n');
		assert.deepEqual(ends, [{ kind: 'mismatch', line: 1, expected: 'SKVER', found: 'SKINFO' }]);
		type('SKVER\r\n');
		assert.deepEqual(said, []);
	});

	it('says so of other data, but not of another TID', () => {
		const { ends, type } = playing(LOG);
		type('SKSETPWD C 0\r\n');
		type(`${SENDTO} `, hex(GET.replace('E700', 'E800')));
		assert.deepEqual(ends, [{ kind: 'mismatch', line: 5, expected: `${SENDTO} ${GET}`, found: `${SENDTO} ${GET.replace('E700', 'E800')}` }]);
	});

	it('tells no secret', () => {
		const { ends, type } = playing(LOG);
		type('SKSETRBID 00112233445566778899AABBCCDDEEFF\r\n');
		assert.deepEqual(ends, [{ kind: 'mismatch', line: 3, expected: 'SKSETPWD …', found: 'SKSETRBID …' }]);
	});

	it('ends at a line that no module takes', () => {
		const { ends, type } = playing('> SKVER\n< OK');
		type(`${'A'.repeat(300)}\r\n`);
		assert.deepEqual(ends, [{ kind: 'unreadable', line: 1, expected: 'SKVER', why: 'line' }]);
	});

	it('takes what comes early in its turn, and ends where it floods', () => {
		const { said, ends, replay, scheduler } = playing('> SKVER\n< OK\n> SKINFO\n< OK');
		replay.receive(bytesOf('SKVER\r\nSKINFO\r\n'));
		scheduler.runFor(1000);
		assert.deepEqual([said.length, ends], [2, [{ kind: 'done' }]]);
		const flood = playing('> SKVER\n< OK\n> SKINFO\n< OK');
		flood.replay.receive(bytesOf('SKVER\r\n'.repeat(200)));
		assert.deepEqual(flood.ends, [{ kind: 'flood', most: 100 }]);
	});
});
