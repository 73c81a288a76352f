/** `keiki run` as its user starts it: how long until it is ready, and what memory it then holds. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { median } from './report.js';

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

export interface PanelStart {
	/** ms of processor time up to the ready line, median of the rounds. */
	readonly without: number;
	readonly with: number;
	/** Median of the rounds' differences, ms. */
	readonly more: number;
}

/** Tells its processor time in µs on file descriptor 3 as soon as it has written anything: a parent that is told later would count what comes behind. */
const TELLING = `data:text/javascript,${encodeURIComponent(`
import { writeSync } from 'node:fs';
const { stdout } = process;
const { write } = stdout;
stdout.write = (...words) => {
	const result = write.apply(stdout, words);
	stdout.write = write;
	const { user, system } = process.cpuUsage();
	writeSync(3, String(user + system));
	return result;
};`)}`;

/** How much later a run is ready that has a panel. */
export async function measurePanelStart(rounds: number): Promise<PanelStart> {
	const results: { readonly without: number; readonly with: number }[] = [];
	for (let round = 0; round <= rounds; round++) {
		const result = { without: await costOfStart('off'), with: await costOfStart('127.0.0.1:0') };
		if (round > 0) results.push(result);
	}
	return {
		without: median(results.map((each) => each.without)),
		with: median(results.map((each) => each.with)),
		more: median(results.map((each) => each.with - each.without)),
	};
}

function costOfStart(panel: string): Promise<number> {
	return new Promise((resolve, reject) => {
		const words = ['--import', TELLING, 'dist/boards/host/main.js', 'run', '--json', '--dongle', 'tcp:0', '--panel', panel];
		const child = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
		child.once('error', reject);
		let used = 0;
		child.once('exit', (code) => (used > 0 ? resolve(used) : reject(new Error(`bench: keiki run ended with ${code} before it was ready`))));
		child.stdio[3]!.once('data', (text) => {
			used = Number(String(text)) / 1000;
			child.kill('SIGTERM');
		});
	});
}
