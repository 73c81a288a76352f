/** What is wrong with a message, for people. */
import type { Field, Flaw } from './fields.js';

type Language = 'en' | 'ja';

interface FlawWords {
	readonly missing: (where: string, expected: string) => string;
	readonly unfit: (where: string, expected: string, found: string) => string;
	readonly unknown: (where: string, known: string) => string;
	readonly noRecord: (where: string, found: string) => string;
	readonly notAfter: (where: string, other: string) => string;
	readonly tooLong: (where: string, other: string, days: number) => string;
	readonly unsigned: (where: string) => string;
	readonly whole: string;
	readonly orNull: string;
	readonly field: { readonly [Kind in Field['is']]: (field: Extract<Field, { readonly is: Kind }>) => string };
}

const WORDS: Readonly<Record<Language, FlawWords>> = Object.freeze({
	en: {
		missing: (where, expected) => `${where}: expected ${expected}, found nothing`,
		unfit: (where, expected, found) => `${where}: expected ${expected}, found ${found}`,
		unknown: (where, known) => `${where}: expected no such field, but ${known === '' ? 'none' : known}`,
		noRecord: (where, found) => `${where}: expected a record, found ${found}`,
		notAfter: (where, other) => `${where}: expected a time after those of ${other}`,
		tooLong: (where, other, days) => `${where}: expected a time at most ${days} days after that of ${other}`,
		unsigned: (where) => `${where}: expected the signature of a key that is known`,
		whole: 'message',
		orNull: ' or null',
		field: {
			uuid: () => 'a UUID in lower case',
			title: () => 'a system title, 16 upper-case hexadecimal digits',
			time: () => 'a time in ms since 1970',
			flag: () => 'true or false',
			number: () => 'a number',
			hex: ({ bytes }) => `${bytes.join(' or ')} bytes, two upper-case hexadecimal digits each`,
			whole: ({ least, most }) => `a whole number from ${least} to ${most}`,
			word: ({ of }) => `one of ${of.join(', ')}`,
			text: ({ most }) => `printable text of at most ${most} characters`,
			record: () => 'a record',
			list: ({ most }) => `a list of at most ${most}`,
		},
	},
	ja: {
		missing: (where, expected) => `${where}: ${expected}が必要ですが、ありません`,
		unfit: (where, expected, found) => `${where}: ${expected}が必要ですが、${found}です`,
		unknown: (where, known) => `${where}: この項目はありません。使えるのは${known === '' ? 'なし' : known}です`,
		noRecord: (where, found) => `${where}: レコードが必要ですが、${found}です`,
		notAfter: (where, other) => `${where}: ${other}より後の時刻が必要です`,
		tooLong: (where, other, days) => `${where}: ${other}から${days}日以内の時刻が必要です`,
		unsigned: (where) => `${where}: 知っている鍵の署名ではありません`,
		whole: 'メッセージ',
		orNull: 'かnull',
		field: {
			uuid: () => '小文字のUUID',
			title: () => 'システムタイトル(大文字の16進数16桁)',
			time: () => '1970年からのミリ秒の時刻',
			flag: () => 'trueかfalse',
			number: () => '数値',
			hex: ({ bytes }) => `大文字の16進数(${bytes.join('か')}バイト)`,
			whole: ({ least, most }) => `${least}〜${most}の整数`,
			word: ({ of }) => `${of.join('、')}のいずれか`,
			text: ({ most }) => `表示できる${most}文字以内の文字列`,
			record: () => 'レコード',
			list: ({ most }) => `${most}件以内のリスト`,
		},
	},
});

/** `body.version: expected a whole number from 1 to 4294967295, found 0` */
export function flawText(flaw: Flaw, language: Language = 'en'): string {
	const words = WORDS[language];
	const where = flaw.where === '' ? words.whole : flaw.where;
	switch (flaw.kind) {
		case 'missing':
			return words.missing(where, fieldText(flaw.expected, words));
		case 'unfit':
			return words.unfit(where, fieldText(flaw.expected, words), flaw.found);
		case 'unknown':
			return words.unknown(where, flaw.known.join(', '));
		case 'noRecord':
			return words.noRecord(where, flaw.found);
		case 'notAfter':
			return words.notAfter(where, flaw.other);
		case 'tooLong':
			return words.tooLong(where, flaw.other, flaw.days);
		case 'unsigned':
			return words.unsigned(where);
	}
}

function fieldText(field: Field, words: FlawWords): string {
	const text = (words.field[field.is] as (field: Field) => string)(field);
	return field.orNull ? `${text}${words.orNull}` : text;
}
