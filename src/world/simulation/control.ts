/** The control line of a running meter: a line of words in, an answer out, whoever asks. */

import type { Command } from '../scenario/command.js';
import { parseCommand } from '../scenario/grammar.js';
import type { Answer, Bench } from '../scenario/stand.js';
import { WordError } from '../scenario/words.js';

/** As programs get it, one JSON object a line. */
export interface ControlAnswer {
	readonly command: string;
	/** `words`: they are no command. `refused`: it could not be carried out. */
	readonly result: 'done' | 'refused' | 'words';
	/** Why not; null where it was done. */
	readonly reason: string | null;
	/** Of the word that is wrong, from 1. */
	readonly column?: number;
	/** Lines; may be empty. */
	readonly text: string;
	/** What there is to know beside the text: of `status`, all of it. */
	readonly data?: Readonly<Record<string, unknown>>;
}

export interface ControlOptions {
	readonly bench: Bench;
	/** Brings virtual time up to now before something comes in. */
	readonly enter: (event: () => void) => void;
	/** Told all that changed something, or was to. */
	readonly onAnswer: (answer: ControlAnswer) => void;
}

/** Commands that change nothing. */
const ASKING: readonly Command['kind'][] = Object.freeze(['status', 'help', 'faults']);

export class Control {
	readonly #options: ControlOptions;
	#pending = 0;

	constructor(options: ControlOptions) {
		this.#options = options;
	}

	/** A command waits for virtual time to pass. */
	get isBusy(): boolean {
		return this.#pending > 0;
	}

	/** Carries out one line; `done` is called once, with whether `onAnswer` was told. */
	ask(line: string, done: (answer: ControlAnswer, isTold: boolean) => void): void {
		const command = understand(line);
		if ('result' in command) {
			done(command, false);
			return;
		}
		const changes = !ASKING.includes(command.kind === 'of meter' ? command.command.kind : command.kind);
		this.#options.enter(() => {
			// Not before: time must not hurry on towards what has not begun.
			this.#pending++;
			this.#options.bench.carryOut(command, (answer) => {
				this.#pending--;
				const told = controlAnswer(line, answer);
				if (changes) this.#options.onAnswer(told);
				done(told, changes);
			});
		});
	}
}

/** The command, or what is wrong with the words. */
export function understand(line: string): Command | ControlAnswer {
	try {
		return parseCommand(line);
	} catch (error) {
		if (!(error instanceof WordError)) throw error;
		return { command: line, result: 'words', reason: error.expected, column: error.column, text: '' };
	}
}

function controlAnswer(command: string, { refusal, text, data }: Answer): ControlAnswer {
	return { command, result: refusal === undefined ? 'done' : 'refused', reason: refusal ?? null, text, ...(data && { data }) };
}
