/** Why a lesson is not held, or does not do what was wanted, in each language. */
import type { Language } from '../../../../src/world/schema/language.js';
import type { LessonRefused } from './runner.js';

type RefusalWords = Readonly<Record<LessonRefused['bar'], string>> & { readonly unknown: (names: string) => string };

export const LESSON_REFUSALS: Readonly<Record<Language, RefusalWords>> = Object.freeze({
	en: {
		underWay: 'a lesson is under way: end it first',
		noPower: 'the meter has no power',
		noRouteB: 'the meter has no communication unit with Route B that works',
		elsewhere: 'the radio of this meter is a real module (--radio): its air cannot be looked at from here',
		powerLine: 'the Route B of this meter goes over the power line; this lesson is about radio',
		noMetering: 'there is no metering unit in its place',
		noRouteA: 'the meter has no communication unit that works, and so no Route A',
		notAgreed: 'it would disturb what is going on: expected agreed: true, after a look at asks in /api/lessons',
		notShown: 'the step is not over yet',
		notFailed: 'the step has not failed',
		nothing: 'no lesson is under way',
		unknown: (names) => `name: expected one of ${names}`,
	},
	ja: {
		underWay: 'レッスンの途中です。先に終了してください',
		noPower: 'メーターが停電しています',
		noRouteB: 'メーターに、Bルートのある動作中の通信ユニットがありません',
		elsewhere: 'このメーターの無線は実物のモジュール(--radio)で、その電波はここからは見られません',
		powerLine: 'このメーターのBルートは電力線を通ります。このレッスンは無線についてのものです',
		noMetering: '計量ユニットが差されていません',
		noRouteA: 'メーターに動作中の通信ユニットがなく、Aルートがありません',
		notAgreed: '進行中のことを妨げます。/api/lessonsのasksを確かめてから、agreed: trueで始めてください',
		notShown: 'ステップがまだ終わっていません',
		notFailed: 'ステップは失敗していません',
		nothing: '進行中のレッスンはありません',
		unknown: (names) => `name: ${names}のどれかが必要です`,
	},
});
