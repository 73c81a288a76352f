/** Office, relay and control system as they stand in a utility: hosts of their own (network namespaces) with a user of its own each, and no way from office to control system. */
import { type ChildProcessByStdio, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { lacking, notTested, requirePeer } from '../../../interop/peers.js';
import { until } from '../../../until.js';
import { ENVIRONMENT } from '../command-line-rig.js';

const PROJECT = fileURLToPath(new URL('../../../..', import.meta.url));
/** The relay's addresses: towards the office, and towards the control system. */
export const RELAY = Object.freeze({ office: '10.78.1.2', control: '10.78.2.2' });
/** Of the control system, where the office must never get. */
export const CONTROL_ADDRESS = '10.78.2.1';
/** Numbers of users that nobody has. */
const USERS = Object.freeze({ office: 61001, relay: 61002, control: 61003, site: 61004 });

export type Side = keyof typeof USERS;

export interface Ended {
	readonly status: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** One that runs on. */
export interface Running {
	readonly pid: number;
	readonly out: { stdout: string; stderr: string };
	/** Waits until it has said that. Throws where it ends before. */
	said(what: RegExp): Promise<string>;
	stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export class Sides {
	/** Each side's own folder is below, for its user alone. */
	readonly folder: string;
	readonly #namespaces: readonly string[];
	readonly #running: ChildProcessByStdio<null, Readable, Readable>[] = [];

	private constructor(folder: string, namespaces: readonly string[]) {
		[this.folder, this.#namespaces] = [folder, namespaces];
	}

	/** Skips the test where hosts of its own cannot be made. */
	static start(test: Mocha.Context): Sides {
		if (process.platform !== 'linux') notTested(test, 'network namespaces are of Linux');
		const ip = requirePeer(test, 'ip', 'apt-get install iproute2');
		requirePeer(test, 'setpriv', 'apt-get install util-linux');
		const names = ['office', 'relay', 'control'].map((each) => `keiki-${each}-${process.pid}`);
		if (spawnSync(ip, ['netns', 'add', names[0]!]).status !== 0) lacking(test, 'network namespaces need root');
		const folder = mkdtempSync(join(tmpdir(), 'keiki-sides-'));
		const sides = new Sides(folder, names);
		for (const name of names.slice(1)) execFileSync(ip, ['netns', 'add', name]);
		for (const [i, side] of [names[0]!, names[2]!].entries()) {
			const [near, far] = [`k${i}a`, `k${i}b`];
			execFileSync(ip, ['-n', side, 'link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', names[1]!]);
			execFileSync(ip, ['-n', side, 'addr', 'add', `10.78.${i + 1}.1/30`, 'dev', near]);
			execFileSync(ip, ['-n', names[1]!, 'addr', 'add', `10.78.${i + 1}.2/30`, 'dev', far]);
			execFileSync(ip, ['-n', side, 'link', 'set', near, 'up']);
			execFileSync(ip, ['-n', names[1]!, 'link', 'set', far, 'up']);
		}
		for (const name of names) execFileSync(ip, ['-n', name, 'link', 'set', 'lo', 'up']);
		chmodSync(folder, 0o755);
		// Where its users may not read the project itself, they may read it here.
		mkdirSync(join(folder, 'app'));
		execFileSync('mount', ['--bind', PROJECT, join(folder, 'app')]);
		for (const side of Object.keys(USERS) as Side[]) {
			mkdirSync(join(folder, side), { mode: 0o700 });
			chownSync(join(folder, side), USERS[side], USERS[side]);
		}
		return sides;
	}

	/** The path of something in the folder of a side. */
	path(side: Side, ...names: readonly string[]): string {
		return join(this.folder, side, ...names);
	}

	/** Carries a file or a folder to another side, as a person does with a stick. */
	carry(from: string, side: Side, name: string): string {
		const to = this.path(side, name);
		cpSync(from, to, { recursive: true });
		own(to, USERS[side]);
		return to;
	}

	/** A file for its user alone. */
	put(side: Side, name: string, content: string): void {
		const path = this.path(side, name);
		writeFileSync(path, content, { mode: 0o600 });
		own(path, USERS[side]);
	}

	/** To its end. */
	async keiki(side: Side, ...words: readonly string[]): Promise<Ended> {
		const child = this.#spawn(side, words);
		const [stdout, stderr] = [text(child.stdout), text(child.stderr)];
		const [status] = (await once(child, 'exit')) as [number | null];
		return { status, stdout: await stdout, stderr: await stderr };
	}

	start(side: Side, ...words: readonly string[]): Running {
		const child = this.#spawn(side, words);
		this.#running.push(child);
		const out = { stdout: '', stderr: '' };
		child.stdout.setEncoding('utf8').on('data', (each: string) => {
			out.stdout += each;
		});
		child.stderr.setEncoding('utf8').on('data', (each: string) => {
			out.stderr += each;
		});
		return {
			pid: child.pid!,
			out,
			said: async (what) => {
				await until(() => what.test(out.stdout) || child.exitCode !== null, `${words.join(' ')} says ${what}; it said ${out.stderr}`);
				const [all] = what.exec(out.stdout) ?? [];
				if (all === undefined) throw new Error(`${words.join(' ')} ended with ${child.exitCode}: ${out.stderr}`);
				return all;
			},
			stop: async (signal = 'SIGTERM') => {
				if (child.exitCode === null && child.signalCode === null) {
					child.kill(signal);
					await once(child, 'exit');
				}
				return child.exitCode;
			},
		};
	}

	/** Whether a side gets a connection to there. */
	reaches(side: Side, host: string, port: number): boolean {
		const script = `require('net').connect(${port}, '${host}').on('connect', () => process.exit(0)).on('error', () => process.exit(1)).setTimeout(2000, () => process.exit(1));`;
		return spawnSync('ip', [...this.#enter(side), process.execPath, '-e', script], { env: { ...process.env, NODE_OPTIONS: '' } }).status === 0;
	}

	/** Ends all that run on, and takes the hosts away. */
	async close(): Promise<void> {
		for (const child of this.#running) {
			if (child.exitCode !== null || child.signalCode !== null) continue;
			child.kill('SIGKILL');
			await once(child, 'exit');
		}
		spawnSync('umount', [join(this.folder, 'app')]);
		for (const name of this.#namespaces) spawnSync('ip', ['netns', 'del', name]);
		// Only what is empty: a project that could not be unmounted must not go with it.
		rmdirSync(join(this.folder, 'app'));
		rmSync(this.folder, { recursive: true });
	}

	#spawn(side: Side, words: readonly string[]): ChildProcessByStdio<null, Readable, Readable> {
		const program = join(this.folder, 'app', 'dist', 'boards', 'host', 'main.js');
		const home = this.path(side);
		return spawn('ip', [...this.#enter(side), process.execPath, program, ...words], {
			stdio: ['ignore', 'pipe', 'pipe'],
			cwd: home,
			env: { ...ENVIRONMENT, HOME: home, XDG_STATE_HOME: home, XDG_RUNTIME_DIR: home, TMPDIR: home },
		});
	}

	/** Words of `ip` that go on there, as its user: the process itself, and none beside it. */
	#enter(side: Side): string[] {
		const namespace = this.#namespaces[{ office: 0, relay: 1, control: 2, site: 2 }[side]]!;
		return ['netns', 'exec', namespace, 'setpriv', `--reuid=${USERS[side]}`, `--regid=${USERS[side]}`, '--clear-groups'];
	}
}

function own(path: string, user: number): void {
	chownSync(path, user, user);
	if (statSync(path).isDirectory()) for (const name of readdirSync(path)) own(join(path, name), user);
}

async function text(stream: Readable): Promise<string> {
	let whole = '';
	for await (const each of stream.setEncoding('utf8')) whole += each;
	return whole;
}
