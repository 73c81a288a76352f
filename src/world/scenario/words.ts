/** A line of a person as words, and what is wrong with one of them. */
import { type ChoiceOf, type Expectable, type LineWrong, lineWrongText } from './line-wrong.js';

export interface Word {
	readonly text: string;
	/** Column of its first character, from 1. */
	readonly column: number;
}

/** A line is not what it should be: where, and what would be right. */
export class WordError extends Error {
	/** The same in English. */
	readonly expected: string;

	constructor(
		readonly column: number,
		readonly wrong: LineWrong,
	) {
		const expected = lineWrongText(wrong);
		super(`column ${column}: ${expected}`);
		this.expected = expected;
	}
}

/** The words of one line, one after the other. `#` begins a comment. */
export class Words {
	readonly #words: readonly Word[];
	readonly #end: number;
	#at = 0;

	constructor(line: string) {
		const text = line.replace(/#.*/s, '').trimEnd();
		this.#words = [...text.matchAll(/\S+/g)].map((match) => ({ text: match[0], column: match.index + 1 }));
		this.#end = text.length + 1;
	}

	get isEmpty(): boolean {
		return this.#words.length === 0;
	}

	/** The next word, left where it is; undefined at the end. */
	get peek(): Word | undefined {
		return this.#words[this.#at];
	}

	/** @throws WordError at the end */
	next(expected: Expectable): Word {
		const word = this.peek;
		if (word === undefined) throw new WordError(this.#end, { kind: 'missing', expected });
		this.#at++;
		return word;
	}

	/** The next word, if it is this one. */
	take(text: string): boolean {
		if (this.peek?.text !== text) return false;
		this.#at++;
		return true;
	}

	/** @throws WordError for any other word */
	oneOf<Choice extends string>(choices: readonly Choice[], of?: ChoiceOf): Choice {
		const expected = { kind: 'choice', choices, of } as const;
		const word = this.next(expected);
		const found = choices.find((each) => each === word.text);
		if (found === undefined) throw unexpected(word, expected);
		return found;
	}

	/** All that is left, as one text; '' at the end. */
	rest(): string {
		const words = this.#words.slice(this.#at);
		this.#at = this.#words.length;
		return words.map(({ text }) => text).join(' ');
	}

	/** @throws WordError if there is more */
	end(): void {
		if (this.peek !== undefined) throw unexpected(this.peek, { kind: 'lineEnd' });
	}
}

export function unexpected(word: Word, expected: Expectable): WordError {
	return new WordError(word.column, { kind: 'unexpected', expected, got: word.text });
}
