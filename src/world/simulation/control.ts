/** The control line of a running meter: a line of words in, an answer out, whoever asks. */

import type { Command } from '../scenario/command.js';
import { parseCommand } from '../scenario/grammar.js';
import type { Answer, Stand } from '../scenario/stand.js';
import { WordError, Words } from '../scenario/words.js';
import type { Outcome, Refusal } from '../schema/answer-rows.js';
import type { WorldEventKind } from '../schema/event-rows.js';
import { WORLD_EVENT_KINDS, type WorldEvents, type WorldListener } from './world-events.js';

/** As programs get it, one JSON object a line. */
export interface ControlAnswer {
	readonly command: string;
	/** `words`: they are no command. `refused`: it could not be carried out. */
	readonly result: 'done' | 'refused' | 'words';
	/** Why not; null where it was done. */
	readonly reason: string | null;
	/** The same for programs; where it was refused. */
	readonly refusal?: Refusal;
	/** What was done, for programs; where something was. */
	readonly outcome?: Outcome;
	/** Of the word that is wrong, from 1. */
	readonly column?: number;
	/** Lines; may be empty. */
	readonly text: string;
	/** What there is to know beside the text: of `state` and `status`, all of it. */
	readonly data?: Readonly<Record<string, unknown>>;
}

/** Who asked: somebody, by whichever way in, or a program of the run itself that goes by a plan. */
export type Asker = 'hand' | 'plan';

/** @param asked when its command was given, virtual ms since the start: some take time */
export type AnswerListener = (answer: ControlAnswer, asker: Asker, asked: number) => void;

export interface ControlOptions {
	readonly stand: Stand;
	/** What `watch` subscribes to. */
	readonly events: WorldEvents;
	/** Brings virtual time up to now before something comes in. */
	readonly enter: (event: () => void) => void;
	/** Told all that changed something, or was to. */
	readonly onAnswer: (answer: ControlAnswer) => void;
}

/** Commands that change nothing. */
const ASKING: readonly Command['kind'][] = Object.freeze(['status', 'state', 'help', 'faults']);

export class Control {
	readonly #options: ControlOptions;
	#listeners: readonly AnswerListener[] = [];
	#pending = 0;

	constructor(options: ControlOptions) {
		this.#options = options;
	}

	/** A command waits for virtual time to pass. */
	get isBusy(): boolean {
		return this.#pending > 0;
	}

	/** Tells `listener` of these kinds of events from now on. Returns what ends that. */
	watch(kinds: readonly WorldEventKind[], listener: WorldListener): () => void {
		return this.#options.events.subscribe(listener, kinds);
	}

	/** Tells `listener` from now on what `onAnswer` is told. Returns what ends that. */
	hear(listener: AnswerListener): () => void {
		this.#listeners = [...this.#listeners, listener];
		return () => {
			this.#listeners = this.#listeners.filter((each) => each !== listener);
		};
	}

	/** Carries out one line; `done` is called once, with whether `onAnswer` was told. */
	ask(line: string, done: (answer: ControlAnswer, isTold: boolean) => void, asker: Asker = 'hand'): void {
		const command = understand(line);
		if ('result' in command) {
			done(command, false);
			return;
		}
		const changes = !ASKING.includes(command.kind === 'of meter' ? command.command.kind : command.kind);
		this.#options.enter(() => {
			// Not before: time must not hurry on towards what has not begun.
			this.#pending++;
			const asked = this.#options.events.elapsed;
			this.#options.stand.carryOut(command, (answer) => {
				this.#pending--;
				const told = controlAnswer(line, answer);
				if (changes) this.#tell(told, asker, asked);
				done(told, changes);
			});
		});
	}

	#tell(answer: ControlAnswer, asker: Asker, asked: number): void {
		this.#options.onAnswer(answer);
		for (const listener of this.#listeners) listener(answer, asker, asked);
	}
}

/** The kinds of event behind `watch`, all where there are none; what is wrong with them; undefined: it is another command. */
export function understandWatch(line: string): readonly WorldEventKind[] | ControlAnswer | undefined {
	const words = new Words(line);
	if (!words.take('watch')) return undefined;
	const kinds: WorldEventKind[] = [];
	try {
		while (words.peek !== undefined) kinds.push(words.oneOf(WORLD_EVENT_KINDS, 'eventKinds'));
	} catch (error) {
		return wrongWords(line, error);
	}
	return kinds.length === 0 ? WORLD_EVENT_KINDS : kinds;
}

/** The command, or what is wrong with the words. */
export function understand(line: string): Command | ControlAnswer {
	try {
		return parseCommand(line);
	} catch (error) {
		return wrongWords(line, error);
	}
}

function wrongWords(command: string, error: unknown): ControlAnswer {
	if (!(error instanceof WordError)) throw error;
	return { command, result: 'words', reason: error.expected, column: error.column, text: '' };
}

function controlAnswer(command: string, { refusal, why, text, outcome, data }: Answer): ControlAnswer {
	const result = refusal === undefined ? 'done' : 'refused';
	return { command, result, reason: refusal ?? null, ...(why && { refusal: why }), ...(outcome && { outcome }), text, ...(data && { data }) };
}
