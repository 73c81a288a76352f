/**
 * Route A over TCP on this host: `keiki run` is a process of its own, so are its clients, and so is a bare echo on node:net to compare with; they take turns.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { median } from './report.js';
import { type Answer, CLIENTS, KEYS_FILE, type Question } from './route-a-clients.js';

export interface RouteAResult {
	/** Round trips a second of one client, and of a bare echo with messages as long. */
	readonly get: number;
	readonly echo: number;
	readonly overEcho: number;
	/** Of 32 clients together. */
	readonly together: number;
	/** HLS-GMAC associations a second. */
	readonly associations: number;
	/** ms for the whole load profile, and its rows. */
	readonly profile: number;
	readonly rows: number;
}

export async function benchRouteA(rounds = 5, duration = 1000): Promise<RouteAResult> {
	const folder = mkdtempSync(join(tmpdir(), 'keiki-bench-'));
	const keys = join(folder, 'keys.json');
	writeFileSync(keys, KEYS_FILE, { mode: 0o600 });
	const meter = spawn(
		process.execPath,
		['dist/boards/host/main.js', 'run', '--dongle', 'tcp:0', '--route-a', '127.0.0.1:0', '--keys', keys, '--json'],
		{
			stdio: ['ignore', 'pipe', 'inherit'],
		},
	);
	const program = (name: string) => fork(fileURLToPath(new URL(`${name}${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)));
	const echo = program('echo-server');
	const clients = program('route-a-clients');
	try {
		const port = await portOf(meter);
		const echoPort = (await reply(echo, undefined)) as number;
		const ask = async (question: Question) => (await reply(clients, question)) as Answer;
		const rates: Record<'get' | 'echo' | 'together' | 'associations' | 'profile', number[]> = {
			get: [],
			echo: [],
			together: [],
			associations: [],
			profile: [],
		};
		let rows = 0;
		for (let round = 0; round <= rounds; round++) {
			const got: Record<keyof typeof rates, Answer> = {
				echo: await ask({ what: 'echo', port: echoPort, count: 1, duration }),
				get: await ask({ what: 'get', port, count: 1, duration }),
				together: await ask({ what: 'get', port, count: CLIENTS, duration }),
				associations: await ask({ what: 'associate', port, count: 8, duration }),
				profile: await ask({ what: 'profile', port, count: 1, duration }),
			};
			rows = got.profile.rows;
			if (round > 0) for (const [name, { value }] of Object.entries(got)) rates[name as keyof typeof rates].push(value);
		}
		const [get, bare] = [median(rates.get), median(rates.echo)];
		return {
			get,
			echo: bare,
			overEcho: median(rates.get.map((rate, i) => rate / rates.echo[i]!)),
			together: median(rates.together),
			associations: median(rates.associations),
			profile: median(rates.profile),
			rows,
		};
	} finally {
		for (const child of [meter, echo, clients]) child.kill('SIGKILL');
		rmSync(folder, { recursive: true, force: true });
	}
}

async function portOf(meter: ReturnType<typeof spawn>): Promise<number> {
	for await (const line of createInterface({ input: meter.stdout! })) {
		const { event, routeA } = JSON.parse(line) as { event: string; routeA: string };
		if (event !== 'ready') continue;
		meter.stdout!.resume();
		return Number(routeA.split(':').pop());
	}
	throw new Error('bench: keiki run did not become ready');
}

function reply(child: ChildProcess, question: Question | undefined): Promise<unknown> {
	return new Promise((resolve, reject) => {
		child.once('message', resolve);
		child.once('exit', (code) => reject(new Error(`bench: ${child.spawnargs.join(' ')} ended with ${code}`)));
		if (question !== undefined) child.send(question);
	}).finally(() => child.removeAllListeners('exit'));
}
