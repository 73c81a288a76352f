/** What `keiki hes push` says, and wrong use of it, in each language. */
import type { PushRefusal } from '../../../src/head-end/push-receiver.js';
import type { InEach } from '../../../src/world/schema/language.js';

export interface PushTexts {
	readonly setup: () => string;
	readonly objects: () => string;
	readonly to: () => string;
	readonly nowhere: () => string;
	readonly every: () => string;
	/** How often a day. */
	readonly timesADay: (count: number) => string;
	readonly otherTimes: () => string;
	readonly never: () => string;
	readonly spread: () => string;
	readonly repeats: () => string;
	/** @param growth of the delay, in hundredths up to the most; undefined: it is the same each time */
	readonly tries: (count: number, delay: number, growth: { readonly exponent: number; readonly most: number } | undefined) => string;
	readonly until: () => string;
	/** By `PUSH_METHOD`. */
	readonly methods: readonly string[];
	readonly lastConfirmed: () => string;
	readonly takenBy: () => string;
	readonly seconds: (count: number) => string;
	readonly windows: (count: number) => string;
	readonly started: () => string;
	readonly listening: (place: string) => string;
	readonly lineGone: () => string;
	readonly clear: () => string;
	readonly event: () => string;
	readonly push: (id: number) => string;
	/** The first of its kind; then they are counted. */
	readonly refused: (kind: PushRefusal) => string;
	readonly noFrame: (reason: string) => string;
	readonly tooManyConnections: () => string;
	/**
	 * @param refused how many of each kind
	 * @param besides connections that there was no room for; pushes that came again, as their meter had not heard that they were confirmed
	 */
	readonly heard: (
		pushes: number,
		refused: readonly (readonly [PushRefusal, number])[],
		besides: { readonly turnedAway: number; readonly repeated: number },
	) => string;
	readonly signed: () => string;
	/** Pushes that nobody has read in time. */
	readonly lost: (pushes: number) => string;
	readonly kinds: Readonly<Record<PushRefusal, string>>;
}

export const PUSH_WORDS: InEach<PushTexts> = Object.freeze({
	en: {
		setup: () => 'set-up',
		objects: () => 'tells',
		to: () => 'to',
		nowhere: () => 'nowhere',
		every: () => 'schedule',
		timesADay: (count) => `${count} times a day`,
		otherTimes: () => 'at times of its own',
		never: () => 'never',
		spread: () => 'spread over',
		repeats: () => 'tried again',
		tries: (count, delay, growth) =>
			`${count} times, after ${delay} s${growth === undefined || growth.exponent === 100 ? '' : `, each time × ${growth.exponent / 100}, up to ${growth.most} s`}`,
		until: () => 'until',
		methods: ['it was sent', 'what carries it has confirmed it', 'who takes it has confirmed it'],
		lastConfirmed: () => 'confirmed',
		takenBy: () => 'taken by',
		seconds: (count) => `${count} s`,
		windows: (count) => `, in ${count === 1 ? '1 window' : `${count} windows`}`,
		started: () => 'started',
		listening: (place) => `listening at ${place}, UDP and TCP`,
		lineGone: () => 'the line has gone',
		clear: () => 'in the clear',
		event: () => 'event',
		push: (id) => `push ${id}`,
		refused: (kind) =>
			({
				malformed: 'refused: no notification; others of the kind are only counted',
				unknown: 'refused: ciphered by a meter whose keys are not told (--keys, --meters); others of the kind are only counted',
				unprotected: 'refused: less protected than --security and --sign ask for; others of the kind are only counted',
				unopened: 'refused: not under the keys of its meter or by its signature, or changed on its way; others of the kind are only counted',
				replayed: 'refused: its counter was used before; others of the kind are only counted',
			})[kind],
		noFrame: (reason) => `refused: ${reason}; others of the kind are only counted`,
		tooManyConnections: () => 'refused: too many connections; others are only counted',
		signed: () => 'signed',
		heard: (pushes, refused, { turnedAway, repeated }) =>
			[
				pushes === 1 ? '1 push' : `${pushes} pushes`,
				...(repeated === 0 ? [] : [`${repeated} repeated`]),
				...refused.map(([kind, count]) => `${count} refused as ${kind}`),
				...(turnedAway === 0 ? [] : [`${turnedAway === 1 ? '1 connection' : `${turnedAway} connections`} turned away`]),
			].join(', '),
		lost: (pushes) => `nobody has read it: ${pushes} pushes are not printed`,
		kinds: { malformed: 'malformed', unknown: 'unknown', unprotected: 'unprotected', unopened: 'unopened', replayed: 'replayed' },
	},
	ja: {
		setup: () => '設定',
		objects: () => '送る内容',
		to: () => '宛先',
		nowhere: () => 'なし',
		every: () => 'スケジュール',
		timesADay: (count) => `1日${count}回`,
		otherTimes: () => '独自の時刻',
		never: () => 'なし',
		spread: () => '送信の分散',
		repeats: () => '再試行',
		tries: (count, delay, growth) =>
			`${delay}秒後に${count}回まで${growth === undefined || growth.exponent === 100 ? '' : `(毎回${growth.exponent / 100}倍、${growth.most}秒まで)`}`,
		until: () => '試す条件',
		methods: ['送信するまで', '下の層が確認するまで', '受け手が確認するまで'],
		lastConfirmed: () => '最後の確認',
		takenBy: () => '受け手',
		seconds: (count) => `${count}秒`,
		windows: (count) => `(時間帯${count}個)`,
		started: () => '開始しました',
		listening: (place) => `${place}でUDPとTCPを待っています`,
		lineGone: () => '回線がなくなりました',
		clear: () => '平文',
		event: () => 'イベント',
		push: (id) => `プッシュ${id}`,
		refused: (kind) =>
			({
				malformed: '拒否: 通知ではありません。以後は数だけを数えます',
				unknown: '拒否: 鍵が指定されていないメーターの暗号です(--keys、--meters)。以後は数だけを数えます',
				unprotected: '拒否: --securityと--signが求める保護がありません。以後は数だけを数えます',
				unopened: '拒否: メーターの鍵または署名によるものではないか、途中で変えられています。以後は数だけを数えます',
				replayed: '拒否: カウンターがすでに使われています。以後は数だけを数えます',
			})[kind],
		noFrame: (reason) => `拒否: ${reason}。以後は数だけを数えます`,
		tooManyConnections: () => '拒否: 接続が多すぎます。以後は数だけを数えます',
		signed: () => '署名付き',
		heard: (pushes, refused, { turnedAway, repeated }) =>
			[
				`プッシュ${pushes}件`,
				...(repeated === 0 ? [] : [`繰り返し${repeated}件`]),
				...refused.map(([kind, count]) => `${PUSH_WORDS.ja.kinds[kind]}として拒否${count}件`),
				...(turnedAway === 0 ? [] : [`接続拒否${turnedAway}件`]),
			].join('、'),
		lost: (pushes) => `出力が読まれていません: プッシュ${pushes}件を表示していません`,
		kinds: { malformed: '不正な形式', unknown: '不明なメーター', unprotected: '保護不足', unopened: '開けないもの', replayed: '再送' },
	},
});

export interface PushUsageWords {
	readonly setup: (text: string) => string;
	/** The companion has none. */
	readonly noSetup: (setup: string, companion: string) => string;
	readonly to: (text: string) => string;
	readonly every: (text: string) => string;
	readonly everyInterval: () => string;
	readonly growth: (text: string) => string;
	readonly mostObjects: (most: number, found: number) => string;
	readonly port: (text: string) => string;
	readonly meterPort: (port: number) => string;
	readonly line: (text: string) => string;
	/** @param path undefined: the demo set */
	readonly noSignatureKey: (path: string | undefined) => string;
	readonly lineNotToBeHad: (path: string, reason: string) => string;
	readonly notToBeHad: (place: string, reason: string) => string;
}

export const PUSH_USAGE: InEach<PushUsageWords> = Object.freeze({
	en: {
		setup: (text) => `--setup: expected interval, alarm, connectivity, installation or an OBIS code like 0.4.25.9.0.255, got "${text}"`,
		noSetup: (setup, companion) => `--setup ${setup}: meters of --companion ${companion} have none; expected interval, alarm or an OBIS code`,
		to: (text) =>
			`--to: expected none, or an address and a port like [::1]:4060 or udp:192.0.2.7:4060, or hdlc: and a client like hdlc:103, got "${text}"`,
		every: (text) => `--every: expected never, 15min, 20min, 30min, 1h, 6h, 8h, 12h or 24h, got "${text}"`,
		everyInterval: () => '--every: only the interval push has a schedule: --setup interval',
		growth: (text) => `--repeat-growth: expected a factor from 1 to 655.35, like 1.5, got "${text}"`,
		mostObjects: (most, found) => `--objects: expected up to ${most} attributes, got ${found}`,
		port: (text) => `--port: expected a port like 4060, or an address and a port like [::]:4060, got "${text}"`,
		meterPort: (port) => `--port: ${port} is where meters are; expected another one`,
		line: (text) => `--line: expected a path, and a speed behind it where it has one, like /dev/ttyUSB0,300, got "${text}"`,
		noSignatureKey: (path) =>
			`--sign: expected the meter's signatureKey, or a certificate of it that is in its time, in ${path === undefined ? 'a keys file (--keys)' : path}`,
		lineNotToBeHad: (path, reason) => `--line ${path}: ${reason}`,
		notToBeHad: (place, reason) => `--port ${place}: ${reason}`,
	},
	ja: {
		setup: (text) => `--setup: interval、alarm、connectivity、installation、または0.4.25.9.0.255のようなOBISコードのはずですが、"${text}"です`,
		noSetup: (setup, companion) =>
			`--setup ${setup}: --companion ${companion}のメーターにはありません。interval、alarm、またはOBISコードを指定してください`,
		to: (text) =>
			`--to: none、または[::1]:4060やudp:192.0.2.7:4060のようなアドレスとポート、またはhdlc:103のようなHDLCのクライアントのはずですが、"${text}"です`,
		every: (text) => `--every: never、15min、20min、30min、1h、6h、8h、12h、24hのいずれかのはずですが、"${text}"です`,
		everyInterval: () => '--every: スケジュールがあるのは定期プッシュだけです: --setup interval',
		growth: (text) => `--repeat-growth: 1.5のような、1から655.35までの倍率のはずですが、"${text}"です`,
		mostObjects: (most, found) => `--objects: 属性は${most}個までのはずですが、${found}個あります`,
		port: (text) => `--port: 4060のようなポート、または[::]:4060のようなアドレスとポートのはずですが、"${text}"です`,
		line: (text) => `--line: パス、または/dev/ttyUSB0,300のように速度を続けたもののはずですが、"${text}"です`,
		noSignatureKey: (path) =>
			`--sign: ${path === undefined ? '鍵のファイル(--keys)' : path}にメーターのsignatureKey、または有効期間内の証明書が必要です`,
		lineNotToBeHad: (path, reason) => `--line ${path}: ${reason}`,
		meterPort: (port) => `--port: ${port}はメーターのポートです。ほかのポートを指定してください`,
		notToBeHad: (place, reason) => `--port ${place}: ${reason}`,
	},
});
