/** The words of the office's records in Japanese. */
import type { CommandJa, Japanese } from './help-kinds.js';
import type { OFFICE } from './office/office-options.js';
import type { CHECK, DEMO, EXPORT, IMPORT } from './office/records/program.js';

const DEMO_JA: Omit<Japanese<typeof DEMO>, keyof Japanese<typeof OFFICE>> = Object.freeze({
	'--contracts <number>': ['契約の数、200〜1000000'],
	'--seed <number>': ['すべての乱数とメーターのシード。keiki runのものと同じ'],
});
const IMPORT_JA: Omit<Japanese<typeof IMPORT>, keyof Japanese<typeof OFFICE>> = Object.freeze({
	'--records <name>': ['ファイルの内容', 'ファイル名から: contract-2026-11-30.csv'],
	'--as-of <time>': ['システムでその内容だった時刻、ISO形式', 'ファイルの更新時刻'],
	'--skip-bad': ['誤った行を除き、FILE.refusedに書きます'],
	'--whole': ['ファイルがすべて: そこにないものは取り除きます'],
});
const EXPORT_JA: Omit<Japanese<typeof EXPORT>, keyof Japanese<typeof OFFICE>> = Object.freeze({
	'--format <name>': ['csv、json、またはxml: 検針値、イベント、制御のIEC 61968-9のメッセージ', 'csv、controlsはxml'],
	'--out <file>': ['標準出力の代わりにファイルへ'],
	'--from <time>': ['検針値とイベントの、この時刻から'],
	'--until <time>': ['検針値とイベントの、この時刻より前'],
	'--for <name>': ['ほかの人へ渡す: 検針値、イベント、制御のうち、同意のある契約のもの'],
});
const CHECK_JA: Omit<Japanese<typeof CHECK>, keyof Japanese<typeof OFFICE>> = Object.freeze({
	'--rule <rule>': ['この規則に反するものをすべて一覧'],
	'--open-cases': ['まだ事案のない指摘ごとに事案を作ります'],
});

/** @param office of all commands of the office */
export function recordsHelpJa(office: Japanese<typeof OFFICE>): Readonly<Record<string, CommandJa>> {
	return {
		'office demo': {
			does: '事務所を試すための町を作ります: 契約、メーター、在庫、申込、職員、そしてよくある食い違い',
			options: { ...office, ...DEMO_JA },
		},
		'office import': {
			does: 'システムの出力を取り込みます: CSVかJSONの記録、IEC 61968-9のメッセージの検針値とイベント',
			args: [
				'どのシステムか: customer、distribution、supervision、metering',
				'ファイルごとに全部か、何も取り込まないか。通信ユニットの.credentialも',
			],
			options: { ...office, ...IMPORT_JA },
		},
		'office export': {
			does: '記録、検針値、イベント、制御を出力します',
			args: ['何を出力するか: contract、application、site、transformer、construction、mounted、stock、supervision、reading、events、controls'],
			options: { ...office, ...EXPORT_JA },
		},
		'office find': {
			does: '契約を探します: 契約番号、氏名、読み、町名、メーターやユニットの番号で',
			args: ['それぞれ語の先頭。全角・半角、ひらがな・カタカナは問いません'],
			options: office,
		},
		'office check': {
			does: '古い、欠けた、食い違う記録を、どのシステムのいつの記録か、どう解決するかとともに見つけます',
			args: ['1件だけ(なければ全契約)'],
			options: { ...office, ...CHECK_JA },
		},
	};
}
