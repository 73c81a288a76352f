/** Why a job is not done, for people: by the kinds of failures that answers have. */
import type { Language } from '../../../src/world/schema/language.js';
import { accessText } from '../hes/hes-failures.js';

const WORDS: Readonly<Record<string, Readonly<Record<Language, string>>>> = Object.freeze({
	unknownMeter: { en: 'the control system has no meter of this system title', ja: '制御システムにこのシステムタイトルのメーターはありません' },
	overtaken: { en: 'a later one of its kind holds', ja: '同じ種類の後の依頼が有効です' },
	notReached: { en: 'the meter took the order, and its contact does not follow', ja: 'メーターは指示を受けましたが、接点が動きません' },
	noAmperes: { en: 'the limiter of the meter watches no amperes', ja: 'メーターのリミッターはアンペアを見ていません' },
	oldVersion: { en: 'later credentials are in force', ja: '後の版の認証情報が有効です' },
	notOurs: { en: 'the communication unit cannot open them', ja: '通信ユニットが開けません' },
	refused: { en: 'the meter does not take them', ja: 'メーターが受け付けません' },
	broken: { en: 'the control system cannot keep what it does', ja: '制御システムが記録できません' },
	connectTimeout: { en: 'the meter does not answer', ja: 'メーターが応答しません' },
	cannotConnect: { en: 'the meter is not to be reached', ja: 'メーターに届きません' },
	noAnswer: { en: 'the meter does not answer', ja: 'メーターが応答しません' },
	lost: { en: 'the connection broke', ja: '接続が切れました' },
	associationRefused: { en: 'the meter refuses the association', ja: 'メーターがアソシエーションを拒否しました' },
	notProven: { en: 'the meter proves nothing: the keys are others', ja: 'メーターを確認できません。鍵が違います' },
	supplyNotSwitched: { en: 'the meter refuses to switch the supply', ja: 'メーターが供給の開閉を拒否しました' },
	supplyUnreadable: { en: 'the meter does not tell of its supply', ja: 'メーターが供給の状態を示しません' },
	limiterUnreadable: { en: 'the meter does not tell of its limiter', ja: 'メーターがリミッターを示しません' },
	limitNotSet: { en: 'the meter refuses this limit', ja: 'メーターがこの制限を拒否しました' },
	limitUnfit: { en: 'the limiter cannot hold this value', ja: 'リミッターはこの値を持てません' },
	credentialsUnreadable: { en: 'the meter does not tell of its Route B', ja: 'メーターがBルートの状態を示しません' },
	unitsUnreadable: { en: 'the meter does not tell of its units', ja: 'メーターがユニットを示しません' },
});

/** @param why of an answer. @param code what the meter answered with; null: nothing */
export function failureWords(why: string, code: number | null, language: Language = 'en'): string {
	// Other kinds are told by their names: each has its words at keiki hes, which shows what stands behind it.
	const text = Object.hasOwn(WORDS, why) ? WORDS[why]![language] : why;
	return code === null || code === 0 ? text : `${text}: ${accessText(code, language)}`;
}
