import type { InEach, Language } from '../../../src/world/schema/language.js';
import { type Usage, usageWords } from './usage-words.js';

/**
 * Wrong use, a wrong file, a port that is taken: what was wrong, where, and what would be right. The program ends with 2. A message about an option begins
 * with its name, `--speed: …`.
 */
export class UsageError extends Error {
	readonly #words: InEach<string>;

	/** @param wrong a string where there are English words only */
	constructor(wrong: string | Usage | InEach<string>) {
		const words = typeof wrong === 'string' ? { en: wrong, ja: wrong } : 'kind' in wrong ? usageWords(wrong) : wrong;
		super(words.en);
		this.#words = words;
	}

	textIn(language: Language): string {
		return this.#words[language];
	}

	/** The option that it is about, `--speed`; undefined: about several, or none. */
	get option(): string | undefined {
		return /^--[a-z][a-z-]*/.exec(this.message)?.[0];
	}
}

/** What was asked for could not be found out: nobody is there. The program ends with 3, and the message says it to a person. */
export class UntoldError extends Error {
	readonly #words: InEach<string>;

	constructor(words: InEach<string>) {
		super(words.en);
		this.#words = words;
	}

	textIn(language: Language): string {
		return this.#words[language];
	}
}

/** The words of an error, in one line. */
export function reasonOf(error: unknown): string {
	const text = error instanceof Error ? error.message : String(error);
	return text.split('\n')[0]!.trim();
}
