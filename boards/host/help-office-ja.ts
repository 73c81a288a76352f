/** The words of `keiki office` in Japanese. */
import type { CommandJa, Japanese } from './help-kinds.js';
import { designHelpJa } from './help-office-design-ja.js';
import { peopleHelpJa } from './help-office-people-ja.js';
import { recordsHelpJa } from './help-office-records-ja.js';
import { remoteHelpJa } from './help-office-remote-ja.js';
import { OFFICE_SITE_HELP_JA } from './help-office-site-ja.js';
import type { INIT, OFFICE } from './office/office-options.js';
import type { HANDHELD_ADD, ISSUE, LETTER, PRINT, REWRITE, REWRITE_MANY } from './office/password/program.js';

const OFFICE_JA: Japanese<typeof OFFICE> = Object.freeze({
	'--data <directory>': ['事務所が持つものの置き場所', 'XDG_STATE_HOMEまたは~/.local/stateのkeiki/office'],
	'--database <url>': ['表をPostgreSQLに置きます: postgres://USER@HOST/NAME', 'SQLite、--dataの中のファイル'],
	'--as <name>': ['職員の誰として行うか', '最初の管理者'],
	'--clock <offset>': ['試験のため、事務所の時計をこのホストの時計からずらします: +5h、-30min', 'ずらしません'],
	'--json': ['JSONで'],
});

const init: Japanese<typeof INIT> = Object.freeze({
	'--utility <code>': ['どの電力会社か。世帯にアンペア契約があるかどうかが決まります'],
	'--host <name>': ['リレーに届く名前またはアドレス。localhostのほかにあれば。繰り返せます'],
	...OFFICE_JA,
});

const MASTER_JA = ['通信ユニットの鍵を包んだ鍵のファイル', '--dataのmaster-key.json'] as const;
const WAY_JA = '通信ユニットに届けるもの: 作業票を持つハンディターミナル、またはリレーを通した制御システム';
const MANY_JA = Object.freeze({
	'--at <time>': ['リレーのとき: この時刻より前には行いません。例: 2026-12-01T10:00', 'すぐに'],
	'--expires <time>': ['リレーのとき: いつまでに', '1週間'],
	'--letter-in <language>': ['書面の言語', 'ja'],
	'--master-key-file <file>': MASTER_JA,
	...OFFICE_JA,
} as const);
const SEALED_JA = Object.freeze({
	'--order <number>': ['ハンディターミナルのとき: この作業指示とともに', '契約の未完了の指示、なければ新しい指示'],
	...MANY_JA,
} as const);
const rewriteMany: Japanese<typeof REWRITE_MANY> = Object.freeze({
	'--proposal <number>': ['ほかの担当者が承認した提案を行います', 'ファイルの契約について提案します'],
	...MANY_JA,
});
const issue: Japanese<typeof ISSUE> = Object.freeze({ '--by <way>': [WAY_JA, 'handheld'], ...SEALED_JA });
const rewrite: Japanese<typeof REWRITE> = Object.freeze({
	'--by <way>': [WAY_JA, 'relay'],
	'--new-id': ['Bルートの認証IDも新しくします: 別の人が住むとき'],
	...SEALED_JA,
});
const OUT_JA = ['新しいファイル。所有者だけが読めます'] as const;
const letter: Japanese<typeof LETTER> = Object.freeze({ '--out <file>': OUT_JA, ...OFFICE_JA });
const print: Japanese<typeof PRINT> = Object.freeze({
	'--out <file>': OUT_JA,
	'--handheld <name>': ['付いているパスワードを届けるハンディターミナルのIDか名前'],
	'--until <time>': ['コードをいつまで使えるか。例: 2026-12-01T10:00', '指示の期限、少なくとも1週間'],
	'--in <language>': ['用紙の言語', 'ja'],
	...OFFICE_JA,
});
const handheldAdd: Japanese<typeof HANDHELD_ADD> = Object.freeze({ '--name <name>': ['呼び名', 'ID'], ...OFFICE_JA });
const CONTRACT_JA = Object.freeze(['契約番号: Cと10桁の数字']);

export const OFFICE_HELP_JA: Readonly<Record<string, CommandJa>> = Object.freeze({
	office: { does: '電力会社の事務所: 顧客ごとに正しいユニット、誰にも読めないBルートのパスワード、離れた場所からの診断' },
	'office init': { does: '新しい事務所を作ります: データベース、鍵、最初の管理者、リレーと制御システムに必要なもの', options: init },
	'office password': { does: 'Bルートのパスワード: 自動で作り、通信ユニットあてに封印し、読めるのは書面だけです' },
	'office password issue': { does: '契約の最初のパスワードを作り、通信ユニットあてに封印し、書面を作ります', args: CONTRACT_JA, options: issue },
	'office password rewrite': {
		does: '新しいパスワードを作ります。メーターが受け取りを知らせるまで、今のものが有効です',
		args: CONTRACT_JA,
		options: rewrite,
	},
	'office password rewrite-many': {
		does: '多くの契約のパスワードをリレーを通して新しくします: 1人が提案し、もう1人が承認してから行います',
		args: ['契約番号を1行に1つ、10000件まで書いたファイル。-なら標準入力'],
		options: rewriteMany,
	},
	'office password letter': { does: '契約の最新のパスワードの書面(PDF)を一度だけ渡します', args: CONTRACT_JA, options: letter },
	'office print': {
		does: '作業票(PDF)を印刷用に作ります。パスワードがあれば、ハンディターミナルへ届けるコードが付きます',
		args: ['指示番号: Wと8桁の数字'],
		options: print,
	},
	'office secret': { does: 'パスワードを作って封印するプロセス。事務所が自分で始めます' },
	'office handheld': { does: '作業票を使えるハンディターミナル' },
	'office handheld add': {
		does: '公開鍵のファイルでハンディターミナルを登録します',
		args: ['keiki handheld initが表示する公開ファイル'],
		options: handheldAdd,
	},
	'office handheld list': { does: 'ハンディターミナルの一覧', options: OFFICE_JA },
	'office handheld lost': { does: '紛失したハンディターミナル。今後は指示を出しません', args: ['そのID'], options: OFFICE_JA },
	...peopleHelpJa(OFFICE_JA),
	...remoteHelpJa(OFFICE_JA),
	...designHelpJa(OFFICE_JA),
	...recordsHelpJa(OFFICE_JA),
	...OFFICE_SITE_HELP_JA,
});
