/** The words of the office's two sites in Japanese. */
import type { CommandJa, Japanese } from './help-kinds.js';
import type { CODE } from './office/customers/code-options.js';
import type { SERVE } from './office/site/serve-options.js';

const OFFICE_JA = Object.freeze({
	'--data <directory>': ['事務所が持つものの置き場所', 'XDG_STATE_HOMEまたは~/.local/stateのkeiki/office'],
	'--database <url>': ['表をPostgreSQLに置きます: postgres://USER@HOST/NAME', 'SQLite、--dataの中のファイル'],
	'--clock <offset>': ['試験のため、事務所の時計をこのホストの時計からずらします: +5h、-30min', 'ずらしません'],
	'--json': ['JSONで'],
} as const);

const serve: Japanese<typeof SERVE> = Object.freeze({
	...OFFICE_JA,
	'--staff <place>': ['職員のサイトの場所、ADDRESS:PORT'],
	'--customers <place>': ['このプロセスではお客さま用サイトだけを、ADDRESS:PORTで提供します(通常は127.0.0.1:8291)'],
	'--relay <url>': [
		'遠隔作業をやり取りする中継サーバー、https://HOST:PORT',
		'https://localhost:8292(--dataに中継サーバーの参加者としての証明書があるとき)',
	],
	'--identity <directory>': ['keiki relay certifyが作った事務所の証明書と鍵', '--dataのoffice'],
	'--certificate <file>': ['TLSを使います: 証明書と、それに署名した証明書(PEM)'],
	'--certificate-key <file>': ['証明書の秘密鍵(PEM)'],
	'--proxy <url>': ['TLSを受け持つプロキシーの後ろで使います: ブラウザーがサイトを開くURL、https://NAME'],
	'--trust <address>': ['--proxyとともに: プロキシーの要求元のアドレスまたはネットワーク(10.1.0.0/16)。ほかには応答しません。繰り返せます'],
});

const code: Japanese<typeof CODE> = Object.freeze({
	...OFFICE_JA,
	'--as <name>': ['職員の誰として行うか', '最初の管理者'],
	'--out <file>': ['新しいファイル(PDF)。所有者だけが読めます'],
	'--letter <language>': ['通知書の言語'],
});

export const OFFICE_SITE_HELP_JA: Readonly<Record<string, CommandJa>> = Object.freeze({
	'office serve': { does: '職員のサイト、またはお客さま用サイトをブラウザーに提供します', options: serve },
	'office customer-code': {
		does: 'お客さま用サイトのコード(1回だけ有効)を載せた通知書を作ります',
		args: ['契約番号: Cと10桁の数字'],
		options: code,
	},
	'office customer-grants': {
		does: 'お客さま用サイトに必要な権限だけをロールに与えるPostgreSQLの文を表示します',
		args: ['すでにあるロール: 英小文字、数字、下線'],
	},
});
