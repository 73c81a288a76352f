/** What `keiki hes campaign` says, in each language. */
import type { CampaignEnd } from '../../../../src/head-end/campaign/campaign.js';
import type { CommandEnd } from '../../../../src/head-end/campaign/commands.js';
import type { InEach } from '../../../../src/world/schema/language.js';

export type Counts = Readonly<Record<CampaignEnd, number>>;

export interface CampaignTexts {
	readonly plan: (line: number, what: string, group: string, meters: number, done: number, time: string) => string;
	readonly atOnce: () => string;
	readonly begins: (commands: number, meters: number, rate: number, parallel: number) => string;
	readonly toAll: (line: number, messages: number, meters: number) => string;
	readonly notToAll: (line: number, command: string) => string;
	readonly progress: (ended: number, of: number, counts: string, rate: number) => string;
	readonly row: (line: number, what: string, group: string, counts: string) => string;
	readonly ended: (counts: string, path: string) => string;
	readonly left: (commands: number) => string;
	readonly notWritten: (path: string, reason: string) => string;
	readonly counts: Readonly<Record<CampaignEnd, (count: number) => string>>;
	readonly nothing: () => string;
	/** Why a command ended as it did, for the results. */
	readonly whys: Readonly<Record<CommandEnd, string>>;
	readonly refused: (result: string) => string;
}

export const CAMPAIGN_WORDS: InEach<CampaignTexts> = Object.freeze({
	en: {
		plan: (line, what, group, meters, done, time) =>
			`line ${line}: ${what} for ${group}: ${meters} meters${done === 0 ? '' : `, ${done} of which have done it`}, ${time}`,
		atOnce: () => 'at once',
		begins: (commands, meters, rate, parallel) => `${commands} commands for ${meters} meters, ${rate} a second at most, ${parallel} meters at once`,
		toAll: (line, messages, meters) =>
			`line ${line}: ${messages} messages to all meters of a concentrator, for ${meters} meters; each is looked at now`,
		notToAll: (line, command) => `line ${line}: ${command} goes to each by itself: clock and limiter alone can go to all`,
		progress: (ended, of, counts, rate) => `${ended} of ${of}: ${counts}; ${rate.toFixed(1)} a second`,
		row: (line, what, group, counts) => `line ${line}: ${what} for ${group}: ${counts}`,
		ended: (counts, path) => `${counts}; meter by meter in ${path}`,
		left: (commands) => `stopped: ${commands} commands are left; the same command again goes on with them`,
		notWritten: (path, reason) => `${path}: cannot be written: ${reason}; no more commands are given`,
		counts: {
			done: (count) => `${count} done`,
			refused: (count) => `${count} refused`,
			silent: (count) => `${count} silent`,
			replaced: (count) => `${count} replaced by a later row`,
			late: (count) => `${count} too late`,
		},
		nothing: () => 'nothing',
		whys: {
			was: 'was so before',
			set: '',
			noAmperes: 'its limiter watches no current',
			otherwise: 'it took the value, and tells another one',
		},
		refused: (result) => `refused: ${result}`,
	},
	ja: {
		plan: (line, what, group, meters, done, time) =>
			`${line}行目: ${group}に${what}: メーター${meters}台${done === 0 ? '' : `(うち${done}台は済み)`}、${time}`,
		atOnce: () => 'すぐに',
		begins: (commands, meters, rate, parallel) => `メーター${meters}台に指令${commands}件、毎秒${rate}件まで、同時に${parallel}台まで`,
		toAll: (line, messages, meters) =>
			`${line}行目: コンセントレーターの全台へのメッセージ${messages}件、メーター${meters}台。これから1台ずつ確かめます`,
		notToAll: (line, command) => `${line}行目: ${command}は1台ずつ指令します。全台に送れるのはclockとlimiterです`,
		progress: (ended, of, counts, rate) => `${of}件中${ended}件: ${counts}。毎秒${rate.toFixed(1)}件`,
		row: (line, what, group, counts) => `${line}行目: ${group}に${what}: ${counts}`,
		ended: (counts, path) => `${counts}。メーターごとの結果は${path}`,
		left: (commands) => `止められました。指令${commands}件が残っています。同じコマンドで続きを行います`,
		notWritten: (path, reason) => `${path}: 書けません: ${reason}。これ以上指令を出しません`,
		counts: {
			done: (count) => `完了${count}件`,
			refused: (count) => `拒否${count}件`,
			silent: (count) => `応答なし${count}件`,
			replaced: (count) => `後の行で置き換え${count}件`,
			late: (count) => `時間切れ${count}件`,
		},
		nothing: () => 'なし',
		whys: {
			was: '以前からそうでした',
			set: '',
			noAmperes: 'リミッターが電流を見ていません',
			otherwise: '値を受けましたが、別の値を返します',
		},
		refused: (result) => `拒否: ${result}`,
	},
});

/** `498 done, 2 silent`. */
export function countsText(counts: Counts, words: CampaignTexts): string {
	const told = (Object.keys(words.counts) as CampaignEnd[]).filter((end) => counts[end] > 0).map((end) => words.counts[end](counts[end]));
	return told.length === 0 ? words.nothing() : told.join(', ');
}
