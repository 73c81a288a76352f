/** The letter with the code by which a customer gets into the customers' site at the first time. */
import { inGroups } from '../../../../src/operations/password/draw.js';
import type { InEach, Language } from '../../../../src/world/schema/language.js';
import { Paper } from '../password/paper.js';
import { dateText } from '../site/times.js';

export interface CodeLetter {
	readonly language: Language;
	readonly name: string;
	/** Lines of the address. */
	readonly address: readonly string[];
	readonly contract: string;
	readonly code: string;
	/** ms since 1970-01-01T00:00:00Z. */
	readonly at: number;
	/** The first ms in which the code is good no more. */
	readonly expires: number;
}

interface LetterWords {
	readonly title: string;
	readonly to: (name: string) => string;
	readonly opening: string;
	readonly contract: string;
	readonly made: string;
	readonly code: string;
	readonly until: string;
	readonly characters: string;
	readonly once: string;
}

const WORDS: InEach<LetterWords> = Object.freeze({
	en: {
		title: 'Your way to the page of your contract',
		to: (name) => name,
		opening: 'With these two you sign in to the page of your contract: you apply there, see how far it is, and say who may have data of your meter.',
		contract: 'Code of the contract',
		made: 'Date',
		code: 'Code of this letter',
		until: 'Good until',
		characters: 'The code has 12 characters: capitals and digits, without 0, O, 1 and I. The blanks need not be entered.',
		once: 'It is good once: set a password of your own on the page, and you need no letter next time. Where that is forgotten, another letter comes when you call us; the code above then ends.',
	},
	ja: {
		title: 'ご契約のページのご案内',
		to: (name) => `${name} 様`,
		opening: '下の2つでご契約のページにサインインできます。お申し込み、その状況の確認、メーターのデータの提供先の指定ができます。',
		contract: '契約番号',
		made: '発行日',
		code: 'この通知書のコード',
		until: '有効期限',
		characters: 'コードは12文字の英大文字と数字です。0、O、1、Iは使いません。空白の入力は不要です。',
		once: 'コードは1回だけ使えます。ページでパスワードを設定すれば、次から通知書は不要です。お忘れの場合は、お電話いただければ新しい通知書をお送りします。その時点で上のコードは無効になります。',
	},
});

/** @returns the PDF, and characters that the type has not */
export async function codeLetter(letter: CodeLetter): Promise<{ readonly file: Uint8Array; readonly missing: readonly string[] }> {
	const { language, name, address, contract, code, at, expires } = letter;
	const words = WORDS[language];
	const paper = await Paper.begin({ title: words.title, language, at });
	paper.address([...address, words.to(name)]);
	paper.title(words.title);
	paper.text(words.opening);
	paper.fields([
		[words.made, dateText(at)],
		[words.until, dateText(expires - 1)],
	]);
	paper.fields(
		[
			[words.contract, contract],
			[words.code, inGroups(code)],
		],
		true,
	);
	paper.small(words.characters);
	paper.text(words.once);
	return { file: await paper.end(), missing: paper.missing };
}
