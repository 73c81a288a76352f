/** The words of the timeline, in each language. */
import type { WorldEvent } from '../../../src/world/schema/event-rows.js';
import type { InEach } from '../../../src/world/schema/language.js';

type Scan = WorldEvent<'scan'>;
type Pan = Scan['found'][number];
type Port = WorldEvent<'port'>;
type JoinStep = WorldEvent<'join'>['step'];
/** Steps of a dongle that are told without the PANA message. */
export type ToldStep = Extract<JoinStep, 'authenticated' | 'terminatedByPeer' | 'terminated' | 'terminationTimeout' | 'expired'>;
/** Steps as the meter sees them. */
export type MeterStep = Extract<JoinStep, 'joined' | 'rejoined' | 'left' | 'expired' | 'failed'>;

export interface TimelineWords {
	readonly scanning: (scan: Pick<Scan, 'paired' | 'duration' | 'channels'>) => string;
	readonly foundNothing: () => string;
	/** @param pans as `pan` has each */
	readonly found: (pans: readonly string[]) => string;
	readonly pan: (pan: Pan) => string;
	readonly everybody: () => string;
	readonly steps: { readonly [Step in ToldStep]: () => string };
	readonly joinFailed: (detail: string) => string;
	readonly meterSteps: { readonly [Step in MeterStep]: (who: string, detail: string) => string };
	readonly client: (client: number, node: string) => string;
	readonly associated: (authenticated: boolean) => string;
	readonly associationEnded: () => string;
	readonly limited: () => string;
	readonly unlimited: () => string;
	readonly unsent: { readonly [Why in WorldEvent<'unsent'>['why']]: () => string };
	readonly port: { readonly [State in Port['state']]: (path: string) => string };
	readonly setting: { readonly [Setting in NonNullable<Port['setting']>]: (value: Port['value']) => string };
	readonly radio: { readonly [State in WorldEvent<'radio'>['state']]: () => string };
	/** What the meter asks, in digits. */
	readonly asked: (service: string, bytes: string) => string;
	readonly malformed: (bytes: string) => string;
	/** Of an answer that nobody waits for any more. */
	readonly late: (ms: number) => string;
	readonly refused: () => string;
	readonly none: () => string;
	/** The end of a scenario, and of a step of it that went as it should. */
	readonly theEnd: () => string;
	readonly asExpected: () => string;
	readonly end: (reason: string) => string;
	readonly lost: (lines: number) => string;
	/** Who gives commands by hand. */
	readonly bench: () => string;
}

const meterStep = (word: string) => (who: string, detail: string) => `${who} ${word}: ${detail}`;

export const TIMELINE_WORDS: InEach<TimelineWords> = Object.freeze({
	en: {
		scanning: ({ paired, duration, channels }) => `scan, ${paired ? 'for its id' : 'for everybody'}, duration ${duration}, ${channels} channels …`,
		foundNothing: () => 'scan: found nothing',
		found: (pans) => `scan: found ${pans.join('; ')}`,
		pan: ({ channel, panId, macAddress, rssi, pairingId }) =>
			`PAN ${panId} on channel ${channel}, ${macAddress}, ${rssi} dBm${pairingId === null ? '' : `, for ${pairingId}`}`,
		everybody: () => 'everybody',
		steps: {
			authenticated: () => 'authenticated',
			terminatedByPeer: () => 'the meter has ended the session',
			terminated: () => 'session ended',
			terminationTimeout: () => 'session ended, without an answer of the meter',
			expired: () => 'the session has expired',
		},
		joinFailed: (detail) => `join failed: ${detail}`,
		meterSteps: {
			joined: meterStep('joined'),
			rejoined: meterStep('rejoined'),
			left: meterStep('left'),
			expired: meterStep('expired'),
			failed: meterStep('failed'),
		},
		client: (client, node) => `client ${client} → ${node}`,
		associated: (authenticated) => `Route A: associated${authenticated ? ', the client has proved itself' : ''}`,
		associationEnded: () => 'Route A: association ended',
		limited: () => 'the transmit time of this hour is used up',
		unlimited: () => 'may transmit again',
		unsent: {
			refused: () => 'refused by the dongle',
			noKey: () => 'not sent, there is no session to secure it',
			limited: () => 'not sent, the transmit time of this hour is used up',
			unresolved: () => 'not sent, nobody answers at this address',
			unacknowledged: () => 'sent, and nobody acknowledged it',
		},
		port: {
			gone: (path) => `${path} has gone: unplugged, or hung up at the other end`,
			back: (path) => `${path} is back`,
			set: (path) => `${path} is set`,
		},
		setting: {
			speed: (value) => `serial port: ${value} baud`,
			flow: (value) => `serial port: flow control ${value}`,
			dtr: (value) => `serial port: DTR ${value === true ? 'on' : 'off'}`,
			rts: (value) => `serial port: RTS ${value === true ? 'on' : 'off'}`,
			break: (value) => `serial port: break ${value === true ? 'begins' : 'ends'}`,
		},
		radio: {
			off: () => 'radio module off',
			starting: () => 'radio module starting',
			running: () => 'radio module running',
			waiting: () => 'radio module waiting',
		},
		asked: (service, bytes) => `asks: ${service} ${bytes}`,
		malformed: (bytes) => `malformed: ${bytes}`,
		late: (ms) => `(late, after ${(ms / 1000).toFixed(1)} s)`,
		refused: () => 'refused',
		none: () => 'none',
		theEnd: () => 'the end',
		asExpected: () => 'as expected',
		end: (reason) => `end: ${reason}`,
		lost: (lines) => `nobody has read this: ${lines} lines are lost`,
		bench: () => 'bench',
	},
	ja: {
		scanning: ({ paired, duration, channels }) => `スキャン、${paired ? '自分のID宛て' : '全メーター宛て'}、時間${duration}、${channels}チャネル …`,
		foundNothing: () => 'スキャン: 何も見つかりません',
		found: (pans) => `スキャン: ${pans.join('; ')}が見つかりました`,
		pan: ({ channel, panId, macAddress, rssi, pairingId }) =>
			`PAN ${panId}(チャネル${channel}、${macAddress}、${rssi} dBm${pairingId === null ? '' : `、${pairingId}用`})`,
		everybody: () => '全員',
		steps: {
			authenticated: () => '認証に成功',
			terminatedByPeer: () => 'メーターがセッションを終了',
			terminated: () => 'セッション終了',
			terminationTimeout: () => 'セッション終了(メーターの応答なし)',
			expired: () => 'セッションの期限切れ',
		},
		joinFailed: (detail) => `接続失敗: ${detail}`,
		meterSteps: {
			joined: meterStep('接続'),
			rejoined: meterStep('再認証'),
			left: meterStep('切断'),
			expired: meterStep('期限切れ'),
			failed: meterStep('認証失敗'),
		},
		client: (client, node) => `クライアント${client} → ${node}`,
		associated: (authenticated) => `Aルート: アソシエーション確立${authenticated ? '、クライアント認証済み' : ''}`,
		associationEnded: () => 'Aルート: アソシエーション終了',
		limited: () => 'この1時間の送信総和時間を使い切りました',
		unlimited: () => '送信を再開できます',
		unsent: {
			refused: () => 'ドングルが拒否',
			noKey: () => '未送信、保護するセッションがありません',
			limited: () => '未送信、この1時間の送信総和時間を使い切っています',
			unresolved: () => '未送信、このアドレスからの応答がありません',
			unacknowledged: () => '送信済み、受信確認がありません',
		},
		port: {
			gone: (path) => `${path}がなくなりました。抜かれたか、相手側が切断しました`,
			back: (path) => `${path}が戻りました`,
			set: (path) => `${path}の設定`,
		},
		setting: {
			speed: (value) => `シリアルポート: ${value}ボー`,
			flow: (value) => `シリアルポート: フロー制御${value === 'hardware' ? 'ハードウェア' : 'なし'}`,
			dtr: (value) => `シリアルポート: DTR ${value === true ? 'オン' : 'オフ'}`,
			rts: (value) => `シリアルポート: RTS ${value === true ? 'オン' : 'オフ'}`,
			break: (value) => `シリアルポート: ブレーク${value === true ? '開始' : '終了'}`,
		},
		radio: {
			off: () => '無線モジュール: 停止',
			starting: () => '無線モジュール: 起動中',
			running: () => '無線モジュール: 動作中',
			waiting: () => '無線モジュール: 待機中',
		},
		asked: (service, bytes) => `要求: ${service} ${bytes}`,
		malformed: (bytes) => `不正な電文: ${bytes}`,
		late: (ms) => `(遅延、${(ms / 1000).toFixed(1)} s後)`,
		refused: () => '拒否',
		none: () => 'なし',
		theEnd: () => '終わり',
		asExpected: () => '期待どおり',
		end: (reason) => `終了: ${reason}`,
		lost: (lines) => `読まれなかったため、${lines}行が失われました`,
		bench: () => '操作',
	},
});
