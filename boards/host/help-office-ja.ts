/** The words of `keiki office` in Japanese. */
import type { CommandJa, Japanese } from './help-kinds.js';
import { designHelpJa } from './help-office-design-ja.js';
import type { OFFICE } from './office/office-options.js';

const OFFICE_JA: Japanese<typeof OFFICE> = Object.freeze({
	'--data <directory>': ['事務所が持つものの置き場所', 'XDG_STATE_HOMEまたは~/.local/stateのkeiki/office'],
	'--database <url>': ['表をPostgreSQLに置きます: postgres://USER@HOST/NAME', 'SQLite、--dataの中のファイル'],
	'--as <name>': ['職員の誰として行うか', '最初の管理者'],
	'--clock <offset>': ['試験のため、事務所の時計をこのホストの時計からずらします: +5h、-30min', 'ずらしません'],
	'--json': ['JSONで'],
});

export const OFFICE_HELP_JA: Readonly<Record<string, CommandJa>> = Object.freeze({
	office: { does: '電力会社の事務所: 顧客ごとに正しいユニット、誰にも読めないBルートのパスワード、離れた場所からの診断' },
	'office init': { does: '新しい事務所を作ります: データベースと最初の管理者', options: OFFICE_JA },
	...designHelpJa(OFFICE_JA),
});
