import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPLAY_TEXTS, REPLAY_USAGE } from '../../../../boards/host/replay/replay-words.js';
import { build, keiki, Program, Running } from '../command-line-rig.js';

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

	it('refuses what it does not understand, with 2', () => {
		writeFileSync(file, '> SKVER\nOK\n');
		const { status, stderr } = keiki('replay', file, '--lang', 'en');
		assert.equal(status, 2);
		assert.match(stderr, /replay .*log\.txt:2: expected "> " or "< "/);
		assert.match(keiki('replay', join(folder, 'none')).stderr, /replay .*none: cannot read it: ENOENT/);
		writeFileSync(file, '> SKVER\n< OK\n');
		assert.match(keiki('replay', file, '--dongle', 'usb').stderr, /--dongle: expected pty/);
		assert.match(keiki('replay', file, '--speed', '0').stderr, /--speed: expected a number from 0.01 to 100000, or max, got "0"/);
	});

	it('has its words in both languages', () => {
		const WRONGS = [{ kind: 'noLine' }, { kind: 'noSteps' }, { kind: 'cut' }, { kind: 'data', length: 3, got: 2 }] as const;
		const texts = (language: 'en' | 'ja') => {
			const { ready, done, mismatch, flood, ended } = REPLAY_TEXTS[language];
			const { cannotRead, wrongLog, dongle, speed } = REPLAY_USAGE[language];
			const said = [ready('/tmp/x', 3), done('f'), mismatch('f:1', 'A', 'B'), flood(100), ended('f:1', 'A'), cannotRead('f', 'ENOENT')];
			return [...said, ...WRONGS.map((wrong) => wrongLog('f:1', wrong)), dongle('usb'), speed(1, 2, 'x')];
		};
		for (const text of texts('en')) assert.doesNotMatch(text, JAPANESE);
		for (const text of texts('ja')) assert.match(text, JAPANESE);
	});
});
