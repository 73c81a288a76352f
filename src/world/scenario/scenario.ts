/**
 * A scenario: one step a line, `#` begins a comment, the times in their order.
 *
 * ```
 * +0s    expect supply on
 * +10m   pull metering              # any command (grammar.ts)
 * +10m5s swap 1p3w-60-2way
 * +11m   refuse switch close        # a command that must be refused
 * 09:30  expect verdict active      # see expectation.ts
 * 10:00  end                        # ends the run
 * ```
 * A step waits until what came before it was answered.
 */
import { InputError } from '../load/input-error.js';
import type { Command } from './command.js';
import { type Expectation, takeExpectation } from './expectation.js';
import { takeCommand } from './grammar.js';
import { type Expectable, type LineWrong, lineWrongText } from './line-wrong.js';
import { stepTime } from './time.js';
import { unexpected, WordError, Words } from './words.js';

export type StepAction =
	| { readonly kind: 'command' | 'refuse'; readonly command: Command }
	| { readonly kind: 'expect'; readonly expectation: Expectation }
	| { readonly kind: 'end' };

/** @template Action what is done, of kind `end` where nothing comes behind it */
export interface Step<Action extends { readonly kind: string } = StepAction> {
	/** ms since the start. */
	readonly at: number;
	readonly line: number;
	/** Text behind the time. */
	readonly text: string;
	readonly action: Action;
}

const STEP_TIME: Expectable = Object.freeze({ kind: 'stepTime' });

/** A file is no scenario. */
export class ScenarioError extends InputError {
	constructor(
		file: string,
		line: number,
		column: number,
		readonly wrong: LineWrong,
	) {
		super(file, line, column, lineWrongText(wrong));
	}
}

/**
 * @param start the world's time at the start, ms since 1970-01-01T00:00:00Z
 * @throws ScenarioError at the first line that is wrong
 */
export function parseScenario(text: string, file: string, start: number): Step[] {
	return parseSteps(text, file, start, takeAction, '+10m pull metering');
}

/**
 * Steps of any kind of scenario.
 * @param start as of `parseScenario`
 * @param take takes all words behind the time; throws WordError
 * @param example a step
 * @throws ScenarioError at the first line that is wrong
 */
export function parseSteps<Action extends { readonly kind: string }>(
	text: string,
	file: string,
	start: number,
	take: (words: Words) => Action,
	example: string,
): Step<Action>[] {
	const steps: Step<Action>[] = [];
	let before = start;
	text.split(/\r?\n/).forEach((line, index) => {
		const words = new Words(line);
		if (words.isEmpty) return;
		try {
			const word = words.next(STEP_TIME);
			const time = stepTime(word.text, start, before);
			if (time === undefined) throw unexpected(word, STEP_TIME);
			if (time < start) throw new WordError(word.column, { kind: 'beforeStart', got: word.text });
			if (time < before) throw new WordError(word.column, { kind: 'beforeLast', got: word.text });
			before = time;
			const rest =
				words.peek === undefined
					? ''
					: line
							.replace(/#.*/s, '')
							.slice(words.peek.column - 1)
							.trim();
			if (steps.at(-1)?.action.kind === 'end') throw new WordError(word.column, { kind: 'behindEnd' });
			steps.push({ at: time - start, line: index + 1, text: rest, action: take(words) });
		} catch (error) {
			if (error instanceof WordError) throw new ScenarioError(file, index + 1, error.column, error.wrong);
			throw error;
		}
	});
	if (steps.length === 0) throw new ScenarioError(file, 1, 1, { kind: 'noSteps', example });
	return steps;
}

function takeAction(words: Words): StepAction {
	if (words.take('expect')) {
		const expectation = takeExpectation(words);
		words.end();
		return { kind: 'expect', expectation };
	}
	if (words.take('refuse')) return { kind: 'refuse', command: takeCommand(words) };
	if (words.take('end')) {
		words.end();
		return { kind: 'end' };
	}
	return { kind: 'command', command: takeCommand(words) };
}
