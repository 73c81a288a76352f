/** Why a join stopped, and what to try, in words: a row for each cause, in each language. */
import type { CauseId } from './causes.js';

export interface CauseText {
	/** What stopped, in a sentence or two. */
	readonly why: string;
	/** What to try. */
	readonly remedy: string;
}

type Dialect = 'skstack' | 'j11';
type CauseWords = Readonly<Record<CauseId, (dialect: Dialect) => CauseText>>;

/** A command as each dialect has it. */
const COMMANDS = Object.freeze({
	password: { skstack: 'SKSETPWD', j11: '0054' },
	id: { skstack: 'SKSETRBID', j11: '0054' },
	scan: { skstack: 'SKSCAN', j11: '0051' },
	join: { skstack: 'SKJOIN', j11: '0056' },
	end: { skstack: 'SKTERM', j11: '0057' },
	send: { skstack: 'SKSENDTO', j11: '0008' },
	failed: { skstack: 'EVENT 24', j11: '6028' },
	begin: { skstack: 'SKSREG S2 / S3', j11: '0053' },
});
const c = (dialect: Dialect) =>
	Object.fromEntries(Object.entries(COMMANDS).map(([name, of]) => [name, of[dialect]])) as Record<keyof typeof COMMANDS, string>;

export const CAUSE_WORDS: Readonly<Record<'en' | 'ja', CauseWords>> = Object.freeze({
	en: {
		unplugged: () => ({ why: 'The dongle is unplugged.', remedy: 'Wait until it is plugged in again; a program has to open its port anew.' }),
		unopened: () => ({
			why: 'No program has written to the serial port yet.',
			remedy: 'Give the port, the id and the password below to a HEMS program, or run the command.',
		}),
		openedOnly: () => ({
			why: 'A program has opened the port, and has not written anything.',
			remedy: 'Look at what the program waits for: a banner, a prompt? A real module says nothing before it is asked.',
		}),
		gibberish: (d) => ({
			why: 'What the program writes is no command of this dongle.',
			remedy:
				d === 'j11'
					? 'This dongle speaks J11, in binary frames. Is the program set to SKSTACK? Then start Keiki with another --dongle-model.'
					: 'This dongle speaks SKSTACK: lines in capitals that end with CR. Is the program set to J11, or to another device on this port?',
		}),
		meterOff: () => ({ why: 'The meter has no power.', remedy: 'Give it its supply again.' }),
		unitGone: () => ({
			why: 'Route B does not run: the communication unit is not in its place, or does not work yet, or has none.',
			remedy: 'Plug a communication unit with Route B in, and wait until it has started.',
		}),
		limited: () => ({
			why: 'The transmit time that the law allows in an hour is used up.',
			remedy: 'Ask less often, several properties in one Get; it goes on when the hour has room again.',
		}),
		sessionLost: (d) => ({
			why: 'The meter does not know this session any more; the dongle believes that it has one.',
			remedy: `Requests go unanswered for ever. Join again (${c(d).join}) after some that were not answered.`,
		}),
		unanswered: () => ({
			why: 'The session stands, and requests are not answered.',
			remedy: 'Wait 20 s before a request is asked again (60 s with several properties); after three of them join anew.',
		}),
		reauthenticationFailed: (d) => ({
			why: 'The session was to be authenticated again, and the meter did not answer.',
			remedy: `The session is over: begin again with ${c(d).join}, and with ${c(d).scan} if that fails.`,
		}),
		endedByMeter: (d) => ({
			why: 'The meter has ended the session.',
			remedy: `Begin again with ${c(d).join}, and with ${c(d).scan} if that fails.`,
		}),
		endedHere: (d) => ({ why: `The program has ended the session with ${c(d).end}.`, remedy: `${c(d).join} begins the next one.` }),
		endUnanswered: (d) => ({
			why: `The program has ended the session with ${c(d).end}, and the meter has not answered.`,
			remedy: `The session is over all the same: ${c(d).join} begins the next one.`,
		}),
		expired: (d) => ({
			why: 'The lifetime of the session is over, and nobody has authenticated it again.',
			remedy:
				d === 'j11'
					? 'Authenticate again in time (00D2), or join anew (0056).'
					: 'Leave S17 at 1, or send SKREJOIN in time; now SKJOIN begins the next one.',
		}),
		powerFailed: (d) => ({
			why: 'The dongle has lost its power, and with it all that it was told, and the session.',
			remedy: `Set password and id again (${c(d).password}, ${c(d).id}), then scan and join.`,
		}),
		joinOther: (d) => ({
			why: `${c(d).join} went to an address that is no meter's here.`,
			remedy: 'Take the address of the meter that the scan has found by its pairing id, made of its MAC address (SKLL64).',
		}),
		wrongPassword: (d) => ({
			why: "The meter has refused the authentication: the password that the program has set is not this meter's.",
			remedy: `Compare what it gives to ${c(d).password} with the password below: 12 characters, 0 and O, 1 and I.`,
		}),
		wrongId: (d) => ({
			why: "The meter has refused the authentication: the id that the program has set is not this meter's.",
			remedy: `Compare what it gives to ${c(d).id} with the id below: 32 digits, without spaces.`,
		}),
		refused: () => ({
			why: 'The meter has refused the authentication, although id and password are as it was told.',
			remedy: 'The meter itself has another password: with a real one, ask the utility for a new one.',
		}),
		joinElsewhere: (d) => ({
			why: "The dongle is not on the meter's channel and PAN, so that nobody hears it.",
			remedy: `Set channel and PAN ID as the scan has found them (${c(d).begin}) before ${c(d).join}.`,
		}),
		joinSilence: (d) => ({
			why: `The meter has met the join with silence; ${c(d).failed} says so after a while.`,
			remedy: 'Wait, then try again, with a pause that grows; after three times scan anew: it may have another channel.',
		}),
		joinBroken: () => ({
			why: 'The authentication began, and broke off before its end.',
			remedy: 'Frames are lost, or the meter is slow: try again after a pause.',
		}),
		dongleSilent: () => ({
			why: 'The dongle has not answered the last command.',
			remedy: 'Let the program wait no longer than a few seconds for an OK, then ask again or reset the dongle.',
		}),
		joinWithoutId: (d) => ({ why: `${c(d).join} without an id is refused.`, remedy: `${c(d).id} comes first.` }),
		joinWithoutPassword: (d) => ({
			why: d === 'j11' ? 'Without id and password the join is refused.' : `${c(d).join} without a password is refused.`,
			remedy: `${c(d).password} comes first.`,
		}),
		otherGrammar: () => ({
			why: 'The dongle has refused a command for its form (ER05, ER06).',
			remedy:
				'Modules of two families differ in one field: BP35A1 and RL7023-IPS have no side, BP35C0, BP35C2 and RL7023-DSS have one. SKVER tells which.',
		}),
		startUnheard: () => ({
			why: '0053 has heard no meter with the id of 0054 on the channel of 005F (result 0E).',
			remedy: 'Compare that id with the one below, and the channel with what 0051 finds. Then send 0053 once more: the first one may fail.',
		}),
		refusedCommand: () => ({
			why: 'The dongle has refused a command that the join needs.',
			remedy: 'It is busy, or something that comes before is missing: wait for the end of what runs, then ask again.',
		}),
		scanOtherId: (d) => ({
			why: 'The scan was for the pairing id of another meter: no meter here has the id that was set.',
			remedy: `Compare what the program gives to ${c(d).id} with the id below.`,
		}),
		scanChannels: (d) => ({
			why: "The scan left out the meter's channel.",
			remedy: d === 'j11' ? 'Scan all channels, 4 to 17.' : 'Give SKSCAN the mask FFFFFFFF: all channels from 33 to 60.',
		}),
		scanTooShort: () => ({
			why: 'The scan was so short that the beacon came too late.',
			remedy: 'Scan with duration 6; where nothing is found, with a longer one, up to 8.',
		}),
		scanNothing: () => ({
			why: 'The scan has found nothing.',
			remedy: 'Scan again with a longer duration, 5, 6, 7, with a pause between; bring the dongle nearer to the meter.',
		}),
		scanOnlyOthers: () => ({
			why: 'The scan has found other PANs, and not this meter.',
			remedy: 'Choose by the pairing id; scan again where it is not among them.',
		}),
		noJoin: (d) => ({
			why: `The scan has found the meter, and ${c(d).join} has not come.`,
			remedy: `What does the program do with what the scan found? It has to set channel and PAN ID, then ${c(d).join}.`,
		}),
		noCredentials: (d) => ({
			why: `The program has asked the dongle this and that; id and password it has not set (${c(d).id}, ${c(d).password}).`,
			remedy: 'Look at its settings: Route B id and password below.',
		}),
		noPassword: (d) => ({ why: `The password is not set: ${c(d).password} has not come.`, remedy: 'Look at the settings of the program.' }),
		noId: (d) => ({ why: `The id is not set: ${c(d).id} has not come.`, remedy: 'Look at the settings of the program.' }),
		noScan: (d) => ({
			why: `Id and password are set, and neither ${c(d).scan} nor ${c(d).join} has come.`,
			remedy: 'What does the program wait for? The rungs above are all that it said.',
		}),
	},
	ja: {
		unplugged: () => ({ why: 'ドングルが抜かれています。', remedy: '再び挿されるまで待ってください。プログラムはポートを開き直す必要があります。' }),
		unopened: () => ({
			why: 'まだどのプログラムもシリアルポートに書き込んでいません。',
			remedy: '下のポート、認証ID、パスワードをHEMSのプログラムに設定するか、コマンドを実行してください。',
		}),
		openedOnly: () => ({
			why: 'プログラムがポートを開きましたが、まだ何も書き込んでいません。',
			remedy: 'プログラムが何を待っているか調べてください。実物のモジュールは、聞かれるまで何も出力しません。',
		}),
		gibberish: (d) => ({
			why: 'プログラムが書いているのは、このドングルのコマンドではありません。',
			remedy:
				d === 'j11'
					? 'このドングルはバイナリーのJ11です。プログラムの設定がSKSTACKなら、--dongle-modelを変えてKeikiを起動してください。'
					: 'このドングルはSKSTACKです。大文字の行で、CRで終わります。プログラムの設定がJ11や別の機器になっていませんか。',
		}),
		meterOff: () => ({ why: 'メーターに電源がありません。', remedy: '電源を戻してください。' }),
		unitGone: () => ({
			why: 'Bルートが動いていません。通信ユニットが外れているか、起動中か、Bルートを持っていません。',
			remedy: 'Bルートを持つ通信ユニットを取り付け、起動するまで待ってください。',
		}),
		limited: () => ({
			why: '法令で定められた1時間あたりの送信時間を使い切りました。',
			remedy: '要求の間隔を空け、複数のプロパティを1回のGetで読んでください。1時間の枠が空けば再開します。',
		}),
		sessionLost: (d) => ({
			why: 'メーターはこのセッションをもう覚えていません。ドングルはまだあると思っています。',
			remedy: `このままでは要求に応答がありません。何回か応答がなければ${c(d).join}で接続し直してください。`,
		}),
		unanswered: () => ({
			why: 'セッションはありますが、要求に応答がありません。',
			remedy: '再送は20秒(複数のプロパティなら60秒)待ってからにしてください。3回続いたら接続し直してください。',
		}),
		reauthenticationFailed: (d) => ({
			why: 'セッションの再認証に、メーターが応答しませんでした。',
			remedy: `セッションは終わっています。${c(d).join}から、それも失敗したら${c(d).scan}からやり直してください。`,
		}),
		endedByMeter: (d) => ({
			why: 'メーターがセッションを終了しました。',
			remedy: `${c(d).join}から、それも失敗したら${c(d).scan}からやり直してください。`,
		}),
		endedHere: (d) => ({ why: `プログラムが${c(d).end}でセッションを終了しました。`, remedy: `次は${c(d).join}で始まります。` }),
		endUnanswered: (d) => ({
			why: `プログラムが${c(d).end}でセッションを終了しましたが、メーターは応答しませんでした。`,
			remedy: `それでもセッションは終わっています。次は${c(d).join}で始まります。`,
		}),
		expired: (d) => ({
			why: 'セッションの有効期間が、再認証されないまま過ぎました。',
			remedy:
				d === 'j11'
					? '期間内に再認証(00D2)するか、接続し直して(0056)ください。'
					: 'S17を1のままにするか、期間内にSKREJOINを送ってください。今はSKJOINでやり直せます。',
		}),
		powerFailed: (d) => ({
			why: 'ドングルの電源が失われ、設定とセッションが消えました。',
			remedy: `パスワードと認証IDを設定し直し(${c(d).password}、${c(d).id})、スキャンと接続をしてください。`,
		}),
		joinOther: (d) => ({
			why: `${c(d).join}の宛先は、ここにあるどのメーターのアドレスでもありません。`,
			remedy: 'スキャンでペアリングIDが一致したメーターのMACアドレスから作ったアドレス(SKLL64)を使ってください。',
		}),
		wrongPassword: (d) => ({
			why: 'メーターが認証を拒否しました。設定されたパスワードは、このメーターのものではありません。',
			remedy: `${c(d).password}に渡している値を、下のパスワードと比べてください。12文字です。0とO、1とIに注意。`,
		}),
		wrongId: (d) => ({
			why: 'メーターが認証を拒否しました。設定された認証IDは、このメーターのものではありません。',
			remedy: `${c(d).id}に渡している値を、下の認証IDと比べてください。空白なしの32桁です。`,
		}),
		refused: () => ({
			why: '認証IDとパスワードは知らされたとおりですが、メーターが認証を拒否しました。',
			remedy: 'メーター側のパスワードが違います。実物なら、電力会社に再発行を依頼してください。',
		}),
		joinElsewhere: (d) => ({
			why: 'ドングルのチャネルとPAN IDがメーターと違うため、誰にも聞こえていません。',
			remedy: `${c(d).join}の前に、スキャンで見つかったチャネルとPAN IDを設定してください(${c(d).begin})。`,
		}),
		joinSilence: (d) => ({
			why: `メーターが接続要求に何も答えませんでした。しばらくして${c(d).failed}になります。`,
			remedy: '間隔を広げながらやり直し、3回失敗したらスキャンからやり直してください。チャネルが変わったかもしれません。',
		}),
		joinBroken: () => ({
			why: '認証が始まりましたが、途中で途切れました。',
			remedy: 'フレームが失われたか、メーターが遅れています。間隔を空けてやり直してください。',
		}),
		dongleSilent: () => ({
			why: 'ドングルが最後のコマンドに答えていません。',
			remedy: 'OKを待つのは数秒までにして、再送するかドングルをリセットしてください。',
		}),
		joinWithoutId: (d) => ({ why: `認証IDなしの${c(d).join}は拒否されます。`, remedy: `先に${c(d).id}が必要です。` }),
		joinWithoutPassword: (d) => ({
			why: d === 'j11' ? '認証IDとパスワードなしの接続は拒否されます。' : `パスワードなしの${c(d).join}は拒否されます。`,
			remedy: `先に${c(d).password}が必要です。`,
		}),
		otherGrammar: () => ({
			why: 'ドングルがコマンドの形式を拒否しました(ER05、ER06)。',
			remedy:
				'モジュールは2系列あり、引数が1つ違います。BP35A1とRL7023-IPSにはsideがなく、BP35C0、BP35C2、RL7023-DSSにはあります。SKVERで分かります。',
		}),
		startUnheard: () => ({
			why: '005Fのチャネルで、0054の認証IDのメーターから0053への応答がありませんでした(結果0E)。',
			remedy: '認証IDを下の値と、チャネルを0051で見つかった値と比べ、もう一度0053を送ってください。1回目は失敗することがあります。',
		}),
		refusedCommand: () => ({
			why: '接続に必要なコマンドをドングルが拒否しました。',
			remedy: '処理中か、前提となる設定が足りません。終わるのを待って、もう一度送ってください。',
		}),
		scanOtherId: (d) => ({
			why: '別のメーターのペアリングIDを探しています。設定された認証IDのメーターはここにありません。',
			remedy: `${c(d).id}に渡している値を、下の認証IDと比べてください。`,
		}),
		scanChannels: (d) => ({
			why: 'スキャンの範囲に、メーターのチャネルがありません。',
			remedy: d === 'j11' ? '4から17のすべてのチャネルをスキャンしてください。' : 'SKSCANのマスクをFFFFFFFF(33から60のすべて)にしてください。',
		}),
		scanTooShort: () => ({
			why: 'スキャンが短すぎて、ビーコンが間に合いませんでした。',
			remedy: '時間6でスキャンし、見つからなければ8まで長くしてください。',
		}),
		scanNothing: () => ({
			why: 'スキャンで何も見つかりませんでした。',
			remedy: '間隔を空けて、時間を5、6、7と長くしてください。ドングルをメーターに近づけてください。',
		}),
		scanOnlyOthers: () => ({
			why: 'スキャンで見つかったのはほかのPANだけで、このメーターがありません。',
			remedy: 'ペアリングIDで選び、なければスキャンし直してください。',
		}),
		noJoin: (d) => ({
			why: `スキャンでメーターが見つかりましたが、${c(d).join}がまだ届いていません。`,
			remedy: `プログラムは、見つかったチャネルとPAN IDを設定し、${c(d).join}を送る必要があります。`,
		}),
		noCredentials: (d) => ({
			why: `プログラムはドングルに問い合わせていますが、認証IDとパスワードを設定していません(${c(d).id}、${c(d).password})。`,
			remedy: 'プログラムの設定に、下の認証IDとパスワードを入れてください。',
		}),
		noPassword: (d) => ({
			why: `パスワードが設定されていません。${c(d).password}がまだ届いていません。`,
			remedy: 'プログラムの設定を確かめてください。',
		}),
		noId: (d) => ({ why: `認証IDが設定されていません。${c(d).id}がまだ届いていません。`, remedy: 'プログラムの設定を確かめてください。' }),
		noScan: (d) => ({
			why: `認証IDとパスワードは設定されましたが、${c(d).scan}も${c(d).join}もまだ届いていません。`,
			remedy: 'プログラムは何を待っているのでしょうか。上がこれまでのやりとりのすべてです。',
		}),
	},
});
