/** What is wrong with what was asked of the frames. */
import type { Asked } from '../../web/app.js';

/** What a field of the query may be. */
export type Expected = 'whole' | 'epc' | 'tid';

interface FramesWords {
	wrong(name: string, got: string, expected: Expected): string;
	wrongMedium(got: string, media: readonly string[]): string;
	tooLong(name: string, most: number): string;
	oneOfThree(): string;
	notKept(id: string, first: number, last: number): string;
	wrongIds(): string;
	tooMuch(): string;
	tooMany(most: number): string;
}

const EXPECTED: Readonly<Record<Asked['language'], Readonly<Record<Expected, string>>>> = Object.freeze({
	en: { whole: 'a whole number', epc: 'two hexadecimal digits, such as E7', tid: 'a number from 0 to 65535' },
	ja: { whole: '整数', epc: 'E7のような16進数2桁', tid: '0から65535までの数' },
});

export const FRAMES_WORDS: Readonly<Record<Asked['language'], FramesWords>> = Object.freeze({
	en: {
		wrong: (name, got, expected) => `${name}=${got}: expected ${EXPECTED.en[expected]}`,
		wrongMedium: (got, media) => `medium=${got}: expected one of ${media.join(', ')}`,
		tooLong: (name, most) => `${name}: expected at most ${most} characters`,
		oneOfThree: () => 'before, after and since: expected one of them',
		notKept: (id, first, last) =>
			last < first ? `frame ${id}: there was none yet` : `frame ${id}: expected an id from ${first} to ${last}: older frames are not kept`,
		wrongIds: () => 'ids: expected numbers with commas between',
		tooMuch: () => 'the search took too long: give ids, or a narrower filter',
		tooMany: (most) => `${most} captures are being made: try again when one is done`,
	},
	ja: {
		wrong: (name, got, expected) => `${name}=${got}: ${EXPECTED.ja[expected]}を指定してください`,
		wrongMedium: (got, media) => `medium=${got}: ${media.join('、')}のどれかを指定してください`,
		tooLong: (name, most) => `${name}: ${most}文字までです`,
		oneOfThree: () => 'before、after、since: どれか1つを指定してください',
		notKept: (id, first, last) =>
			last < first
				? `フレーム${id}: まだフレームはありません`
				: `フレーム${id}: ${first}から${last}までの番号を指定してください。それより古いフレームは残っていません`,
		wrongIds: () => 'ids: 番号をコンマで区切って指定してください',
		tooMuch: () => '検索に時間がかかりすぎました。idsか、範囲の狭い条件を指定してください',
		tooMany: (most) => `キャプチャーを${most}件作成中です。1件終わってからもう一度試してください`,
	},
});
