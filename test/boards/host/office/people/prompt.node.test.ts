/** A password from a terminal. */
import assert from 'node:assert/strict';
import process from 'node:process';
import { PassThrough } from 'node:stream';
import type { ReadStream } from 'node:tty';
import { askSecret } from '../../../../../boards/host/office/people/prompt.js';

/** A terminal at which so much is typed once its echo is off. */
function terminal(typed: readonly string[], isTTY = true) {
	const raw: boolean[] = [];
	const line = Object.assign(new PassThrough(), {
		isTTY,
		setRawMode(on: boolean) {
			raw.push(on);
			if (on) for (const each of typed) line.write(each);
		},
	});
	return { line: line as unknown as ReadStream & PassThrough, raw };
}

describe('a password from the terminal', () => {
	let said = '';
	const { write } = process.stderr;
	beforeEach(() => {
		said = '';
		process.stderr.write = ((text: string) => {
			said += text;
			return true;
		}) as typeof write;
	});
	afterEach(() => {
		process.stderr.write = write;
	});

	it('is read without an echo up to the end of its line, and what was wiped out is not in it', async () => {
		for (const typed of [['secret 秘密\r'], ['secrets\u007f 秘', '密x\b\n'], ['\u007fsecret 秘密\r', 'more']]) {
			const { line, raw } = terminal(typed);
			assert.equal(await askSecret('password', line), 'secret 秘密');
			assert.deepEqual(raw, [true, false]);
		}
		assert.equal(said, 'password: \n'.repeat(3));
	});

	for (const [what, typed] of [
		['Ctrl+C', 'sec\u0003'],
		['Ctrl+D', '\u0004'],
	] as const) {
		it(`is none after ${what}, and the terminal is as it was`, async () => {
			const { line, raw } = terminal([typed]);
			await assert.rejects(askSecret('password', line), /no password was entered/);
			assert.deepEqual(raw, [true, false]);
		});
	}

	it('is none where the line ends, or is no terminal', async () => {
		const { line } = terminal(['sec']);
		const asked = askSecret('password', line);
		line.end();
		await assert.rejects(asked, /no password was entered/);
		await assert.rejects(askSecret('password', terminal([], false).line), /there is no terminal/);
	});

	it('is no longer than can be kept', async () => {
		const { line } = terminal([`${'x'.repeat(5000)}\r`]);
		assert.equal((await askSecret('password', line)).length, 1024);
	});
});
