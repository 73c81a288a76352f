/** Why a step of a scenario failed, in each language. */

import { VERDICTS_JA } from '../../../src/operations/diagnosis/table-words.js';
import { refusalWords } from '../../../src/world/scenario/answer-words.js';
import { type Founds, STEP_FAILURE_WORDS, type StepFailure, type StepFailures } from '../../../src/world/scenario/step-failure.js';
import { type InEach, type KindWords, kindText, type Language } from '../../../src/world/schema/language.js';
import { UNIT_STATES_JA } from './status-words.js';

const FOUND_JA: KindWords<Founds> = Object.freeze({
	supply: ({ on }) => (on ? '供給があります(on)' : '供給がありません(off)'),
	contact: ({ closed }) => (closed ? '閉じています(closed)' : '開いています(open)'),
	breaker: ({ locked }) =>
		locked === undefined ? '動作中の開閉ユニットがありません' : locked ? 'ロックアウトしています(locked)' : 'ロックアウトしていません(ready)',
	verdict: ({ verdict }) => (verdict === undefined ? '判定がありません(none)' : `判定は「${VERDICTS_JA[verdict]}」です`),
	load: ({ watts }) => (watts === undefined ? '計測していません' : `${Math.round(watts)} Wです`),
	unit: ({ state, code }) => `${UNIT_STATES_JA[state]}(${state})です${state === 'empty' || code === undefined ? '' : `: ${code}`}`,
	event: ({ text }) => `${text}がありました`,
	events: ({ texts, more }) => (texts.length === 0 ? '何もありませんでした' : `あったのは${more ? '…、' : ''}${texts.join('、')}です`),
	forgotten: ({ events, most }) => `新しい${most}件より前の${events}件のイベントは残っていません`,
});

const STEP_FAILURE_JA: KindWords<StepFailures> = Object.freeze({
	unmet: ({ words, found }) => `${words}のはずですが、${kindText<Founds>(FOUND_JA, found)}`,
	done: () => '拒否されるはずですが、実行されました',
	refused: ({ why, reason }) => `拒否: ${why === undefined ? reason : refusalWords(why, 'ja')}`,
});

export const STEP_WORDS: InEach<KindWords<StepFailures>> = Object.freeze({ en: STEP_FAILURE_WORDS, ja: STEP_FAILURE_JA });

export function stepText(failure: StepFailure, language: Language): string {
	return kindText<StepFailures>(STEP_WORDS[language], failure);
}
