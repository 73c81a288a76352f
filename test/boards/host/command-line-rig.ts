/** The command line as others use it: built, started as a process, and asked. */
import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

export const MAIN = 'dist/boards/host/main.js';
/** ms after which something is taken never to come, on however busy a machine. */
const LONG_ENOUGH = 120_000;
/** Of the options that the tests themselves run with, and of whoever runs them: what a command would heed. */
const NOT_THEIRS = /^(NODE_OPTIONS|TS_NODE_PROJECT|npm_lifecycle_event|KEIKI_.*|XDG_.*|NO_COLOR|FORCE_COLOR|LC_.*|LANG|LANGUAGE)$/;
/** What commands keep by themselves is kept here, and names that they take for themselves are taken here: others run beside these. */
const STATES = mkdtempSync(join(tmpdir(), 'keiki-test-states-'));
process.once('exit', () => rmSync(STATES, { recursive: true, force: true }));
export const ENVIRONMENT: NodeJS.ProcessEnv = {
	...Object.fromEntries(Object.entries(process.env).filter(([name]) => !NOT_THEIRS.test(name))),
	XDG_STATE_HOME: STATES,
	TMPDIR: STATES,
};

export type Event = Readonly<Record<string, unknown>> & { readonly event: string };

let isBuilt = false;

/** Brings dist/ up to date, once for all tests. */
export function build(this: Mocha.Context): void {
	if (isBuilt) return;
	const { status, stderr } = spawnSync(process.execPath, ['scripts/setup.mjs'], { encoding: 'utf8', env: ENVIRONMENT });
	if (status !== 0) throw new Error(stderr);
	isBuilt = true;
}

/** Runs to its end. */
export function keiki(...words: readonly string[]) {
	return keikiIn({}, ...words);
}

/** With these variables in its environment, too. */
export function keikiIn(variables: NodeJS.ProcessEnv, ...words: readonly string[]) {
	return spawnSync(process.execPath, [MAIN, ...words], { encoding: 'utf8', timeout: LONG_ENOUGH, env: { ...ENVIRONMENT, ...variables } });
}

/** As `keiki`, where this process serves it meanwhile. */
export async function keikiLater(...words: readonly string[]) {
	const child = spawn(process.execPath, [MAIN, ...words], { stdio: ['ignore', 'pipe', 'pipe'], env: ENVIRONMENT });
	const [stdout, stderr, [status]] = await Promise.all([textOf(child.stdout), textOf(child.stderr), once(child, 'close')]);
	return { stdout, stderr, status: status as number | null };
}

async function textOf(stream: Readable): Promise<string> {
	let text = '';
	for await (const part of stream.setEncoding('utf8')) text += part as string;
	return text;
}

/** An environment in which `script`, a module of JavaScript, runs before `keiki` itself. */
export function preloading(script: string): NodeJS.ProcessEnv {
	return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` };
}

/** `keiki` as it runs, with its events. */
export class Running {
	readonly events: Event[] = [];
	stderr = '';
	readonly #child: ChildProcessByStdio<null, Readable, Readable>;
	readonly #ended: Promise<readonly [number | null, NodeJS.Signals | null]>;
	#rest = '';

	private constructor(words: readonly string[], variables: NodeJS.ProcessEnv = {}, asEvents: readonly string[] = ['--json']) {
		const env = { ...ENVIRONMENT, ...variables };
		this.#child = spawn(process.execPath, [MAIN, ...words, ...asEvents], { stdio: ['ignore', 'pipe', 'pipe'], env });
		this.#ended = once(this.#child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
		this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
			const lines = (this.#rest + text).split('\n');
			this.#rest = lines.pop()!;
			for (const line of lines) this.events.push(JSON.parse(line) as Event);
		});
		this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
			this.stderr += text;
		});
	}

	/** `keiki run …`, once it is ready. */
	static start(...words: readonly string[]): Promise<Running> {
		return Running.startIn({}, ...words);
	}

	/** With these variables in its environment, too. */
	static async startIn(variables: NodeJS.ProcessEnv, ...words: readonly string[]): Promise<Running> {
		const running = new Running(['run', ...words], variables);
		await running.until(({ event }) => event === 'ready');
		return running;
	}

	/** Any other command. */
	static begin(...words: readonly string[]): Running {
		return new Running(words);
	}

	/** One that tells no events. */
	static beginSilent(...words: readonly string[]): Running {
		return new Running(words, {}, []);
	}

	static beginIn(variables: NodeJS.ProcessEnv, ...words: readonly string[]): Running {
		return new Running(words, variables);
	}

	/** Its output is not read until `read`. */
	standStill(): void {
		this.#child.stdout.pause();
	}

	read(): void {
		this.#child.stdout.resume();
	}

	/** Returns once it has said this on stderr. */
	async untilSaid(text: string, limit = LONG_ENOUGH): Promise<void> {
		const end = performance.now() + limit;
		while (!this.stderr.includes(text)) {
			if (this.#child.exitCode !== null || performance.now() > end) throw new Error(`expected ${JSON.stringify(text)}, got ${this.stderr}`);
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
	}

	get ready(): Event {
		return this.events[0]!;
	}

	get pid(): number {
		return this.#child.pid!;
	}

	/** The first event that is asked for, there already or still to come. */
	async until(isIt: (event: Event) => boolean, limit = LONG_ENOUGH): Promise<Event> {
		const end = performance.now() + limit;
		for (;;) {
			const found = this.events.find(isIt);
			if (found !== undefined) return found;
			if (this.#child.exitCode !== null) throw new Error(`keiki has ended with ${this.#child.exitCode}: ${this.stderr}`);
			if (performance.now() > end) throw new Error(`no such event in ${JSON.stringify(this.events)}\n${this.stderr}`);
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
	}

	/** Its exit code. */
	async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
		if (this.#child.exitCode === null) this.#child.kill(signal);
		return this.ended();
	}

	get exitCode(): number | null {
		return this.#child.exitCode;
	}

	async ended(): Promise<number | null> {
		return (await this.#ended)[0];
	}
}

/** A HEMS program on a dongle's TCP port. */
export class Program {
	readonly #socket: Socket;
	#heard = '';

	private constructor(socket: Socket) {
		this.#socket = socket;
		socket.setEncoding('latin1').on('data', (text: string) => {
			this.#heard += text;
		});
	}

	static async open(path: string): Promise<Program> {
		const [host, port] = path.split(':');
		const socket = connect(Number(port), host);
		await once(socket, 'connect');
		return new Program(socket);
	}

	/** Types, and returns all that comes up to `until`. */
	async type(text: string, until = 'OK\r\n', limit = LONG_ENOUGH): Promise<string> {
		this.#socket.write(Buffer.from(text, 'latin1'));
		return this.hear(until, limit);
	}

	async hear(until: string, limit = LONG_ENOUGH): Promise<string> {
		const end = performance.now() + limit;
		for (;;) {
			const at = this.#heard.indexOf(until);
			if (at >= 0) {
				const heard = this.#heard.slice(0, at + until.length);
				this.#heard = this.#heard.slice(at + until.length);
				return heard;
			}
			if (performance.now() > end) throw new Error(`expected ${JSON.stringify(until)}, heard ${JSON.stringify(this.#heard)}`);
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
	}

	/** Sets id and password, scans, and goes to the meter's PAN. Returns the meter's address. */
	async logIn(ready: Event): Promise<string> {
		await this.type(`SKSETPWD C ${ready.password}\r\n`);
		await this.type(`SKSETRBID ${ready.routeBId}\r\n`);
		await this.type('SKSCAN 2 FFFFFFFF 6\r\n', 'EVENT 22');
		await this.type(`SKSREG S2 ${Number(ready.channel).toString(16).toUpperCase()}\r\n`);
		await this.type(`SKSREG S3 ${ready.panId}\r\n`);
		await this.type(`SKLL64 ${ready.macAddress}\r\n`, '\r\nFE80');
		return `FE80${(await this.hear('\r\n')).trim()}`;
	}

	/** Joins the meter of `ready`, and waits for its instance list. */
	async join(ready: Event): Promise<string> {
		const address = await this.logIn(ready);
		await this.type(`SKJOIN ${address}\r\n`, 'EVENT 25');
		await this.hear('D50401028801\r\n');
		return address;
	}

	/** The ERXUDP payload that answers `request` (hexadecimal digits). */
	async ask(address: string, request: string): Promise<string> {
		const length = (request.length / 2).toString(16).padStart(4, '0').toUpperCase();
		await this.type(`SKSENDTO 1 ${address} 0E1A 1 ${length} ${Buffer.from(request, 'hex').toString('latin1')}`, 'ERXUDP');
		return (await this.hear('\r\n')).trim().split(' ').pop()!;
	}

	close(): void {
		this.#socket.destroy();
	}
}
