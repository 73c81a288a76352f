/** What happens to a meter's units and its supply, in Japanese. What the meter's log has beside an event is the log's own, and stays as it is. */
import type { BaseEventName } from '../../meter/backplane/base-log.js';
import type { Place } from '../../meter/backplane/messages.js';
import type { RuleId } from '../../meter/catalogue/rules.js';
import type { Verdict } from '../../meter/communication/status-information.js';
import type { WorldEvent } from './event-rows.js';

/** The sentences of the kinds that have any. */
export type UnitWords = {
	readonly [Kind in 'unit' | 'voltage' | 'supply' | 'relay' | 'account' | 'credentials']: (event: WorldEvent<Kind>) => string;
};

export const PLACES_JA: Readonly<Record<Place, string>> = Object.freeze({
	communication: '通信ユニット',
	metering: '計量ユニット',
	option: 'オプションユニット',
	cover: '端子カバー',
});

const BASE_EVENTS_JA: Readonly<Record<BaseEventName, string>> = Object.freeze({
	started: '起動',
	stopped: '停止',
	plugged: '取り付け',
	pulled: '取り外し',
	'pulled unannounced': '予告なしの取り外し',
	isolated: '切り離し',
	released: '切り離しの解除',
	'cover opened': 'カバーの取り外し',
	'cover opened unannounced': '予告なしのカバーの取り外し',
	'cover closed': 'カバーの取り付け',
	'service announced': '作業の予告',
	'service ended': '作業の終了',
	'clock set': '時刻の設定',
	mismatch: '組み合わせの不一致',
	'registers behind': '積算値の後退',
	'certification ends soon': '検定有効期間の満了間近',
	'certification ended': '検定有効期間の満了',
	command: '指令',
	contact: '接点',
	status: '状態',
});

/** Names of the rules of fit that a unit breaks. */
const RULES: Readonly<Record<RuleId, string>> = Object.freeze({
	'communication-unit': '通信ユニットがない',
	'metering-unit': '計量ユニットがない',
	'terminal-cover': '端子カバーがない',
	phases: 'オプションユニットと計量ユニットの相線式が異なる',
	rating: 'オプションユニットと計量ユニットの定格電流が異なる',
	'two-way': '計量ユニットは双方向、通信ユニットは単方向',
	'route-b': '計量ユニットがBルートに対応していない',
	'one-each': '同じ場所にユニットが二つある',
	'is-made': 'そのようなユニットはない',
});

const VERDICTS: Readonly<Record<Verdict, string>> = Object.freeze({
	active: '動作中',
	'HEMS is failure': 'HEMSの故障',
	'HEMS is unconnected': 'HEMSが未接続',
	abnormality: '異常',
	undetermined: '判定できない',
});

const KINDS: Readonly<Record<WorldEvent<'voltage'>['kind'], string>> = Object.freeze({
	sag: '電圧低下',
	swell: '電圧上昇',
	interruption: '瞬断',
	imbalance: '電圧不平衡',
});
const STATES: Readonly<Record<WorldEvent<'voltage'>['state'], string>> = Object.freeze({ lasting: '開始', ended: '終了', cut: '計測中断' });

const ACCOUNT: Readonly<Record<WorldEvent<'account'>['what'], string>> = Object.freeze({
	activated: 'アカウント有効化',
	closed: 'アカウント終了',
	reset: 'アカウント初期化',
	token: 'トークン受け付け',
	refused: 'トークン拒否',
	selected: '緊急クレジット選択',
	credit: '残高あり',
	low: '残高わずか',
	emergency: '緊急クレジット使用中',
	out: '残高なし',
});
const WHY = Object.freeze({
	format: 'トークンでない',
	authentication: 'このメーターのものでない、または受け付け停止中',
	validation: '使用済みか、アカウントが有効でない',
	execution: '加えられない額',
});
const REFUSED = Object.freeze({ oldVersion: '拒否(より新しいバージョンでない)', notOurs: '拒否(このユニット用の封印でない)' });

export const UNIT_WORDS_JA: UnitWords = Object.freeze({
	/** `計量ユニット: 予告なしの取り外し: 1p3w-60-2way M0001001` */
	unit: (event) => {
		const { what, place } = event;
		const beside = besideOf(event);
		return `${place === null ? 'ベース' : PLACES_JA[place]}: ${BASE_EVENTS_JA[what]}${beside === '' ? '' : `: ${beside}`}`;
	},
	/** `電圧低下 R-N 終了: 91.2 V、12.3秒` */
	voltage: ({ kind, quantity, state, extreme, durationMs }) => {
		const worst = kind === 'imbalance' ? `${extreme.toFixed(1)} %` : `${extreme.toFixed(1)} V`;
		return `${KINDS[kind]} ${quantity} ${STATES[state]}: ${worst}${state === 'lasting' ? '' : `、${durationMs / 1000}秒`}`;
	},
	supply: ({ on }) => (on ? '宅内への供給: あり' : '宅内への供給: なし'),
	relay: ({ on }) => `負荷リレー: ${on ? '入' : '切'}`,
	/** `トークン拒否: 使用済みか、アカウントが有効でない、残高120.00 JPY` */
	account: ({ what, why, credit }) => `${ACCOUNT[what]}${why === undefined ? '' : `: ${WHY[why]}`}、残高${credit.toFixed(2)} JPY`,
	credentials: ({ version, refusal }) => `認証情報(バージョン${version}): ${refusal === null ? '受け付け' : REFUSED[refusal]}`,
});

/** What stands beside what happened, where it is known as data; else what the log has. */
function besideOf({ detail, rule, verdict, code, serial }: WorldEvent<'unit'>): string {
	if (rule !== undefined) return `${code} ${serial}: ${RULES[rule]}`;
	return verdict === undefined ? detail : `HEMS: ${VERDICTS[verdict as Verdict] ?? verdict}`;
}
