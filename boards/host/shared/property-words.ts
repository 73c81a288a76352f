/** Properties and their values in words, in each language; Japanese names as the ECHONET Lite class has them (APPENDIX, 0x0288 and 0x0EF0). */
import type { InEach } from '../../../src/world/schema/language.js';
import type { PropertyName } from '../../../src/world/watch/values.js';

/** Without their units, which stand behind the values. */
export const PROPERTIES_JA: Readonly<Record<PropertyName, string>> = Object.freeze({
	'operation status': '動作状態',
	'installation location': '設置場所',
	'standard version': '規格Version情報',
	'identification number': '識別番号',
	'fault status': '異常発生状態',
	'manufacturer code': 'メーカコード',
	'serial number': '製造番号',
	'current time': '現在時刻設定',
	'current date': '現在年月日設定',
	'announced properties': '状変アナウンスプロパティマップ',
	'settable properties': 'Setプロパティマップ',
	'readable properties': 'Getプロパティマップ',
	'Route B identification number': 'Bルート識別番号',
	'one-minute energy': '1分積算電力量計測値',
	coefficient: '係数',
	'effective digits': '積算電力量有効桁数',
	'cumulative energy': '積算電力量計測値(正方向)',
	'unit of energy, kWh': '積算電力量単位',
	'history of a day': '積算電力量計測値履歴1(正方向)',
	'cumulative energy, reverse': '積算電力量計測値(逆方向)',
	'history of a day, reverse': '積算電力量計測値履歴1(逆方向)',
	'day of the history': '積算履歴収集日1',
	'power, W': '瞬時電力計測値',
	'current, A': '瞬時電流計測値',
	'energy at fixed time': '定時積算電力量計測値(正方向)',
	'energy at fixed time, reverse': '定時積算電力量計測値(逆方向)',
	'half-hours of both directions': '積算電力量計測値履歴2',
	'time of the half-hours': '積算履歴収集日2',
	'minutes of both directions': '積算電力量計測値履歴3',
	'time of the minutes': '積算履歴収集日3',
	'operating status': '動作状態',
	version: 'Version情報',
	'number of instances': '自ノードインスタンス数',
	'number of classes': '自ノードクラス数',
	'instance list': 'インスタンスリスト通知',
	'instance list S': '自ノードインスタンスリストS',
	'class list S': '自ノードクラスリストS',
	property: 'プロパティ',
});

export interface ValueWords {
	readonly noData: () => string;
	readonly noTime: () => string;
	readonly noneChosen: () => string;
	readonly noDayChosen: () => string;
	readonly soMany: (items: number) => string;
	readonly daysAgo: (days: number) => string;
	readonly recorded: (day: string, recorded: number, of: number) => string;
	readonly backFrom: (time: string, what: string) => string;
	readonly countBackFrom: (count: string, time: string) => string;
	readonly at: (what: string, time: string) => string;
	/** States that JSON has as `on`, `fault`, … */
	readonly states: Readonly<Record<'on' | 'off' | 'fault' | 'no fault', string>>;
}

export const VALUE_WORDS: InEach<ValueWords> = Object.freeze({
	en: {
		noData: () => 'no data',
		noTime: () => 'no time',
		noneChosen: () => 'none chosen',
		noDayChosen: () => 'no day chosen',
		soMany: (items) => `${items} of them`,
		daysAgo: (days) => (days === 0 ? 'today' : days === 1 ? '1 day ago' : `${days} days ago`),
		recorded: (day, recorded, of) => `${day}: ${recorded} of ${of} recorded`,
		backFrom: (time, what) => `back from ${time}: ${what}`,
		countBackFrom: (count, time) => `${count} back from ${time}`,
		at: (what, time) => `${what} at ${time}`,
		states: { on: 'on', off: 'off', fault: 'fault', 'no fault': 'no fault' },
	},
	ja: {
		noData: () => 'データなし',
		noTime: () => '時刻なし',
		noneChosen: () => '未設定',
		noDayChosen: () => '日の設定なし',
		soMany: (items) => `${items}件`,
		daysAgo: (days) => (days === 0 ? '当日' : `${days}日前`),
		recorded: (day, recorded, of) => `${day}: ${of}コマのうち${recorded}コマを記録`,
		backFrom: (time, what) => `${time}から遡って: ${what}`,
		countBackFrom: (count, time) => `${time}から遡って${count}コマ`,
		at: (what, time) => `${what}(${time})`,
		states: { on: 'ON', off: 'OFF', fault: '異常あり', 'no fault': '異常なし' },
	},
});
