/** `keiki hes` as a process, beside meters in this one. */
import { spawn } from 'node:child_process';
import process from 'node:process';
import { ENVIRONMENT } from '../command-line-rig.js';

export interface Ended {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** Runs to its end, without blocking the meters here. */
export function hes(...words: readonly string[]): Promise<Ended> {
	return new Promise((resolve) => {
		const child = spawn(process.execPath, ['dist/boards/host/main.js', 'hes', ...words], { stdio: ['ignore', 'pipe', 'pipe'], env: ENVIRONMENT });
		let stdout = '';
		let stderr = '';
		child.stdout.setEncoding('utf8').on('data', (text: string) => {
			stdout += text;
		});
		child.stderr.setEncoding('utf8').on('data', (text: string) => {
			stderr += text;
		});
		child.on('close', (code) => resolve({ code, stdout, stderr }));
	});
}

/** Objects of `--json`, one a line. */
export function objects(stdout: string): Readonly<Record<string, unknown>>[] {
	return stdout
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}
