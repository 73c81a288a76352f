/** A fleet in a process of its own: how soon it is there and what it takes, one secured sweep of all its meters by `keiki hes` in another, and all its pushes at once. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { measureBareStorm, measureBareSweep } from './fleet-bare.js';
import { residentMemory } from './start.js';

export interface FleetFigures {
	/** s from the start of the process to its ready line. */
	readonly ready: number;
	/** MB resident when it is ready, and once all were read and have pushed; undefined where the system does not tell. */
	readonly atReady: number | undefined;
	readonly atEnd: number | undefined;
	/** s of the sweep, ms a meter, and how many times the bare loop that is. */
	readonly sweep: number;
	readonly perMeter: number;
	readonly overBare: number;
	/** s of the storm, pushes a second, those that came, and the ratio to a bare loop's rate. */
	readonly storm: number;
	readonly rate: number;
	readonly received: number;
	readonly ofBare: number;
	readonly load: number;
}

const MAIN = 'dist/boards/host/main.js';
const ENERGY = '1.0.1.8.0.255';
const PARALLEL = 64;
/** A head-end's process reads so many of the list: it keeps all it reads in memory. */
const PART = 10_000;
const BARE = 5000;
const BEFORE = '2026-11-22T09:01:00';
const BUFFER = 8 << 20;
/** ms. */
const SETTLE = 500;
/** MB resident, of 100,000 meters. */
const MOST_MEMORY = 2000;

export async function benchFleet(count: number): Promise<FleetFigures> {
	const folder = mkdtempSync(join(tmpdir(), 'keiki-bench-'));
	const list = join(folder, 'list.jsonl');
	try {
		const swept = await sweep(count, list, folder);
		return { ...swept, ...(await storm(count, folder)), load: loadavg()[0]! };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function sweep(count: number, list: string, folder: string) {
	const start = performance.now();
	const fleet = begin('--meters', `${count}`, '--list', list, '--push', 'off', '--first', '[::1]:22000');
	try {
		await event(fleet, 'ready');
		const ready = (performance.now() - start) / 1000;
		const atReady = residentMemory(fleet.pid!);
		const bare = await measureBareSweep(BARE, PARALLEL);
		const begun = performance.now();
		for (const part of partsOf(list, folder)) await readAll(part.file, part.count);
		const took = performance.now() - begun;
		const perMeter = took / count;
		const atEnd = residentMemory(fleet.pid!);
		if ((atEnd ?? 0) > MOST_MEMORY) throw new Error(`bench: the fleet takes ${atEnd} MB once all were read: expected at most ${MOST_MEMORY}`);
		return { ready, atReady, atEnd, sweep: took / 1000, perMeter, overBare: perMeter / bare };
	} finally {
		await end(fleet);
	}
}

/** @throws where it was not the fleet but whoever counts that was the limit: some of what was sent did not come */
async function storm(count: number, folder: string) {
	const scenario = join(folder, 'scenario.txt');
	writeFileSync(scenario, '+31m end\n');
	const sink = createSocket({ type: 'udp6', recvBufferSize: BUFFER });
	let received = 0;
	sink.on('message', () => received++);
	sink.bind(0, '::1');
	await once(sink, 'listening');
	const { port } = sink.address();
	const bare = await measureBareStorm(count, port);
	received = 0;
	const words = ['--spread', '0s', '--rate', '1000000', '--start', BEFORE, '--speed', 'max', '--first', '[::1]:22000'];
	const fleet = begin('--meters', `${count}`, '--push', `[::1]:${port}`, '--scenario', scenario, ...words);
	try {
		const pushes = (await event(fleet, 'pushes')) as { readonly pushed: number; readonly unsent: number; readonly tookMs: number };
		// What waits in the socket is counted, too.
		await new Promise((resolve) => setTimeout(resolve, SETTLE));
		if (pushes.pushed !== count || pushes.unsent > 0)
			throw new Error(`bench: ${pushes.pushed} of ${count} pushed, ${pushes.unsent} of them not sent`);
		const rate = (1000 * count) / pushes.tookMs;
		return { storm: pushes.tookMs / 1000, rate, received, ofBare: rate / bare };
	} finally {
		await end(fleet);
		sink.close();
	}
}

function begin(...words: readonly string[]): ChildProcess {
	return spawn(process.execPath, [MAIN, 'fleet', '--json', ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Rejects if it ends before. */
async function event(fleet: ChildProcess, kind: string): Promise<object> {
	for await (const line of createInterface({ input: fleet.stdout! })) {
		const told = JSON.parse(line) as { readonly event: string };
		if (told.event === kind) return told;
	}
	throw new Error(`bench: keiki fleet ended before it told of ${kind}`);
}

async function end(fleet: ChildProcess): Promise<void> {
	if (fleet.exitCode !== null) return;
	fleet.kill('SIGKILL');
	await once(fleet, 'exit');
}

/** The list in files of at most `PART` meters. */
function* partsOf(list: string, folder: string): Iterable<{ readonly file: string; readonly count: number }> {
	const handle = openSync(list, 'r');
	try {
		const piece = Buffer.alloc(1 << 16);
		let [text, lines] = ['', [] as string[]];
		const part = (count: number) => {
			const file = join(folder, 'part.jsonl');
			writeFileSync(file, `${lines.splice(0, count).join('\n')}\n`, { mode: 0o600 });
			return { file, count };
		};
		for (let length = readSync(handle, piece); length > 0; length = readSync(handle, piece)) {
			const whole = (text + piece.toString('latin1', 0, length)).split('\n');
			text = whole.pop()!;
			lines.push(...whole);
			while (lines.length >= PART) yield part(PART);
		}
		if (lines.length > 0) yield part(lines.length);
	} finally {
		closeSync(handle);
	}
}

async function readAll(file: string, count: number): Promise<void> {
	const words = ['hes', 'read', ENERGY, '--meters', file, '--json', '--parallel', `${PARALLEL}`];
	const child = spawn(process.execPath, [MAIN, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
	let read = 0;
	for await (const line of createInterface({ input: child.stdout })) if (typeof JSON.parse(line).value === 'number') read++;
	if (child.exitCode === null) await once(child, 'exit');
	if (child.exitCode !== 0 || read !== count) throw new Error(`bench: ${read} of ${count} meters were read, exit code ${child.exitCode}`);
}
