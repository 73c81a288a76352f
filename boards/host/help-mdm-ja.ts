/** The words of `keiki mdm` in Japanese. */
import type { CommandJa, Japanese } from './help-kinds.js';
import type { DAYS_OPTIONS, QUERY_OPTIONS, STORE_OPTIONS, TAKE_OPTIONS } from './mdm/program.js';

const STORE_JA: Japanese<typeof STORE_OPTIONS> = Object.freeze({
	'--data <directory>': ['収集プログラムが書き、これが読むもの: ジャーナルとメーターの台帳', 'XDG_STATE_HOMEまたは~/.local/stateのkeiki/mdm'],
	'--store <address>': ['計測値の置き場所: clickhouse:http://HOST:PORT[,HOST:PORT…]/DATABASE または postgres://USER@HOST/NAME'],
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
	'--columns': ['30分ごとに1行ではなく、1日1行に48個の値'],
	'--history': ['最新だけでなく、1日の全ての版'],
	'--as-of <version>': ['この版の時点の値'],
	'--json': ['JSONで'],
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
});
