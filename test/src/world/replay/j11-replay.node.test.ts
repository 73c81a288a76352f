/** Logs of J11, read and played. */
import assert from 'node:assert/strict';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { fromHex, toUpperHex } from '../../../../modules/bytes/hex.js';
import { encodeFrame } from '../../../../modules/wi-sun-module/j11/language/frame.js';
import { parseLog } from '../../../../src/world/replay/log.js';
import { LogError, type LogWrong } from '../../../../src/world/replay/log-step.js';
import { Replay, type ReplayEnd } from '../../../../src/world/replay/player.js';
import { frameOf } from '../../../vectors/j11.js';

const [RESET, STARTED, GET, SENT, ANSWER] = ['reset', 'started', 'Get E7', 'sent', 'received: Get_Res E7 = 512 W'].map(frameOf) as [
	string,
	string,
	string,
	string,
	string,
];
const CREDENTIALS = frameOf('credentials');
const INSTANCES = frameOf('received: instance list (multicast)');
/** Its TID is 0001. */
const OWN_TID = 'ABCD';

/** The same with the data changed, and the checksums that belong to them. */
function withData(frame: string, change: (data: string) => string): string {
	const isRequest = frame.startsWith('D0EA');
	return toUpperHex(encodeFrame(isRequest ? 'request' : 'response', Number.parseInt(frame.slice(8, 12), 16), fromHex(change(frame.slice(24)))));
}

const withTid = (frame: string) => withData(frame, (data) => data.replace('10810001', `1081${OWN_TID}`));
const withoutSums = (frame: string) => `${frame.slice(0, 16)}00000000${frame.slice(24)}`;

function playing(...lines: readonly string[]) {
	const scheduler = new VirtualScheduler();
	const said: string[] = [];
	const ends: ReplayEnd[] = [];
	let dropped = 0;
	const replay = new Replay({
		log: parseLog(lines.join('\n')),
		scheduler,
		speed: 1,
		write: (bytes) => said.push(`${scheduler.now()} ${toUpperHex(bytes)}`),
		onEnd: (end) => ends.push(end),
		onDropped: () => dropped++,
	});
	replay.start();
	const write = (digits: string) => {
		replay.receive(fromHex(digits));
		scheduler.runFor(10_000);
		return said.splice(0);
	};
	return { write, ends, replay, dropped: () => dropped };
}

describe('a log of J11', () => {
	for (const [what, lines] of [
		['frames alone', [RESET, STARTED]],
		['frames with marks, times and blanks', [`12:00:00.000 > ${RESET.replace(/../g, '$& ')}`, `12:00:00.500 < ${STARTED.toLowerCase()}`]],
		['names of the sides', [`TX: ${RESET}`, `RX: ${STARTED}`]],
		['comments', ['# a reset', '', RESET, STARTED]],
		['several frames in a line', [RESET + STARTED]],
		['checksums of 0000', [withoutSums(RESET), withoutSums(STARTED)]],
		[
			'events',
			[
				'{"event":"ready"}',
				`{"event":"serial","node":"dongle","elapsedMs":1,"direction":"toModule","text":null,"hex":"${RESET}","data":null,"length":12,"frame":"reset"}`,
				`{"event":"serial","node":"dongle-2","elapsedMs":2,"direction":"toHost","text":"OK","hex":null,"data":null,"length":2}`,
				`{"event":"serial","node":"dongle","elapsedMs":2,"direction":"toModule","text":null,"hex":null,"data":null,"length":2,"frame":"unreadable"}`,
				`{"event":"serial","node":"dongle","elapsedMs":3,"direction":"toHost","text":null,"hex":"${STARTED}","data":null,"length":12,"frame":"booted"}`,
			],
		],
	] as const) {
		it(`may have ${what}`, () => {
			const { dialect, steps } = parseLog(lines.join('\n'));
			assert.equal(dialect, 'j11');
			assert.deepEqual(
				steps.map(({ by, text }) => `${by} ${text.slice(8, 12)}`),
				['host 00D9', 'module 6019'],
			);
		});
	}

	it('need not tell the credentials', () => {
		for (const hidden of [`${CREDENTIALS.slice(0, 20)} …`, `> ${CREDENTIALS.slice(0, 12)}...`]) {
			const { steps } = parseLog(`${hidden}\n${STARTED}`);
			assert.deepEqual([steps[0]!.by, steps[0]!.text.slice(8, 12)], ['host', '0054']);
		}
	});

	for (const [what, lines, line, wrong] of [
		['a frame that is cut', [RESET, STARTED.slice(0, -2)], 2, { kind: 'noFrame' }],
		['a wrong checksum', [RESET, `${STARTED.slice(0, -2)}01`], 2, { kind: 'noFrame' }],
		['something behind a frame', [RESET, `${STARTED}00`], 2, { kind: 'noFrame' }],
		['no digits', [RESET, 'OK'], 2, { kind: 'noFrame' }],
		['a frame that is hidden', [RESET, `${STARTED.slice(0, 12)}…`], 2, { kind: 'cut' }],
		['another side than is told', [`> ${RESET}`, `> ${STARTED}`], 2, { kind: 'side' }],
		['nothing of the module', [RESET], 1, { kind: 'noSteps' }],
		['nothing of the program', [STARTED], 1, { kind: 'noSteps' }],
		[
			'an event of what was no frame of the module',
			['{"event":"serial","node":"d","direction":"toHost","text":null,"hex":null,"length":3,"frame":"unreadable"}'],
			1,
			{ kind: 'cut' },
		],
		[
			'events of two dialects',
			[
				`{"event":"serial","node":"d","direction":"toModule","text":null,"hex":"${RESET}","length":12,"frame":"reset"}`,
				'{"event":"serial","node":"d","direction":"toHost","text":"OK","hex":null,"length":2}',
			],
			2,
			{ kind: 'noLine' },
		],
		[
			'an event of another side than its frame',
			[`{"event":"serial","node":"d","direction":"toHost","text":null,"hex":"${RESET}","length":12,"frame":"reset"}`],
			1,
			{ kind: 'side' },
		],
	] as const) {
		it(`with ${what} is refused`, () =>
			assert.throws(
				() => parseLog(lines.join('\n')),
				(error) => {
					assert.ok(error instanceof LogError);
					assert.deepEqual([error.line, error.wrong], [line, wrong satisfies LogWrong]);
					return true;
				},
			));
	}
});

describe('a replay of J11', () => {
	it('answers as the module did, as late as it did, with the TID of the program', () => {
		const { write, ends } = playing(`0.000 ${RESET}`, `0.500 ${STARTED}`, `1.000 ${GET}`, `1.100 ${SENT}`, `1.300 ${ANSWER}`, `1.400 ${INSTANCES}`);
		assert.deepEqual(write(RESET), [`500 ${STARTED}`]);
		assert.deepEqual(write(withTid(GET)), [`10100 ${withTid(SENT)}`, `10300 ${withTid(ANSWER)}`, `10400 ${INSTANCES}`]);
		assert.deepEqual(ends, [{ kind: 'done' }]);
	});

	it('leaves a checksum of 0000 as it is', () => {
		const { write } = playing(GET, withoutSums(ANSWER));
		assert.deepEqual(write(withTid(GET)), [`10 ${withoutSums(withTid(ANSWER))}`]);
	});

	it('takes 0000 as a checksum, and compares no credentials', () => {
		const other = withData(CREDENTIALS, (data) => data.replace(/31/g, '39'));
		const { write, ends } = playing(withoutSums(RESET), STARTED, `${CREDENTIALS.slice(0, 20)}…`, frameOf('credentials ok'));
		assert.equal(write(RESET).length, 1);
		assert.equal(write(withoutSums(other)).length, 1);
		assert.deepEqual(ends, [{ kind: 'done' }]);
	});

	it('says what was expected and found where the program writes something else', () => {
		for (const other of [frameOf('version?'), withData(GET, (data) => data.replace('E700', 'E800'))]) {
			const { write, ends } = playing(GET, SENT);
			assert.deepEqual(write(other), []);
			const name = other === frameOf('version?') ? 'version' : 'send';
			assert.deepEqual(ends, [{ kind: 'mismatch', line: 1, expected: `send ${GET}`, found: `${name} ${other}` }]);
		}
	});

	it('tells no credentials and no key', () => {
		const { write, ends, replay } = playing(CREDENTIALS, frameOf('credentials ok'));
		assert.deepEqual(replay.step, { line: 1, shown: `setCredentials ${CREDENTIALS.slice(0, 20)} …` });
		write(RESET);
		assert.deepEqual(ends, [{ kind: 'mismatch', line: 1, expected: `setCredentials ${CREDENTIALS.slice(0, 20)} …`, found: `reset ${RESET}` }]);
		const other = playing(RESET, STARTED);
		other.write(CREDENTIALS);
		assert.deepEqual(other.ends, [{ kind: 'mismatch', line: 1, expected: `reset ${RESET}`, found: `setCredentials ${CREDENTIALS.slice(0, 20)} …` }]);
		assert.equal(playing(frameOf('key'), RESET).replay.step!.shown, `key ${frameOf('key').slice(0, 20)} …`);
	});

	it('ends at a frame with something wrong, or that does not end', () => {
		const expected = `reset ${RESET}`;
		for (const [frame, why] of [
			[`${RESET.slice(0, 20)}0001`, 'dataChecksum'],
			[`${RESET.slice(0, 16)}00010000`, 'headerChecksum'],
			[`${GET.slice(0, 40)}`, 'timeOut'],
		] as const) {
			const { write, ends } = playing(RESET, STARTED);
			write(frame);
			assert.deepEqual(ends, [{ kind: 'unreadable', line: 1, expected, why }]);
		}
	});

	it('passes over what is no frame, and says so once', () => {
		const { write, ends, dropped } = playing(RESET, STARTED);
		for (let i = 0; i < 3; i++) write('534B5645520D0A');
		assert.equal(dropped(), 1);
		assert.equal(write(`00${RESET}`).length, 1);
		assert.deepEqual(ends, [{ kind: 'done' }]);
	});

	it('puts the TID where a response shows no more of the data, and nowhere but in a response and a datagram', () => {
		const short = withData(SENT, (data) => data.slice(0, -2));
		const other = ANSWER.replace('5D6018', '5D6038');
		const { write } = playing(
			GET,
			short,
			withData(other, (data) => data),
		);
		assert.deepEqual(write(withTid(GET)), [`10 ${withTid(short)}`, `20 ${withData(other, (data) => data)}`]);
	});

	it('says nothing more once it is stopped', () => {
		const { write, replay, ends } = playing(RESET, STARTED);
		replay.receive(fromHex(GET.slice(0, 40)));
		replay.stop();
		assert.deepEqual(write(RESET), []);
		assert.deepEqual(ends, []);
	});

	it('takes what comes early in its turn, and ends where it floods', () => {
		const { write, ends } = playing(RESET, STARTED, GET, SENT);
		assert.equal(write(RESET + GET).length, 2);
		assert.deepEqual(ends, [{ kind: 'done' }]);
		const flood = playing(RESET, STARTED, GET, SENT);
		flood.write(RESET.repeat(200));
		assert.deepEqual(flood.ends, [{ kind: 'flood', most: 100 }]);
	});
});
