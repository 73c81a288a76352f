import type { Explanation } from '../../understanding/explain.js';
import { tidy, type UNDERSTOOD_WORDS, type WrongValue } from './understood.js';

const LOOKS_LIKE: Readonly<Record<Explanation, (value: WrongValue) => string>> = Object.freeze({
	tFromNoData: ({ code, shown }) => `T相はデータなし(7FFE)ですが、代わりに${shown === 0 ? '0を示して' : `${code}を読んで`}います`,
	noDataAsNumber: ({ code, shown }) =>
		shown === 0 ? `${code}は「データなし」で、0ではありません` : `「データなし」のコード${code}を数値として読んでいます`,
	overTop: ({ code }) => `範囲外のコード${code}を数値として読んでいます`,
	unsigned: ({ code }) => `負の値${code}を符号なしで読んでいます`,
	staleReply: () => '以前の値、または別の要求への応答の値です',
	coefficientForgotten: ({ factor }) => `D3を忘れたか、2度掛けています: × ${tidy(factor)}`,
	unitForgotten: ({ factor }) => `単位(E1)が違います: × ${tidy(factor)}`,
	bytesSwapped: ({ code }) => `${code}のバイト順が逆です`,
	otherObservable: () => '別のプロパティの値です',
	otherTime: () => '別の時刻の値です',
	wholeCounter: () => '増分ではなく、積算値そのものです',
	unknown: () => '届いた値のどれでも説明できません',
});

export const UNDERSTOOD_WORDS_JA: typeof UNDERSTOOD_WORDS = Object.freeze({
	shownRight: ({ count }: { count: number }) => `表示された${count}個の値は、すべて届いたとおりです`,
	shownWrong: (value: WrongValue) => {
		const { what, unit, shown, expected, count } = value;
		const times = count === 1 ? '' : `(誤った値${count}個の最初)`;
		const served = expected === null ? '届いたのは「データなし」' : `届いたのは${tidy(expected)} ${unit}`;
		return `${what}: 表示は${tidy(shown)} ${unit}${times}、${served}です。${LOOKS_LIKE[value.explanation as Explanation](value)}`;
	},
	valueDenied: ({ what, times }: { what: string; unit: string; times: number }) => `${what}: ${times}回届いたのに、値がないと表示しています`,
	valueNotShown: ({ what, times }: { what: string; unit: string; times: number }) => `${what}: ${times}回届いたのに、一度も表示していません`,
});
