/** What help tells of `keiki hes`, in Japanese. */
import { type CommandJa, type Japanese, PASSWORD_FILE_JA } from './help-kinds.js';
import type { IMAGE_LOAD, IMAGE_MAKE } from './hes/image-program.js';
import type { MBUS_INSTALL, MBUS_KEY, MBUS_SCAN } from './hes/mbus-program.js';
import type {
	ALARMS,
	CAMPAIGN,
	CERTIFICATE_FILE,
	CERTIFICATE_REQUEST,
	COLLECT,
	CREDENTIAL_RECORD,
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
} from './hes/program-options.js';

const hes: Japanese<typeof HES> = {
	'--meter <place>': [
		'HOST:PORT、udp:HOST:PORT(,device=Nか,gateway=HEXを続けられます)、serial:PATH(,mode-e、,BAUD、,device=Nを続けられます)。繰り返せます',
		'[::1]:4059',
	],
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
	'--password-file <file>': PASSWORD_FILE_JA,
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
	'--gbt <window>': [
		'General Block Transferを提案します: 続けて受け取るブロック数、1〜63。0なら提案しません。Keikiのメーターは鍵のファイルにoffersが必要です',
		'鍵のファイルのoffersにgbtがあれば63、UDPでは8',
	],
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
	'--filter3 <bits>': ['同じく警報レジスター3の。証明書を保持するメーターにあります', 'そのまま'],
};
const tokenMake: Japanese<typeof TOKEN_MAKE> = {
	'--for <serial>': ['メーターの製造番号。keiki hes read 0.0.96.1.0.255で分かる'],
	'--number <number>': ['トークンの番号、1〜65535。メーターは各番号を1度だけ受け付け、最大の番号より64以上前のものは受け付けない'],
};
const pushSet: Japanese<typeof PUSH_SET> = {
	'--setup <name>': ['interval、alarm、connectivity、installation、またはOBISコード', 'alarm、--everyがあればinterval'],
	'--to <place>': ['宛先: [tcp:|udp:]ADDRESS:PORT。指定がなければTCP、IPv6は角括弧で。hdlc:CLIENT: ローカルポート。none: なし', 'そのまま'],
	'--objects <list>': ['送る内容: [CLASS/]OBIS[:ATTRIBUTE],…、8個まで。一覧自身が含まれていなければ、その前に加えます', 'そのまま'],
	'--every <duration>': ['スケジュールによる定期プッシュ: 15min、20min、30min、1h、6h、8h、12h、24h。never: なし', 'そのまま'],
	'--spread <seconds>': ['最初の送信を、この秒数のうち任意の時間だけ遅らせます', 'そのまま'],
	'--repeat <number>': ['送れなかったときに試し直す回数', 'そのまま'],
	'--repeat-after <seconds>': ['試し直すまでの秒数', 'そのまま'],
	'--repeat-growth <factor>': ['試すたびにその秒数を何倍にするか、バージョン2で: 1〜655.35', 'そのまま'],
	'--repeat-most <seconds>': ['その秒数の上限、バージョン2で', 'そのまま'],
	'--until <what>': ['何になるまで試し直すか、バージョン2で: sent 送信、delivered 到達(TCP)、confirmed 受け手の確認', 'そのまま'],
	'--bare': ['--objectsと: 一覧自身を加えません'],
	'--reset': ['まず、進行中のプッシュを終わらせます。バージョン2で'],
	'--now': ['続けて1回プッシュさせます'],
};
const pushListen: Japanese<typeof PUSH_LISTEN> = {
	'--port <place>': ['UDPとTCPで待つ場所: PORTまたはADDRESS:PORT、IPv6は角括弧で。0なら空いているポート', '[::1]:4060'],
	'--line <path>': ['HDLCのUIフレームも待つシリアル回線。,BAUDを続けられます(9600)'],
	'--keys <file>': ['メーターの鍵、JSON。メーターごとに繰り返せます', 'デモ用の鍵'],
	'--meters <file>': ['ファイルに書かれた全メーターの鍵、JSON Lines。keiki run --meters-fileが書いたもの'],
	'--client <number>': ['プッシュに使われる鍵のクライアント', '1'],
	'--security <what>': ['プッシュに最低限求める保護', 'ae'],
	'--sign': ['メーターの署名を求めます。鍵のファイルにメーターのsignatureKeyか証明書が必要です'],
	'--capture <file>': ['ほかのコマンドと同じく、APDUを1つずつWireshark用に書き込みます'],
	'--companion <name>': ['メーターが従うコンパニオン仕様。イベントの番号、警報のビット、ログの読み方が決まります'],
	'--count <number>': ['この件数で終わります', '止められるまで'],
	'--json': ['JSONで、1行に1つの値'],
	'--csv': ['CSVで'],
};
const campaign: Japanese<typeof CAMPAIGN> = {
	'--meters <file>': ['メーターとその鍵、JSON Lines。keiki run --meters-fileやkeiki fleet --listが書いたもの'],
	'--groups <file>': ['供給地点ごとのグループ、CSV: supply_point,group', 'メーターのファイルのグループ'],
	'--results <file>': ['メーターごとの結果、CSV。追記し、完了したものは繰り返しません', '一斉指令のファイル名に.results.csvを付けたもの'],
	'--again': ['完了した指令も、もう一度出します'],
	'--broadcast': ['全台が対象のコンセントレーターには、まず同報鍵でclockとlimiterを一斉に送り、それから1台ずつ確かめます'],
	'--check': ['何が行われるかを示すだけで、メーターには指令しません'],
	'--rate <number>': ['毎秒始める指令の上限: 通信路が耐えるだけ'],
	'--parallel <number>': ['同時に指令するメーターの数'],
	'--patience <duration>': ['指定の時刻からどれだけの間、指令を出してよいか: 応答のないメーターには繰り返します'],
	'--client <number>': ['クライアント', '1'],
	'--title <hex>': ['このヘッドエンドのシステムタイトル、16進数16桁', '4B45490000000001'],
	'--counters <file>': ['使用済みの呼び出しカウンターの保存先', 'XDG_STATE_HOMEか~/.local/stateのkeiki/hes-counters.json。デモ用の鍵なら保存しない'],
	'--timeout <seconds>': ['メーターの無応答を許す秒数', '5'],
	'--json': ['結果を1つずつJSONで、1行に1つ'],
};
const collect: Japanese<typeof COLLECT> = {
	'--meters <file>': ['メーターとその鍵、JSON Lines。keiki run --meters-fileやkeiki fleet --listが書いたもの。SIGHUPで読み直します'],
	'--keys <folder>': ['その代わりに、鍵のファイル(*.json)のフォルダー。欠測は読み直しません'],
	'--master <file>': ['その代わりに、試験用: このファイルの16進数と1から--countまでの番号からHMAC-SHA-256で導く鍵'],
	'--count <number>': ['--masterのメーターの数'],
	'--data <folder>': ['ジャーナルとregister.csvの場所。keiki mdmと共用', 'XDG_STATE_HOMEか~/.local/stateのkeiki/mdm'],
	'--port <place>': ['UDPとTCPで待つ場所: PORTまたはADDRESS:PORT、IPv6は角括弧で。0なら空いているポート', '[::1]:4060'],
	'--client <number>': ['プッシュと読み直しに使われる鍵のクライアント', '1'],
	'--worker <number>': ['一つのフォルダーをポートごとに分けて受ける収集のうち、これが何番か', '0'],
	'--parallel <number>': ['欠測を同時に読み直すメーターの数。0なら読み直しません', '16'],
	'--timeout <seconds>': ['読み直すメーターの無応答を許す秒数', '5'],
	'--json': ['出来事を1つずつJSONで、1行に1つ'],
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
const credentialRecord: Japanese<typeof CREDENTIAL_RECORD> = {
	'--out <file>': ['keiki keys seal --credentialのファイル。新しく作るか、鍵を置き換えます', '標準出力に桁'],
	'--new': ['先に新しい鍵ペアを作らせます。前の鍵ペアあてに封印したものは使えなくなります'],
};
const certificateFile: Japanese<typeof CERTIFICATE_FILE> = { '--out <file>': ['書き込む新しいファイル、PEM', '標準出力'] };
const certificateRequest: Japanese<typeof CERTIFICATE_REQUEST> = {
	...certificateFile,
	'--new': ['メーターがいま作る鍵ペアについて。証明書を取り込んだ時から使います'],
};
const keysChange: Japanese<typeof KEYS_CHANGE> = { '--in <file>': ['元のファイルの代わりに、鍵を書く新しいファイル'] };

const mbusScan: Japanese<typeof MBUS_SCAN> = {
	'--patience <duration>': ['メーターが1台を探す最長の時間、90sや20minなど', '10min'],
};
const mbusInstall: Japanese<typeof MBUS_INSTALL> = {
	'--address <number>': ['与えるプライマリーアドレス、1〜250', 'チャネルの番号'],
	'--identification <digits>': ['登録するもの: 識別番号、8桁の数字', '見つかったもの'],
	'--manufacturer <letters>': ['製造者の3文字', '問わない'],
	'--kind <kind>': ['計量するもの', '問わない'],
	...mbusScan,
};
const mbusKey: Japanese<typeof MBUS_KEY> = {
	'--key <hex>': ['新しい鍵、16進数32桁'],
	'--default-key <hex>': ['先のメーターの出荷時の鍵。これで新しい鍵を渡します'],
	'--clear': ['鍵をなくします'],
};

export const HES_HELP_JA: Readonly<Record<string, CommandJa>> = Object.freeze({
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
	'hes mbus': { does: 'メーターの先の、M-Busのメーター: ガス、水道、熱' },
	'hes mbus list': { does: 'どのチャネルに何があり、最後に何を読んだかを一覧にします', options: hes },
	'hes mbus scan': { does: '空きチャネルのメーターを、すべてのアドレスでメーターに探させます', options: { ...hes, ...mbusScan } },
	'hes mbus read': { does: 'チャネルの示すすべて', args: ['1〜4のチャネル'], options: hes },
	'hes mbus capture': { does: '先のメーターを今読ませ、値を示します', args: ['1〜4のチャネル'], options: hes },
	'hes mbus install': {
		does: '空きチャネルにメーターを登録させます: 指定したもの、または見つかったもの',
		args: ['1〜4のチャネル'],
		options: { ...hes, ...mbusInstall },
	},
	'hes mbus remove': { does: 'チャネルのメーターの登録を解除します', args: ['1〜4のチャネル'], options: hes },
	'hes mbus key': { does: '先のメーターに新しい鍵を与えて使います。または、なくします', args: ['1〜4のチャネル'], options: { ...hes, ...mbusKey } },
	'hes mbus valve': { does: '先のメーターの弁を開閉し、どうなったかを示します', args: ['1〜4のチャネル', 'openかclose'], options: hes },
	'hes mbus send': {
		does: '先のメーターにレコードを送ります',
		args: ['1〜4のチャネル', '16進数: それぞれのDIB、VIB、データ。01FD1F00など'],
		options: hes,
	},
	'hes mbus clock': { does: '先のメーターの時計を合わせます', args: ['1〜4のチャネル'], options: hes },
	'hes mbus reset-alarm': { does: 'チャネルのアラームを0に戻します', args: ['1〜4のチャネル'], options: hes },
	'hes usecase': {
		does: 'IDISのユースケースをメーターで1手順ずつ試し、相違を示します。変更したものは元に戻します',
		args: ['1〜10、またはall。それぞれの内容はdocs/use-cases.ja.mdにあります'],
		options: { ...hes, ...useCase },
	},
	'hes push': { does: 'メーターが自ら送るもの' },
	'hes push set': { does: 'メーターが何を、どこへ、いつプッシュするか。指定したものを設定します', options: { ...hes, ...pushSet } },
	'hes push listen': { does: 'メーターがプッシュするものを、止められるまで表示します', options: pushListen },
	'hes collect': { does: 'メーターが30分ごとにプッシュする値を受け、書き留め、欠測を読み直します。止められるまで続けます', options: collect },
	'hes campaign': {
		does: '多数のメーターに指令します: 契約、リミッター、メッセージ、時計を、グループと時刻ごとに。メーターごとの結果を残します',
		args: ['指令のCSV: group,command,value,time'],
		options: campaign,
	},
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
	'hes credentials key': {
		does: '通信ユニットが自分で作った鍵ペアの公開鍵を得ます。認証情報はこれあてに封印します(スイート1と2)',
		options: { ...hes, ...credentialRecord },
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
});
