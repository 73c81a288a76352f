/** What help tells of each command and option, in Japanese. English stands where they are declared; an option that is missing here does not compile. */
import type { COMBINATIONS, SELECT } from './catalogue/program.js';
import type { OPTIONS as CONFIG } from './config/program.js';
import type { OPTIONS as EXAM, INIT as EXAM_INIT } from './exam/program.js';
import type { OPTIONS as FAULTS } from './faults/program.js';
import { CONFORMANCE_HELP_JA } from './help-conformance-ja.js';
import type { CommandJa, Japanese } from './help-kinds.js';
import type { SHARED as HEMS, READ, WATCH } from './hems/program.js';
import type { IMAGE_LOAD, IMAGE_MAKE } from './hes/image-program.js';
import type {
	ALARMS,
	CERTIFICATE_FILE,
	CERTIFICATE_REQUEST,
	EVENTS,
	GET,
	SHARED as HES,
	KEYS_CHANGE,
	LIMIT,
	POLICY,
	PROFILE,
	PUSH_LISTEN,
	PUSH_SET,
	QUALITY,
	SUPPLY,
	TARIFF_GET,
	TARIFF_SET,
	TOKEN_MAKE,
	USE_CASE,
	WALK,
} from './hes/program.js';
import type { OPTIONS as KEYS_MAKE, SEAL as KEYS_SEAL } from './keys/program.js';
import type { OPTIONS as METER } from './meter/program.js';
import type { OPTIONS as REPLAY } from './replay/program.js';
import type { OPTIONS as RUN } from './run/program.js';
import type { COMMON_OPTIONS } from './shared/program.js';

const JSON_JA = { '--json': ['JSONで'] } as const;
const PASSWORD_FILE = ['同じものをファイルの1行目から読みます'] as const;

const run: Japanese<typeof RUN> = {
	'--load <source>': ['住宅の消費電力: csv:FILE、house、pv、constant:W、script:FILE', '実在の住宅の記録'],
	'--profile <name>': ['メーターの種類', 'gen1'],
	'--like <file>': ['プロファイルの代わりに、keiki hems read --jsonがこのファイルに読み取った実機のようなメーターにします'],
	'--dongle <line>': [
		'pty、pty:PATH、tcp:PORT、rfc2217:[ADDRESS:]PORT、serial:PATH[,BAUD]。,MODELと語(binary、keepなど)を続けられます。繰り返すとドングルが増えます',
		'pty',
	],
	'--without <epcs>': ['メーターが持たないEPC、コンマ区切り: D3,EC,ED'],
	'--unreadable <epcs>': ['マップ9Fに載せるが拒否するEPC'],
	'--unanswered <epcs>': ['マップ9Fに載せるが応答しないEPC'],
	'--energy-unit <code>': ['EPC E1: 00〜04は1〜0.0001 kWh、0A〜0Dは10〜10000 kWh', 'プロファイルの値'],
	'--coefficient <number>': ['EPC D3: レジスターは電力量をこの値で割ったもの。1〜999999', '1'],
	'--digits <number>': ['EPC D7: この桁数を超えるとレジスターが0に戻ります。1〜8', 'プロファイルの値'],
	'--release <release>': ['EPC 82: APPENDIXのリリースとリビジョン。例: F、R4', 'プロファイルの値'],
	'--minute-history <minutes>': ['EPC EEがさかのぼれる分数。10〜1440', '1440'],
	'--register <counts>': ['新しいメーターの開始時の積算値: IMPORTまたはIMPORT,EXPORT。999990なら、まもなく0に戻ります'],
	'--dongle-model <model>': ['ドングルの機種'],
	'--radio <module>': ['serial:PATH、必要なら,MODEL: 仮想の電波の代わりに、実物のWi-SUNモジュールをメーターの無線にします'],
	'--route-b-id <id>': ['Bルートの認証ID、16進数32桁', 'デモ用のID'],
	'--password <password>': ['Bルートのパスワード、英数字12文字。このホストの全ユーザーから見えます', 'デモ用のパスワード'],
	'--password-file <file>': PASSWORD_FILE,
	'--meters <number>': ['メーターの台数、1〜1000。鍵、ユニット、負荷、Aルートはメーターごとに別'],
	'--route-a-first <place>': ['2台目のAルートのADDRESS:PORT。以降は次のポート', '[::1]:14059'],
	'--meters-file <file>': ['全メーターとその鍵の書き込み先、JSON Lines。keiki hes --metersが読みます'],
	'--show-password': ['デモ用以外のパスワードも表示します'],
	'--lan [address]': [
		'このホストのアドレス、またはインターフェースのIPv6リンクローカルアドレスで、UDP上の素のECHONET Liteも提供します',
		'ループバックの専用アドレス',
	],
	'--route-a <place>': ['ヘッドエンド向けのDLMS/COSEM(TCPとUDP): ADDRESS:PORTまたはoff。繰り返すと複数', '[::1]:4059と127.0.0.1:4059'],
	'--panel <place>': ['ブラウザー用のページの場所。ADDRESS:PORT、またはoff', '127.0.0.1:8288か次の空きポート。--jsonではoff'],
	'--lan-answers <port>': ['LANでの応答の宛先: standardはポート3610、askerは要求元のポート、bothは両方', 'standard'],
	'--answer-announcements': ['LANで自分を知らせたコントローラー(INF D5)に、メーターも自分のインスタンスリストで応えます'],
	'--customer-port [line]': ['需要家向けポート。10秒ごとに電文を送る: pty(既定)、pty:PATH、tcp:PORT。後ろに,dsmr(既定)または,idis'],
	'--load-relay <watts>': ['電力会社が入切するリレーにつないだ負荷(温水器など)のワット数、1〜10000'],
	'--payment <mode>': ['メーターに、トークンで入金する需要家のアカウントを持たせる。prepaidでは残高がなくなると供給を切る'],
	'--local-port [line]': ['ハンディターミナル向けのDLMS/COSEM(HDLC): pty(既定)、pty:PATH、tcp:PORT'],
	'--behind <meters>': [
		'メーターの先につながるガス(gas)、水道(water)、熱量(heat)のメーター、コンマ区切りで4台まで。後に:battery、:fraud、:errorを付けると、その異常を知らせます',
		'なし',
	],
	'--mbus [line]': ['これらのメーターのM-Busの回線をプログラムに開放: pty(既定)、pty:PATH、tcp:PORT'],
	'--mbus-client <version>': ['AルートでのM-Busクライアント(クラス72)のバージョン'],
	'--control <path>': ['制御用ソケットの場所', 'XDG_RUNTIME_DIR、または一時ディレクトリの空いている名前'],
	'--companion <name>': ['Aルートが従うコンパニオン仕様。イベントの番号、警報のビット、ログの番号、権限が決まります'],
	'--push-version <version>': ['Aルートでのプッシュの設定(クラス40)のバージョン'],
	'--keys <file>': ['Aルートの鍵、JSON。--metersを付けると1行に1台', 'デモ用の鍵'],
	'--credential-key <file>': [
		'通信ユニットの認証情報の鍵。Aルートで届く封印済みのBルート認証情報を、ユニットがこれで開きます。繰り返すと、交換後のユニットの鍵',
	],
	'--start <time>': ['開始時のメーターの時刻、ISO形式。オフセットがなければ日本標準時', '現在'],
	'--clock-offset <time>': ['メーターの時計がその時刻より進んでいる、または遅れている時間: 7min、-7min', '0s'],
	'--speed <factor>': ['実時間の何倍で進めるか。maxはスキャン、フレーム、要求の処理中の待ち時間をなくします'],
	'--seed <number>': ['すべての乱数のシード: 同じシードなら、メーターも障害も同じになります'],
	'--state <directory>': ['停電後も残るものを、メーターとドングルが保存する場所', 'メモリー上'],
	'--state-key-file <file>': ['そこに保存するものを封印する鍵。なければ作ります', '隣のDIRECTORY.key'],
	'--capture <file.pcapng>': ['電波上の全通信を、リンク鍵とともにWireshark用に記録します'],
	'--fault <name=value>': ['障害を起こします。繰り返せます。一覧はkeiki faults'],
	'--neighbours <number>': ['電波空間にある、よその世帯のメーターの台数'],
	'--notify <service>': ['30分ごとの定時通知の方法。infcはHEMSが応答するまで再送します'],
	'--notify-delay <time>': ['30分の区切りから通知までの時間: 範囲内の乱数、または10sのような固定値'],
	'--units <codes>': [
		'メーターを構成するユニット、コンマ区切り。rf-b@kaedeのようにメーカーを付けられます。一覧はkeiki catalogue types',
		'rf-b,1p3w-60-2way,normal',
	],
	'--utility <name>': ['開閉ユニットのアンペアブレーカーがどの電力会社のものか。generalは特定の会社のものではありません'],
	'--contract <amperes>': ['開閉ユニットのブレーカーが保持するアンペア契約', '以前の値。初めはなし'],
	'--scenario <file>': ['時刻つきのコマンドと期待。コマンドの一覧はkeiki meter help'],
	'--json': ['イベントを標準出力にJSONで、1行に1つ'],
};

const replay: Japanese<typeof REPLAY> = {
	'--dongle <line>': ['プログラムがモジュールを開く場所: pty、pty:PATH、tcp:PORT'],
	'--speed <factor>': ['ログの何倍の速さか。maxはプログラムのほかには何も待ちません'],
};

const meter: Japanese<typeof METER> = {
	'--meter <which>': ['どのメーターか: 番号、製造番号、またはall', '1'],
	'--control <path>': ['起動時に表示された制御用ソケット', '最初に見つかったもの'],
	'--json': ['応答をJSONで'],
};

const faults: Japanese<typeof FAULTS> = {
	'--running': ['動いているメーターで起きている障害と、その回数を問い合わせます'],
	'--control <path>': ['その制御用ソケット', '最初に見つかったメーターのもの'],
	'--situations': ['HEMSを試す状況と、その起こし方(障害、runのオプション、コマンド)を一覧にします'],
	...JSON_JA,
};

const exam: Japanese<typeof EXAM> = {
	'--wait': ['プログラムの起動と終了を人がします: いつ何をするかを示します'],
	'--quick': ['手順を選んで8分ほどで行います。30分の区切りは待ちません'],
	'--only <checks>': ['検査の名前か番号、コンマ区切り: それに要る手順だけを行います'],
	'--skip <checks>': ['除く検査の名前か番号、コンマ区切り'],
	'--jobs <number>': ['プログラムを何個並べて、それぞれの世界で試験するか。宣言で許されている必要があります'],
	'--budget <time>': ['遅くともいつ終わるか: 90min', '90min、--quickでは15min'],
	'--seed <number>': ['すべての乱数のシード: 同じシードなら、メーターも障害も同じになります'],
	'--dongle-model <name>': ['ドングルの機種、宣言にないとき', 'bp35a1'],
	'--poll <time>': ['プログラムが読む間隔、宣言にないとき: 10s', '60s'],
	'--out <folder>': ['報告書の書き込み先', 'keiki-exam-DATE'],
	'--panel <place>': ['試験を見るブラウザー用のページの場所。ADDRESS:PORT、またはoff', '127.0.0.1:8288か次の空きポート'],
	'--strict': ['警告があっても1で終わります'],
	'--baseline <file>': ['以前の試験のreport.json: それより悪くなった検査があれば1で終わります'],
};
const examInit: Japanese<typeof EXAM_INIT> = {
	'--force': ['同じ名前のファイルがあっても書きます'],
	'--schema': ['宣言のJSONスキーマ(エディター用)を表示します。何も書きません'],
};

const hems: Japanese<typeof HEMS> = {
	'--dongle <line>': ['ドングルのシリアルポート、またはHOST:PORT', 'ここで動いているメーターのkeiki-dongle'],
	'--id <id>': ['Bルートの認証ID、16進数32桁', 'keiki runのデモ用のID'],
	'--password <password>': ['Bルートのパスワード、英数字12文字。このホストの全ユーザーから見えます', 'デモ用のIDなら、デモ用のパスワード'],
	'--password-file <file>': PASSWORD_FILE,
	'--model <model>': ['ドングルの機種。なければ問い合わせます'],
	'--baud <rate>': ['シリアルポートの通信速度'],
	'--json': ['標準出力にJSONで、1行に1つ'],
};
const read: Japanese<typeof READ> = {
	'--mask': ['誰のメーターか、いつどれだけ使ったかがわかるもの(製造番号、アドレス、認証ID、履歴、1日のグラフ)を出しません'],
	'--day <number>': ['グラフにする日、何日前か'],
};
const watch: Japanese<typeof WATCH> = { '--interval <seconds>': ['計測の間隔、秒'] };

const hes: Japanese<typeof HES> = {
	'--meter <place>': ['HOST:PORT、udp:HOST:PORT、serial:PATH。serialには,mode-e、,BAUD、,device=Nを続けられます。繰り返せます', '[::1]:4059'],
	'--meters <file>': ['ファイルに書かれたメーターとその鍵、JSON Lines。keiki run --meters-fileが書いたもの'],
	'--client <number>': ['クライアント: 1 管理用、2 検針用、3 ハンディターミナル、16 公開', '1'],
	'--server <number>': ['論理デバイス', '1'],
	'--keys <file>': ['全メーターの鍵、JSON。メーターごとに、その順で繰り返せます', 'デモ用の鍵'],
	'--auth <how>': [
		'クライアントの認証の仕方: パスワード(lls)、またはHLSのメカニズム番号',
		'鍵のファイルのoffersの最初のもの、なければhls5。パスワードがあればlls',
	],
	'--password <text>': [
		'鍵の代わりに、このパスワード、またはhex:DIGITSでのLLS。--auth hls2、3、4、6ではそのシークレット。--securityを付ければ暗号化もします',
	],
	'--password-file <file>': PASSWORD_FILE,
	'--title <hex>': ['このヘッドエンドのシステムタイトル、16進数16桁', '4B45490000000001'],
	'--security <what>': ['要求の保護', 'ae、パスワードならnone'],
	'--ciphering <how>': ['暗号化に使うAPDU。identifiedから後ろは、その種類の鍵によるgeneral-ciphering', 'glo'],
	'--sign': ['general-signingで要求に署名し、署名のある応答だけを受け入れる'],
	'--sign-inside': ['同じですが、先に署名し、それをgeneral-cipheringで暗号化します'],
	'--counter <number>': ['最初の呼び出しカウンター。それより後の値を使っていればその続き', '公開クライアントでメーターに問い合わせます'],
	'--counters <file>': [
		'使った呼び出しカウンターの保存先',
		'XDG_STATE_HOMEまたは~/.local/stateのkeiki/hes-counters.json。デモ用の鍵では保存しません',
	],
	'--gbt <window>': ['General Block Transferを提案します: 続けて受け取るブロック数、1〜63。Keikiのメーターは鍵のファイルにoffersが必要です'],
	'--access': ['ACCESSを提案し、まとめて求められたものをそれで読み、設定します'],
	'--trace': ['APDUを1つずつ、送受信したままの形と平文とで、標準エラー出力に示します'],
	'--capture <file>': ['同じものをWireshark用に書き込みます。keiki capture openがディセクターを付けて開きます'],
	'--companion <name>': ['メーターが従うコンパニオン仕様。イベントの番号、警報のビット、ログの読み方が決まります'],
	'--timeout <seconds>': ['メーターの応答を待つ秒数', '5'],
	'--retries <number>': ['応答がないときに試し直す回数', '2'],
	'--parallel <number>': ['同時に扱うメーターの台数', '16'],
	'--json': ['JSONで、1行に1つ'],
	'--csv': ['CSVで'],
};
const profile: Japanese<typeof PROFILE> = {
	'--from <time>': ['ISO形式、オフセットがなければ日本時間', 'メーターが行を保持している限り前から'],
	'--to <time>': ['ISO形式', 'メーターの時計での現在'],
	'--obis <name>': ['プロファイルのOBISコード', '1.0.99.1.0.255'],
	'--out [file.csv]': ['行の書き込み先。{meter}はメーターに置き換わります。名前がなければXDG_STATE_HOMEまたは~/.local/stateのkeiki/rows/{meter}.csv'],
};
const get: Japanese<typeof GET> = {
	'--from <time>': [
		'プロファイルのバッファーのうち、この時刻からの行: ISO形式、オフセットがなければ日本時間',
		'メーターが行を保持している限り前から',
	],
	'--to <time>': ['この時刻まで、ISO形式', 'メーターの時計での現在'],
	'--entries <numbers>': ['プロファイルのバッファーのエントリー、1-48、10-、7など。最初は1です'],
};
const walk: Japanese<typeof WALK> = { '--data': ['型の付いた値。getが表示し、setが受け取る形です'] };
const supply: Japanese<typeof SUPPLY> = {
	'--at <time>': ['ISO形式、オフセットがなければ日本時間、メーターの時計で。neverなら予約の取り消し', 'すぐに'],
	'--channel <number>': ['M-Busのこのチャネル(1〜4)で、メーターの先につながるメーターの弁', '供給そのもの'],
};
const limit: Japanese<typeof LIMIT> = {
	'--threshold <value>': ['通常のしきい値、リミッターが見るとおりAまたはW。noneも可', 'そのまま'],
	'--emergency <value>': ['--forと使う、緊急時のしきい値。noneで緊急を終えます', 'そのまま'],
	'--for <duration>': ['緊急の長さ、90s、30min、2hなど'],
	'--at <time>': ['緊急の始まり: ISO形式、オフセットがなければ日本時間', 'すぐに'],
	'--group <number>': ['緊急のグループ。メーターをこれに加えます', '1'],
};
const alarms: Japanese<typeof ALARMS> = {
	'--clear': ['レジスター、ディスクリプター、異常を消去します'],
	'--filter1 <bits>': ['警報レジスター1のうち通知するビット: 16進数、またはall(すべて)', 'そのまま'],
	'--filter2 <bits>': ['同じく警報レジスター2の', 'そのまま'],
};
const tokenMake: Japanese<typeof TOKEN_MAKE> = {
	'--for <serial>': ['メーターの製造番号。keiki hes read 0.0.96.1.0.255で分かる'],
	'--number <number>': ['トークンの番号、1〜65535。メーターは各番号を1度だけ受け付け、最大の番号より64以上前のものは受け付けない'],
};
const pushSet: Japanese<typeof PUSH_SET> = {
	'--setup <name>': ['interval、alarm、またはOBISコード', 'alarm、--everyがあればinterval'],
	'--to <place>': ['宛先: [tcp:|udp:]ADDRESS:PORT。指定がなければTCP、IPv6は角括弧で。hdlc:CLIENT: ローカルポート。none: なし', 'そのまま'],
	'--objects <list>': ['送る内容: [CLASS/]OBIS[:ATTRIBUTE],…、8個まで。一覧自身が含まれていなければ、その前に加えます', 'そのまま'],
	'--every <duration>': ['スケジュールによる定期プッシュ: 15min、20min、30min、1h、6h、8h、12h、24h。never: なし', 'そのまま'],
	'--spread <seconds>': ['最初の送信を、この秒数のうち任意の時間だけ遅らせます', 'そのまま'],
	'--repeat <number>': ['送れなかったときに試し直す回数', 'そのまま'],
	'--repeat-after <seconds>': ['試し直すまでの秒数', 'そのまま'],
	'--now': ['続けて1回プッシュさせます'],
};
const pushListen: Japanese<typeof PUSH_LISTEN> = {
	'--port <place>': ['UDPとTCPで待つ場所: PORTまたはADDRESS:PORT、IPv6は角括弧で。0なら空いているポート', '[::1]:4060'],
	'--line <path>': ['HDLCのUIフレームも待つシリアル回線。,BAUDを続けられます(9600)'],
	'--keys <file>': ['メーターの鍵、JSON。メーターごとに繰り返せます', 'デモ用の鍵'],
	'--meters <file>': ['ファイルに書かれた全メーターの鍵、JSON Lines。keiki run --meters-fileが書いたもの'],
	'--client <number>': ['プッシュに使われる鍵のクライアント', '1'],
	'--security <what>': ['プッシュに最低限求める保護', 'ae'],
	'--companion <name>': ['メーターが従うコンパニオン仕様。イベントの番号、警報のビット、ログの読み方が決まります'],
	'--count <number>': ['この件数で終わります', '止められるまで'],
	'--json': ['JSONで、1行に1つの値'],
	'--csv': ['CSVで'],
};
const tariffGet: Japanese<typeof TARIFF_GET> = { '--passive': ['待機中のカレンダーと、適用される時刻'] };
const tariffSet: Japanese<typeof TARIFF_SET> = {
	'--at <time>': ['カレンダーを適用する時刻: ISO形式、オフセットがなければ日本時間', 'ファイルのactivation、またはすぐに'],
};
const imageMake: Japanese<typeof IMAGE_MAKE> = {
	'--unit <unit>': ['対象のユニット: meteringは計量、communicationは通信'],
	'--firmware <version>': ['バージョン: ドットで区切った4つまでの数で、今のものより大きいこと'],
	'--keys <file>': ['鍵、JSON。firmwareKeyと、ECDSA署名には秘密鍵のfirmwareSignatureKey', 'デモ用の鍵'],
	'--maker <letters>': ['製造者の3文字', '鍵のシステムタイトルの先頭'],
	'--load <file>': ['設定する内容: tariff setが受け取る.yamlの料金表、またはgetが表示するCLASS/OBIS:ATTRIBUTE DATAの行。繰り返せます'],
	'--code <file>': ['コードの代わりのバイト列: Keikiのメーターは受け取りますが、有効にしません'],
	'--size <bytes>': ['このバイト数まで埋めます'],
};
const imageLoad: Japanese<typeof IMAGE_LOAD> = {
	'--activate <when>': ['now、never、またはメーターの時計での時刻: ISO形式、オフセットがなければ日本時間', 'never: 検証して待ちます'],
	'--patience <duration>': ['検証や有効化を待つ長さ、90s、20minなど', '15min'],
};
const events: Japanese<typeof EVENTS> = {
	'--from <time>': ['ISO形式、オフセットがなければ日本時間', 'メーターがイベントを保つ限り'],
	'--to <time>': ['ISO形式', 'メーターの時計での現在'],
};
const quality: Japanese<typeof QUALITY> = {
	'--under <volts>': ['全相の低電圧のしきい値、V。noneも可', 'そのまま'],
	'--over <volts>': ['同じく過電圧のしきい値', 'そのまま'],
	...events,
};
const policy: Japanese<typeof POLICY> = {
	'--require <words>': ['これから求める保護。コンマ区切り: authenticated-request、encrypted-response、signed-requestなど。減らすことはできません'],
};
const useCase: Japanese<typeof USE_CASE> = { '--in <file>': ['ユースケース1で、元のファイルの代わりに、鍵を書く新しいファイル'] };
const certificateFile: Japanese<typeof CERTIFICATE_FILE> = { '--out <file>': ['書き込む新しいファイル、PEM', '標準出力'] };
const certificateRequest: Japanese<typeof CERTIFICATE_REQUEST> = {
	...certificateFile,
	'--new': ['メーターがいま作る鍵ペアについて。証明書を取り込んだ時から使います'],
};
const keysChange: Japanese<typeof KEYS_CHANGE> = { '--in <file>': ['元のファイルの代わりに、鍵を書く新しいファイル'] };

const keysMake: Japanese<typeof KEYS_MAKE> = {
	'--meters <number>': ['その台数分、1〜1000。2台以上は1行に1台のJSON Lines'],
	'--suite <number>': ['クライアントのセキュリティスイート。1と2には署名と鍵合意の鍵も付き、2では鍵が256ビット', '0'],
};

const keysSeal: Japanese<typeof KEYS_SEAL> = {
	'--credential <file>': ['通信ユニットの認証情報の鍵。keiki keys makeが作ったもの'],
	'--route-b-id <id>': ['ユニットに与えるBルートの認証ID、16進数32桁'],
	'--password <password>': ['ユニットに与えるBルートのパスワード、英数字12文字。このホストの全ユーザーから見えます'],
	'--password-file <file>': PASSWORD_FILE,
	'--meter <number>': ['複数行のファイルの何行目か: 1から'],
};

const config: Japanese<typeof CONFIG> = { ...JSON_JA, '--schema': ['ファイルのJSONスキーマ、エディター用'] };

const combinations: Japanese<typeof COMBINATIONS> = {
	'--count': ['数だけ'],
	'--all': ['表1にないユニットを使うものも: セルラー、旧在庫'],
	...JSON_JA,
};
const select: Japanese<typeof SELECT> = {
	'--site <site>': ['戸建て、大型の集合住宅、または無線メッシュもPLCも届かない場所'],
	'--contract <phases>': ['単相2線、単相3線、三相3線'],
	'--amperes <number>': ['契約の電流'],
	'--feed-in': ['再生可能エネルギーの逆潮流があります', '逆潮流はありません(既定)'],
	'--route-b <medium>': ['HEMSがBルートに使う媒体'],
	'--rain': ['端子に雨がかかります'],
	'--switching': ['遠隔で開閉します'],
	'--voltage': ['電圧を監視します'],
	'--utility <name>': ['どの電力会社の契約か: アンペア契約のある会社では、ブレーカーが要ります'],
	'--stock <codes>': ['入手できるユニット、コンマ区切り', 'すべて'],
	...JSON_JA,
};

export const COMMON_JA: Japanese<typeof COMMON_OPTIONS> = {
	'--config <file>': ['コマンドごとのオプションの値を書いたYAML。有効な値とその出どころはkeiki configで見られます'],
	'--quiet': ['結果とエラーだけを出力します'],
	'--lang <language>': ['表示を日本語(ja)または英語(en)にします', 'ロケールによる'],
};

/** By the words of the commands; `''` is the program itself. */
export const HELP_JA: Readonly<Record<string, CommandJa>> = Object.freeze({
	'': {
		does: 'Keiki(計器)、日本のスマートメーターのエミュレーター: シリアルポートのHEMS用ドングルを通したWi-SUNのBルート、DLMS/COSEMのAルート、そしてユニット。',
		options: { '-V, --version': ['バージョンを表示します'] },
	},
	run: { does: 'メーターを電波に載せ、HEMSのプログラム用のドングルをシリアルポートに出します', options: run },
	meter: {
		does: '動いているメーターを操作します: ユニットの交換、ブレーカー、負荷や電圧の変更。一覧はkeiki meter help',
		args: ['コマンド: pull metering、plug switch-60、switch open、load 4500、status …'],
		options: meter,
	},
	catalogue: { does: 'メーターに差し込むユニットと、その組み合わせ' },
	'catalogue types': { does: 'ユニットの全種類の一覧', options: JSON_JA },
	'catalogue combinations': { does: '有効な組み合わせの一覧', options: combinations },
	'catalogue check': {
		does: '組み合わせが破る規則と、直し方をすべて示します。有効でなければ1で終わります',
		args: ['ユニット、コンマ区切り、順不同: rf-b,1p3w-60-2way,switch-60,rain'],
		options: JSON_JA,
	},
	'catalogue select': { does: '顧客の条件に最も合う組み合わせと、その理由。なければ1で終わります', options: select },
	faults: { does: '--faultで起こせる障害の一覧、または動いているメーターで起きている障害', options: faults },
	hems: { does: '小さなHEMS。エミュレートしたWi-SUNドングルにも本物にも使えます' },
	'hems read': { does: 'メーターに接続し、全プロパティと1日のグラフを表示します', options: { ...hems, ...read } },
	'hems watch': { does: 'メーターに接続し、電力、電流、通知を届くたびに表示します', options: { ...hems, ...watch } },
	hes: { does: 'ヘッドエンド: Aルート(DLMS/COSEM)でメーターを読み、設定します。Keikiにもほかのメーターにも使えます' },
	'hes read': {
		does: '属性を読みます: [CLASS/]OBIS[:ATTRIBUTE|:all]。指定がなければ、まず知りたいもの',
		args: ['1.0.1.8.0.255、0.0.1.0.0.255:3、1-0:1.8.0:allなど'],
		options: hes,
	},
	'hes profile': { does: 'ロードプロファイルを読みます。--outを付けると、ファイルにない行だけ', options: { ...hes, ...profile } },
	'hes walk': { does: 'このクライアントから見える全オブジェクト: 属性とアクセス権と値、メソッド', options: { ...hes, ...walk } },
	'hes get': {
		does: '属性を、setが受け取れる型付きの値で読みます: CLASS/OBIS:ATTRIBUTE',
		args: ['70/0.0.96.3.10.255:4など。クラスがなければオブジェクト一覧に問い合わせます'],
		options: { ...hes, ...get },
	},
	'hes set': {
		does: '属性をその順に設定します: CLASS/OBIS:ATTRIBUTE DATAの繰り返し',
		args: ['属性とその値、8/0.0.1.0.0.255:3 i16:-540など。値はgetやwalk --dataの表示どおり'],
		options: hes,
	},
	'hes action': {
		does: 'メソッドを呼び出します: CLASS/OBIS:METHOD [DATA]',
		args: ['8/0.0.1.0.0.255:6など', '引数、i16:30など(既定: i8:0)'],
		options: hes,
	},
	'hes disconnect': { does: '電路を開き、接点がどうなったかを示します', options: { ...hes, ...supply } },
	'hes reconnect': { does: '制御モードに従って電路を閉じるか、手動投入を許可し、接点がどうなったかを示します', options: { ...hes, ...supply } },
	'hes limit': { does: 'リミッター: 契約または需要の制限値と緊急時。指定したものを設定します', options: { ...hes, ...limit } },
	'hes alarms': { does: '警報レジスターと、そのうち通知されたもの、異常レジスター', options: { ...hes, ...alarms } },
	'hes events': { does: 'すべてのイベントログを1つの一覧で', options: { ...hes, ...events } },
	'hes quality': { does: '電力品質: 電圧、しきい値、回数、停電、ログに残ったもの。指定したものを設定します', options: { ...hes, ...quality } },
	'hes stats': { does: 'メーターの数えたもの: 停電、再起動、フラッシュの消耗、要求、セッション', options: hes },
	'hes account': { does: '需要家のアカウント: 残高、単価、緊急クレジット' },
	'hes account show': { does: 'アカウントの状態を示します', options: hes },
	'hes account topup': { does: 'トークンを入力し、メーターの答えを示します', args: ['20桁の数字。間に空白やハイフンがあってもよい'], options: hes },
	'hes token': { does: 'アカウントに入金するトークン。Keiki独自のもので、実際のメーターには使えません' },
	'hes token make': {
		does: '鍵のKEKでトークンを作ります。メーターには接続しません',
		args: ['通貨の整数の額、1〜262143'],
		options: { ...hes, ...tokenMake },
	},
	'hes usecase': {
		does: 'IDISのユースケースをメーターで1手順ずつ試し、相違を示します。変更したものは元に戻します',
		args: ['1〜10、またはall。それぞれの内容はdocs/use-cases.ja.mdにあります'],
		options: { ...hes, ...useCase },
	},
	'hes push': { does: 'メーターが自ら送るもの' },
	'hes push set': { does: 'メーターが何を、どこへ、いつプッシュするか。指定したものを設定します', options: { ...hes, ...pushSet } },
	'hes push listen': { does: 'メーターがプッシュするものを、止められるまで表示します', options: pushListen },
	'hes tariff': { does: 'メーターの料金表: カレンダーと特別日を、ファイルとして' },
	'hes tariff get': { does: '使用中のカレンダーと特別日を、setが受け取るYAMLで表示します', options: { ...hes, ...tariffGet } },
	'hes tariff set': {
		does: 'カレンダーと特別日をファイルのとおりに設定し、カレンダーを適用します',
		args: ['getが表示する形のYAML'],
		options: { ...hes, ...tariffSet },
	},
	'hes image': { does: 'ファームウェアイメージ: 作成と、メーターへの読み込み' },
	'hes image make': {
		does: 'バージョンと設定内容のイメージを作り、ファームウェア鍵で署名します',
		args: ['作るファイル'],
		options: imageMake,
	},
	'hes image load': {
		does: 'イメージのうちメーターにないブロックを送り、検証させ、有効にさせます',
		args: ['イメージ'],
		options: { ...hes, ...imageLoad },
	},
	'hes image status': { does: '転送の進み具合と、各ユニットのファームウェアを示します', options: hes },
	'hes clock': { does: 'メーターの時計' },
	'hes clock get': { does: 'メーターの時刻と、このホストの時刻との差を示します', options: hes },
	'hes clock set': { does: 'メーターの時計を合わせます', args: ['ISO形式、オフセットがなければ日本時間(既定: 現在)'], options: hes },
	'hes credentials': { does: 'メーターのBルート: 状態と、封印済みの認証情報' },
	'hes credentials status': { does: 'HEMSがつながる、またはつながらない理由と、有効な認証情報の版', options: hes },
	'hes credentials set': {
		does: '通信ユニット用に封印されたBルートの認証情報を届け、状態を表示します',
		args: ['keiki keys sealが出力するもの'],
		options: hes,
	},
	'hes keys': { does: 'クライアントの鍵' },
	'hes keys change': { does: 'このクライアントに新しい鍵を与え、有効と確かめてから鍵のファイルに書きます', options: { ...hes, ...keysChange } },
	'hes keys agree': {
		does: 'このクライアントの新しい鍵をメーターと合意し(鍵は回線を流れません。スイート1と2)、changeと同じように確かめて書きます',
		options: { ...hes, ...keysChange },
	},
	'hes policy': { does: 'メッセージに必要な保護を示し、さらに求めます', options: { ...hes, ...policy } },
	'hes certificates': { does: 'スイート1か2のメーターの証明書と鍵ペア' },
	'hes certificates list': { does: '番号を付けて一覧にします', options: hes },
	'hes certificates request': {
		does: 'メーターの鍵の証明書要求(PKCS #10)を取得します',
		args: ['signature(署名)かagreement(鍵の合意)'],
		options: { ...hes, ...certificateRequest },
	},
	'hes certificates import': {
		does: 'メーターに証明書を渡します: 認証局、メーター自身の鍵、クライアントのもの',
		args: ['X.509、PEMかDER。並べた順に'],
		options: hes,
	},
	'hes certificates export': { does: 'メーターの証明書を取得します', args: ['listの番号'], options: { ...hes, ...certificateFile } },
	'hes certificates remove': { does: 'メーターから証明書を削除します', args: ['listの番号'], options: hes },
	capture: { does: 'keiki run --captureやkeiki hes --captureが書いたキャプチャー' },
	'capture open': {
		does: 'キャプチャー用のWiresharkプロファイル(リンク鍵、ECHONET LiteとCOSEMのディセクター)を書き、Wiresharkで開きます',
		args: ['.pcapngファイル'],
	},
	replay: { does: 'シリアルのログのモジュール側を、HEMSのプログラムに再生します', args: ['ログ'], options: replay },
	exam: {
		does: 'HEMSのプログラムを、メーターが起こすさまざまな状況で試験し、評価して、報告書を書きます',
		args: ['FILE.yaml(宣言)、または--の後にプログラムを起動するコマンド: -- COMMAND … {dongle} {id}'],
		options: exam,
	},
	'exam init': { does: '書き込んで使う、コメント付きの宣言を書きます', args: ['書き込み先(既定: keiki-exam.yaml)'], options: examInit },
	'exam list': { does: '全検査の一覧: よいプログラムがすること、その根拠、見るのにかかる時間', options: JSON_JA },
	...CONFORMANCE_HELP_JA,
	keys: { does: 'メーターのAルートの自分用の鍵' },
	'keys make': {
		does: '新しい鍵を作り、keiki run --keysが読む新しいファイルに書きます。通信ユニットの認証情報の鍵は、その隣の.credentialに書きます',
		args: ['作るファイル、所有者だけが読めます'],
		options: keysMake,
	},
	'keys seal': {
		does: 'Bルートの認証情報を1台の通信ユニット用に封印します。keiki hes credentials setが届けます',
		args: ['版。このユニットに封印したどの版より大きい数(既定: 次の版)'],
		options: keysSeal,
	},
	config: {
		does: 'コマンドの各オプションの値と、その出どころ(環境変数、--configのファイル、または既定値)を表示します',
		args: ['run、hes profileなど(既定: 全コマンドの、指定されたものだけ)'],
		options: config,
	},
	completion: { does: 'シェルでkeikiの語を補完するスクリプトを出力します: eval "$(keiki completion bash)"', args: ['シェル'] },
	help: { does: 'keiki、コマンド、または終了コードの説明', args: ['コマンドの語、またはexit-codes'] },
});
