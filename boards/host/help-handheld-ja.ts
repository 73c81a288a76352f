/** What help tells of `keiki handheld`, in Japanese. */
import type { AT_METER, BUILT, FOR, INIT, OWN, RESULTS, SERVE, SET } from './handheld/program.js';
import type { CommandJa, Japanese } from './help-kinds.js';

const own: Japanese<typeof OWN> = {
	'--data <directory>': ['ハンディターミナルが持つものの置き場所', 'XDG_STATE_HOMEまたは~/.local/stateのkeiki/handheld'],
	'--clock <offset>': ['試験のため、端末の時計をこのホストの時計からずらします: +5h、-30min', 'ずらしません'],
	'--json': ['JSONで'],
};
const atMeter: Japanese<typeof AT_METER> = {
	...own,
	'--meter <place>': [
		'ローカルポート、またはメーターの他の場所: keiki hesと同じく、serial:PATH、serial:HOST:PORT、HOST:PORT',
		'/tmp/keiki-local-port',
	],
	'--keys <file>': ['クライアント3の鍵。keiki keys makeが書くもので、1台分、または1行に1台', '--dataの中のkeys.json'],
	'--timeout <seconds>': ['メーターの応答を待つ秒数', '5'],
	'--retries <number>': ['応答がないときにやり直す回数', '2'],
};
const init: Japanese<typeof INIT> = { ...own, '--office <file>': ['事務所の公開鍵のファイル', '後でkeiki handheld officeで登録'] };
const set: Japanese<typeof SET> = { ...atMeter, '--text <text>': ['画像の代わりに、スキャナーが読み取ったバーコードの文字列'] };
const forOne: Japanese<typeof FOR> = {
	...atMeter,
	'--for <title>': ['どのメーターか: システムタイトル、16進数16桁', '作業票のもの、または鍵が1台分ならそのメーター'],
};
const built: Japanese<typeof BUILT> = {
	...forOne,
	'--units <codes>': ['取り付けたユニット、コンマ区切り: rf-b,1p3w-60-2way', 'メーターの申告だけ'],
};
const results: Japanese<typeof RESULTS> = {
	...own,
	'--out <file>': ['未提出の結果を書く新しいファイル。署名付きで1行に1件'],
	'--handed-in <file>': ['事務所がこのファイルの中身を受け取りました: もうここには残しません'],
};
const serve: Japanese<typeof SERVE> = {
	...atMeter,
	'--place <place>': ['ページの場所: ADDRESS:PORT。ポート0なら空きポート', '127.0.0.1:8293'],
};
const ORDER_JA = '作業票の番号(Wと8桁の数字)';

export const HANDHELD_HELP_JA: Readonly<Record<string, CommandJa>> = Object.freeze({
	handheld: {
		does: '電力会社の作業者のハンディターミナル: 自分では読めないバーコードからBルートのパスワードを設定し、メーターの不具合を調べます',
	},
	'handheld init': { does: '新しいハンディターミナルを作ります: 鍵と、事務所に登録するための公開ファイル', options: init },
	'handheld office': { does: 'この事務所に従います: ほかのバーコードは受け付けません', args: ['事務所の公開鍵のファイル'], options: own },
	'handheld set': {
		does: '作業票のバーコードに封印されたパスワードを設定します',
		args: ['バーコードのPNGかJPEG。-なら、標準入力からスキャナーの文字列を読みます'],
		options: set,
	},
	'handheld built': { does: 'いまメーターにあるユニットを、事務所のために記録します', args: [ORDER_JA], options: built },
	'handheld diagnose': {
		does: 'HEMSがつながらない理由: メーターの状態情報、考えられる原因、次の対応',
		args: [`${ORDER_JA}(既定: 指示なし)`],
		options: forOne,
	},
	'handheld results': { does: '事務所に未提出の結果', options: results },
	'handheld serve': { does: '携帯電話やタブレットのカメラでバーコードを読むページ。素のHTTPで使えます', options: serve },
});
