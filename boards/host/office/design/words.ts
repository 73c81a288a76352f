/** What a design says to people, in each language. */
import type { Condition } from '../../../../src/meter/catalogue/conditions.js';
import { changeText } from '../../../../src/meter/catalogue/parse.js';
import type { BrokenRule, Change } from '../../../../src/meter/catalogue/rules.js';
import type { Place } from '../../../../src/meter/catalogue/select.js';
import { SELECTION_TEXTS, type SelectionTexts } from '../../../../src/meter/catalogue/selection-texts.js';
import type { UnitType } from '../../../../src/meter/catalogue/unit-types.js';
import { unitName } from '../../../../src/meter/catalogue/unit-words.js';
import type { ApplicationKind } from '../../../../src/operations/design/applications.js';
import type { CheckId } from '../../../../src/operations/design/checks.js';
import type { Action, PlanNote } from '../../../../src/operations/design/plan.js';
import type { InEach } from '../../../../src/world/schema/language.js';
import { SELECTION_TEXTS_JA } from '../../catalogue/selection-texts-ja.js';
import { type BrokenTexts, brokenTextsJa, changeJa, unitNameJa } from '../../shared/unit-words-ja.js';

export interface DesignWords {
	readonly selection: SelectionTexts;
	readonly kinds: Readonly<Record<ApplicationKind, string>>;
	readonly places: Readonly<Record<Place, string>>;
	readonly actions: Readonly<Record<Action, string>>;
	readonly notes: Readonly<Record<PlanNote, string>>;
	readonly checks: Readonly<Record<CheckId, string>>;
	readonly name: (type: UnitType) => string;
	readonly broken: (rule: BrokenRule) => BrokenTexts;
	readonly change: (change: Change) => string;
	/** @param does what a unit that serves does */
	readonly doesNot: (unit: string, does: string) => string;
	/** @param condition where nothing says what it does */
	readonly failsCondition: (unit: string, condition: Condition) => string;
	readonly noOption: (does: string) => string;
	readonly unasked: (unit: string) => string;
	readonly notInStock: (unit: string) => string;
	readonly wouldDo: (changes: readonly string[]) => string;
	/** Of a change that wants a unit that no depot has. */
	readonly notAtHand: (change: string) => string;
	readonly nothingWouldDo: string;
	readonly holds: string;
	readonly fails: string;
	readonly stock: (counts: readonly { readonly depot: string; readonly count: number }[]) => string;
	readonly although: (what: string) => string;
	readonly ratherThan: (code: string, reason: string, stock: string) => string;
	readonly none: string;
	readonly possible: string;
	readonly obstacles: string;
	readonly settle: (what: string) => string;
	readonly isFinishable: string;
	readonly isNotFinishable: string;
	readonly nothingToDesignFrom: string;
}

export const DESIGN_WORDS: InEach<DesignWords> = Object.freeze({
	en: {
		selection: SELECTION_TEXTS,
		kinds: {
			new: 'new meter',
			'feed-in': 'renewable energy is to be fed in',
			'route-b': 'Route B',
			amperes: 'other contract amperes',
			'option-in': 'optional unit in',
			'option-out': 'optional unit out',
			communication: 'other communication method',
			certification: 'certification of the metering unit ends',
			'move-in': 'moving in',
			'move-out': 'moving out',
			'lost-password': 'password lost',
		},
		places: { communication: 'communication unit', metering: 'metering unit', option: 'optional unit', cover: 'terminal cover' },
		actions: { keep: 'stays', exchange: 'exchange', add: 'plug in', remove: 'take out', none: 'none' },
		notes: {
			newMeter: 'a new meter: its base is wired, then all units plug into it',
			nothing: 'nothing has to be done at the meter',
			meteringAlone: 'the metering unit alone is exchanged: no live-line work, and nothing of the other units is lost',
			communicationAlone: 'the communication unit alone is exchanged: no live-line work, and the certification stays as it is',
			units: 'units are pulled and plugged, the base and its wires stay: no live-line work',
		},
		checks: {
			communication: 'communication unit suits the condition',
			'two-way': 'two-way measurement where energy is fed in',
			'route-b': 'Route B service where it is applied for',
			contract: 'metering unit and optional unit suit the contract',
			cover: 'terminal cover suits the site',
			stock: 'units lie in a depot',
		},
		name: unitName,
		broken: (rule) => rule,
		change: changeText,
		doesNot: (unit, does) => `${unit}: asked for is one that ${does}`,
		failsCondition: (unit, condition) => `${unit} does not meet ${condition}`,
		noOption: (does) => `there is no optional unit, and asked for is one that ${does}`,
		unasked: (unit) => `${unit} is asked for by nothing`,
		notInStock: (unit) => `no depot has a ${unit}`,
		wouldDo: (changes) => `would do: ${changes.join(', or ')}`,
		notAtHand: (change) => `${change} (in no depot)`,
		nothingWouldDo: 'no unit would do',
		holds: 'yes',
		fails: 'NO',
		stock: (counts) => (counts.length === 0 ? 'in no depot' : counts.map(({ depot, count }) => `${depot} ${count}`).join(', ')),
		although: (what) => `although it ${what}`,
		ratherThan: (code, reason, stock) => `rather than ${code}, which ${reason} (${stock})`,
		none: 'no meter serves this application',
		possible: 'it would be possible',
		obstacles: 'records stand against it',
		settle: (what) => `settles it: ${what}`,
		isFinishable: 'can be finished',
		isNotFinishable: 'cannot be finished',
		nothingToDesignFrom: 'there is nothing to design from',
	},
	ja: {
		selection: SELECTION_TEXTS_JA,
		kinds: {
			new: '新設',
			'feed-in': '再生可能エネルギーの連系',
			'route-b': 'Bルート',
			amperes: '契約アンペアの変更',
			'option-in': 'オプションユニットの取り付け',
			'option-out': 'オプションユニットの取り外し',
			communication: '通信方式の変更',
			certification: '計量ユニットの検定満了',
			'move-in': '転入',
			'move-out': '転出',
			'lost-password': 'パスワードの紛失',
		},
		places: { communication: '通信ユニット', metering: '計量ユニット', option: 'オプションユニット', cover: '端子カバー' },
		actions: { keep: 'そのまま', exchange: '交換', add: '取り付け', remove: '取り外し', none: 'なし' },
		notes: {
			newMeter: '新しいメーターです。ベースを結線し、すべてのユニットを差し込みます',
			nothing: 'メーターでの作業はありません',
			meteringAlone: '計量ユニットだけを交換します。活線作業は不要で、ほかのユニットは何も失いません',
			communicationAlone: '通信ユニットだけを交換します。活線作業は不要で、検定もそのままです',
			units: 'ユニットを抜き差しします。ベースと配線はそのままで、活線作業は不要です',
		},
		checks: {
			communication: '通信ユニットが条件に適するか',
			'two-way': '連系するなら双方向の計量機能があるか',
			'route-b': 'Bルートの申し込みがあるならその機能があるか',
			contract: '計量ユニットとオプションユニットが契約種別に適するか',
			cover: '端子カバーが場所に適するか',
			stock: 'ユニットの在庫があるか',
		},
		name: unitNameJa,
		broken: brokenTextsJa,
		change: changeJa,
		doesNot: (unit, does) => `${unit}は次を満たしません: ${does}`,
		failsCondition: (unit, condition) => `${unit}は条件${condition}を満たしません`,
		noOption: (does) => `オプションユニットがありません。必要なもの: ${does}`,
		unasked: (unit) => `${unit}を必要とするものがありません`,
		notInStock: (unit) => `${unit}の在庫がありません`,
		wouldDo: (changes) => `直すには: ${changes.join('、または')}`,
		notAtHand: (change) => `${change}(在庫なし)`,
		nothingWouldDo: '使えるユニットはありません',
		holds: 'はい',
		fails: 'いいえ',
		stock: (counts) => (counts.length === 0 ? '在庫なし' : counts.map(({ depot, count }) => `${depot} ${count}個`).join('、')),
		although: (what) => `ただし、${what}`,
		ratherThan: (code, reason, stock) => `${code}ではない理由: ${reason}(${stock})`,
		none: 'この申し込みに合うメーターはありません',
		possible: '次のようにすれば可能です',
		obstacles: '記録に問題があります',
		settle: (what) => `解決するには: ${what}`,
		isFinishable: '完了できます',
		isNotFinishable: '完了できません',
		nothingToDesignFrom: '設計のもとになる記録がありません',
	},
});
