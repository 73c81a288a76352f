/** What help tells of each command and option, in Japanese. English stands where they are declared; an option that is missing here does not compile. */
import type { COMBINATIONS, SELECT } from './catalogue/program.js';
import type { OPTIONS as CONFIG } from './config/program.js';
import type { OPTIONS as EXAM, INIT as EXAM_INIT } from './exam/program.js';
import type { OPTIONS as FAULTS } from './faults/program.js';
import { CONFORMANCE_HELP_JA } from './help-conformance-ja.js';
import { FLEET_HELP_JA } from './help-fleet-ja.js';
import { HANDHELD_HELP_JA } from './help-handheld-ja.js';
import { HES_HELP_JA } from './help-hes-ja.js';
import { type CommandJa, type Japanese, PASSWORD_FILE_JA } from './help-kinds.js';
import { MDM_HELP_JA } from './help-mdm-ja.js';
import { OFFICE_HELP_JA } from './help-office-ja.js';
import { RELAY_HELP_JA } from './help-relay-ja.js';
import { SUPERVISE_HELP_JA } from './help-supervise-ja.js';
import type { SHARED as HEMS, READ, WATCH } from './hems/program.js';
import type { OPTIONS as KEYS_MAKE, SEAL as KEYS_SEAL } from './keys/program.js';
import type { OPTIONS as METER } from './meter/program.js';
import type { OPTIONS as REPLAY } from './replay/program.js';
import type { OPTIONS as RUN } from './run/program.js';
import type { COMMON_OPTIONS } from './shared/program.js';

const JSON_JA = { '--json': ['JSONで'] } as const;

const run: Japanese<typeof RUN> = {
	'--load <source>': ['住宅の消費電力: csv:FILE、house、pv、district、constant:W、script:FILE', '実在の住宅の記録'],
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
	'--password-file <file>': PASSWORD_FILE_JA,
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
		'メーターの先につながるガス(gas)、水道(water)、熱量(heat)のメーター、コンマ区切りで4台まで。後に:battery、:fraud、:errorを付けると、その異常を知らせます。3=gas,waterは3台目の先、all=gasは全台の先。繰り返せます',
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
	'--password-file <file>': PASSWORD_FILE_JA,
	'--model <model>': ['ドングルの機種。なければ問い合わせます'],
	'--baud <rate>': ['シリアルポートの通信速度'],
	'--json': ['標準出力にJSONで、1行に1つ'],
};
const read: Japanese<typeof READ> = {
	'--mask': ['誰のメーターか、いつどれだけ使ったかがわかるもの(製造番号、アドレス、認証ID、履歴、1日のグラフ)を出しません'],
	'--day <number>': ['グラフにする日、何日前か'],
};
const watch: Japanese<typeof WATCH> = { '--interval <seconds>': ['計測の間隔、秒'] };

const keysMake: Japanese<typeof KEYS_MAKE> = {
	'--meters <number>': ['その台数分、1〜1000。2台以上は1行に1台のJSON Lines'],
	'--suite <number>': ['クライアントのセキュリティスイート。1と2には署名と鍵合意の鍵も付き、2では鍵が256ビット', '0、--certificatesでは1'],
	'--certificates': [
		'2段の認証局の証明書も作り、秘密鍵をそれぞれの持ち主のファイルに分けます。メーターのファイルの隣に、ヘッドエンド、ハンディ端末、認証局のファイルができます。スイート1と2',
	],
	'--days <number>': ['--certificatesで: 証明書の有効日数、1〜36500', '3650'],
};

const keysSeal: Japanese<typeof KEYS_SEAL> = {
	'--credential <file>': ['通信ユニットの認証情報の鍵。keiki keys makeかkeiki hes credentials keyが作ったもの'],
	'--route-b-id <id>': ['ユニットに与えるBルートの認証ID、16進数32桁'],
	'--password <password>': ['ユニットに与えるBルートのパスワード、英数字12文字。このホストの全ユーザーから見えます'],
	'--password-file <file>': PASSWORD_FILE_JA,
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
	...HES_HELP_JA,
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
	...OFFICE_HELP_JA,
	...HANDHELD_HELP_JA,
	...FLEET_HELP_JA,
	...RELAY_HELP_JA,
	...SUPERVISE_HELP_JA,
	...MDM_HELP_JA,
	keys: { does: 'メーターのAルートの自分用の鍵' },
	'keys make': {
		does: '新しい鍵を作り、keiki run --keysが読む新しいファイルに書きます。スイート0では、通信ユニットの認証情報の鍵を、その隣の.credentialに書きます',
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
