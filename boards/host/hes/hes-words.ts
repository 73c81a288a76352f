/** What `keiki hes` says around its readings, in each language. */
import type { InEach } from '../../../src/world/schema/language.js';

export interface HesTexts {
	/** @param attempt undefined: the first, which does not count */
	readonly again: (why: string, attempt: number | undefined, retries: number) => string;
	readonly interrupted: (signal: string) => string;
	readonly object: (number: number, of: number) => string;
	/** @param expected 0: nobody knows */
	readonly rows: (done: number, expected: number) => string;
	readonly part: (done: number, expected: number, part: number, parts: number) => string;
	readonly inFile: (rows: number, fresh: number, ranges: number) => string;
	/** @param found in place of the first one's time */
	readonly leftOut: (rows: number, found: string) => string;
	/** @param slots that have no row; @param first of them, and there are more */
	readonly holes: (slots: number, first: string) => string;
	readonly doubled: (rows: number) => string;
	readonly behind: (rows: number) => string;
	readonly ofFuture: (rows: number, time: string, clock: string) => string;
	readonly hostsTime: () => string;
	readonly countersForgotten: (last: number) => string;
	/** @param register its logical name */
	readonly flutters: (register: string, bits: string) => string;
	readonly noObjects: (entries: number) => string;
	readonly bySelector: (selectors: string) => string;
	/** Hint behind a value. */
	readonly walkShows: () => string;
	/** @param name undefined: nobody here knows what it is for */
	readonly listed: (obis: string, classText: string, version: number, name: string | undefined) => string;
	readonly nothingUsual: () => string;
	readonly noQuality: () => string;
	readonly time: () => string;
	readonly profile: (device: string, obis: string) => string;
	readonly rowCount: (rows: number) => string;
	readonly nullRow: () => string;
	readonly outNotRead: (path: string, reason: string) => string;
	readonly notWritten: (path: string, reason: string) => string;
	readonly keysUnwritten: (path: string, reason: string) => string;
	/** @param keys where the old ones are; undefined: those that everybody knows */
	readonly oldKeysHold: (why: string, keys: string | undefined) => string;
	readonly tryingKeys: (why: string) => string;
	/** @param keys as of `oldKeysHold` */
	readonly agreementLost: (why: string, keys: string | undefined) => string;
	readonly newKeysApart: (part: string, file: string, reason: string) => string;
	readonly newKeysNotTaken: () => string;
	readonly noKeysHold: (why: string, old: string | undefined, part: string, file: string) => string;
	/** A message that could not be opened. */
	readonly notOpened: () => string;
	/** Of a file for Wireshark. */
	readonly captureEnds: (reason: string) => string;
	/** It was set, or called. */
	readonly done: () => string;
	readonly newKeysWork: (client: number, file: string) => string;
}

export interface ClockWords {
	readonly before: () => string;
	readonly meter: () => string;
	readonly host: () => string;
	readonly meterIs: () => string;
	readonly status: () => string;
	readonly right: (seconds: string) => string;
	readonly days: (days: string) => string;
	readonly ahead: (by: string) => string;
	readonly behind: (by: string) => string;
	readonly wrongWeekday: (weekday: number) => string;
	readonly leaps: (from: string, to: string) => string;
	readonly invalid: () => string;
}

export interface SupplyWords {
	readonly before: () => string;
	readonly now: () => string;
	readonly notReached: (seconds: number, state: string) => string;
	readonly noLogs: () => string;
	readonly planned: (order: string, time: string) => string;
	readonly unplanned: () => string;
}

export interface LimitTexts {
	readonly watches: () => string;
	readonly active: () => string;
	readonly normal: () => string;
	readonly emergency: () => string;
	readonly durations: () => string;
	readonly scripts: () => string;
	/** Scripts in words, and after how many seconds. */
	readonly scriptsSet: (over: string, overSeconds: number, under: string, underSeconds: number) => string;
	readonly scriptsUntold: () => string;
	readonly opensNothing: () => string;
	readonly profile: () => string;
	readonly group: (id: number) => string;
	readonly groups: () => string;
	readonly isEmergency: () => string;
	readonly none: () => string;
}

export interface TariffTexts {
	readonly activated: (name: string) => string;
	readonly planned: (name: string, time: string) => string;
}

export interface RouteBTexts {
	readonly credentials: () => string;
	readonly noneSealed: () => string;
	readonly version: (version: number, time: string) => string;
	readonly verdict: () => string;
	readonly since: (verdict: string, time: string) => string;
	readonly startup: () => string;
	readonly authentication: () => string;
	readonly connection: () => string;
	readonly unit: () => string;
	readonly clear: () => string;
	readonly failure: () => string;
	readonly normal: () => string;
	readonly abnormality: () => string;
}

export const HES_WORDS: InEach<HesTexts> = Object.freeze({
	en: {
		again: (why, attempt, retries) => `${why}; trying again${attempt === undefined ? '' : `, ${attempt} of ${retries}`}`,
		interrupted: (signal) => `interrupted: ${signal}`,
		object: (number, of) => `object ${number} of ${of}`,
		rows: (done, expected) => `${done}${expected === 0 ? '' : ` of ${expected}`} rows`,
		part: (done, expected, part, parts) => `${done} of ${expected} rows, part ${part} of ${parts}`,
		inFile: (rows, fresh, ranges) => `${rows} rows, ${fresh} of them new, ${ranges === 1 ? '1 range' : `${ranges} ranges`} asked for`,
		leftOut: (rows, found) =>
			`${rows === 1 ? '1 row' : `${rows} rows`} left out: expected a date-time as the time of each, got ${found}${rows === 1 ? '' : ' in the first of them'}`,
		holes: (slots, first) =>
			`holes: ${slots === 1 ? '1 row is' : `${slots} rows are`} not there between those that are, ${slots === 1 ? 'of' : 'the first of'} ${first}`,
		doubled: (rows) => `${rows === 1 ? '1 row' : `${rows} rows`} came twice, and counted once`,
		behind: (rows) => `${rows === 1 ? '1 row' : `${rows} rows`} came behind a later one, and were put in order`,
		ofFuture: (rows, time, clock) => `${rows === 1 ? '1 row' : `${rows} rows`} of the future left out: ${time}, and the clock is ${clock}`,
		hostsTime: () => 'the meter says that its clock is invalid: the end of the rows is told by the clock of this host',
		countersForgotten: (last) =>
			`the meter says that it has accepted no invocation counter yet, and here ${last} was the last under this key: its unit was changed, or lost them, or another meter has the key, too; going on behind ${last}`,
		flutters: (register, bits) => `${register}: ${bits}: comes and goes from one reading to the next; no alarm before it stays`,
		noObjects: (entries) => `${entries} entries of the object list are no objects, and were passed over`,
		bySelector: (selectors) => `(by selector ${selectors})`,
		walkShows: () => '; keiki hes walk shows them',
		listed: (obis, classText, version, name) => `${obis}  class ${classText}, version ${version}${name === undefined ? '' : `  – ${name}`}`,
		noQuality: () => 'it shows this client nothing of the quality of supply',
		nothingUsual: () => 'it has none of the usual objects; keiki hes walk shows what it has',
		time: () => 'time',
		profile: (device, obis) => `${device}, profile ${obis}`,
		rowCount: (rows) => `${rows} rows`,
		nullRow: () => 'null-data, behind no row with a time',
		outNotRead: (path, reason) => `--out ${path}: cannot read it: ${reason}`,
		notWritten: (path, reason) => `--out ${path}: cannot write it: ${reason}`,
		keysUnwritten: (path, reason) => `cannot write ${path}, so the keys stay as they are: ${reason}`,
		oldKeysHold: (why, keys = 'the demo keys') => `${why}; ${keys} still hold`,
		tryingKeys: (why) => `${why}; trying which keys it has now`,
		agreementLost: (why, keys = 'the demo keys') =>
			`${why}; ${keys} do not hold any more, so the meter has keys that nobody else knows, and they must be set at the meter`,
		newKeysApart: (part, file, reason) => `the meter has the new keys, which are in ${part}: cannot rename it to ${file}: ${reason}`,
		newKeysNotTaken: () => 'the keys are unchanged: the meter did not take the new ones, and the old ones hold',
		noKeysHold: (why, old = 'the demo keys', part, file) =>
			`under the new keys: ${why}; the old keys do not hold either. Both are kept: the old ones in ${old}, the new ones in ${part}. ` +
			`Try again later: keiki hes read --keys ${part}; if that works, mv ${part} ${file}`,
		notOpened: () => 'not opened: under other keys, or no answer to this request',
		captureEnds: (reason) => `no more of it can be written: ${reason}`,
		done: () => 'done',
		newKeysWork: (client, file) => `client ${client}: new keys at work, in ${file}`,
	},
	ja: {
		again: (why, attempt, retries) => `${why}。もう一度試します${attempt === undefined ? '' : `(${attempt}/${retries})`}`,
		interrupted: (signal) => `中断されました: ${signal}`,
		object: (number, of) => `オブジェクト${number}/${of}`,
		rows: (done, expected) => `${done}${expected === 0 ? '' : `/${expected}`}行`,
		part: (done, expected, part, parts) => `${done}/${expected}行、${part}/${parts}番目の部分`,
		inFile: (rows, fresh, ranges) => `${rows}行、うち新しい行は${fresh}行、要求した範囲は${ranges}個`,
		leftOut: (rows, found) => `${rows}行を除きました: 各行の時刻は日時のはずですが、最初の行は${found}です`,
		holes: (slots, first) => `抜け: ある行の間に、ない行が${slots}行あります。最初は${first}です`,
		doubled: (rows) => `${rows}行が2度届いたので、1度として数えました`,
		behind: (rows) => `${rows}行が、より新しい行の後に届いたので、順に並べました`,
		ofFuture: (rows, time, clock) => `未来の${rows}行を除きました: ${time}ですが、時計は${clock}です`,
		hostsTime: () => 'メーターの時計は無効だとメーターが示しています: 行の終わりはこのホストの時計で決めました',
		countersForgotten: (last) =>
			`メーターは呼び出しカウンターをまだ受け付けていないと示していますが、ここでは、この鍵で${last}まで使いました: ユニットが交換されたか、失われたか、ほかのメーターも同じ鍵を使っています。${last}の後から続けます`,
		flutters: (register, bits) => `${register}: ${bits}: 読むたびに現れたり消えたりします。続くまでは警報としません`,
		noObjects: (entries) => `オブジェクト一覧のうち${entries}件はオブジェクトではないので、読み飛ばしました`,
		bySelector: (selectors) => `(セレクター${selectors}で読みます)`,
		walkShows: () => '。keiki hes walkで見られます',
		listed: (obis, classText, version, name) => `${obis}  クラス${classText}、バージョン${version}${name === undefined ? '' : `  – ${name}`}`,
		noQuality: () => 'このクライアントに見える、電力品質のオブジェクトはありません',
		nothingUsual: () => '普通あるはずのオブジェクトがありません。keiki hes walkで、あるものを見られます',
		time: () => '時刻',
		profile: (device, obis) => `${device}、プロファイル${obis}`,
		rowCount: (rows) => `${rows}行`,
		nullRow: () => 'null-dataで、前に時刻のある行がありません',
		outNotRead: (path, reason) => `--out ${path}: 読めません: ${reason}`,
		notWritten: (path, reason) => `--out ${path}: 書き込めません: ${reason}`,
		keysUnwritten: (path, reason) => `${path}に書き込めないので、鍵はそのままです: ${reason}`,
		oldKeysHold: (why, keys = 'デモの鍵') => `${why}。${keys}が引き続き有効です`,
		tryingKeys: (why) => `${why}。今どちらの鍵が有効か試しています`,
		agreementLost: (why, keys = 'デモの鍵') =>
			`${why}。${keys}はもう有効ではなく、メーターの鍵をほかに知る者がいません。ほかに入る方法はないので、メーターで鍵を設定し直す必要があります`,
		newKeysApart: (part, file, reason) => `メーターの鍵は新しくなり、${part}にあります: ${file}に名前を変えられません: ${reason}`,
		newKeysNotTaken: () => '鍵は変わっていません: メーターは新しい鍵を受け付けず、古い鍵が有効です',
		noKeysHold: (why, old = 'デモの鍵', part, file) =>
			`新しい鍵では: ${why}。古い鍵も有効ではありません。両方とも残してあります: 古い鍵は${old}、新しい鍵は${part}です。` +
			`後でもう一度試してください: keiki hes read --keys ${part}。それで読めたら、mv ${part} ${file}`,
		notOpened: () => '開けません: 別の鍵によるものか、この要求への応答ではありません',
		captureEnds: (reason) => `これ以上書き込めません: ${reason}`,
		done: () => '完了',
		newKeysWork: (client, file) => `クライアント${client}: 新しい鍵が有効です(${file})`,
	},
});

export const CLOCK_WORDS: InEach<ClockWords> = Object.freeze({
	en: {
		before: () => 'before',
		meter: () => 'meter',
		host: () => 'this host',
		meterIs: () => 'meter is',
		status: () => 'status',
		right: (seconds) => `right, to ${seconds} s`,
		days: (days) => `${days} days`,
		ahead: (by) => `${by} ahead`,
		behind: (by) => `${by} behind`,
		wrongWeekday: (weekday) => `the day of the week is ${weekday}, which is not that of the date: the date counts`,
		leaps: (from, to) => `the clock jumps: it told ${from}, and right after that ${to}; do not go by it, nor set it before it is looked at`,
		invalid: () => 'the meter says that its clock is invalid',
	},
	ja: {
		before: () => '変更前',
		meter: () => 'メーター',
		host: () => 'このホスト',
		meterIs: () => 'メーターの差',
		status: () => '状態',
		right: (seconds) => `${seconds}秒の精度で一致`,
		days: (days) => `${days}日`,
		ahead: (by) => `${by}進み`,
		behind: (by) => `${by}遅れ`,
		wrongWeekday: (weekday) => `曜日が${weekday}で、日付の曜日と違います: 日付を採ります`,
		leaps: (from, to) => `時計が飛びます: ${from}の直後に${to}を示しました。点検するまでは、当てにせず、合わせないでください`,
		invalid: () => 'メーターの時計は無効だとメーターが示しています',
	},
});

export const SUPPLY_WORDS: InEach<SupplyWords> = Object.freeze({
	en: {
		before: () => 'before',
		now: () => 'now',
		notReached: (seconds, state) => `the meter took the order, and after ${seconds} s the supply is ${state}`,
		noLogs: () => 'it shows this client no event log',
		planned: (order, time) => `${order} planned for ${time}`,
		unplanned: () => 'nothing planned',
	},
	ja: {
		before: () => '変更前',
		now: () => '現在',
		notReached: (seconds, state) => `メーターは命令を受け付けましたが、${seconds}秒後の供給の状態は${state}です`,
		noLogs: () => 'このクライアントに見えるイベントログはありません',
		planned: (order, time) => `${time}に${order}を予約しました`,
		unplanned: () => '予約はありません',
	},
});

export const LIMIT_WORDS: InEach<LimitTexts> = Object.freeze({
	en: {
		watches: () => 'watches',
		active: () => 'in force',
		normal: () => 'normal',
		emergency: () => 'emergency',
		durations: () => 'acts after',
		scripts: () => 'scripts',
		scriptsSet: (over, overSeconds, under, underSeconds) =>
			`the limiter had no script for what is above its threshold: from now on it has ${over} after ${overSeconds} s above it, and ${under} after ${underSeconds} s below it, whichever threshold is in force`,
		scriptsUntold: () => 'the meter does not tell which scripts its limiter runs: it may hold no emergency',
		opensNothing: () => 'control mode 0: the meter opens nothing, whatever the house draws',
		profile: () => 'emergency from',
		group: (id) => `group ${id}`,
		groups: () => 'groups',
		isEmergency: () => 'emergency',
		none: () => 'none',
	},
	ja: {
		watches: () => '監視する値',
		active: () => '有効なしきい値',
		normal: () => '通常',
		emergency: () => '非常時',
		durations: () => '動作までの時間',
		scripts: () => 'スクリプト',
		scriptsSet: (over, overSeconds, under, underSeconds) =>
			`リミッターには、しきい値を超えたときのスクリプトがありませんでした。これからは、どのしきい値が有効でも、${overSeconds}秒超えると${over}、${underSeconds}秒下回ると${under}を実行します`,
		scriptsUntold: () => 'メーターは、リミッターがどのスクリプトを実行するかを示しません。非常時に何も制限しないかもしれません',
		opensNothing: () => '制御モード0: 家がどれだけ使っても、メーターは何も開きません',
		profile: () => '非常時の開始',
		group: (id) => `グループ${id}`,
		groups: () => 'グループ',
		isEmergency: () => '非常時',
		none: () => 'なし',
	},
});

export const TARIFF_WORDS: InEach<TariffTexts> = Object.freeze({
	en: {
		activated: (name) => `calendar ${name} activated`,
		planned: (name, time) => `calendar ${name} activates at ${time}`,
	},
	ja: {
		activated: (name) => `カレンダー${name}を適用しました`,
		planned: (name, time) => `カレンダー${name}は${time}に適用されます`,
	},
});

/** Table 2 of the diagnosis, and the credentials. */
export const ROUTE_B_WORDS: InEach<RouteBTexts> = Object.freeze({
	en: {
		credentials: () => 'credentials',
		noneSealed: () => 'those that the unit was set up with, or none',
		version: (version, time) => `version ${version}, ${time}`,
		verdict: () => 'verdict',
		since: (verdict, time) => `${verdict}, since ${time}`,
		startup: () => 'startup',
		authentication: () => 'authentication',
		connection: () => 'connection',
		unit: () => 'communication unit',
		clear: () => 'clear',
		failure: () => 'failure',
		normal: () => 'normal',
		abnormality: () => 'abnormality',
	},
	ja: {
		credentials: () => '認証情報',
		noneSealed: () => '設置時のもの、またはなし',
		version: (version, time) => `版${version}、${time}`,
		verdict: () => '判定',
		since: (verdict, time) => `${verdict}、${time}から`,
		startup: () => '起動',
		authentication: () => '認証',
		connection: () => '接続',
		unit: () => '通信ユニット',
		clear: () => '異常なし',
		failure: () => '異常',
		normal: () => '正常',
		abnormality: () => '異常',
	},
});
