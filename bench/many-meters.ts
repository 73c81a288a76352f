/** A thousand meters in one `keiki run`, each with 45 days behind it, and one secured read of all of them by `keiki hes`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { residentMemory } from './start.js';

export interface ManyMeters {
	/** ms from the start of the process to its ready line. */
	readonly ready: number;
	/** MB resident once all were read; undefined where the system does not tell. */
	readonly memory: number | undefined;
	/** ms of a whole `keiki hes read`: association, one register, release, at each. */
	readonly read: number;
}

const MAIN = 'dist/boards/host/main.js';
const ENERGY = '1.0.1.8.0.255';
const PORTS = '[::1]:21000';

export async function benchManyMeters(count: number): Promise<ManyMeters> {
	const folder = mkdtempSync(join(tmpdir(), 'keiki-bench-'));
	const file = join(folder, 'meters.jsonl');
	const start = performance.now();
	const words = ['--meters', `${count}`, '--meters-file', file, '--route-a', '[::1]:0', '--route-a-first', PORTS, '--dongle', 'tcp:0'];
	const child = spawn(process.execPath, [MAIN, 'run', '--json', '--quiet', ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
	try {
		await Promise.race([once(child.stdout, 'data'), ended(child, 'keiki run')]);
		const ready = performance.now() - start;
		child.stdout.resume();
		const read = await readAll(file, count);
		return { ready, memory: residentMemory(child.pid!), read };
	} finally {
		child.kill('SIGTERM');
		rmSync(folder, { recursive: true, force: true });
	}
}

async function readAll(file: string, count: number): Promise<number> {
	const start = performance.now();
	const child = spawn(process.execPath, [MAIN, 'hes', 'read', ENERGY, '--meters', file, '--json', '--parallel', '64'], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	let text = '';
	child.stdout.setEncoding('utf8').on('data', (part: string) => {
		text += part;
	});
	const [code] = await once(child, 'close');
	const values = text
		.trimEnd()
		.split('\n')
		.filter((line) => typeof JSON.parse(line).value === 'number');
	if (code !== 0 || values.length !== count) throw new Error(`bench: ${values.length} of ${count} meters were read, exit code ${code}`);
	return performance.now() - start;
}

async function ended(child: ReturnType<typeof spawn>, name: string): Promise<never> {
	const [code] = await once(child, 'exit');
	throw new Error(`bench: ${name} ended with ${code} before it was ready`);
}
