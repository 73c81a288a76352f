/** The words of the office's remote work in Japanese. */
import type { CommandJa, Japanese } from './help-kinds.js';
import type { EXCHANGE, LIST, RELAY, WAIT, WHEN } from './office/remote/program.js';

const RELAY_JA: Japanese<typeof RELAY> = Object.freeze({
	'--relay <url>': ['中継サーバー。https://HOST:PORT'],
	'--identity <directory>': ['keiki relay certifyが作った、事務所の証明書と鍵', '--dataの中のoffice'],
});
const WAIT_JA: Japanese<typeof WAIT> = Object.freeze({
	'--wait <seconds>': ['返事を待つ時間(秒)。0〜3600。0ならkeiki office serveかexchangeに任せます'],
});
const WHEN_JA: Japanese<typeof WHEN> = Object.freeze({
	'--at <time>': ['この時刻より前には行いません。ISO形式、時差がなければ日本時間', 'すぐ'],
	'--until <time>': ['この時刻からは行いません', '開始できる時から1日'],
});
const LIST_JA: Japanese<typeof LIST> = Object.freeze({ '--contract <code>': ['1つの契約だけ'], '--open': ['終わっていないものだけ'] });
const EXCHANGE_JA: Japanese<typeof EXCHANGE> = Object.freeze({ '--once': ['1回だけやり取りして終わります'] });
const CONTRACT = '契約番号: Cと10桁の数字';
const JOB = 'job listが示すもの';

/** @param office the options of all commands of the office */
export function remoteHelpJa(office: NonNullable<CommandJa['options']>): Readonly<Record<string, CommandJa>> {
	const asking = { ...office, ...RELAY_JA, ...WAIT_JA };
	const ordering = { ...asking, ...WHEN_JA };
	return {
		'office diagnose': {
			does: '契約のメーターにAルートでBルートの状態を尋ね、表2の行、原因、次の対応を示します',
			options: asking,
			args: [CONTRACT],
		},
		'office supply': { does: '契約への供給を開閉します。答えは接点の実際の状態です', options: ordering, args: [CONTRACT, 'openかclose'] },
		'office amperes': { does: 'メーターの契約アンペアを変えます', options: ordering, args: [CONTRACT, 'A、またはnone(なし)'] },
		'office units': { does: '契約のメーターに、差し込まれたユニットを尋ねます', options: asking, args: [CONTRACT] },
		'office job': { does: '遠隔作業: 何を依頼し、どうなったか' },
		'office job list': { does: '新しいものから1000件', options: { ...office, ...LIST_JA } },
		'office job show': { does: '1件とその結果', options: office, args: [JOB] },
		'office job withdraw': { does: '始めないように取り下げます', options: asking, args: [JOB] },
		'office exchange': {
			does: '止めるまで、中継サーバーに渡すものを渡し、来たものを受け取ります。keiki office serveも行います',
			options: { ...office, ...RELAY_JA, ...EXCHANGE_JA },
		},
	};
}
