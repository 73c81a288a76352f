/** The words of `keiki relay` in Japanese. */
import type { CommandJa, Japanese } from './help-kinds.js';
import type { CERTIFY, SERVE } from './relay/program.js';

const SERVE_JA: Japanese<typeof SERVE> = Object.freeze({
	'--data <directory>': ['受け渡しを待つものの置き場所', 'XDG_STATE_HOMEまたは~/.local/stateのkeiki/relay'],
	'--identity <directory>': ['keiki office initかkeiki relay certifyが作った証明書と鍵', '--data'],
	'--host <address>': ['応答するアドレス'],
	'--port <number>': ['ポート。0は空いているもの'],
	'--keep <days>': ['誰も取りに来ないものを保つ日数、1〜400'],
	'--most <number>': ['片方向に保つ件数、1〜1000000'],
	'--json': ['JSONで'],
});

const CERTIFY_JA: Japanese<typeof CERTIFY> = Object.freeze({
	'--host <name>': ['localhostのほかに、中継サーバーに届く名前かアドレス'],
	'--days <number>': ['証明書の有効日数、1〜3650'],
});

export const RELAY_HELP_JA: Readonly<Record<string, CommandJa>> = Object.freeze({
	relay: { does: '互いに直接つながらない事務所と制御システムの間の中継サーバー: 一方が他方に渡すものを預かります' },
	'relay serve': { does: '止められるまで、依頼と結果を預かります', options: SERVE_JA },
	'relay certify': {
		does: '事務所、中継サーバー、制御システムの証明書を作ります。認証局がなければそれも作ります。期限が切れる前にもう一度行ってください',
		args: ['事務所の--data、または同じようなディレクトリ'],
		options: CERTIFY_JA,
	},
});
