import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXAM_HOST_WORDS } from '../../../../boards/host/exam/exam-host-words.js';
import { KeptOutput } from '../../../../boards/host/exam/kept-output.js';
import { Lines, MOST_LINE } from '../../../../boards/host/exam/observe/lines.js';
import { Secrets } from '../../../../boards/host/exam/secrets.js';
import type { Secret } from '../../../../src/exam/record/entry.js';

const ID = '00112233445566778899AABBCCDDEEFF';
const PASSWORD = '0123456789Ab';
/** The 16 last bytes of SHA-256 over it in capitals, by sha256sum. */
const KEY = 'f58d060cc71e7667b5b2a09e37f602a2';

describe('lines', () => {
	function linesOf(...chunks: readonly (string | Uint8Array)[]): string[] {
		const found: string[] = [];
		const lines = new Lines((line) => found.push(line));
		for (const chunk of chunks) lines.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
		lines.end();
		return found;
	}

	it('end with any line end, wherever the bytes are cut', () => {
		const text = Buffer.from('a\nb\r\nc\rd\n\n電力\r\n\rx');
		const expected = ['a', 'b', 'c', 'd', '', '電力', '', 'x'];
		assert.deepEqual(linesOf(text), expected);
		for (let i = 0; i <= text.length; i++) assert.deepEqual(linesOf(text.subarray(0, i), text.subarray(i)), expected, String(i));
		assert.deepEqual(linesOf(...[...text].map((byte) => Uint8Array.of(byte))), expected);
	});

	it('are cut where they are too long, well before what may be a part of a secret', () => {
		const long = `${'x'.repeat(MOST_LINE - 4)}${PASSWORD}`;
		const [cut = '', next] = linesOf(`${long}${'y'.repeat(3 * MOST_LINE)}\nnext\n`);
		assert.ok(/^x+$/.test(cut) && cut.length > MOST_LINE - 1000);
		assert.equal(next, 'next');
	});
});

describe('secrets', () => {
	const secrets = new Secrets(ID, PASSWORD);

	it('are hidden in whatever form they are written, and named', () => {
		for (const [text, hidden, leak] of [
			[`SKSETRBID ${ID}`, 'SKSETRBID 0011…EEFF', ['id']],
			[ID.toLowerCase(), '0011…eeff', ['id']],
			['0011 2233 4455 6677 8899 AABB CCDD EEFF.', '0011…EEFF.', ['id']],
			[`SKSETPWD C ${PASSWORD}`, 'SKSETPWD C [password]', ['password']],
			[`a${PASSWORD.toUpperCase()}b`, 'a[password]b', ['password']],
			[Buffer.from(PASSWORD).toString('hex'), '[password]', ['password']],
			[`Basic ${Buffer.from(PASSWORD).toString('base64')}`, 'Basic [password]', ['password']],
			[`${ID} ${PASSWORD} ${ID}`, '0011…EEFF [password] 0011…EEFF', ['id', 'password']],
		] as const) {
			assert.deepEqual(secrets.hide(text), { text: hidden, leak }, text);
		}
	});

	it('leave all else as it is, also the pairing id that every beacon tells', () => {
		for (const text of ['', 'power 1237', ID.slice(-8), PASSWORD.slice(1), ID.slice(0, 31)]) assert.deepEqual(secrets.hide(text), { text, leak: [] });
	});

	it('are also the key that the password makes', () => {
		const { text, leak } = new Secrets(ID, PASSWORD).hide(`PSK ${KEY}`);
		assert.deepEqual([text, leak], ['PSK [key]', ['key']]);
	});
});

describe('kept output', () => {
	let folder = '';
	let path = '';
	let told: string[] = [];
	let leaks: (readonly Secret[])[] = [];
	let troubles: string[] = [];
	let time = 0;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		path = join(folder, 'output-1.log');
		[told, leaks, troubles, time] = [[], [], [], 5000];
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	function newOutput(limits?: { mostBytes: number; burst: number; aSecond: number }, where = path) {
		const listener = {
			onOutput: (stream: string, text: string, leak: readonly Secret[]) => {
				told.push(`${stream} ${text}`);
				leaks.push(leak);
			},
			onTrouble: (detail: string) => troubles.push(detail),
		};
		return new KeptOutput(where, new Secrets(ID, PASSWORD), listener, EXAM_HOST_WORDS.en, () => time, limits);
	}

	it('has the time and the stream of each line, and no secrets', () => {
		const output = newOutput();
		output.line('stdout', 'hello');
		time += 1500;
		output.line('mqtt', `topic ${PASSWORD}`);
		assert.equal(output.lastLine, 'topic [password]');
		output.close();
		assert.equal(readFileSync(path, 'utf8'), '0.000 stdout hello\n1.500 mqtt topic [password]\n');
		assert.deepEqual(told, ['stdout hello', 'mqtt topic [password]']);
		assert.deepEqual(leaks, [[], ['password']]);
		assert.equal(statSync(path).mode & 0o777, 0o600);
	});

	it('has the last line that says something, without its colours', () => {
		const output = newOutput();
		output.line('stderr', ' \u001b[31mERR\u001b[0m 012345\u001b[1m6789Ab ');
		output.line('stderr', '\u001b[0m ');
		assert.equal(output.lastLine, 'ERR [password]');
		output.close();
	});

	it('has of pages only what leaks, once', () => {
		const output = newOutput();
		for (let i = 0; i < 3; i++) output.page('http', `power 1\npassword="${PASSWORD}"\n`);
		output.close();
		assert.deepEqual([told, leaks], [['http password="[password]"'], [['password']]]);
	});

	it('takes so many bytes, and says how many lines it did not take', () => {
		const output = newOutput({ mostBytes: 100, burst: 1000, aSecond: 1 });
		for (let i = 0; i < 10; i++) output.line('stdout', 'x'.repeat(20));
		output.close();
		const lines = readFileSync(path, 'utf8').trim().split('\n');
		assert.deepEqual(lines.slice(2), ['keiki: 8 lines more are not kept: this file takes 100 bytes']);
		assert.equal(told.length, 10);
	});

	it('tells so many lines in a time, says how many it did not tell, and tells leaks all the same', () => {
		const output = newOutput({ mostBytes: 1e6, burst: 3, aSecond: 2 });
		for (let i = 0; i < 10; i++) output.line('stdout', `line ${i}`);
		output.line('stderr', PASSWORD);
		time += 1000;
		for (let i = 10; i < 14; i++) output.line('stdout', `line ${i}`);
		output.close();
		assert.deepEqual(told, [
			...['stdout line 0', 'stdout line 1', 'stdout line 2', 'stdout keiki: 7 lines are not kept here', 'stderr [password]'],
			...['stdout line 10', 'stdout line 11', 'stdout keiki: 2 lines are not kept here'],
		]);
	});

	it('says once that it cannot be written, and goes on', () => {
		writeFileSync(join(folder, 'none'), '');
		const output = newOutput(undefined, join(folder, 'none', 'output.log'));
		output.line('stdout', 'a');
		output.close();
		assert.deepEqual([troubles.length, told], [1, ['stdout a']]);
		assert.match(troubles[0]!, /none.output.log: cannot write it: (ENOTDIR|EEXIST)/);
	});
});
