/** A password from the terminal, which shows nothing of it. */
import process from 'node:process';
import type { ReadStream } from 'node:tty';
import { UsageError } from '../../shared/usage-error.js';

const [ENTER, RETURN, CONTROL_C, CONTROL_D, DELETE, BACKSPACE] = ['\n', '\r', '\u0003', '\u0004', '\u007f', '\b'];
/** Characters; more is not taken. */
const MOST = 1024;

/** @param question without its end, on stderr @throws UsageError where there is no terminal, or nothing was entered */
export async function askSecret(question: string, input: ReadStream = process.stdin as ReadStream): Promise<string> {
	if (!input.isTTY) {
		throw new UsageError({
			en: '--password-file: there is no terminal to ask for a password; give it in a file',
			ja: '--password-file: パスワードを尋ねる端末がありません。ファイルで渡してください',
		});
	}
	process.stderr.write(`${question}: `);
	input.setRawMode(true);
	input.setEncoding('utf8');
	try {
		return await lineOf(input);
	} finally {
		input.setRawMode(false);
		input.pause();
		process.stderr.write('\n');
	}
}

async function lineOf(input: AsyncIterable<unknown> & ReadStream): Promise<string> {
	const typed: string[] = [];
	return await new Promise((resolve, reject) => {
		const end = (): void => {
			input.off('data', take);
			input.off('end', stop);
		};
		const stop = (): void => {
			end();
			reject(new UsageError({ en: 'no password was entered', ja: 'パスワードは入力されませんでした' }));
		};
		const take = (text: string): void => {
			for (const each of text) {
				if (each === ENTER || each === RETURN) {
					end();
					resolve(typed.join(''));
					return;
				}
				if (each === CONTROL_C || each === CONTROL_D) {
					stop();
					return;
				}
				if (each === DELETE || each === BACKSPACE) typed.pop();
				else if (typed.length < MOST) typed.push(each);
			}
		};
		input.on('data', take);
		input.on('end', stop);
	});
}
