/** What is wrong with a line of a scenario or a command, in each language. */
import {
	type ChoiceOf,
	type Expectable,
	type Expectables,
	LINE_WRONG_WORDS,
	type LineWrong,
	type LineWrongs,
} from '../../../src/world/scenario/line-wrong.js';
import type { ScenarioError } from '../../../src/world/scenario/scenario.js';
import { type InEach, type KindWords, kindText, type Language } from '../../../src/world/schema/language.js';
import { FAULTS_WORDS } from './faults-words.js';

const CHOICES_OF_JA: Readonly<Record<ChoiceOf, string>> = Object.freeze({
	expected: '期待の対象',
	verdict: '判定',
	place: '場所',
	unitState: 'ユニットの状態',
	failure: '故障の種類',
	contactFailure: '接点の故障',
	eventKind: 'イベントの種類',
	eventKinds: 'イベントの種類',
});

const EXPECTABLES_JA: KindWords<Expectables> = Object.freeze({
	choice: ({ choices, of }) => (of === undefined ? choices.join('か') : `${CHOICES_OF_JA[of]}(${choices.join('、')}のどれか)`),
	stepTime: () => '+10m、09:30:00、2026-11-22T09:30のような時刻',
	command: ({ names }) => `コマンド(${names.join('、')}のどれか)`,
	meter: () => 'メーターの番号か製造番号、またはall',
	unit: ({ places }) => `1p3w-60-2wayのようなユニットの符号、場所(${places.join('、')})、または製造番号`,
	liesCode: () => 'ユニットが名乗る形名の符号',
	fault: () => '障害の名前',
	node: () => 'meter、dongle、dongle-2のようなノードの名前',
	window: ({ minutes }) => `${minutes.join('、')}分のどれかの時間枠`,
	voltages: () => '電圧(V)、RかTと電圧、または"normal"',
	otherLeg: () => 'もう一方の相、または行の終わり',
	token: ({ digits }) => `${digits}桁のトークン(間に空白やハイフンがあってもよい)`,
	duration: () => '200ms、5s、10min、1hのような、7dまでの時間',
	clock: () => '+7minや-90sのような7dまでの時間、2026-11-22T09:30のような日時(2000〜2099年)、または"right"',
	power: ({ most }) => `-${most}〜${most} Wの電力`,
	voltage: ({ most }) => `0〜${most} Vの電圧`,
	amperes: ({ most }) => `1〜${most}の整数(アンペア)`,
	dongle: ({ most }) => `ドングルの番号(1〜${most})`,
	watts: ({ min, max }) => `${min}〜${max}の整数(ワット)`,
	field: () => 'KEY=VALUE',
	event: () => 'イベントの種類、またはイベントの語',
	code: () => '符号',
	unitCode: () => '"keiki catalogue types"の一覧にあるユニットの符号',
	meters: ({ meters, streets }) => `どのメーターか(all、street 3、street 3..5(${streets}まで)、meter 17、meter 100..200(${meters}まで)のどれか)`,
	lead: () => '+7minや-90sのような、7dまでの差、または"right"',
	share: () => '5%のような、0より大きく100までの割合',
	lineEnd: () => '行の終わり',
});

const LINE_WRONG_JA: KindWords<LineWrongs> = Object.freeze({
	missing: ({ expected }) => `${expectableJa(expected)}が必要ですが、行が終わっています`,
	unexpected: ({ expected, got, perhaps = [] }) =>
		`${expectableJa(expected)}のはずですが、"${got}"です${perhaps.length > 0 ? `。${perhaps.join('か')}かもしれません` : ''}`,
	noField: ({ event, fields, got }) => `"${event}"の項目(${fields.join('、')})のはずですが、"${got}"です`,
	fault: (fault) => FAULTS_WORDS.ja.wrong(fault),
	beforeStart: ({ got }) => `開始より後の時刻のはずですが、"${got}"です`,
	beforeLast: ({ got }) => `前のステップより前でない時刻のはずですが、"${got}"です`,
	behindEnd: () => '"end"の後には何も書けません',
	noSteps: ({ example }) => `"${example}"のようなステップが1つ以上必要です`,
});

export const LINE_WORDS: InEach<KindWords<LineWrongs>> = Object.freeze({ en: LINE_WRONG_WORDS, ja: LINE_WRONG_JA });

export function lineText(wrong: LineWrong, language: Language): string {
	return kindText<LineWrongs>(LINE_WORDS[language], wrong);
}

/** `FILE:LINE:COLUMN: what is wrong`. */
export function scenarioErrorText({ place, wrong }: ScenarioError, language: Language): string {
	return `${place}: ${lineText(wrong, language)}`;
}

function expectableJa(expected: Expectable): string {
	return kindText<Expectables>(EXPECTABLES_JA, expected);
}
