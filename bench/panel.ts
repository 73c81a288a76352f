/** What a page that is open costs the run: processor time of a Get over the LAN, with a reader of what the first page hears, and without. */
import { spawn } from 'node:child_process';
import type { Socket } from 'node:dgram';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { bound, GET, PORT } from './lan-gets.js';
import { median } from './report.js';

const ADDRESS = '127.0.36.5';
const CLIENT = '127.0.36.6';
const GETS = 20_000;
/** Ticks of a second in /proc (sysconf(_SC_CLK_TCK) is 100 on Linux). */
const TICKS = 100;
/** What the first page hears. */
const TOPICS = 'meter,status,ladder,power';
/** ms without an answer, after which it is asked again. */
const PATIENCE = 250;

export interface PanelCost {
	/** µs of processor time a Get, median of the rounds. */
	readonly alone: number;
	readonly watched: number;
	/** Median of the rounds' ratios. */
	readonly ratio: number;
}

/** Undefined: this system does not tell what a process has used. */
export async function benchPanel(rounds: number): Promise<PanelCost | undefined> {
	if (process.platform !== 'linux') return undefined;
	const folder = mkdtempSync(join(tmpdir(), 'keiki-bench-'));
	const [control, panelPort] = [join(folder, 'control'), 18_288];
	const words = [
		'run',
		'--quiet',
		'--dongle',
		'tcp:0',
		'--route-a',
		'off',
		'--lan',
		ADDRESS,
		'--control',
		control,
		'--panel',
		`127.0.0.1:${panelPort}`,
	];
	const child = spawn(process.execPath, ['dist/boards/host/main.js', ...words], { stdio: ['ignore', 'ignore', 'inherit'] });
	const socket = await bound(CLIENT);
	try {
		await answer(socket);
		const secret = readFileSync(join(folder, 'panel.token'), 'utf8').trim();
		const results: { readonly alone: number; readonly watched: number }[] = [];
		for (let round = 0; round <= rounds; round++) {
			const alone = await cost(child.pid!, socket);
			const stream = await listen(panelPort, secret);
			const watched = await cost(child.pid!, socket);
			stream.destroy();
			if (round > 0) results.push({ alone, watched });
		}
		return {
			alone: median(results.map((each) => each.alone)),
			watched: median(results.map((each) => each.watched)),
			ratio: median(results.map((each) => each.watched / each.alone)),
		};
	} finally {
		child.kill('SIGKILL');
		socket.close();
		rmSync(folder, { recursive: true });
	}
}

/** µs of processor time that each of so many Gets takes, one after the other. */
async function cost(pid: number, socket: Socket): Promise<number> {
	const before = usedTicks(pid);
	for (let i = 0; i < GETS; i++) await answer(socket);
	return ((usedTicks(pid) - before) / TICKS / GETS) * 1e6;
}

function usedTicks(pid: number): number {
	// utime and stime, the 14th and the 15th field of proc(5), counted behind the name in parentheses.
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
		.replace(/^.*\) /, '')
		.split(' ');
	return Number(fields[11]) + Number(fields[12]);
}

async function answer(socket: Socket): Promise<void> {
	for (;;) {
		const came = new Promise<boolean>((resolve) => socket.once('message', () => resolve(true)));
		socket.send(GET, PORT, ADDRESS);
		const over = new AbortController();
		const isAnswered = await Promise.race([came, sleep(PATIENCE, false, { signal: over.signal }).catch(() => false)]);
		over.abort();
		if (isAnswered) return;
	}
}

function listen(port: number, secret: string): Promise<IncomingMessage> {
	return new Promise((resolve, reject) => {
		const headers = { Authorization: `Bearer ${secret}` };
		get({ host: '127.0.0.1', port, path: `/api/stream?topics=${TOPICS}`, headers, agent: false }, (response) => {
			if (response.statusCode !== 200) reject(new Error(`bench: the panel answered ${response.statusCode}`));
			response.on('error', () => {});
			response.resume();
			resolve(response);
		}).on('error', reject);
	});
}
