/** `keiki run` as its user starts it: how long until it is ready, and what memory it then holds. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Start {
	/** ms from the start of the process to its ready line. */
	readonly ready: number;
	/** MB resident some seconds later; undefined where the system does not tell (no /proc). */
	readonly memory: number | undefined;
}

export function measureStart(): Promise<Start> {
	return new Promise((resolve, reject) => {
		const start = performance.now();
		const child = spawn(process.execPath, ['dist/boards/host/main.js', 'run', '--json', '--dongle', 'tcp:0'], {
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		child.once('error', reject);
		child.once('exit', (code) => reject(new Error(`bench: keiki run ended with ${code} before it was ready`)));
		child.stdout.once('data', () => {
			child.removeAllListeners('exit');
			const ready = performance.now() - start;
			setTimeout(() => {
				const memory = residentMemory(child.pid!);
				child.once('exit', () => resolve({ ready, memory }));
				child.kill('SIGTERM');
			}, 3000);
		});
	});
}

/** MB; undefined where the system does not tell. */
export function residentMemory(pid: number): number | undefined {
	try {
		const match = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
		return match === null ? undefined : Number(match[1]) / 1024;
	} catch {
		return undefined;
	}
}
