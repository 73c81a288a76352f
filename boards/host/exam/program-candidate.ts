/** The program under test as a child process: started, started again as its supervisor would, watched, and ended. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { Candidate, CandidateListener, Places } from '../../../src/exam/candidate.js';
import type { Declaration, StartDeclaration } from '../../../src/exam/declaration.js';
import { reasonOf } from '../shared/usage-error.js';
import { Child, type Exit, namesOf } from './child.js';
import { type ExamHostWords, secondsText } from './exam-host-words.js';
import { filled, type Placeholder } from './placeholders.js';
import { Supervisor } from './supervisor.js';
import { type Values, Watch } from './watch.js';

const OWNER_ONLY = 0o600;

export class ProgramCandidate implements Candidate {
	readonly #declaration: Declaration;
	readonly #start: StartDeclaration;
	readonly #folder: string;
	readonly #words: ExamHostWords;
	#run: Run | undefined;
	/** Once nothing runs. */
	#ended: Promise<void> = Promise.resolve();

	/** @param folder of the exam: work folders and output come into it */
	constructor(declaration: Declaration, start: StartDeclaration, folder: string, words: ExamHostWords) {
		this.#declaration = declaration;
		this.#start = start;
		this.#folder = folder;
		this.#words = words;
	}

	start(places: Places, listener: CandidateListener): void {
		this.#run = new Run(this.#declaration, this.#start, this.#folder, places, listener, this.#words);
		this.#run.begin();
	}

	stop(done: () => void): void {
		if (this.#run !== undefined) this.#ended = this.#run.end();
		this.#run = undefined;
		void this.#ended.then(done);
	}

	/** Nothing of it runs any more. */
	close(): Promise<void> {
		return new Promise((resolve) => this.stop(resolve));
	}
}

/** From a start to its stop, with all restarts between. */
class Run {
	readonly #start: StartDeclaration;
	readonly #places: Places;
	readonly #listener: CandidateListener;
	readonly #words: ExamHostWords;
	readonly #supervisor: Supervisor;
	readonly #watch: Watch;
	readonly #work: string;
	readonly #passwordFile: string;
	#values: Values = {};
	#child: Child | undefined;
	/** Whether it told its end. */
	#isOver = true;
	#begun: Promise<void> = Promise.resolve();
	#clearing: Promise<void> = Promise.resolve();
	#restart: NodeJS.Timeout | undefined;
	#isEnding = false;

	constructor(declaration: Declaration, start: StartDeclaration, folder: string, places: Places, listener: CandidateListener, words: ExamHostWords) {
		this.#start = start;
		this.#places = places;
		this.#listener = listener;
		this.#words = words;
		this.#supervisor = new Supervisor(start, () => performance.now());
		this.#work = join(folder, `work-${places.session}`);
		this.#passwordFile = join(folder, `.password-${places.session}`);
		this.#watch = new Watch(declaration, folder, places, listener, words);
	}

	begin(): void {
		this.#begun = this.#begin();
	}

	async #begin(): Promise<void> {
		try {
			mkdirSync(this.#work, { recursive: true });
			writeFileSync(this.#passwordFile, this.#places.password, { mode: OWNER_ONLY });
			const doors = await this.#watch.openDoors();
			const { dongle, id, password, time } = this.#places;
			this.#values = {
				...{ dongle, id, password, 'password-file': this.#passwordFile, work: this.#work },
				...{ time: localTime(time, this.#start.env.TZ), ...doors },
			};
			await this.#watch.look(this.#values, this.#cwd, { env: this.#environment(), folder: this.#cwd, newMark: randomUUID });
			if (!this.#isEnding) this.#spawn();
		} catch (error) {
			this.#listener.onProgram('failed', null, null, this.#words.cannotPrepare(reasonOf(error)));
		}
	}

	async end(): Promise<void> {
		this.#isEnding = true;
		clearTimeout(this.#restart);
		await this.#begun;
		await this.#clearing;
		const stopped = await this.#child?.stop(this.#start.stopSignal, this.#start.stopWithinMs);
		// Of one that had ended by itself others may have run on.
		if (stopped !== undefined && (!this.#isOver || stopped.detail !== '')) {
			const { code, signal } = this.#isOver || stopped.exit === undefined ? { code: null, signal: null } : stopped.exit;
			this.#listener.onProgram(this.#isOver || stopped.killed ? 'killed' : 'ended', code, signal, stopped.detail);
		}
		await this.#watch.close();
		try {
			rmSync(this.#passwordFile, { force: true });
		} catch (error) {
			// Where it could not be made there is none.
			const { code } = error as NodeJS.ErrnoException;
			if (code !== 'ENOTDIR') this.#listener.onTrouble(this.#words.cannotRemove(this.#passwordFile, reasonOf(error)));
		}
	}

	get #cwd(): string {
		return this.#start.folder ?? this.#work;
	}

	/** That of the exam, what the declaration adds, and where the meter is. */
	#environment(): NodeJS.ProcessEnv {
		const { dongle, id, password } = this.#places;
		const declared = Object.entries(this.#start.env).map(([name, text]) => [name, this.#fill(text)]);
		return { ...process.env, ...Object.fromEntries(declared), KEIKI_DONGLE: dongle, KEIKI_ROUTE_B_ID: id, KEIKI_ROUTE_B_PASSWORD: password };
	}

	#fill(text: string): string {
		return filled(text, (name: Placeholder) => this.#values[name], process.env);
	}

	#spawn(): void {
		this.#isOver = false;
		this.#supervisor.started();
		this.#child = new Child(
			{ command: this.#start.command.map((word) => this.#fill(word)), env: this.#environment(), folder: this.#cwd, mark: randomUUID() },
			{
				onLine: (stream, line) => this.#watch.line(stream, line),
				onRead: () => this.#watch.output.flush(),
				onStarted: (pid) => this.#listener.onProgram('started', null, null, this.#words.started(pid)),
				onFailed: (reason) => {
					this.#isOver = true;
					this.#listener.onProgram('failed', null, null, reason);
				},
				onExit: (exit) => this.#onExit(exit),
			},
			this.#words,
		);
	}

	/** It has ended by itself. */
	#onExit({ code, signal }: Exit): void {
		this.#isOver = true;
		const others = this.#child?.others() ?? [];
		const restart = this.#isEnding ? undefined : this.#supervisor.afterExit(code);
		const last = this.#watch.output.lastLine;
		const details = [
			...(last === '' ? [] : [this.#words.lastLine(last)]),
			...(others.length > 0 ? [this.#words.othersRun(namesOf(others))] : []),
			...(restart === undefined ? [] : [this.#againText(restart.afterMs, restart.held)]),
		];
		this.#listener.onProgram('exited', code, signal, details.join('; '));
		if (restart === undefined) return;
		this.#clearing = this.#child?.clear() ?? Promise.resolve();
		void this.#clearing.then(() => {
			if (!this.#isEnding) this.#restart = setTimeout(() => this.#spawn(), restart.afterMs);
		});
	}

	#againText(afterMs: number, held: number | undefined): string {
		const seconds = secondsText(afterMs);
		return held === undefined ? this.#words.again(seconds) : this.#words.againSlowly(seconds, held);
	}
}

/** `2026-11-29 09:30:00` in the zone that the program has, as `faketime` takes it. @param zone undefined: that of this host */
function localTime(time: number, zone: string | undefined): string {
	return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone: zone || undefined }).format(time);
}
