/** The words of `keiki supervise` in Japanese. */
import type { CommandJa, Japanese } from './help-kinds.js';
import type { SUPERVISE } from './supervise/program.js';

const SUPERVISE_JA: Japanese<typeof SUPERVISE> = Object.freeze({
	'--data <directory>': ['ジャーナルとカウンターの置き場所', 'XDG_STATE_HOMEまたは~/.local/stateのkeiki/control'],
	'--identity <directory>': ['keiki office initかkeiki relay certifyが作った証明書と鍵', '--data'],
	'--relay <url>': ['中継サーバーのURL'],
	'--meters <file>': ['メーターとその鍵のJSON Lines。keiki run --meters-fileが書いたもの'],
	'--meter <place>': ['keiki hesと同じ。繰り返せます', '[::1]:4059'],
	'--keys <file>': ['全メーターの鍵のJSON。繰り返せば、その順に各メーターの鍵', 'デモ用の鍵'],
	'--parallel <number>': ['同時に扱うメーターの数', '16'],
	'--timeout <seconds>': ['メーターの応答を待つ秒数', '5'],
	'--check <duration>': ['全メーターが応答するか、どのユニットがあるかを調べる間隔。30minや6hなど。neverは依頼のときだけ'],
	'--once': ['今ある、行えるものだけを行って終わります'],
	'--clock <offset>': ['試験のため、時計をこのホストの時計からずらします: +5h、-30min', 'ずらしません'],
	'--json': ['JSONで'],
});

export const SUPERVISE_HELP_JA: Readonly<Record<string, CommandJa>> = Object.freeze({
	supervise: {
		does: '制御システム: 中継サーバーから依頼を受け取り、Aルートでメーターに行い、返事を置きます',
		options: SUPERVISE_JA,
	},
});
