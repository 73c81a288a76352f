import type { InEachLanguage } from '../../../web/page/words.js';
import type { FailureKind, HalfHourStatus, Hole, Verdict } from '../../curves/told.js';

export interface CurvesWords {
	readonly title: string;
	readonly power: string;
	readonly powerLabel: string;
	readonly span: string;
	readonly spans: Readonly<Record<SpanName, string>>;
	readonly lines: string;
	readonly voltage: string;
	readonly current: string;
	readonly pause: string;
	readonly goOn: string;
	readonly axis: string;
	readonly keys: string;
	readonly loading: string;
	readonly failed: (reason: string) => string;
	readonly measured: string;
	readonly nothing: string;
	readonly served: string;
	readonly now: string;
	readonly toWhom: (to: string) => string;
	readonly verdicts: Readonly<Record<Verdict, string>>;
	readonly notified: string;
	readonly routeA: string;
	readonly client: (client: number) => string;
	readonly readings: ReadingWords;
	readonly failures: Readonly<Record<FailureKind, string>>;
	readonly faultAndValue: (name: string, value: string) => string;
	readonly asTable: string;
	readonly columns: { readonly time: string; readonly value: string; readonly truth: string; readonly verdict: string; readonly to: string };
	readonly failureTable: { readonly caption: string; readonly what: string; readonly from: string; readonly to: string; readonly none: string };
	readonly servedCaption: string;
	readonly noneServed: string;
	readonly halfHours: string;
	readonly day: string;
	readonly earlier: string;
	readonly later: string;
	readonly today: string;
	readonly daysAgo: (days: number) => string;
	readonly import: string;
	readonly export: string;
	readonly direction: string;
	readonly register: string;
	readonly energy: string;
	readonly noValue: string;
	readonly holes: Readonly<Record<Hole, string>>;
	readonly status: Readonly<Record<HalfHourStatus, string>>;
	readonly hole: string;
	readonly barsLabel: string;
	readonly heat: string;
	readonly heatLabel: string;
	readonly heatKeys: string;
	readonly ahead: string;
	readonly of: string;
	readonly total: (import_: string, export_: string | undefined) => string;
	readonly weekdays: readonly string[];
	readonly all: string;
}

/** Of what clients of Route A read. */
export interface ReadingWords {
	readonly associated: string;
	readonly read: string;
	readonly refused: string;
	readonly refusedWith: (code: number) => string;
	readonly rows: (count: number) => string;
	readonly caption: string;
	readonly none: string;
	readonly what: string;
	readonly by: string;
	/** By their logical names. */
	readonly objects: Readonly<Record<string, string>>;
}

export type SpanName = 'minutes' | 'hour' | 'hours' | 'day';

export const CURVES_WORDS: InEachLanguage<CurvesWords> = Object.freeze({
	en: {
		title: 'Curves',
		power: 'Power',
		powerLabel: 'Power over time',
		span: 'How much of it',
		spans: { minutes: '10 min', hour: '1 h', hours: '6 h', day: '24 h' },
		lines: 'Beside it',
		voltage: 'Voltage',
		current: 'Current',
		pause: 'Hold',
		goOn: 'Go on',
		axis: 'JST, by the clock of the meter',
		keys: 'Arrow keys move the cursor, Page Up and Page Down go to the next mark, Escape lets go.',
		loading: 'Loading …',
		failed: (reason) => `This could not be read: ${reason}`,
		measured: 'Measured',
		nothing: 'nothing',
		served: 'Served',
		now: 'now',
		toWhom: (to) => `to ${to}`,
		verdicts: { right: 'right', wrong: 'wrong', late: 'late', none: 'no data', refused: 'refused' },
		notified: 'Notification',
		routeA: 'Route A',
		client: (client) => `client ${client}`,
		readings: {
			associated: 'Associated on Route A',
			read: 'Read on Route A',
			refused: 'Refused on Route A',
			refusedWith: (code) => `refused (result ${code})`,
			rows: (count) => `${count} ${count === 1 ? 'row' : 'rows'}`,
			caption: 'What was read on Route A, the newest first',
			none: 'No client of Route A has read energy, power or the load profile yet.',
			what: 'Object and value',
			by: 'Client, way',
			objects: {
				'1.0.1.7.0.255': 'Import power',
				'1.0.2.7.0.255': 'Export power',
				'1.0.1.8.0.255': 'Import energy',
				'1.0.2.8.0.255': 'Export energy',
				'1.0.31.7.0.255': 'Current R',
				'1.0.71.7.0.255': 'Current T',
				'1.0.32.7.0.255': 'Voltage R',
				'1.0.72.7.0.255': 'Voltage T',
				'1.0.99.1.0.255': 'Load profile',
			},
		},
		failures: { fault: 'fault', power: 'no power', contact: 'contact open', metering: 'no metering unit', session: 'session lost' },
		faultAndValue: (name, value) => `${name}=${value}`,
		asTable: 'As tables',
		columns: { time: 'Time', value: 'Value, W', truth: 'Measured, W', verdict: 'Verdict', to: 'To' },
		failureTable: { caption: 'What failed', what: 'What', from: 'From', to: 'To', none: 'Nothing failed.' },
		servedCaption: 'Values of E7 that were sent, the newest first',
		noneServed: 'No HEMS has read the power yet.',
		halfHours: 'Half-hours',
		day: 'Day',
		earlier: 'A day earlier',
		later: 'A day later',
		today: 'today',
		daysAgo: (days) => (days === 1 ? 'yesterday' : `${days} days ago`),
		import: 'Import',
		export: 'Export',
		direction: 'Direction',
		register: 'Register',
		energy: 'Energy, kWh',
		noValue: 'no value',
		holes: {
			ahead: 'not yet',
			running: 'goes on, and its begin was not recorded',
			unread: 'no metering unit is at work',
			before: 'older than the record of this unit',
			powerOut: 'the meter had no power',
			clockSet: 'the clock was set past it',
			unknown: 'the record does not say why',
		},
		status: { clockSet: 'clock set', powerOut: 'was without power', incomplete: 'measured in part', lost: 'energy lost in a power cut' },
		hole: 'No data',
		barsLabel: 'Half-hours of the day',
		heat: '46 days',
		heatLabel: 'Half-hours of 46 days',
		heatKeys: 'Arrow keys move from half-hour to half-hour and from day to day.',
		ahead: 'to come',
		of: 'of',
		total: (import_, export_) => `${import_} kWh drawn${export_ === undefined ? '' : `, ${export_} kWh fed in`}`,
		weekdays: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
		all: 'All of the curves',
	},
	ja: {
		title: '曲線',
		power: '電力',
		powerLabel: '電力の推移',
		span: '表示する期間',
		spans: { minutes: '10分', hour: '1時間', hours: '6時間', day: '24時間' },
		lines: '重ねて表示',
		voltage: '電圧',
		current: '電流',
		pause: '止める',
		goOn: '再開',
		axis: '日本時間(メーターの時計)',
		keys: '矢印キーでカーソルが動き、Page Up・Page Downで隣の印へ移ります。Escapeで外れます。',
		loading: '読み込んでいます…',
		failed: (reason) => `読み取れませんでした: ${reason}`,
		measured: '計測値',
		nothing: 'なし',
		served: '応答値',
		now: '現在',
		toWhom: (to) => `${to}へ`,
		verdicts: { right: '正しい', wrong: '誤り', late: '遅延', none: 'データなし', refused: '不可応答' },
		notified: '通知',
		routeA: 'Aルート',
		client: (client) => `クライアント${client}`,
		readings: {
			associated: 'Aルートのアソシエーション',
			read: 'Aルートの読取り',
			refused: 'Aルートで拒否',
			refusedWith: (code) => `拒否(結果${code})`,
			rows: (count) => `${count}行`,
			caption: 'Aルートで読み取られたもの(新しい順)',
			none: '電力量・電力・ロードプロファイルを読み取ったAルートのクライアントはまだありません。',
			what: 'オブジェクトと値',
			by: 'クライアント、経路',
			objects: {
				'1.0.1.7.0.255': '買電電力',
				'1.0.2.7.0.255': '売電電力',
				'1.0.1.8.0.255': '買電電力量',
				'1.0.2.8.0.255': '売電電力量',
				'1.0.31.7.0.255': 'R相電流',
				'1.0.71.7.0.255': 'T相電流',
				'1.0.32.7.0.255': 'R相電圧',
				'1.0.72.7.0.255': 'T相電圧',
				'1.0.99.1.0.255': 'ロードプロファイル',
			},
		},
		failures: { fault: '障害', power: '停電', contact: '開閉器 開', metering: '計量ユニットなし', session: 'セッション切れ' },
		faultAndValue: (name, value) => `${name}=${value}`,
		asTable: '表で見る',
		columns: { time: '時刻', value: '値 (W)', truth: '計測値 (W)', verdict: '判定', to: '宛先' },
		failureTable: { caption: '障害の一覧', what: '内容', from: '開始', to: '終了', none: '障害はありません。' },
		servedCaption: '送信したE7の値(新しい順)',
		noneServed: '電力を読み取ったHEMSはまだありません。',
		halfHours: '30分値',
		day: '日',
		earlier: '前の日',
		later: '次の日',
		today: '今日',
		daysAgo: (days) => (days === 1 ? '昨日' : `${days}日前`),
		import: '買電',
		export: '売電',
		direction: '方向',
		register: '積算値',
		energy: '電力量 (kWh)',
		noValue: '値なし',
		holes: {
			ahead: 'これから',
			running: '計測中(始まりの記録なし)',
			unread: '動作中の計量ユニットがありません',
			before: 'このユニットの記録より前',
			powerOut: 'メーターが停電していました',
			clockSet: '時計の変更で飛ばされました',
			unknown: '記録からは理由が分かりません',
		},
		status: { clockSet: '時計変更', powerOut: '停電あり', incomplete: '一部のみ計測', lost: '突然の停電で電力量を失った' },
		hole: 'データなし',
		barsLabel: '1日の30分値',
		heat: '46日間',
		heatLabel: '46日間の30分値',
		heatKeys: '矢印キーで、30分ごと、1日ごとに移ります。',
		ahead: 'これから',
		of: '/',
		total: (import_, export_) => `買電 ${import_} kWh${export_ === undefined ? '' : `、売電 ${export_} kWh`}`,
		weekdays: ['日', '月', '火', '水', '木', '金', '土'],
		all: '曲線をすべて見る',
	},
});
