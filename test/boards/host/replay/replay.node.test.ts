import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPLAY_TEXTS, REPLAY_USAGE } from '../../../../boards/host/replay/replay-words.js';
import { TtySerial } from '../../../../hal/node/tty-serial.js';
import { fromHex, toUpperHex } from '../../../../modules/bytes/hex.js';
import { until } from '../../../until.js';
import { frameOf } from '../../../vectors/j11.js';
import { build, keikiLater, Program, Running } from '../command-line-rig.js';
import { keikiHere } from '../here-rig.js';

const JAPANESE = /[぀-ヿ一-鿿]/;

describe('keiki replay', function () {
	this.timeout(120_000);
	const folder = mkdtempSync(join(tmpdir(), 'keiki-replay-'));
	const file = join(folder, 'log.txt');
	before(build);
	after(() => rmSync(folder, { recursive: true, force: true }));

	async function start(log: string): Promise<{ readonly replay: Running; readonly program: Program }> {
		writeFileSync(file, log);
		const replay = Running.beginSilent('replay', file, '--dongle', 'tcp:0', '--lang', 'en');
		await replay.untilSaid('the module is at 127.0.0.1:');
		const path = /127\.0\.0\.1:\d+/.exec(replay.stderr)![0];
		return { replay, program: await Program.open(path) };
	}

	it('plays a log to its end', async () => {
		const { replay, program } = await start('< EVENT 02\n> SKVER\n< EVER 1.2.10\n< OK\n');
		await program.hear('EVENT 02\r\n');
		assert.equal(await program.type('SKVER\r\n'), 'EVER 1.2.10\r\nOK\r\n');
		assert.equal(await replay.ended(), 0);
		assert.match(replay.stderr, /log\.txt: played to its end/);
	});

	it('ends with 1 where the program writes something else, and says what', async () => {
		const { replay, program } = await start('> SKVER\n< OK\n');
		await program.type('SKINFO\r\n', '');
		assert.equal(await replay.ended(), 1);
		assert.match(replay.stderr, /log\.txt:1: expected the program to write "SKVER", found "SKINFO"/);
	});

	/** A log at a terminal of this name. */
	async function startAt(path: string, log: string, ...words: readonly string[]): Promise<Running> {
		writeFileSync(file, log);
		const replay = Running.beginSilent('replay', file, '--dongle', `pty:${path}`, '--lang', 'en', ...words);
		await replay.untilSaid(`the module is at ${path}`);
		return replay;
	}

	it('plays a log of J11 to a program at a terminal, and says once what is no frame', async () => {
		const path = join(folder, 'j11');
		const replay = await startAt(path, ['reset', 'started', 'version?', 'version'].map(frameOf).join('\n'));
		const program = new TtySerial(path, 115_200);
		let heard = '';
		program.onReceive = (bytes) => {
			heard += toUpperHex(bytes);
		};
		program.write(fromHex(`534B5645520D0A${frameOf('reset')}`));
		await until(() => heard === frameOf('started'));
		program.write(fromHex(frameOf('version?')));
		await until(() => heard === frameOf('started') + frameOf('version'));
		program.close();
		assert.equal(await replay.ended(), 0);
		assert.match(replay.stderr, /a log of 4 lines\nkeiki: the program has written bytes that are no J11 frame; .*\n.*played to its end\n$/);
	});

	it('ends with 1 at a frame that no module takes, and tells no credentials', async () => {
		const path = join(folder, 'wrong');
		const replay = await startAt(path, `${frameOf('credentials')}\n${frameOf('credentials ok')}`);
		const program = new TtySerial(path, 115_200);
		program.write(fromHex(`${frameOf('reset').slice(0, 16)}00010000`));
		assert.equal(await replay.ended(), 1);
		program.close();
		assert.match(
			replay.stderr,
			/log\.txt:1: expected the program to write "setCredentials D0EA83FC0054003003BD …", found a frame whose header checksum is wrong/,
		);
	});

	it('plays the events of a run with a J11 dongle: the same HEMS reads the same', async () => {
		const [dongle, path] = [join(folder, 'dongle'), join(folder, 'replay')];
		const run = await Running.start(
			'--dongle',
			`pty:${dongle},bp35c0-j11`,
			'--route-a',
			'off',
			'--control',
			join(folder, 'control'),
			'--speed',
			'50',
		);
		const read = async (place: string) => {
			const { stdout, stderr, status } = await keikiLater('hems', 'read', '--dongle', place, '--json', '--lang', 'en');
			assert.equal(status, 0, stderr);
			return Array.from(stdout.matchAll(/"epc":"(..)".*?"edt":"([0-9A-F]*)"/g), ([, epc, edt]) => `${epc} ${edt}`);
		};
		const then = await read(dongle);
		await run.stop();
		const log = run.events.map((event) => JSON.stringify(event)).join('\n');
		const replay = await startAt(path, log, '--speed', 'max');
		const again = await read(path);
		assert.equal(await replay.ended(), 0, replay.stderr);
		assert.deepEqual(again, then);
		assert.ok(then.length > 20);
	});

	it('shows a terminal nothing of the log or the program that it would obey', async () => {
		const { replay, program } = await start('> SKVER\\x1B[2J\n< OK\n');
		await program.type('\u001b]0;x\u0007\r\n', '');
		assert.equal(await replay.ended(), 1);
		assert.match(replay.stderr, /expected the program to write/);
		assert.doesNotMatch(replay.stderr, /[^\n\x20-\u{10ffff}]/u);
	});

	it('refuses what it does not understand, with 2', async () => {
		writeFileSync(file, '> SKVER\nOK\n');
		const { status, stderr } = await keikiHere('replay', file, '--lang', 'en');
		assert.equal(status, 2);
		assert.match(stderr, /replay .*log\.txt:2: expected "> " or "< "/);
		assert.match((await keikiHere('replay', join(folder, 'none'))).stderr, /replay .*none: cannot read it: ENOENT/);
		writeFileSync(file, '> SKVER\n< OK\n');
		assert.match((await keikiHere('replay', file, '--dongle', 'usb')).stderr, /--dongle: expected pty/);
		assert.match((await keikiHere('replay', file, '--speed', '0')).stderr, /--speed: expected a number from 0.01 to 100000, or max, got "0"/);
	});

	it('has its words in both languages', () => {
		const WRONGS = [
			{ kind: 'noLine' },
			{ kind: 'noSteps' },
			{ kind: 'cut' },
			{ kind: 'noFrame' },
			{ kind: 'side' },
			{ kind: 'data', length: 3, got: 2 },
		] as const;
		const WHYS = ['line', 'headerChecksum', 'dataChecksum', 'tooShort', 'tooLong', 'timeOut'] as const;
		const texts = (language: 'en' | 'ja') => {
			const { ready, done, mismatch, unreadable, flood, dropped, ended } = REPLAY_TEXTS[language];
			const { cannotRead, wrongLog, dongle, speed } = REPLAY_USAGE[language];
			const said = [ready('/tmp/x', 3), done('f'), mismatch('f:1', 'A', 'B'), flood(100), dropped, ended('f:1', 'A'), cannotRead('f', 'ENOENT')];
			for (const why of WHYS) said.push(unreadable('f:1', 'A', why));
			return [...said, ...WRONGS.map((wrong) => wrongLog('f:1', wrong)), dongle('usb'), speed(1, 2, 'x')];
		};
		for (const text of texts('en')) assert.doesNotMatch(text, JAPANESE);
		for (const text of texts('ja')) assert.match(text, JAPANESE);
	});
});
