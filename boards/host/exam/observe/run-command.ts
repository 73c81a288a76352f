/** Asks a command again and again: what it prints is the value. */
import type { ObserveDeclaration } from '../../../../src/exam/declaration.js';
import { Child, type Exit } from '../child.js';
import { type ExamHostWords, secondsText } from '../exam-host-words.js';
import type { Observer, ObserverListener } from './observer.js';
import { Rounds } from './rounds.js';
import { shown } from './shown.js';

export interface RunPlace {
	readonly env: NodeJS.ProcessEnv;
	readonly folder: string;
	/** Of one run. */
	readonly newMark: () => string;
}

/** ms */
const PATIENCE = 10_000;

export class RunCommand implements Observer {
	readonly #command: string;
	readonly #declaration: ObserveDeclaration;
	readonly #rounds: Rounds;
	readonly #place: RunPlace;
	readonly #words: ExamHostWords;
	#listener: ObserverListener | undefined;
	#current: Promise<void> | undefined;
	#endNow = () => {};
	/** Why nothing was seen yet; undefined: something was. */
	#reason: string | undefined = '';

	/** @param command for the shell, filled in */
	constructor(command: string, everyMs: number, declaration: ObserveDeclaration, place: RunPlace, words: ExamHostWords) {
		this.#command = command;
		this.#rounds = new Rounds(() => this.look(), everyMs);
		this.#declaration = declaration;
		this.#place = place;
		this.#words = words;
	}

	start(listener: ObserverListener): Promise<void> {
		this.#listener = listener;
		this.#rounds.start();
		return Promise.resolve();
	}

	stop(done: () => void): void {
		const listener = this.#listener;
		this.#listener = undefined;
		this.#endNow();
		void this.#rounds.stop().then(() => {
			if (this.#reason !== undefined) listener?.onTrouble(this.#words.neverThere(this.#command, this.#reason));
			done();
		});
	}

	/** Once it has ended: the run that is under way, or a new one. */
	look(): Promise<void> {
		this.#current ??= this.#look().finally(() => {
			this.#current = undefined;
		});
		return this.#current;
	}

	async #look(): Promise<void> {
		const { reason, value } = await this.#outcome();
		if (reason === undefined && value !== undefined) {
			this.#reason = undefined;
			this.#listener?.onShown(shown(this.#declaration, value, undefined));
		} else if (this.#reason !== undefined) this.#reason = reason ?? this.#words.notInPage('stdout');
	}

	/** The first line that it prints, and why it failed. */
	async #outcome(): Promise<{ readonly reason: string | undefined; readonly value: string | undefined }> {
		let last = '';
		let value: string | undefined;
		let child: Child | undefined;
		const reason = await new Promise<string | undefined>((resolve) => {
			const late = setTimeout(() => end(this.#words.noAnswer(secondsText(PATIENCE))), PATIENCE);
			const end = (why: string | undefined) => {
				clearTimeout(late);
				resolve(why);
			};
			const exited = ({ code, signal }: Exit) => end(code === 0 ? undefined : this.#words.exitCode(code, signal, last));
			const { env, folder, newMark } = this.#place;
			child = new Child(
				{ command: ['sh', '-c', this.#command], env, folder, mark: newMark() },
				{
					onLine: (stream, line) => {
						if (line.trim() === '') return;
						last = line;
						if (stream === 'stdout') value ??= line;
					},
					onRead: () => {},
					onStarted: () => {},
					onFailed: end,
					onExit: exited,
				},
				this.#words,
			);
			this.#endNow = () => end(this.#words.stillRuns());
		});
		this.#endNow = () => {};
		await child?.clear();
		return { reason, value };
	}
}
