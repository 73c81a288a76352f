/** What help tells of `keiki conformance`, in Japanese. */
import type { OPTIONS, WRITE } from './conformance/program.js';
import { type CommandJa, type Japanese, PASSWORD_FILE_JA } from './help-kinds.js';

const test: Japanese<typeof OPTIONS> = {
	'--client <number>': ['メーターを試すクライアント: 1 管理用、2 検針用、16 公開', '1'],
	'--server <number>': ['論理デバイス', '1'],
	'--keys <file>': ['全メーターの鍵、JSON。メーターごとに、その順で繰り返せます', 'デモ用の鍵'],
	'--auth <how>': ['クライアントの認証の仕方、keiki hesと同じ', 'keiki hesと同じ'],
	'--password <text>': ['このパスワード、またはhex:DIGITSでのLLS。--auth hls2、3、4、6ではそのシークレット'],
	'--password-file <file>': PASSWORD_FILE_JA,
	'--title <hex>': ['試す側のシステムタイトル、16進数16桁', '4B45490000000001'],
	'--security <what>': ['要求の保護', 'ae、パスワードならnone'],
	'--ciphering <how>': ['暗号化に使うAPDU', 'glo'],
	'--counter <number>': ['最初の呼び出しカウンター。それより後の値を使っていればその続き', '公開クライアントでメーターに問い合わせます'],
	'--counters <file>': ['使った呼び出しカウンターの保存先', 'keiki hesと同じ'],
	'--timeout <seconds>': ['メーターの応答を待つ秒数', '5'],
	'--may-write': ['SETとACTIONも送ります: 読んだ値をそのまま書くか、拒否されるべきものを送ります'],
	'--may-disconnect': ['--may-writeとともに: 電気を切り、また入れます'],
	'--only <checks>': ['検査の名前か番号、コンマ区切り'],
	'--skip <checks>': ['除く検査の名前か番号、コンマ区切り'],
	'--out <folder>': ['報告書の書き込み先。複数のメーターならそれぞれのフォルダー', 'keiki-conformance-DATE'],
	'--strict': ['警告があっても1で終わります'],
};

const write: Japanese<typeof WRITE> = {
	'--companion-specification': ['オブジェクト、クラス、属性、クライアントごとのアクセス権、コード'],
	'--pics': ['プロトコルのうち実装されているもの'],
	'--pixit': ['試験に必要なその他の情報: アドレス、時間、値'],
	'--companion <name>': ['メーターがどのコンパニオン仕様によるか'],
	'--suite <number>': ['クライアントのセキュリティスイート。1からはセキュリティ設定がバージョン1になります'],
	'--push-version <version>': ['プッシュ設定(クラス40)のバージョン'],
	'--mbus-client <version>': ['M-Busクライアント(クラス72)のバージョン'],
	'--markdown': ['Markdownで。指定しないときと同じ'],
	'--html': ['1ページのHTMLで'],
	'--out <file>': ['書き込み先', '標準出力'],
};

export const CONFORMANCE_HELP_JA: Readonly<Record<string, CommandJa>> = Object.freeze({
	conformance: { does: 'DLMS/COSEMのメーターを試します。Keikiにもほかのメーターにも使えます' },
	'conformance test': {
		does: 'メーターを一巡し、規則ごとに試して、報告書を書きます',
		args: ['HOST:PORT、udp:HOST:PORT、serial:PATH。serialには,BAUD、,device=Nを続けられます'],
		options: test,
	},
	'conformance write': { does: 'Keikiというメーターのコンパニオン仕様、PICS、PIXITを書きます', options: write },
	'conformance list': { does: '全検査の一覧: よいメーターがすること、その根拠、見るのに要るもの', options: { '--json': ['JSONで'] } },
});
