/** What comes of a command, in Japanese. Reasons that a unit's log or a file gives are theirs, and stay as they are. */
import type { OUTCOMES, REFUSALS } from '../schema/answer-rows.js';
import { PLACES_JA } from '../schema/event-words-ja.js';
import type { RowWords } from '../schema/language.js';
import { namesText } from './names-text.js';

const at = (node: string | null) => (node === null ? '' : `${node}の`);
const held = ({ code, serial }: { readonly code: string; readonly serial: string }) => `${code} ${serial}`;
const HOW: Readonly<Record<string, string>> = Object.freeze({ silent: '応答なし', crashes: '異常終了', late: '遅延', lies: '形名の偽り' });
const CONTACT: Readonly<Record<string, string>> = Object.freeze({
	welded: '溶着',
	stuck: '動かない',
	slow: '動きが遅い',
	fed: '負荷側から電圧がかかる',
});

const TOKEN = Object.freeze({
	format: 'トークンではありません',
	authentication: 'このメーターのトークンでないか、変更されています。または、誤りが続いたため1時間受け付けません',
	validation: 'トークンが使用済みか、アカウントが有効ではありません',
	execution: 'アカウントはこの額を加えられません',
});

/** What is wrong with a memory. */
export const DAMAGE_JA: Readonly<Record<'foreign' | 'newer' | 'corrupt', string>> = Object.freeze({
	foreign: '別のもの、または別の種類の記録が入っています',
	newer: 'より新しい版のKeikiが書いたものです',
	corrupt: '記録の始まりが1つも残っていません',
});

export const REFUSAL_WORDS_JA: RowWords<typeof REFUSALS> = Object.freeze({
	noPower: () => 'メーターに電源がありません',
	noSwitchingUnit: () => '開閉ユニットがありません',
	switchingUnitOff: () => '開閉ユニットに電源がありません',
	noCommunicationUnit: () => '指令を届ける、動作中の通信ユニットがありません',
	switchingUnit: ({ result, reason }) => `開閉ユニットの応答: ${result === 'refused' || result === 'unanswered' ? reason : `${result}: ${reason}`}`,
	emptyPlace: ({ place }) => `${PLACES_JA[place]}の場所は空です`,
	fullPlace: ({ place }) => `${PLACES_JA[place]}の場所は空いていません。先にpullで抜くか、swapで交換してください`,
	neverPulled: ({ place }) => `${PLACES_JA[place]}の場所から抜いたユニットはありません`,
	inPlace: ({ serial }) => `${serial}は取り付け済みです`,
	unknownSerial: ({ serial }) => `製造番号${serial}のユニットは、このメーターにありません`,
	notMade: ({ unit, phases }) => `${phases}用のユニット「${unit}」はありません`,
	tooManyUnits: ({ most }) => `1台のメーターのユニットは${most}個までです`,
	unknownMeter: ({ meter, meters, first, last }) =>
		`メーター${meter}はありません。${meters === 1 ? `指定できるのは1または${last}(1台だけです)、またはallです` : `指定できるのは1〜${meters}、製造番号${first}〜${last}、またはallです`}`,
	unknownDongle: ({ dongle, dongles }) =>
		dongles === 0 ? 'ドングルはありません' : `ドングル${dongle}はありません。指定できるのは${dongles === 1 ? '1(1個だけです)' : `1〜${dongles}`}です`,
	noPanel: () => 'この実行にパネルはありません',
	dongleOut: ({ node }) => `${node}は差し込まれていません`,
	damagedMemory: ({ message, owner, damage }) =>
		damage === null ? `メモリーを使えません: ${message}` : `${owner}.flashが壊れています: ${DAMAGE_JA[damage]}`,
	coverClosed: () => 'カバーは閉じています',
	nothingWrong: (unit) => `${held(unit)}に故障はありません`,
	contactWhole: () => '接点に故障はありません',
	faultLasts: ({ name }) => `障害${name}は続くもので、1回だけにはできません`,
	faultNotOn: ({ name, node }) => `${at(node)}障害${name}は起きていません`,
	faultElsewhere: ({ name, node, places, count }) => `障害${name}が起きるのは${namesText(places, count, 'か')}で、${node}ではありません`,
	faultNowhere: ({ name }) => `障害${name}が起きるものがありません`,
	unknownNode: ({ node, nodes, count }) => `${node}はありません。あるのは${namesText(nodes, count, '、')}です`,
	noTransmitLimit: ({ of }) => `電力線の${of === 'meter' ? 'メーター' : 'ドングル'}には送信時間の制限がありません`,
	notInJ11: ({ name, model }) => `${model}はJ11で話し、障害${name}に当たるものがありません`,
	onlyInJ11: ({ model }) => `${model}には、J11のコマンド0053がありません`,
	digitsAlways: ({ model }) => `${model}にはWOPTがなく、ペイロードを常に16進数で出します`,
	rawAlready: () => 'ドングルはすでにペイロードを生のバイト列で出しています',
	inModule: ({ name }) => `メーターの通信はWi-SUNモジュールが行い、障害${name}を起こせません`,
	noRouteB: () => 'メーターに、HEMSと通信するBルートの通信ユニットがありません',
	noRouteA: () => 'ヘッドエンドからメーターに届きません: 通信ユニットがないか、IPのAルートもローカルポートもありません',
	noLocalPort: () => 'メーターにローカルポートがありません。keiki run --local-portで設けられます',
	noRouteAOverIp: () => 'メーターにIPのAルートがありません。keiki run --route-aで設けられます',
	noClientKeys: () => 'メーターに、鍵を持つクライアントがありません',
	noImages: () => 'メーターにイメージ転送がありません。keiki run --keysのファイルにfirmwareKeyがあれば使えます',
	noGeneralBlocks: () => 'メーターに、gbtを使えるクライアントがありません。keiki run --keysのファイルで使えるようにできます',
	notOnAir: () => 'メーターは仮想の電波の中にありません',
	noNeighbours: () => '電力線には近隣のメーターがありません',
	powerIs: ({ on }) => `電源はすでに${on ? '入って' : '切れて'}います`,
	noLoadRelay: () => 'メーターに負荷リレーがありません。keiki run --load-relayで設けられます',
	relayStays: ({ on, mode }) => `負荷リレーは${on ? '入' : '切'}のままです。制御モード${mode}では、手で変えられません`,
	noAccount: () => 'メーターにアカウントがありません。keiki run --paymentで設けられます',
	tokenRefused: ({ why }) => TOKEN[why],
	tokenWaits: () => 'メーターはまだ前のトークンを調べています',
	noEmergencyCredit: () => '緊急クレジットは前払いだけのもので、ありません',
	notSelectable: ({ credit }) =>
		`緊急クレジットは今は選べません。残高${credit.toFixed(2)} JPYがわずかでないか、選択済みか、アカウントが有効でないためです`,
});

export const OUTCOME_WORDS_JA: RowWords<typeof OUTCOMES> = Object.freeze({
	pulled: (unit) => `${held(unit)}を抜きました`,
	plugged: ({ before, ...unit }) => `${before === null ? '' : `${held(before)}に代えて`}${held(unit)}を差し込みました`,
	service: ({ minutes }) => (minutes > 0 ? `${minutes}分間の作業を予告しました` : '作業は終わりました'),
	unitFails: ({ how, delayMs, as, ...unit }) =>
		`${held(unit)}の故障: ${delayMs !== null ? `${delayMs} msの遅れ` : as !== null ? `${as}と名乗る` : HOW[how]}`,
	unitMended: (unit) => `${held(unit)}は直りました`,
	contactFails: ({ how }) => `接点の故障: ${CONTACT[how]}`,
	contactMended: () => '接点は直りました',
	contact: ({ closed }) => `接点は${closed ? '閉じて' : '開いて'}います`,
	relay: ({ on }) => `負荷リレーは${on ? '入' : '切'}です`,
	token: ({ credit }) => `トークンが受け付けられました。残高は${credit.toFixed(2)} JPYです`,
	emergencyCredit: ({ credit, emergency }) => `緊急クレジット${emergency.toFixed(2)} JPYを選びました。残高は${credit.toFixed(2)} JPYです`,
	contract: ({ amperes }) => (amperes === null ? 'アンペア契約はありません' : `アンペア契約は${amperes} Aです`),
	demandLimit: ({ watts, minutes }) => (watts === null ? '電力の上限はありません' : `電力の上限は${minutes}分間で${watts} Wです`),
	load: ({ watts }) => (watts === null ? '負荷は住宅の消費電力です' : `負荷は${watts} Wです`),
	voltage: ({ r, t }) => {
		if (r === null && t === null) return '電圧は供給のとおりです';
		const leg = (name: string, volts: number | null) => `${name} ${volts === null ? '供給のとおり' : `${volts} V`}`;
		return `電圧は${leg('R', r)}、${leg('T', t)}です`;
	},
	clock: ({ time, byMs }) => `メーターの時計を${byMs} ms動かし、${time}にしました`,
	power: ({ on }) => `電源が${on ? '入りました' : '切れました'}`,
	dongleReset: ({ node }) => `${node}を再起動しました`,
	dongleUnplugged: ({ node, forMs }) => `${node}を${forMs} msの間抜きます`,
	faultOn: ({ name, value, once, node }) => `${at(node)}障害${name}=${value}を${once ? '1回だけ' : ''}起こします`,
	faultOff: ({ name, node }) => `${at(node)}${name === null ? 'すべての障害' : `障害${name}`}を止めました`,
});
