import type { Language } from '../../../src/world/schema/language.js';

/** With what `keiki` ends, whichever its command: declared here, told in README.md, by `keiki help exit-codes`, and nowhere else. */
export const EXIT = Object.freeze({
	/** What was asked for is done. */
	done: 0,
	/** It was asked, and the answer is no: refused, not valid, not as expected. */
	no: 1,
	/** Wrong words, a wrong file, a place that is taken: nothing was done. */
	usage: 2,
	/** It could not be told: nobody answered, it was interrupted, something broke. */
	untold: 3,
});

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const EXIT_TEXTS_JA: Readonly<Record<ExitCode, string>> = Object.freeze({
	[EXIT.done]: '完了',
	[EXIT.no]: '答えは「いいえ」: メーターかドングルが拒否した、組み合わせが無効、シナリオの期待と違った',
	[EXIT.usage]: '使い方の誤り: オプション、ファイル、場所のいずれかが使えない。何も行っていない',
	[EXIT.untold]: '分からない: 応答がない、中断された、何かが壊れた',
});

export const EXIT_TEXTS: Readonly<Record<ExitCode, string>> = Object.freeze({
	[EXIT.done]: 'done',
	[EXIT.no]: 'the answer is no: a meter or a dongle refused, a combination is not valid, a scenario expected something else',
	[EXIT.usage]: 'used wrongly: an option, a file or a place that is not to be had; nothing was done',
	[EXIT.untold]: 'could not tell: nobody answered, it was interrupted, or something broke',
});

/** The table, for people. */
export function exitCodesText(language: Language = 'en'): string {
	return Object.entries(language === 'ja' ? EXIT_TEXTS_JA : EXIT_TEXTS)
		.map(([code, text]) => `  ${code}  ${text}\n`)
		.join('');
}
