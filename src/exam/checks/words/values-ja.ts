import type { VALUE_STEPS } from '../../situations/values-steps.js';
import type { VALUES_CHECKS } from '../values.js';
import { seconds } from './numbers.js';
import type { VALUES_WORDS } from './values.js';

export const VALUES_WORDS_JA: typeof VALUES_WORDS = Object.freeze({
	codeIsNone: ({ times, code }: { times: number; code: string }) =>
		`${code === 'noData' ? '「データなし」' : '範囲外のコード'}が${times}回届きましたが、数値として表示していません`,
	partialUsed: ({ answers, values }: { answers: number; values: number }) => `一部だけの応答(Get_SNA)${answers}件から${values}個の値を表示しました`,
	partialDropped: ({ answers }: { answers: number }) => `一部だけの応答(Get_SNA)${answers}件に値がありましたが、どれも表示していません`,
	saidUnavailable: ({ ms }: { ms: number }) => `最後の値から${seconds(ms)}で、値がないと表示しました`,
	keptStale: ({ ms, limit }: { ms: number; limit: number }) =>
		`最後の値がもう現在値でないことを、${seconds(ms)}たっても示していません。${seconds(limit)}あれば十分です`,
	historyByDay: (_: object) => 'ECがないので、E2で履歴を読みました',
	historyNotRead: (_: object) => '履歴を読むと宣言していますが、ECがないと履歴を読みません',
	absurdStep: ({ shown, most }: { shown: number; most: number }) =>
		`指示数が下がり、30分で${shown} kWhと計上しました。0未満や${most} kWh超の使用量はありません`,
	fallTaken: ({ steps }: { steps: number }) => `指示数が下がりました。表示は届いた値のとおりで、計上した30分値${steps}件に異常はありません`,
	scaleAskedAgain: ({ ms }: { ms: number }) => `メーターが替わってから${seconds(ms)}でD3かE1を尋ねました`,
	scaleNotAsked: (_: object) => 'メーターが替わったのに、D3もE1も尋ねていません',
});

export const VALUES_CHECKS_JA: Readonly<Record<keyof typeof VALUES_CHECKS, string>> = Object.freeze({
	'scales-energy': '電力量は指示数に単位(E1)と係数(D3、なければ1)を掛けたもの',
	'shows-no-data-as-none': '「データなし」のコード(FFFFFFFE、7FFFFFFE、7FFE)は値ではない',
	'shows-nothing-beyond-scale': '範囲の上と下を表すコード(7FFFFFFF、80000000、7FFF、8000)は計測値ではない',
	'shows-feed-in-negative': '電力と電流は符号付き: 逆潮流は負の値',
	'takes-wrap-of-register': '指示数は最後の桁(D7)を超えると0に戻る: 負の増分も巨大な増分もない',
	'books-no-lower-register': '前より小さい指示数は、メーターの交換、桁あふれ、または誤り: 減った分を計上しない',
	'uses-rest-of-get-sna': 'Get_SNAからも、届いたプロパティは使う',
	'takes-undeclared-notifications': 'マップ9DにないプロパティのINF(EA、EB、88)も受け取る',
	'drops-stale-values': '古すぎる値は、現在値としてではなく、なしとして表示する',
	'does-without-d3-and-ec': 'D3、EC、EDのないメーターも読める: 係数は1、履歴はE2',
	'takes-other-scales': '別の単位、係数、有効桁数でも正しく読む',
	'shows-no-value-without-data': '計量ユニットがなければ値はなく、戻れば値も戻る',
	'takes-full-register': '0に戻る指示数から、負の増分も巨大な増分も出さない',
	'takes-replaced-meter': '計量ユニットが替われば新しい始まり: 差を計上せず、D3とE1を尋ね直す',
	'takes-feed-in': '逆潮流では電力が負になり、逆方向の指示数が増える',
	'takes-two-wire-supply': '単相2線式に相は1つ: T相に値はない',
});

export const VALUE_STEPS_JA: Readonly<Record<keyof typeof VALUE_STEPS, string>> = Object.freeze({
	'marker-loads': '負荷は1,237 W、43 W、0 W、23,456 W',
	'feed-in': '逆潮流: 801 W、6 W、23,456 W',
	'no-data': '計量ユニットを抜いて戻す: その間、値はない',
	'beyond-scale': '電力と電流が、範囲の上と下を表すコードに交互になる',
	'other-scale': '指示数の単位、係数、桁数が違う',
	'two-wire': '相が1つの供給: T相はデータなし。指示数1は10 kWh',
	'lacking-properties': 'メーターにD3もECもEDもない',
});
