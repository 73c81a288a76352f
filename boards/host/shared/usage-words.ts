/** Wrong use that several commands meet, in each language. What only one of them meets stands with it. */
import type { CredentialsError } from '../../../src/route-b/credentials.js';
import { type InEach, type KindWords, kindText, type OfKinds } from '../../../src/world/schema/language.js';

interface Fields {
	wholeNumber: { readonly option: string; readonly text: string; readonly min: number; readonly max: number };
	choice: { readonly option: string; readonly text: string; readonly choices: readonly string[] };
	missing: { readonly flags: string };
	captureUnwritten: { readonly file: string; readonly reason: string };
	noCapture: { readonly file: string };
	/** @param english its message */
	credentials: { readonly part: 'id' | 'password'; readonly wrong: CredentialsError['wrong']; readonly english: string };
}

const PARTS_JA = Object.freeze({ id: '認証ID: 16進数32桁(0-9、A-F)', password: 'パスワード: 英数字12文字(0-9、A-Z、a-z)' });

export type Usage = OfKinds<Fields>;

export const USAGE_WORDS: InEach<KindWords<Fields>> = Object.freeze({
	en: {
		wholeNumber: ({ option, text, min, max }) => `${option}: expected a whole number from ${min} to ${max}, got "${text}"`,
		choice: ({ option, text, choices }) => `${option}: expected ${choices.join(' or ')}, got "${text}"`,
		missing: ({ flags }) => `required option '${flags}' not specified`,
		captureUnwritten: ({ file, reason }) => `--capture: cannot write ${file}: ${reason}`,
		noCapture: ({ file }) => `--capture: ${file} is there and is no capture: expected a new file, or a .pcapng to write again`,
		credentials: ({ english }) => english,
	},
	ja: {
		wholeNumber: ({ option, text, min, max }) => `${option}: ${min}〜${max}の整数のはずですが、"${text}"です`,
		choice: ({ option, text, choices }) => `${option}: ${choices.join('か')}のはずですが、"${text}"です`,
		missing: ({ flags }) => `オプション'${flags}'が必要です`,
		captureUnwritten: ({ file, reason }) => `--capture: ${file}に書けません: ${reason}`,
		noCapture: ({ file }) => `--capture: ${file}はすでにあり、キャプチャーではありません。新しいファイルか、上書きする.pcapngのはずです`,
		credentials: ({ part, wrong }) =>
			`Bルート${PARTS_JA[part]}のはずですが、${'length' in wrong ? `${wrong.length}文字です` : `${wrong.character}文字目がそうではありません`}`,
	},
});

export function usageWords(usage: Usage): InEach<string> {
	return inEach(USAGE_WORDS, (words) => kindText<Fields>(words, usage));
}

/** What is said with the words of each language. */
export function inEach<Table>(table: InEach<Table>, say: (words: Table) => string): InEach<string> {
	return { en: say(table.en), ja: say(table.ja) };
}
