/** Wrong use that several commands meet, in each language. What only one of them meets stands with it. */
import { type InEach, type KindWords, kindText, type OfKinds } from '../../../src/world/schema/language.js';

interface Fields {
	wholeNumber: { readonly option: string; readonly text: string; readonly min: number; readonly max: number };
	choice: { readonly option: string; readonly text: string; readonly choices: readonly string[] };
	missing: { readonly flags: string };
}

export type Usage = OfKinds<Fields>;

export const USAGE_WORDS: InEach<KindWords<Fields>> = Object.freeze({
	en: {
		wholeNumber: ({ option, text, min, max }) => `${option}: expected a whole number from ${min} to ${max}, got "${text}"`,
		choice: ({ option, text, choices }) => `${option}: expected ${choices.join(' or ')}, got "${text}"`,
		missing: ({ flags }) => `required option '${flags}' not specified`,
	},
	ja: {
		wholeNumber: ({ option, text, min, max }) => `${option}: ${min}〜${max}の整数のはずですが、"${text}"です`,
		choice: ({ option, text, choices }) => `${option}: ${choices.join('か')}のはずですが、"${text}"です`,
		missing: ({ flags }) => `オプション'${flags}'が必要です`,
	},
});

export function usageWords(usage: Usage): InEach<string> {
	return inEach(USAGE_WORDS, (words) => kindText<Fields>(words, usage));
}

/** What is said with the words of each language. */
export function inEach<Table>(table: InEach<Table>, say: (words: Table) => string): InEach<string> {
	return { en: say(table.en), ja: say(table.ja) };
}
