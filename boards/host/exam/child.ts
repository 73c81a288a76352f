/** One start of a program under test: a child process in a group of its own, until nothing of it runs. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import process from 'node:process';
import { reasonOf } from '../shared/usage-error.js';
import { type ExamHostWords, secondsText } from './exam-host-words.js';
import { withoutMasters } from './inherited.js';
import { Lines } from './observe/lines.js';
import { killMarked, MARK, markedProcesses, type Process, signalGroup } from './process-group.js';

export interface ChildStart {
	readonly command: readonly string[];
	readonly env: NodeJS.ProcessEnv;
	readonly folder: string;
	/** Told apart by it from all other processes. */
	readonly mark: string;
}

export interface ChildListener {
	onLine(stream: 'stdout' | 'stderr', line: string): void;
	/** All that was there to be read was read. */
	onRead(): void;
	onStarted(pid: number): void;
	/** It could not be started. */
	onFailed(reason: string): void;
	/** It has ended by itself, and its last output was told; others of its group may still run. */
	onExit(exit: Exit): void;
}

export interface Exit {
	readonly code: number | null;
	readonly signal: string | null;
}

/** What became of one that was stopped. */
export interface Stopped {
	/** Undefined: it could not be started. */
	readonly exit: Exit | undefined;
	/** By force. */
	readonly killed: boolean;
	readonly detail: string;
}

/** What the rest of its output may take once it has ended, ms: another may hold the pipe. */
const LAST_OUTPUT = 1000;
const MOST_TOLD = 10;

export class Child {
	readonly #mark: string;
	readonly #words: ExamHostWords;
	readonly #process: ChildProcess;
	readonly #exited: Promise<unknown>;
	readonly #closed: Promise<unknown>;
	/** The exam may end as well by a signal to it. */
	readonly #atExit = () => this.#killGroup();
	readonly #listener: ChildListener;
	#isRunning = true;
	#exit: Exit | undefined;
	/** Its end is told, or no news any more. */
	#isTold = false;

	constructor({ command, env, folder, mark }: ChildStart, listener: ChildListener, words: ExamHostWords) {
		this.#mark = mark;
		this.#words = words;
		this.#listener = listener;
		const [name = '', ...args] = command;
		this.#process = start(name, args, { cwd: folder, env: { ...env, [MARK]: mark }, detached: true });
		this.#exited = new Promise((resolve) => {
			this.#process.once('exit', (code, signal) => {
				this.#isRunning = false;
				this.#exit = { code, signal };
				resolve(undefined);
				void Promise.race([this.#closed, wait(LAST_OUTPUT)]).then(() => this.#tellExit());
			});
			this.#process.once('error', (error) => {
				if (this.#process.pid !== undefined) return;
				this.#isRunning = false;
				this.#isTold = true;
				resolve(undefined);
				const reason = existsSync(folder) ? words.cannotStart(name, reasonOf(error)) : words.noFolder(folder);
				listener.onFailed(reason);
			});
		});
		this.#closed = once(this.#process, 'close').catch(() => {});
		for (const stream of ['stdout', 'stderr'] as const) {
			const lines = new Lines((line) => listener.onLine(stream, line));
			const pipe = this.#process[stream];
			pipe?.on('data', (bytes: Buffer) => {
				lines.push(bytes);
				listener.onRead();
			});
			pipe?.on('close', () => {
				lines.end();
				listener.onRead();
			});
			pipe?.on('error', () => {});
		}
		process.once('exit', this.#atExit);
		if (this.#process.pid !== undefined) listener.onStarted(this.#process.pid);
	}

	/** Others of it that run, beside the process that was started. */
	others(): readonly Process[] {
		return markedProcesses(this.#mark).filter(({ pid }) => !this.#isRunning || pid !== this.#process.pid);
	}

	/** Ends it in order, and what does not end so by force. @param within ms */
	async stop(signal: NodeJS.Signals, within: number): Promise<Stopped> {
		const { pid } = this.#process;
		this.#tellExit();
		this.#isTold = true;
		if (pid !== undefined && this.#isRunning) {
			signalGroup(pid, signal);
			await Promise.race([this.#exited, wait(within)]);
		}
		const notInTime = this.#isRunning;
		const { killed, left } = this.#kill();
		await this.#exited;
		await Promise.race([this.#closed, wait(LAST_OUTPUT)]);
		this.#process.stdout?.destroy();
		this.#process.stderr?.destroy();
		const others = killed.filter((each) => each.pid !== pid);
		const details = [
			...(notInTime ? [this.#words.notWithin(signal, secondsText(within))] : []),
			...(others.length > 0 ? [this.#words.othersKilled(namesOf(others))] : []),
			...(left.length > 0 ? [this.#words.othersLeft(namesOf(left))] : []),
		];
		return { exit: this.#exit, killed: notInTime, detail: details.join('; ') };
	}

	/** What still runs of one that has ended by itself is killed; its last output was told. */
	async clear(): Promise<void> {
		await this.stop('SIGKILL', 0);
	}

	#tellExit(): void {
		if (this.#isTold || this.#exit === undefined) return;
		this.#isTold = true;
		this.#listener.onExit(this.#exit);
	}

	#kill(): ReturnType<typeof killMarked> {
		process.off('exit', this.#atExit);
		const found = markedProcesses(this.#mark);
		this.#killGroup();
		const { killed, left } = killMarked(this.#mark);
		const before = found.filter(({ pid }) => !killed.some((each) => each.pid === pid));
		return { killed: [...before, ...killed], left };
	}

	/** While the process runs, or another of its group does, the number is nobody else's. */
	#killGroup(): void {
		const { pid } = this.#process;
		if (pid !== undefined && (this.#isRunning || markedProcesses(this.#mark).length > 0)) signalGroup(pid, 'SIGKILL');
		killMarked(this.#mark);
	}
}

/** With its output to be read, and no end of a line that is to hang up. */
function start(name: string, args: readonly string[], options: SpawnOptions): ChildProcess {
	const nothing = openSync(devNull, 'r+');
	try {
		return spawn(name, args, { ...options, stdio: ['ignore', 'pipe', 'pipe', ...withoutMasters(nothing)] });
	} finally {
		closeSync(nothing);
	}
}

export function namesOf(processes: readonly Process[]): readonly string[] {
	const names = processes.slice(0, MOST_TOLD).map(({ name, pid }) => `${name} (${pid})`);
	return processes.length > MOST_TOLD ? [...names, `… ${processes.length}`] : names;
}

/** Holds no process open. */
function wait(ms: number): Promise<void> {
	return new Promise((resolve) => {
		setTimeout(resolve, ms).unref();
	});
}
