/** The words of `keiki mdm` in Japanese. */
import type { CommandJa, Japanese } from './help-kinds.js';
import type { EXPORT_OPTIONS, VALIDATE_OPTIONS } from './mdm/data-program.js';
import type { DAYS_OPTIONS, QUERY_OPTIONS, SERVE_OPTIONS, STORE_OPTIONS, TAKE_OPTIONS } from './mdm/program.js';

const STORE_JA: Japanese<typeof STORE_OPTIONS> = Object.freeze({
	'--data <directory>': ['収集プログラムが書き、これが読むもの: ジャーナルとメーターの台帳', 'XDG_STATE_HOMEまたは~/.local/stateのkeiki/mdm'],
	'--store <address>': [
		'計測値の置き場所: --dataのフォルダーの中のfiles、同じファイルをDuckDBで読むduckdb、clickhouse:http://HOST:PORT[,HOST:PORT…]/DATABASE、または postgres://USER@HOST/NAME',
		'files',
	],
});
const DAYS_JA: Japanese<typeof DAYS_OPTIONS> = Object.freeze({
	'--from <day>': ['最初の日、日本時間: 2026-12-01', '今日'],
	'--to <day>': ['最後の日(含む)', '--from'],
});
const TAKE_JA: Japanese<typeof TAKE_OPTIONS> = Object.freeze({
	'--follow': ['止められるまで、届くものを取り込み続けます'],
	'--json': ['JSONで'],
});
const QUERY_JA: Japanese<typeof QUERY_OPTIONS> = Object.freeze({
	'--meter <number>': ['収集プログラムがメーターに付けた番号。ほかのメーターにはもう一度'],
	'--slot <time>': ['その代わりに、この時刻に終わる30分の全メーターの値: 2026-12-01T00:30'],
	'--sql <query>': ['その代わりに、--dataの締めた日であるreading、reading_day、reading_day_historyへのSELECT …'],
	'--columns': ['30分ごとに1行ではなく、1日1行に48個の値'],
	'--history': ['最新だけでなく、1日の全ての版'],
	'--as-of <version>': ['この版の時点の値'],
	'--json': ['JSONで'],
});

const VALIDATE_JA: Japanese<typeof VALIDATE_OPTIONS> = Object.freeze({
	'--day <day>': ['この1日だけ、日本時間: 2026-12-01', '45日のうち、締めていない日、欠測か推定のある日すべて'],
	'--rules <file>': ['規則の設定、JSON: {"high": {"factor": 1.5}, "flat": {"on": false}}', 'docs/validation.ja.mdのとおり'],
	'--json': ['JSONで'],
});
const EXPORT_JA: Japanese<typeof EXPORT_OPTIONS> = Object.freeze({
	'--from <day>': ['最初の日、日本時間: 2026-12-01'],
	'--to <day>': ['最後の日(含む)', '--from'],
	'--format <name>': ['csv、jsonl、parquet、またはreadingsならespi(Green ButtonのXML)'],
	'--bom': ['表計算ソフトがUTF-8と分かるバイト順マークを付けたCSV'],
	'--out <file>': ['標準出力ではなくファイルに書きます'],
	'--point <supply point>': ['この供給地点だけ。ほかにもあれば、もう一度'],
	'--bands <file>': ['bandsの時間帯、JSON: [{"name": "night", "days": "all", "from": "23:00", "to": "07:00"}]'],
	'--groups <file>': ['groupsの組、CSV: supply_point,group', 'メーターの台帳のとおり'],
	'--metering-day <date>': ['billing、bands、demandの期間が始まる毎月の日', '1'],
	'--stage <name>': ['groupsの段階: settledは締めた日の確報。fastは今までに届いた分と欠けている数の速報'],
	'--since <version>': ['changesの範囲: これより後の版が変えたもの'],
	'--for <name>': ['他者に渡す分: 営業所の記録で、契約が同意している供給地点だけ'],
	'--office <directory>': ['同意を尋ねる営業所の--data'],
	'--office-database <url>': ['同じく--database'],
	'--as <name>': ['渡す職員', '最初の管理者'],
});

const SERVE_JA: Japanese<typeof SERVE_OPTIONS> = Object.freeze({
	'--place <address:port>': ['このコンピューターのブラウザーとプログラムが開く場所'],
	'--close <duration>': ['終わった日を締め、その後に届いたもので訂正する間隔: 30minのような1min〜24h、またはnever'],
	'--rules <file>': ['規則の設定、JSON。keiki mdm validateのものと同じ', 'docs/validation.ja.mdのもの'],
	'--json': ['アドレス、トークンのファイル、締めた日をJSONで、1行に1つ'],
});

export const MDM_HELP_JA: Readonly<Record<string, CommandJa>> = Object.freeze({
	mdm: { does: 'メーターデータ管理: 多数のメーターの30分値を、1台のマシンかクラスターのストアに置きます' },
	'mdm take': { does: '収集プログラムが書いたものをストアに取り込みます。何度来てもブロックは1度だけ数えます', options: { ...STORE_JA, ...TAKE_JA } },
	'mdm status': { does: '日と10万台ごとに、あるものと欠けているもの', options: { ...STORE_JA, ...DAYS_JA, '--json': ['JSONで'] } },
	'mdm query': {
		does: 'メーターの計測値、または全メーターの1つの30分値。計量器の指示数の差、CSV',
		options: { ...STORE_JA, ...DAYS_JA, ...QUERY_JA },
	},
	'mdm gaps': { does: '終わったのに何も分からない30分を、メーターごとにCSVで', options: { ...STORE_JA, ...DAYS_JA, '--json': ['JSONで'] } },
	'mdm validate': {
		does: '規則で日を締め、欠けているものを推定します。締めた日は訂正します',
		options: { ...STORE_JA, ...VALIDATE_JA },
	},
	'mdm export': {
		does: '締めた日の値を、供給地点ごとにkWhで出力します',
		args: ['readings、columns(1日48列)、daily、monthly、billing、bands、demand、groups、changesのどれか'],
		options: { ...STORE_JA, ...EXPORT_JA },
	},
	'mdm serve': {
		does: 'あるものと欠けているもののページと、コマンドと同じものをHTTPで。止められるまで続けます',
		options: { ...STORE_JA, ...SERVE_JA },
	},
});
