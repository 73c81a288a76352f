/**
 * Starts the process in which passwords are drawn, and has its answers. It leaves no core dump, hears nothing of this one's environment that could have it tell
 * more, and ends with its tasks.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { SecretAnswer, SecretTask } from './secret-task.js';

const SHELL = '/bin/sh';
const MAIN = 'dist/boards/host/main.js';
/** Of the environment: where programs are, and nothing that Node heeds. */
const HEEDED = Object.freeze(['PATH', 'SYSTEMROOT']);

/**
 * An answer for each task, in their order.
 * @throws Error where the process ends before it has told all
 */
export async function makeSecrets(tasks: readonly SecretTask[]): Promise<readonly SecretAnswer[]> {
	const words = [process.execPath, mainProgram(), 'office', 'secret'];
	const [program, ...rest] = existsSync(SHELL) ? [SHELL, '-c', 'ulimit -c 0; exec "$0" "$@"', ...words] : words;
	const env = Object.fromEntries(HEEDED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]!]])));
	const child = spawn(program!, rest, { stdio: ['pipe', 'pipe', 'pipe'], env });
	const ended = new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
		child.on('error', reject).on('close', (code, signal) => resolve(code ?? signal));
	});
	// It may have ended already.
	child.stdin.on('error', () => {});
	child.stdin.end(tasks.map((task) => `${JSON.stringify(task)}\n`).join(''));
	const [told, complaint] = [textOf(child.stdout), textOf(child.stderr)];
	const code = await ended;
	const lines = (await told).split('\n').filter((line) => line !== '');
	if (code !== 0 || lines.length !== tasks.length)
		throw new Error(
			`the process that draws passwords ended with ${code} after ${lines.length} of ${tasks.length}: ${(await complaint).split('\n')[0]}`,
		);
	return lines.map((line) => JSON.parse(line) as SecretAnswer);
}

/** Of this package, whatever part of it this is. */
function mainProgram(): string {
	for (let folder = new URL('.', import.meta.url); ; folder = new URL('..', folder)) {
		const path = fileURLToPath(new URL(MAIN, folder));
		if (existsSync(path)) return path;
		if (folder.pathname === '/' || new URL('..', folder).href === folder.href) throw new Error(`there is no ${MAIN} above ${import.meta.url}`);
	}
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
	let text = '';
	for await (const part of stream.setEncoding('utf8')) text += part as string;
	return text;
}
