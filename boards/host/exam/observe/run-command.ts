/** Asks a command again and again: what it prints is the value. */
import type { ObserveDeclaration } from '../../../../src/exam/declaration.js';
import { Child } from '../child.js';
import { type ExamHostWords, secondsText } from '../exam-host-words.js';
import type { Observer, ObserverListener } from './observer.js';
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
	readonly #everyMs: number;
	readonly #place: RunPlace;
	readonly #words: ExamHostWords;
	#listener: ObserverListener | undefined;
	#timer: NodeJS.Timeout | undefined;
	#looking: Promise<void> = Promise.resolve();
	#endNow = () => {};
	/** Why nothing was seen yet; undefined: something was. */
	#reason: string | undefined = '';

	/** @param command for the shell, filled in */
	constructor(command: string, everyMs: number, declaration: ObserveDeclaration, place: RunPlace, words: ExamHostWords) {
		this.#command = command;
		this.#everyMs = everyMs;
		this.#declaration = declaration;
		this.#place = place;
		this.#words = words;
	}

	start(listener: ObserverListener): Promise<void> {
		this.#listener = listener;
		const look = () => {
			this.#looking = this.look().then(() => {
				if (this.#listener !== undefined) this.#timer = setTimeout(look, this.#everyMs);
			});
		};
		look();
		return Promise.resolve();
	}

	stop(done: () => void): void {
		const listener = this.#listener;
		this.#listener = undefined;
		clearTimeout(this.#timer);
		this.#endNow();
		void this.#looking.then(() => {
			if (this.#reason !== undefined) listener?.onTrouble(this.#words.neverThere(this.#command, this.#reason));
			done();
		});
	}

	async look(): Promise<void> {
		let last = '';
		let value: string | undefined;
		const { env, folder, newMark } = this.#place;
		const ended = await new Promise<string | undefined>((resolve) => {
			const timer = setTimeout(() => resolve(this.#words.noAnswer(secondsText(PATIENCE))), PATIENCE);
			const end = (reason: string | undefined) => {
				clearTimeout(timer);
				resolve(reason);
			};
			const child = new Child(
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
					onExit: ({ code, signal }) => void child.clear().then(() => end(code === 0 ? undefined : this.#words.exitCode(code, signal, last))),
				},
				this.#words,
			);
			this.#endNow = () => void child.clear();
		});
		this.#endNow();
		this.#endNow = () => {};
		if (ended !== undefined || value === undefined) {
			if (this.#reason !== undefined) this.#reason = ended ?? this.#words.notInPage('stdout');
			return;
		}
		this.#reason = undefined;
		this.#listener?.onShown(shown(this.#declaration, value, undefined));
	}
}
