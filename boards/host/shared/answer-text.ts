/** What came of a command, for people and their terminals. */

import { ALL_OUTCOME_WORDS, ALL_REFUSAL_WORDS, outcomeWords, refusalWords } from '../../../src/world/scenario/answer-words.js';
import { parseCommand } from '../../../src/world/scenario/grammar.js';
import { WordError } from '../../../src/world/scenario/words.js';
import type { Outcome, Refusal } from '../../../src/world/schema/answer-rows.js';
import type { InEach, Language } from '../../../src/world/schema/language.js';
import type { ControlAnswer } from '../../../src/world/simulation/control.js';
import { askedTextJa } from './asked-words.js';
import { lineText } from './line-words.js';
import { printable } from './printable.js';

interface AnswerWords {
	readonly refused: (reason: string) => string;
	/** @param help the words that tell what there is */
	readonly wrong: (reason: string, help: string) => string;
	readonly meter: (number: number, text: string) => string;
}

const ANSWER_WORDS: InEach<AnswerWords> = Object.freeze({
	en: {
		refused: (reason) => `refused: ${reason}`,
		wrong: (reason, help) => `${reason}; "${help}" tells what there is`,
		meter: (number, text) => `meter ${number}: ${text}`,
	},
	ja: {
		refused: (reason) => `拒否: ${reason}`,
		wrong: (reason, help) => `${reason}。「${help}」で一覧が見られます`,
		meter: (number, text) => `メーター${number}: ${text}`,
	},
});

/** As the answer to `all` has it for each meter. */
interface OfMeter {
	readonly meter: number;
	readonly refusal: string | null;
	readonly why: Refusal | null;
	readonly text: string;
	readonly outcome: Outcome | null;
	readonly data: ControlAnswer['data'] | null;
}

/** @param help the words that tell what there is */
export function answerText(answer: ControlAnswer, language: Language, help = 'help'): string {
	const { command, result, column } = answer;
	const words = ANSWER_WORDS[language];
	if (result === 'words') return printable(`${command}\n${' '.repeat((column ?? 1) - 1)}^ ${words.wrong(wrongText(answer, language), help)}`);
	return printable(result === 'refused' ? words.refused(reasonText(answer, language)) : doneText(answer, language));
}

/** The same in one sentence without marks around it: what was done, why it was not, or what is wrong with the words. */
export function answerSentence(answer: ControlAnswer, language: Language): string {
	if (answer.result === 'words') return printable(wrongText(answer, language));
	return printable(answer.result === 'refused' ? reasonText(answer, language) : doneText(answer, language));
}

/** A meter of another version may answer with a kind that has no words here: then its own stand. */
function reasonText({ reason, refusal, data }: ControlAnswer, language: Language): string {
	const each = ofMeters(data, language, ({ refusal: own, why }) => (own === null ? '' : whyText(why ?? undefined, own, language)));
	return each?.join('; ') ?? whyText(refusal, reason ?? '', language);
}

/** What is wrong with the words of its command, which are read again here: an answer has it in English alone. */
function wrongText({ command, reason }: ControlAnswer, language: Language): string {
	if (language === 'en') return reason ?? '';
	try {
		parseCommand(command);
	} catch (error) {
		if (error instanceof WordError) return lineText(error.wrong, language);
		throw error;
	}
	return reason ?? '';
}

function doneText({ command, text, outcome, data }: ControlAnswer, language: Language): string {
	const textOf = (own: string, of: ControlAnswer['data'] | null, what: Outcome | null | undefined) =>
		(language === 'ja' ? askedTextJa(command, of) : undefined) ?? outcomeText(what ?? undefined, own, language);
	const each = ofMeters(data, language, (own) => textOf(own.text, own.data, own.outcome));
	return each?.join('\n') ?? textOf(text, data, outcome);
}

function ofMeters(data: ControlAnswer['data'], language: Language, textOf: (own: OfMeter) => string): readonly string[] | undefined {
	if (!Array.isArray(data?.meters)) return undefined;
	return (data.meters as readonly OfMeter[]).flatMap((own) => {
		const text = textOf(own);
		return text === '' ? [] : [ANSWER_WORDS[language].meter(own.meter, text)];
	});
}

function whyText(why: Refusal | undefined, own: string, language: Language): string {
	return why !== undefined && Object.hasOwn(ALL_REFUSAL_WORDS[language], why.kind) ? refusalWords(why, language) : own;
}

function outcomeText(outcome: Outcome | undefined, own: string, language: Language): string {
	return outcome !== undefined && Object.hasOwn(ALL_OUTCOME_WORDS[language], outcome.kind) ? outcomeWords(outcome, language) : own;
}
