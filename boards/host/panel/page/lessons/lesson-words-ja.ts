/** The lessons in Japanese. */
import type { LeftFacts, StartFacts } from '../../lessons/lesson-facts.js';
import { clockOf, type LessonWords, megahertz, rounded, seconds } from './lesson-words.js';

const start =
	(...says: readonly string[]) =>
	({ speed, faults }: StartFacts): readonly string[] => [
		...says,
		...(speed === 1
			? []
			: [
					speed === 'max'
						? 'この世界は最高速で動いています。ステップが待つものはすぐに起こり、読んでいる間は普通の速さで時間が進みます。'
						: `ここでは時間が${speed}倍の速さで進みます。1分読む間に${speed}分が過ぎます。その間にセッションの寿命が来ることもあり、必要ならレッスンは接続し直します。`,
				]),
		...(faults.length === 0
			? []
			: [
					`障害が起きています: ${faults.join('、')}。ほかのプログラムと同じように、このレッスンにも起こります。失敗したステップは、もう一度試せます。`,
				]),
	];

const left =
	(...says: readonly string[]) =>
	({ terminated, frames }: LeftFacts): readonly string[] => [
		terminated
			? 'HEMSが終了要求PTRを送り、メーターがPTAで応じて、セッションが終わりました。どちらも鍵を忘れたので、次に接続するときは最初からやり直しです。'
			: '終了するセッションは、もうありませんでした。',
		`ドングルは抜かれ、世界は元に戻りました。ここまでに電波に乗ったフレームは${frames}個、すべて本物です。`,
		...says,
	];

export const LESSON_WORDS_JA: LessonWords = {
	scan: {
		title: 'HEMSがメーターを見つけるまで',
		teaches: 'スキャン、ビーコン、そして「入れてください」という最初のメッセージ。',
		steps: {
			start: {
				title: '1軒の家と、まわりのたくさんのメーター',
				says: start(
					'Bルートは、日本のスマートメーターから宅内のHEMS(ホームエネルギー管理システム)への、920 MHz帯の無線Wi-SUNによる通信です。集合住宅では、何十台ものメーターの電波が届きます。どれが自分のメーターか、そして尋ねてよいことを示すのが、電力会社から届く32文字のIDと12文字のパスワードです。',
					'このレッスンでは、動いている世界にドングルを差し、HEMSがほかのプログラムと同じように操作します。「次へ」を押すたびに、次のことが本当に起こります。',
				),
			},
			dongle: {
				title: 'ドングルが目を覚ます',
				says: ({ node, model, pairingId }) => [
					`HEMS自身が無線を持つことはまれで、シリアル線でWi-SUNモジュールと話します。ここでは${node}(${model.toUpperCase()})です。コマンドはどれもSKで始まるテキストの行で、下が今やり取りされた行(エコーバックと応答を含む)です。`,
					`SKSETPWDで渡されたパスワードから、モジュールは16バイトの鍵を作ります。SKSETRBIDで渡すのはIDです。まだ何も電波に乗っていません。IDの末尾8文字${pairingId}を覚えておいてください。これから呼びかけに使われるのは、この8文字だけです。`,
				],
			},
			scan: {
				title: '誰かいますか',
				says: ({ requests, firstChannel, lastChannel, dwellMs, duration, tookMs }) => [
					`SKSCAN 2で、モジュールがメーターを探します。チャネルが分からないので、${firstChannel}から${lastChannel}まですべてを試します。チャネルごとに拡張ビーコン要求を送り、${rounded(dwellMs, 0)} msの間、答えを待ちます。コマンドの${duration}の意味はこれで、9.6 ms × (2^${duration} + 1)です。`,
					`${seconds(tookMs)}秒の間に${requests}個の要求が送られました。どれにも例の8文字が入っているので、ほかのメーターは黙っています(フレームの中での正確な書き方は、実物のメーターでは確認されていません)。下は、メーターのいるチャネルで送られた要求です。`,
				],
			},
			beacon: {
				title: '1台が答える',
				says: ({ channel, frequency, panId, afterMs, lqi, found, macAddress }) => [
					`チャネル${channel}(${megahertz(frequency)} MHz)で、メーターが自分の8文字に気づき、要求の${rounded(afterMs, 0)} ms後にビーコンを返しました。モジュールはこれをEPANDESCとして出します。ネットワークの番号(PAN ID ${panId})、メーターのアドレス(${macAddress})、電波の強さ(LQI ${lqi})です。`,
					found === 1
						? 'ほかに答えたものはありません。現場では、隣の家のIDの末尾が同じで、複数が答えることもあります。よいHEMSは、それぞれのPairIDを確かめます。'
						: `${found}個のネットワークが答え、HEMSは自分のメーターのものを選びました。`,
				],
			},
			pci: {
				title: '入ってもよいですか',
				says: ({ pci, answer, from, to, neighbours }) => [
					`2つのアドレスから、この無線区間だけで使えるIPv6アドレスができます。HEMSは${from}、メーターは${to}です。${neighbours.length > 0 ? 'まずHEMSがそのアドレスの持ち主を尋ね、メーターが答えました。IPv6の近隣探索です。' : '尋ねる必要はありませんでした。ビーコンのアドレスから決まるからです。'}`,
					`続いてSKJOINが${pci.name}を送りました。UDPポート716への${pci.length}バイトで、「認証してください」と言うだけのものです。${rounded(answer.afterMs, 0)} ms後に、メーターが${answer.name}で答えました。この後の認証は別のレッスンにあります(ここではもう終わり、成功しています)。`,
				],
			},
			left: {
				title: 'さようなら',
				says: left(
					'HEMSがメーターを見つけられないときの原因は、ほとんどがここにあります。IDの誤り、チャネルの指定、短すぎるスキャンです。最後のものは、障害slow-beaconで確かめられます。',
				),
			},
		},
	},
	pana: {
		title: 'PANA: 言わずにパスワードを証明する',
		teaches: 'PANAとEAP-PSKのメッセージと、最後に両者が持つ鍵。',
		steps: {
			start: {
				title: '誰にも聞かせられない秘密',
				says: start(
					'電波はみんなのものです。近くにいれば、どのフレームも聞けます。メーターとHEMSは同じパスワードを持っていますが、推測の手がかりを一言も与えずに、それを互いに示さなければなりません。その運び手がPANA(RFC 5191)、中身がEAP-PSK(RFC 4764)です。',
					'メーターは入れる側(PAA)、HEMSは入る側(PaC)です。「次へ」でHEMSが始めます。',
				),
			},
			found: {
				title: 'メーターが見つかる',
				says: ({ channel, panId, macAddress }) => [
					`1つ目のレッスンと同じスキャンです。メーターはチャネル${channel}、PAN ${panId}の${macAddress}にいます。`,
				],
			},
			hello: {
				title: 'あいさつと取り決め',
				says: ({ messages, sessionId }) => [
					`SKJOINが実行されました。最初の${messages.length}個のメッセージ(${messages.map(({ name }) => name).join('、')})は準備です。PAR[S]で、メーターはこの会話に番号${sessionId}を付け、使う方式を示します。鍵の導出にも署名にもHMAC-SHA-256です。PAN[S]がそれを受け入れます。`,
					'ここまで、メーターは何も記憶していません。PCIを大量に送りつけられても、失うのは1つの応答だけです。もし1つずつ記憶していたら、道端からメモリをいっぱいにされてしまいます。',
				],
			},
			proof: {
				title: '証明する4つのメッセージ',
				says: ({ serverId, peerId }) => [
					`ここからEAP-PSKです。メーターが名乗り(${serverId})、乱数を送ります。HEMSも名乗り(${peerId})、自分の乱数と、同じ鍵を持つ者だけが両方の乱数と名前から計算できる符号を返します。メーターはそれを確かめ、同じように符号を返します。これで、互いに相手が本物だと分かりました。`,
					'パスワードそのものは、一度も電波に乗っていません。4つのメッセージをすべて記録した人にできるのは、パスワードを1つずつ試すことだけです。',
				],
			},
			key: {
				title: '1日だけの鍵',
				says: ({ keyId, lifetimeSeconds, tookMs, line }) => [
					`PAR[C]で終わりです。結果は0(成功)、鍵の番号は${keyId}、セッションの寿命は${lifetimeSeconds}秒${lifetimeSeconds === 86_400 ? '(1日)' : ''}です。これは、この会話から生まれた鍵で署名された最初のメッセージで、PAN[C]も署名されています。`,
					`全部で${rounded(tookMs, 0)} msでした。モジュールは「${line.split(' ').slice(0, 2).join(' ')}」と知らせ、ここからは、生まれたばかりのリンク鍵で暗号化されます。パスワードが違えば、代わりにEVENT 24が出ます。実物のモジュールでは約40秒かかります。`,
				],
			},
			left: {
				title: 'セッションの終わり',
				says: left(
					'ドングルは、そう設定されていれば(S17)、寿命の80 %でひとりでに再認証します。しないドングルはEVENT 29を出し、最初からやり直しになります。障害short-lifetimeとfailed-reauthenticationで確かめられます。',
				),
			},
		},
	},
	secured: {
		title: '暗号化されたフレームを開く',
		teaches: '他人に見えるもの、暗号化のしかた、そして中身。',
		steps: {
			start: {
				title: '計測値から、電波の中のバイト列へ',
				says: start(
					'HEMSがメーターに、いま家が使っている電力を尋ねます。問いと答えはECHONET Liteで書かれ、UDP、IPv6に載り、6LoWPANで縮められ、IEEE 802.15.4のフレームに入って暗号化されます。その1つを、外側から順に開いていきます。',
				),
			},
			joined: {
				title: '接続しました',
				says: ({ channel, tookMs }) => [
					`ドングルを差し、チャネル${channel}でメーターを見つけ、入れてもらいました。${seconds(tookMs)}秒です。いま、メーターとドングルだけが1つのリンク鍵を持っています。このページにもありません。中を見せるために、このプログラムがメーターから取り出しました。`,
				],
			},
			read: {
				title: 'いま何ワット?',
				says: ({ tid, edt, watts, tookMs }) => [
					`HEMSが、EPC E7「瞬時電力計測値」のGetを、トランザクション番号${tid}で送りました。${rounded(tookMs, 0)} ms後に答えが届きました。4バイトの${edt}で、${watts === null ? '「データなし」です' : `${watts} Wです`}。`,
					'2つのフレームがこれを運び、その間に「受け取った」という短いフレームが2つありました。次に、答えのフレームを他人の目で見ます。',
				],
			},
			sealed: {
				title: '封筒',
				says: ({ frame, source, destination, level, counter, keyIndex }) => [
					`フレーム全体は${frame.length}バイトです。最初のMACヘッダーは誰にでも読めます。${source}から${destination}へ。セキュリティヘッダーも読めます。レベル${level}(暗号化と4バイトの検査)、送信者のカウンター${counter}、鍵の番号${keyIndex}です。`,
					'次が暗号化された部分で、雑音にしか見えません。チェックサムの前の4バイトがMICです。ヘッダーも含めて、どこかの1ビットでも変えれば、これで見破られます。',
				],
			},
			opened: {
				title: '手紙',
				says: ({ nonce, headersBefore, headersAfter, sourcePort, destinationPort }) => [
					`AES-128のCCM*には、鍵のほかにノンス(2度と使ってはならない値)が要ります。送信者のアドレス、カウンター、レベルを並べた${nonce}です。だからカウンターは隠されず、決して戻りません。`,
					`中では、6LoWPANがIPv6とUDPのヘッダー${headersBefore}バイトを${headersAfter}バイトに縮めています。アドレスはMACヘッダーにあるので省けます。ポートは${sourcePort}から${destinationPort}へ。残りが手紙そのものです。1081はECHONET Lite、続いてトランザクション番号、差出人(メーター028801)、宛先(コントローラー05FF01)、72はGet_Res、プロパティは1つ、E7、4バイト。`,
				],
			},
			again: {
				title: '同じことを、もう一度',
				says: ({ first, second, different, of }) => [
					`HEMSがもう一度尋ねました。カウンターは${first}から${second}になり、手紙の中身はほとんど同じなのに、暗号化された${of}バイトのうち${different}バイトが違います。他人には、同じ質問だったことさえ分かりません。`,
					'フレームを記録して送り直しても通じません。受信側はそのカウンターをもう見ているので、捨てます。',
				],
			},
			left: {
				title: 'さようなら',
				says: left('鍵の入ったキャプチャを保存すれば(keiki run --capture)、keiki capture openで、Wiresharkでも同じようにフレームを開けます。'),
			},
		},
	},
	'half-hour': {
		title: '30分',
		teaches: '指示数、単位、そして毎時00分と30分にひとりでに届く値。',
		steps: {
			start: {
				title: '電気の時計',
				says: start(
					'日本の電気は、30分ごとに量られ、計画され、精算されます。メーターは毎時00分と30分に自分の指示数を記録し、45日分を保存し、最新の値を、尋ねられなくてもHEMSに知らせます。',
					'このレッスンは、次のその時刻を待ちます。世界の時間で最大30分です。--speed 60で実行すれば、30秒になります。',
				),
			},
			joined: {
				title: '接続しました',
				says: ({ channel }) => [
					`専用のドングルを持つHEMSが、チャネル${channel}でメーターに接続しました。30分の区切りが過ぎるまで、接続したままにします。接続していなければ、何も知らされません。`,
				],
			},
			now: {
				title: 'いまの指示数',
				says: ({ unit, energy, watts, fixedTime, fixedEnergy, next }) => [
					`E0は、これまでに使った電力量の指示数です。ただの数なので、1がどれだけに当たるかはE1とD3で決まります。ここでは${rounded(unit, 4)} kWhです。${energy === null ? 'データはありません。' : `指示数は${rounded(energy, 4)} kWhです。`}${watts === null ? '' : `いま家は${watts} Wを使っています(E7)。`}`,
					fixedTime === null
						? 'EA(直近の30分の区切りでの指示数)には、まだデータがありません。このメーターはまだ区切りを迎えていません。'
						: `EAは、直近の30分の区切りでの指示数と時刻です。${clockOf(fixedTime)}に${fixedEnergy === null ? 'データなし' : `${rounded(fixedEnergy, 4)} kWh`}でした。料金や計画に使われるのは、E0ではなくこの値です。`,
					`次の区切りは、メーターの時計で${clockOf(next)}です。「次へ」で、レッスンはそれを待ちます。`,
				],
			},
			boundary: {
				title: 'メーターが話す',
				says: ({ fixedTime, fixedEnergy, afterMs, epcs }) => [
					`届きました。${clockOf(fixedTime)}の${seconds(afterMs)}秒後に、誰も尋ねていないメッセージをメーターが送りました。${epcs.join('と')}が入っています。${fixedEnergy === null ? 'データはありません。' : `指示数は${rounded(fixedEnergy, 4)} kWhでした。`}すべてのメーターが同じ秒に話すわけではありません。建物中が一斉に話さないように、数分遅れることもあります。`,
					'30分値のためなら、HEMSが毎秒尋ねる必要はありません。ただし、割り込んで届くメッセージと、電波の上で失われるメッセージに備える必要があります。',
				],
			},
			difference: {
				title: '30分を数にする',
				says: ({ used, average, before, after, halfHours }) => [
					used === null || before === null
						? `${clockOf(after)}の1つ前の区切りの値がないので、差は求められません。もう1回待てば求められます。`
						: `${clockOf(before)}から${clockOf(after)}まで${halfHours > 1 ? `(30分が${halfHours}回)` : ''}に${rounded(used, 4)} kWh、平均${average} Wを使いました。細かさは指示数の1までです。小さな家の30分値は、0、0、次に1、となることがよくあります。`,
					'曲線のページに、45日分の30分値があります。停電していた所は穴になっています。',
				],
			},
			left: {
				title: 'さようなら',
				says: left('悪い日にこのメッセージがどうなるかは、障害missing-notification、late-notification、duplicate-notificationで確かめられます。'),
			},
		},
	},
	hls: {
		title: 'HLS: 電力会社のノック',
		teaches: 'DLMS/COSEMのAルート。アソシエーション、互いの試問、暗号化された読み出し。',
		steps: {
			start: {
				title: 'メーターのもう1つの側',
				says: start(
					'Bルートは利用者のもの、Aルートは電力会社のものです。日本の電力会社がIPv6の上で何を話しているかは、公開されていません。Keikiは、世界中でメーターの検針に使われているIDIS流のDLMS/COSEMを話します。',
					'このレッスンでは、ヘッドエンドがメーターを読みます。クライアント101で、鍵はこのために作られ、終わると忘れられます。電力会社のカウンターは1つも進まず、HEMSも気づきません。',
				),
			},
			headEnd: {
				title: '誰と誰',
				says: ({ client, clientTitle, meterTitle }) => [
					`どちらにも、ほかの装置と重ならない8バイトのシステムタイトルがあります。ヘッドエンドは${clientTitle}、メーターは${meterTitle}です。最初の3バイトは製造者の文字です。カウンターと合わせて、AES-GCMに2度使ってはならない値になります。`,
					`クライアントにも番号があります。16番の公開クライアントは、鍵なしで、差し支えのない少しのものを読めます。今回は${client}番で、メーターとの間に2つの鍵を持ちます。暗号化の鍵(EK)と認証の鍵(AK)です。`,
				],
			},
			counter: {
				title: 'まず、前回はどこまで?',
				says: ({ apdus, counter }) => [
					`カウンターを忘れたヘッドエンドは拒否されます。メーターは同じ値を2度受け付けないからです。そこで公開クライアントとして接続し、メーターが最後に見たカウンターを読んで、閉じます。${apdus.length}個のメッセージです。電力会社のクライアントのものは${counter}でした。クライアント101の鍵は誰も使っていないので、1から始められます。`,
					'AARQとAAREでアソシエーションを開き、RLRQとRLREで閉じます。どれも、8バイトのラッパー(版、差出人、宛先、長さ)の後に続きます。',
				],
			},
			challenge: {
				title: '互いに試す',
				says: ({ toServer, toClient, mechanism }) => [
					`今度はクライアント101として接続します。AARQは方式${mechanism}(GMACによる高水準認証HLS)を指定し、試問${toServer}を送ります。メーターは「認証が必要」と答え、自分の試問${toClient}を返します。`,
					'まだ、どちらも鍵を持つことを示していません。AARQは写せるからです。しかし試問は毎回新しいので、古い答えは通じません。',
				],
			},
			proof: {
				title: '両者が答える',
				says: ({ apdus }) => [
					`ヘッドエンドは、2つの鍵でメーターの試問に対するタグを計算し、アソシエーションオブジェクトのメソッドreply_to_HLS_authenticationで渡します(${apdus[0]?.name ?? ''})。メーターはそれを確かめ、ヘッドエンドの試問に対するタグを返します(${apdus[1]?.name ?? ''})。`,
					'これでアソシエーションが開き、このクライアントの読み書きの権限が有効になります。タグが違っていれば、メーターは認証失敗と答え、それを数えます。',
				],
			},
			read: {
				title: '暗号化された読み出し',
				says: ({ object, wattHours, control, counter }) => [
					`ヘッドエンドは${object}、使った電力量を読みました。${rounded(wattHours, 0)} Whです。番号はOBISの言葉で、1は電気、1.8は使った電力量、0は合計です。`,
					`要求はC8(グローバル鍵によるget-request)で始まります。セキュリティ制御${control}は「認証し、暗号化する」、カウンターは${counter}でした。その後は、この2者以外には雑音です。`,
				],
			},
			released: {
				title: 'さようなら',
				says: () => [
					'RLRQとRLREでアソシエーションが閉じられ、クライアント101の鍵は忘れられました。電力会社のカウンターは元のままです。',
					'同じことは、コマンドラインのkeiki hesでもできます。読めるものは、オブジェクトのページにあります。',
				],
			},
		},
	},
	unit: {
		title: 'ユニットを抜く',
		teaches: 'ユニットでできたメーター。抜くと何が止まり、何が続き、何が記録されるか。',
		steps: {
			start: {
				title: '分かれるメーター',
				says: start(
					'関西電力のメーターはユニットでできています。端子台ベースに、通信ユニット、計量ユニット、もう1つのユニットとカバーを差します。10年後に、停電なしで1つだけ交換できます。HEMSには何が見えるでしょうか。',
					'このレッスンでは、計量ユニットを抜き、好きなだけそのままにして、また差します。ベースがそれを記録し、後から読めます。その間、電力量は数えられません。',
				),
			},
			joined: {
				title: '接続しました',
				says: ({ channel }) => [`専用のドングルを持つHEMSが、チャネル${channel}で接続しました。セッションの相手は通信ユニットだけです。`],
			},
			before: {
				title: '正常',
				says: ({ code, serial, watts }) => [
					`計量ユニット${code}(製造番号${serial})が差されています。E7を尋ねると、${watts === null ? '「データなし」' : `${watts} W`}でした。通信ユニットが、ベースのバスを通して計量ユニットに聞いたのです。「次へ」で抜きます。`,
				],
			},
			pulled: {
				title: '抜けました',
				says: ({ what, serial, time }) => [
					`${time.slice(11, 19)}に、ベースが「${what}」と記録しました。作業の予告がなかったので、電力会社には不正のように見えます。先に「service on」で予告していれば、ただの作業です。`,
					`家の明かりは消えません。電気はベースを通っているからです。${serial}はメーターの脇にあり、自分のメモリに指示数を持っています。`,
				],
			},
			missing: {
				title: 'HEMSに見えるもの',
				says: ({ edt, energy, fault }) => [
					`E7は${edt}です。7FFFFFFEは、とても大きな家の電力ではなく、「データなし」のコードです。E0は${energy === '' ? '拒否されました' : `${energy}です`}${energy === 'FFFFFFFE' ? '(指示数の「データなし」)' : ''}。これを数値だと思うプログラムは、21億ワットの山を描いてしまいます。`,
					`${fault === '41' ? '88(異常発生状態)は41、異常ありです。' : fault === '' ? '' : `88(異常発生状態)は${fault}です。`}セッションは続いていて、どの質問にも答えが返ります。無線には何の異常もありません。`,
				],
			},
			plugged: {
				title: 'また差しました',
				says: ({ tookMs, watts, energyBefore, energyAfter }) => [
					`同じユニットが戻りました。名乗り、ベースが適合を確かめ、${seconds(tookMs)}秒後に動き始めました。${watts === null ? 'まだデータはありません' : `${watts} Wです`}。`,
					`E0は、前が${energyBefore}、いまが${energyAfter}です。指示数はユニットの中にあるので、続きから数えます。抜けていた間に家が使った分は、誰も数えていません。新しいユニットなら0から始まり、HEMSはそれを正しく受け止めなければなりません。`,
				],
			},
			left: { title: 'さようなら', says: left('計器のページでは、何でも抜けますし、合わないものも差せます。') },
		},
	},
};
