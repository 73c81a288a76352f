import type { InEachLanguage } from '../../../web/page/words.js';
import type { EventMeaning, LadderTimer, Lane, PortRung, RungState, TurnRung, UnsentRung } from '../../ladder/rung.js';

export interface LadderWords {
	readonly title: string;
	readonly lanes: Readonly<Record<Lane, string>>;
	readonly laneOf: Readonly<Record<Lane, string>>;
	readonly dongle: string;
	readonly attempt: string;
	readonly attemptRow: (number: number, time: string, state: string) => string;
	readonly attemptStates: Readonly<Record<'under way' | 'joined' | 'failed' | 'ended', string>>;
	readonly ladderLabel: (number: number) => string;
	readonly empty: string;
	readonly noDongle: string;
	readonly dropped: (count: number) => string;
	readonly follow: string;
	readonly states: Readonly<Record<RungState, string>>;
	readonly between: (from: string, to: string) => string;
	readonly at: (lane: string) => string;
	readonly answer: (answer: string) => string;
	readonly noAnswer: string;
	readonly times: (count: number) => string;
	readonly meanings: Readonly<Record<EventMeaning, string>>;
	readonly scanning: (duration: number, channels: number, paired: boolean) => string;
	readonly found: (meter: string | null, channel: number, panId: string, rssi: number) => string;
	readonly foundNothing: string;
	readonly stillScanning: string;
	readonly repeated: string;
	readonly result: (code: number) => string;
	readonly turns: Readonly<Record<TurnRung['turn'], string>>;
	readonly requests: (sent: number, received: number) => string;
	readonly until: (time: string) => string;
	readonly unsentOf: (count: number) => string;
	readonly notified: (count: number) => string;
	readonly unsent: Readonly<Record<UnsentRung['why'], string>>;
	readonly ports: Readonly<Record<PortRung['what'], string>>;
	readonly frame: string;
	readonly stop: {
		readonly title: string;
		readonly here: string;
		readonly cause: string;
		readonly remedy: string;
		readonly byFault: (faults: string) => string;
		readonly lift: (fault: string) => string;
		readonly verdict: string;
		readonly causes: Readonly<Record<string, string>>;
		readonly well: string;
		readonly underWay: string;
		readonly waiting: string;
		readonly in: string;
		readonly over: string;
	};
	readonly session: {
		readonly title: string;
		readonly id: string;
		readonly key: string;
		readonly lifetime: string;
		readonly seconds: (seconds: number) => string;
		readonly since: string;
		readonly again: string;
		readonly ended: string;
	};
	readonly timers: Readonly<Record<LadderTimer['timer'], string>>;
	readonly timersTitle: string;
	readonly needs: {
		readonly title: string;
		readonly why: string;
		readonly port: string;
		readonly id: string;
		readonly password: string;
		readonly command: string;
		readonly show: string;
		readonly hidden: string;
		readonly copy: (what: string) => string;
		readonly copied: string;
	};
}

export const LADDER_WORDS: InEachLanguage<LadderWords> = Object.freeze({
	en: {
		title: 'How a HEMS gets in',
		lanes: { hems: 'HEMS program', dongle: 'Dongle', meter: 'Meter' },
		laneOf: { hems: 'HEMS', dongle: 'dongle', meter: 'meter' },
		dongle: 'Dongle',
		attempt: 'Attempt',
		attemptRow: (number, time, state) => `${number} · ${time} · ${state}`,
		attemptStates: { 'under way': 'under way', joined: 'joined', failed: 'failed', ended: 'ended' },
		ladderLabel: (number) => `Attempt ${number}, step by step`,
		empty: 'Nothing has come over the serial port yet. As soon as a program begins, each step stands here.',
		noDongle: 'In this run the HEMS has a dongle of its own: its dialogue is not seen here.',
		dropped: (count) => `${count} steps are left out here`,
		follow: 'Follow the end',
		states: { plain: '', good: 'good: ', bad: 'trouble: ' },
		between: (from, to) => `${from} to ${to}: `,
		at: (lane) => `${lane}: `,
		answer: (answer) => `answer ${answer}`,
		noAnswer: 'no answer yet',
		times: (count) => `${count} times`,
		meanings: {
			scanDone: 'scan over',
			joinFailed: 'join failed',
			joined: 'joined',
			terminatedByPeer: 'the meter ended the session',
			terminated: 'session ended',
			terminationTimeout: 'session ended, the meter did not answer',
			expired: 'lifetime over, or authenticating again',
			limited: 'transmit time used up',
			unlimited: 'may transmit again',
			started: 'started',
			other: '',
		},
		scanning: (duration, channels, paired) => `Scan, duration ${duration}, ${channels} channels${paired ? ', for the pairing id' : ''}`,
		found: (meter, channel, panId, rssi) => `${meter ?? 'another PAN'}: channel ${channel}, PAN ${panId}, ${rssi} dBm`,
		foundNothing: 'nothing found',
		stillScanning: 'listening …',
		repeated: 'sent again',
		result: (code) => `Result-Code ${code}`,
		turns: {
			authenticated: 'Joined: the keys are in force',
			reauthenticated: 'Authenticated again: a new key',
			failed: 'Join failed',
			terminatedByPeer: 'The meter has ended the session',
			terminated: 'Session ended by the program',
			terminationTimeout: 'Session ended; the meter did not answer',
			expired: 'The lifetime is over',
			left: 'Left',
			meterJoined: 'The meter lets it in',
			meterFailed: 'The meter refuses',
		},
		requests: (sent, received) => `${sent} request${sent === 1 ? '' : 's'}, ${received} datagram${received === 1 ? '' : 's'} came back`,
		until: (time) => `until ${time}`,
		unsentOf: (count) => `${count} not sent`,
		notified: (count) => `${count} notification${count === 1 ? '' : 's'}`,
		unsent: {
			noKey: 'Not sent: there is no session',
			limited: 'Not sent: the transmit time is used up',
			unresolved: 'Not sent: nobody answers at this address',
			unacknowledged: 'Sent, and nobody has acknowledged it',
		},
		ports: {
			opened: 'A program opens the port',
			gone: 'The port is gone',
			back: 'The port is back',
			unplugged: 'Dongle unplugged',
			plugged: 'Dongle plugged in',
			reset: 'Dongle lost its power',
			limited: 'Transmit time of this hour used up',
			unlimited: 'May transmit again',
			gibberish: 'Bytes that are no command',
		},
		frame: 'Frames of this moment',
		stop: {
			title: 'Where it stopped',
			here: 'It stopped here',
			cause: 'Probable cause',
			remedy: 'What to try',
			byFault: (faults) => `A fault that is on leads there: ${faults}`,
			lift: (fault) => `Switch ${fault} off`,
			verdict: "The utility's verdict (Table 2)",
			causes: {},
			well: 'Nothing has stopped.',
			underWay: 'Under way. Nothing has stopped.',
			waiting: 'Waiting for a HEMS',
			in: 'The HEMS is in',
			over: 'The session is over',
		},
		session: {
			title: 'Session',
			id: 'Session id',
			key: 'Key-Id',
			lifetime: 'Lifetime',
			seconds: (seconds) => `${seconds.toLocaleString('en')} s`,
			since: 'Since',
			again: 'Authenticated again',
			ended: 'Ended',
		},
		timers: {
			scan: 'Scan over by',
			authentication: 'The dongle gives up at',
			retransmission: 'Sent again at about',
			reauthentication: 'Authenticates again at',
			lifetime: 'Session lives until',
		},
		timersTitle: 'What runs',
		needs: {
			title: 'Three lines that a HEMS needs',
			why: 'Give them to a HEMS program, or run the command in another terminal.',
			port: 'Serial port',
			id: 'Route B id',
			password: 'Password',
			command: 'Or try it',
			show: 'Show the password',
			hidden: 'Not shown in this run: whoever started it knows it.',
			copy: (what) => `Copy: ${what}`,
			copied: 'Copied',
		},
	},
	ja: {
		title: 'HEMSの接続',
		lanes: { hems: 'HEMSプログラム', dongle: 'ドングル', meter: 'メーター' },
		laneOf: { hems: 'HEMS', dongle: 'ドングル', meter: 'メーター' },
		dongle: 'ドングル',
		attempt: '試行',
		attemptRow: (number, time, state) => `${number} · ${time} · ${state}`,
		attemptStates: { 'under way': '進行中', joined: '接続中', failed: '失敗', ended: '終了' },
		ladderLabel: (number) => `試行${number}の経過`,
		empty: 'シリアルポートにはまだ何も届いていません。プログラムが始めると、ここに1段ずつ表示されます。',
		noDongle: 'この実行では、HEMSが自分のドングルを使います。そのやりとりはここでは見えません。',
		dropped: (count) => `ここの${count}段を省いています`,
		follow: '最後を追う',
		states: { plain: '', good: '正常: ', bad: '問題: ' },
		between: (from, to) => `${from}から${to}へ: `,
		at: (lane) => `${lane}: `,
		answer: (answer) => `応答 ${answer}`,
		noAnswer: '応答待ち',
		times: (count) => `${count}回`,
		meanings: {
			scanDone: 'スキャン終了',
			joinFailed: '接続失敗',
			joined: '接続完了',
			terminatedByPeer: 'メーターがセッションを終了',
			terminated: 'セッション終了',
			terminationTimeout: 'セッション終了、メーターの応答なし',
			expired: '有効期間満了、または再認証中',
			limited: '送信時間の上限',
			unlimited: '送信再開',
			started: '起動',
			other: '',
		},
		scanning: (duration, channels, paired) => `スキャン 時間${duration}、${channels}チャネル${paired ? '、ペアリングID指定' : ''}`,
		found: (meter, channel, panId, rssi) => `${meter ?? 'ほかのPAN'}: チャネル${channel}、PAN ${panId}、${rssi} dBm`,
		foundNothing: '見つかりません',
		stillScanning: '受信待ち…',
		repeated: '再送',
		result: (code) => `Result-Code ${code}`,
		turns: {
			authenticated: '接続完了: 鍵が有効です',
			reauthenticated: '再認証完了: 新しい鍵です',
			failed: '接続失敗',
			terminatedByPeer: 'メーターがセッションを終了しました',
			terminated: 'プログラムがセッションを終了しました',
			terminationTimeout: 'セッション終了。メーターの応答なし',
			expired: '有効期間が過ぎました',
			left: '離脱',
			meterJoined: 'メーターが接続を許可',
			meterFailed: 'メーターが拒否',
		},
		requests: (sent, received) => `要求${sent}件、届いたデータグラム${received}件`,
		until: (time) => `${time}まで`,
		unsentOf: (count) => `送れず${count}件`,
		notified: (count) => `通知${count}件`,
		unsent: {
			noKey: '送れません: セッションがありません',
			limited: '送れません: 送信時間の上限です',
			unresolved: '送れません: このアドレスから応答がありません',
			unacknowledged: '送りましたが、ACKがありません',
		},
		ports: {
			opened: 'プログラムがポートを開きました',
			gone: 'ポートがなくなりました',
			back: 'ポートが戻りました',
			unplugged: 'ドングルが抜かれました',
			plugged: 'ドングルが挿されました',
			reset: 'ドングルの電源が失われました',
			limited: '1時間の送信時間を使い切りました',
			unlimited: '送信を再開できます',
			gibberish: 'コマンドではないデータ',
		},
		frame: 'このときのフレーム',
		stop: {
			title: 'どこで止まったか',
			here: 'ここで止まりました',
			cause: '考えられる原因',
			remedy: '試すこと',
			byFault: (faults) => `オンになっている障害が原因です: ${faults}`,
			lift: (fault) => `${fault} をオフにする`,
			verdict: '電力会社の判定(表2)',
			causes: {
				'Password input to HEMS is wrong': 'HEMSに入力したパスワードの誤り',
				'HEMS is turned off': 'HEMSの電源が切れている',
				'Distance between smart meter and HEMS is far': 'スマートメーターとHEMSの距離が遠い',
				'There is interference between HEMS and smart meter': 'HEMSとスマートメーターの間に妨害がある',
				'There are devices which reduce a signal': '信号を弱める機器がある',
				'There are devices which generate a noise': '雑音を出す機器がある',
				'Communication unit could go down': '通信ユニットが故障した可能性',
			},
			well: '止まっていません。',
			underWay: '進行中です。止まっていません。',
			waiting: 'HEMSを待っています',
			in: 'HEMSが接続しています',
			over: 'セッションは終わりました',
		},
		session: {
			title: 'セッション',
			id: 'セッションID',
			key: 'Key-Id',
			lifetime: '有効期間',
			seconds: (seconds) => `${seconds.toLocaleString('ja')}秒`,
			since: '開始',
			again: '再認証の回数',
			ended: '終了',
		},
		timers: {
			scan: 'スキャン終了予定',
			authentication: 'ドングルがあきらめる時刻',
			retransmission: '再送の目安',
			reauthentication: '再認証の予定',
			lifetime: 'セッションの期限',
		},
		timersTitle: '動いているタイマー',
		needs: {
			title: 'HEMSに必要な3行',
			why: 'HEMSのプログラムに設定するか、別の端末でコマンドを実行してください。',
			port: 'シリアルポート',
			id: '認証ID',
			password: 'パスワード',
			command: '試すには',
			show: 'パスワードを表示',
			hidden: 'この実行では表示しません。起動した人が知っています。',
			copy: (what) => `コピー: ${what}`,
			copied: 'コピーしました',
		},
	},
});
