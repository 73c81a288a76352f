/**
 * Route A over TCP on this host: `keiki run` is a process of its own, so are its clients, and so is a bare echo on node:net to compare with; they take turns.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { Peer } from './peer.js';
import { portOf, readyOf } from './ready.js';
import { median, ratio } from './report.js';
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
	const child = spawn(
		process.execPath,
		['dist/boards/host/main.js', 'run', '--dongle', 'tcp:0', '--route-a', '127.0.0.1:0', '--keys', keys, '--json'],
		{
			stdio: ['ignore', 'pipe', 'inherit'],
		},
	);
	const meter = new Peer('the meter', child);
	const echo = Peer.start('the bare echo', 'echo-server');
	const clients = Peer.start('the clients', 'route-a-clients');
	const peers = [meter, echo, clients];
	try {
		const port = portOf((await meter.during(readyOf(child))).routeA!);
		const echoPort = (await echo.reply()) as number;
		const ask = async (question: Question) => {
			const answer = peers.reduce((reply, peer) => peer.during(reply), clients.reply(question) as Promise<Answer>);
			clients.counted((await answer).value);
			return answer;
		};
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
		return {
			get: median(rates.get),
			echo: median(rates.echo),
			overEcho: ratio(rates.get, rates.echo),
			together: median(rates.together),
			associations: median(rates.associations),
			profile: median(rates.profile),
			rows,
		};
	} finally {
		for (const peer of peers) peer.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}
