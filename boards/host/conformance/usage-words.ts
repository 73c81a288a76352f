/** What is wrong with the words of `keiki conformance`, what would be right, and what is told on the way. */
import type { InEach } from '../../../src/world/schema/language.js';

interface ConformanceUsageWords {
	readonly noCheck: (option: string, text: string) => string;
	readonly disconnectNeedsWrite: () => string;
	readonly folderThere: (folder: string) => string;
	readonly cannotWrite: (folder: string, reason: string) => string;
	readonly onePaper: () => string;
	readonly oneForm: () => string;
	readonly checking: (id: string, name: string) => string;
	readonly ending: (why: string) => string;
	readonly checksLeft: (ids: readonly string[]) => string;
	readonly meterLeft: (why: string) => string;
}

export const CONFORMANCE_USAGE: InEach<ConformanceUsageWords> = Object.freeze({
	en: {
		noCheck: (option, text) => `${option}: there is no check "${text}"; keiki conformance list has them all`,
		disconnectNeedsWrite: () => '--may-disconnect: only with --may-write, for opening the supply is an ACTION',
		folderThere: (folder) => `--out ${folder}: there is something of that name that is no report; name an empty folder`,
		cannotWrite: (folder, reason) => `--out ${folder}: cannot be written: ${reason}`,
		onePaper: () => 'which paper? one of --companion-specification, --pics and --pixit',
		oneForm: () => '--html, --markdown: one of them',
		checking: (id, name) => `${id} ${name}`,
		ending: (why) => `${why}: the check under way puts back what it changed, then the report is written; again, and it ends at once`,
		checksLeft: (ids) => `Not examined: ${ids.join(' ')}`,
		meterLeft: (why) => `not examined: ${why}`,
	},
	ja: {
		noCheck: (option, text) => `${option}: "${text}"という検査はありません。keiki conformance listで一覧が見られます`,
		disconnectNeedsWrite: () => '--may-disconnect: --may-writeとともに使います。電気を切るのはACTIONです',
		folderThere: (folder) => `--out ${folder}: 報告書でないものがあります。空のフォルダーにしてください`,
		cannotWrite: (folder, reason) => `--out ${folder}: 書き込めません: ${reason}`,
		onePaper: () => 'どの文書ですか? --companion-specification、--pics、--pixitのどれか1つ',
		oneForm: () => '--html、--markdown: どちらか1つ',
		checking: (id, name) => `検査中 ${id} ${name}`,
		ending: (why) => `${why}: 行っている検査が変えたものを戻し、報告書を書いて終わります。もう一度でただちに終わります`,
		checksLeft: (ids) => `試していない検査: ${ids.join(' ')}`,
		meterLeft: (why) => `試していません: ${why}`,
	},
});
