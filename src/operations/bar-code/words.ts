/** What a worker is told of a bar code that is not to be used, and what to do then, in each language. */
import type { BarCodeFault, BarCodeFaultKind } from './faults.js';

type Of<K extends BarCodeFaultKind> = Extract<BarCodeFault, { kind: K }>;
/** @param time of ms since 1970, as people read it */
type Words = { readonly [K in BarCodeFaultKind]: (fault: Of<K>, time: (ms: number) => string) => string };

const NEW_ORDER = Object.freeze({ en: 'ask the office for a new work order', ja: '事務所に新しい作業票を頼んでください' });

export const BAR_CODE_WORDS: Readonly<Record<'en' | 'ja', Words>> = Object.freeze({
	en: {
		'foreign-text': () => 'this is not the bar code of a work order; scan the square code at the top of the work order',
		cut: () => 'the bar code ends before its end; scan it again, whole',
		misread: () => `the bar code was misread or misprinted; scan it again, flat and clean, and if that is no use ${NEW_ORDER.en}`,
		edition: ({ found }) => `the bar code is of the edition ${found}, which this program does not know; it needs a newer one`,
		'other-handheld': ({ handheld }) => `the bar code is for the hand-held ${handheld}; use that one, or ${NEW_ORDER.en} for this one`,
		'not-opened': () => `the bar code does not open: it was altered, or this office did not make it; do not use it, and ${NEW_ORDER.en}`,
		'other-order': ({ order }) => `the bar code is of order ${order}; take its work order, or the right bar code`,
		'other-meter': ({ meter }) =>
			`the bar code is for the communication unit ${meter}, and another one answers; go to the right meter, or ${NEW_ORDER.en}`,
		'too-early': ({ notBefore }, time) =>
			`the bar code is good from ${time(notBefore)}; wait until then, or look whether the clock of the hand-held is right`,
		expired: ({ notAfter }, time) =>
			`the bar code was good until ${time(notAfter)}; look whether the clock of the hand-held is right, or ${NEW_ORDER.en}`,
		used: ({ order }) => `the bar code of order ${order} has been used, and is good once; ${NEW_ORDER.en}`,
	},
	ja: {
		'foreign-text': () => '作業票のバーコードではありません。作業票の上の四角いコードを読み取ってください',
		cut: () => 'バーコードが途中で切れています。全体をもう一度読み取ってください',
		misread: () => `バーコードの読み違いか印刷の不良です。平らにして汚れを除き、もう一度読み取ってください。だめなら${NEW_ORDER.ja}`,
		edition: ({ found }) => `バーコードの版${found}をこのプログラムは知りません。新しいプログラムが必要です`,
		'other-handheld': ({ handheld }) => `このバーコードはハンディターミナル${handheld}用です。その端末を使うか、${NEW_ORDER.ja}`,
		'not-opened': () => `バーコードを開けません。書き換えられたか、この事務所のものではありません。使わずに、${NEW_ORDER.ja}`,
		'other-order': ({ order }) => `このバーコードは指示${order}のものです。その作業票か、正しいバーコードを使ってください`,
		'other-meter': ({ meter }) => `このバーコードは通信ユニット${meter}用で、応答したのは別のユニットです。正しい計器に行くか、${NEW_ORDER.ja}`,
		'too-early': ({ notBefore }, time) =>
			`このバーコードは${time(notBefore)}から使えます。それまで待つか、ハンディターミナルの時計を確かめてください`,
		expired: ({ notAfter }, time) => `このバーコードの期限は${time(notAfter)}でした。ハンディターミナルの時計を確かめるか、${NEW_ORDER.ja}`,
		used: ({ order }) => `指示${order}のバーコードは使用済みで、使えるのは一度だけです。${NEW_ORDER.ja}`,
	},
});

/** One sentence. */
export function barCodeFaultText(fault: BarCodeFault, language: 'en' | 'ja', time: (ms: number) => string): string {
	const words = BAR_CODE_WORDS[language][fault.kind] as (fault: BarCodeFault, time: (ms: number) => string) => string;
	return words(fault, time);
}
