/** The words of the commands about designs, orders, cases and what is due, in Japanese. */
import type { CommandJa, Japanese } from './help-kinds.js';
import type {
	APPLICATIONS_LIST,
	ASSIGN,
	CASES_LIST,
	CLOSE,
	DESIGN,
	DONE,
	DUE,
	ISSUE,
	ORDERS_LIST,
	REASON,
	RECEIVE,
} from './office/design/options.js';

const NUMBER = '申し込みの番号: Aと数字8桁';
const ORDER_NUMBER = '指示の番号: Wと数字8桁';
const CASE_NUMBER = '案件の番号: Kと数字6桁';
const UNTIL = 'いつまでに行うか';
const THOSE = 'その状態のものだけ';
const OF_CONTRACT = 'その契約のもの';

const RECEIVE_JA: Japanese<typeof RECEIVE> = Object.freeze({
	'--wish <name=value>': ['種類のほかに望むもの: routeB=radio、amperes=60、feedIn=yes、option=switching、medium=plc、at=日時'],
});
const APPLICATIONS_LIST_JA: Japanese<typeof APPLICATIONS_LIST> = Object.freeze({ '--state <state>': [THOSE] });
const REASON_JA: Japanese<typeof REASON> = Object.freeze({ '--reason <text>': ['理由。顧客に伝えます'] });
const DESIGN_JA: Japanese<typeof DESIGN> = Object.freeze({
	'--units <codes>': ['最良のもの以外のユニット。keiki catalogue checkと同じく、コンマ区切り'],
	'--finish': ['完了し、手配できるようにします。1つでも確認に通らないものは完了できません'],
});
const ISSUE_JA: Japanese<typeof ISSUE> = Object.freeze({
	'--depot <name>': ['ユニットを出す倉庫', '最も多くそろう倉庫'],
	'--due <date>': [UNTIL],
	'--worker <name>': ['職員の誰が行うか'],
});
const ORDERS_LIST_JA: Japanese<typeof ORDERS_LIST> = Object.freeze({
	'--state <state>': [THOSE],
	'--worker <name>': ['その作業員のもの'],
	'--contract <code>': [OF_CONTRACT],
});
const ASSIGN_JA: Japanese<typeof ASSIGN> = Object.freeze({ '--due <date>': [UNTIL] });
const DONE_JA: Japanese<typeof DONE> = Object.freeze({
	'--result <file>': ['ハンディターミナルの結果。1行に1件で、それぞれ署名されています。-は標準入力'],
	'--units <codes>': ['指示と違うとき、いま取り付けられているもの(手入力)', '指示のとおり'],
	'--serial <place=number>': ['取り付けられているユニットの番号: communication=…、metering=…、option=…、cover=…'],
	'--meter <title>': ['あるメーターのシステムタイトル、16進数16桁', '指示のとおり'],
	'--not-done <reason>': ['現地で何もできなかった理由。ユニットは在庫に戻ります'],
});
const CASES_LIST_JA: Japanese<typeof CASES_LIST> = Object.freeze({ '--all': ['終わったものも'], '--contract <code>': [OF_CONTRACT] });
const CLOSE_JA: Japanese<typeof CLOSE> = Object.freeze({ '--outcome <text>': ['どうなったか'] });
const DUE_JA: Japanese<typeof DUE> = Object.freeze({
	'--until <date>': ['その日までに満了する検定'],
	'--street <name>': ['その町のものだけ'],
	'--order': ['すべてを設計し、手配します。全体で1つの処理です'],
	'--partly': ['--orderとともに: 在庫が足りる分だけ、先に満了するものから'],
});

/** @param office words of the options that all commands of the office have */
export function designHelpJa(office: NonNullable<CommandJa['options']>): Readonly<Record<string, CommandJa>> {
	const numbered = (does: string, args: readonly string[], options = {}): CommandJa => ({ does, args, options: { ...office, ...options } });
	return {
		'office application': { does: '顧客や電力会社自身の申し込み' },
		'office application receive': numbered(
			'申し込みを受け付けます',
			[
				'契約のコード: Cと数字10桁',
				'new(新設)、feed-in(連系)、route-b、amperes、option-in、option-out、communication(通信方式)、certification(検定)、move-in(転入)、move-out(転出)、lost-password(紛失)',
			],
			RECEIVE_JA,
		),
		'office application list': { does: '申し込みを古い順に並べます', options: { ...office, ...APPLICATIONS_LIST_JA } },
		'office application refuse': numbered('申し込みを断ります', [NUMBER], REASON_JA),
		'office application done': numbered('メーターでの作業のない申し込みを完了にします', [NUMBER]),
		'office application withdraw': numbered('顧客が申し込みを取り下げます', [NUMBER]),
		'office design': numbered('申し込みに最良のメーター、理由、代わり、在庫、確認。完了できなければ1で終わります', [NUMBER], DESIGN_JA),
		'office order': { does: '作業の指示。設計に必要なユニットを確保します' },
		'office order issue': numbered('申し込みのために設計したものを手配します', [NUMBER], ISSUE_JA),
		'office order list': { does: '指示を並べます', options: { ...office, ...ORDERS_LIST_JA } },
		'office order show': numbered('1つの指示: 場所とユニット', [ORDER_NUMBER]),
		'office order assign': numbered('誰が行うかを決めます', [ORDER_NUMBER, '作業員の名前'], ASSIGN_JA),
		'office order withdraw': numbered('指示を取り消します。ユニットは在庫に戻ります', [ORDER_NUMBER]),
		'office order done': numbered(
			'実際に取り付けたものを受け取ります。指示と違えば案件を作り、1で終わります',
			[`${ORDER_NUMBER}。--resultならファイルにあります`],
			DONE_JA,
		),
		'office case': { does: '調べるべきもの: 記録と実際が違います' },
		'office case list': { does: '未了の案件を並べます', options: { ...office, ...CASES_LIST_JA } },
		'office case show': numbered('1つの案件と、分かっていることすべて', [CASE_NUMBER]),
		'office case close': numbered('案件を終わります', [CASE_NUMBER], CLOSE_JA),
		'office due': { does: '満了する検定を町ごとに、在庫が足りるかとともに。足りなければ1で終わります', options: { ...office, ...DUE_JA } },
	};
}
