import type { InEachLanguage } from '../../web/page/words.js';
import type { VerdictTold } from '../panel/exam-told.js';

export interface ExamPageWords {
	readonly title: string;
	readonly skipLink: string;
	readonly otherLanguage: string;
	readonly noCertification: string;
	readonly mode: Readonly<Record<'full' | 'quick', string>>;
	readonly time: (elapsed: string, least: string, most: string, budget: string) => string;
	readonly steps: (done: number, all: number) => string;
	readonly now: string;
	readonly session: (session: number, setup: string) => string;
	readonly taken: (since: string, most: string) => string;
	readonly waits: Readonly<Record<'value' | 'sign' | 'others' | 'time', (time: string) => string>>;
	readonly skip: string;
	readonly stop: string;
	readonly stopSure: string;
	readonly stopNo: string;
	readonly report: string;
	readonly saveReport: string;
	readonly over: (path: string) => string;
	readonly checks: string;
	readonly show: string;
	readonly all: string;
	readonly pending: string;
	readonly verdicts: Readonly<Record<VerdictTold, string>>;
	readonly waived: string;
	readonly columns: readonly [string, string, string, string];
	readonly nothing: string;
}

export const EXAM_PAGE_WORDS: InEachLanguage<ExamPageWords> = Object.freeze({
	en: {
		title: 'Keiki exam',
		skipLink: 'To the content',
		otherLanguage: '日本語',
		noCertification: 'This is no certification.',
		mode: { full: 'full exam', quick: 'quick exam' },
		time: (elapsed, least, most, budget) =>
			`${elapsed} so far; ${least} at least, ${most} for a program that takes as long as it may, ends after ${budget}`,
		steps: (done, all) => `${done} of ${all} steps`,
		now: 'Under way',
		session: (session, setup) => `Session ${session}: ${setup}`,
		taken: (since, most) => `${since}, up to ${most}`,
		waits: {
			value: (time) => `Waits until the program reads a value, ${time} at most.`,
			sign: (time) => `Waits for what the program does, ${time} at most.`,
			others: (time) => `Waits for the program to start or end, or for the other HEMS, ${time} at most.`,
			time: (time) => `Watches for ${time} more.`,
		},
		skip: 'Skip this step',
		stop: 'Stop the exam',
		stopSure: 'Stop now, and write the report',
		stopNo: 'Go on',
		report: 'Open the report',
		saveReport: 'Save the report',
		over: (path) => `The exam is over. The report is in ${path}.`,
		checks: 'Checks',
		show: 'Show',
		all: 'all',
		pending: 'not yet',
		verdicts: { pass: 'pass', warning: 'warning', fail: 'fail', notSeen: 'not seen', notApplicable: 'not applicable', inconclusive: 'inconclusive' },
		waived: 'waived',
		columns: ['No.', 'A good program', 'Grade', 'What was seen'],
		nothing: 'No check has this grade.',
	},
	ja: {
		title: 'Keiki 試験',
		skipLink: '本文へ',
		otherLanguage: 'English',
		noCertification: 'これは認証ではありません。',
		mode: { full: '全体の試験', quick: '短い試験' },
		time: (elapsed, least, most, budget) => `経過${elapsed}。最短${least}、許される限り長くかかるプログラムで${most}、${budget}で終わります`,
		steps: (done, all) => `${all}段階のうち${done}段階`,
		now: '実行中',
		session: (session, setup) => `セッション${session}: ${setup}`,
		taken: (since, most) => `${since}、最長${most}`,
		waits: {
			value: (time) => `プログラムが値を読むのを待っています。最長${time}。`,
			sign: (time) => `プログラムの動作を待っています。最長${time}。`,
			others: (time) => `プログラムの開始・終了か、もう1つのHEMSを待っています。最長${time}。`,
			time: (time) => `あと${time}観察します。`,
		},
		skip: 'この段階を飛ばす',
		stop: '試験を止める',
		stopSure: '今止めて報告書を書く',
		stopNo: '続ける',
		report: '報告書を開く',
		saveReport: '報告書を保存',
		over: (path) => `試験は終わりました。報告書は${path}にあります。`,
		checks: '検査',
		show: '表示',
		all: 'すべて',
		pending: 'まだ',
		verdicts: { pass: '合格', warning: '警告', fail: '不合格', notSeen: '見られず', notApplicable: '対象外', inconclusive: '判定不能' },
		waived: '免除',
		columns: ['番号', 'よいプログラムは', '判定', '見られたこと'],
		nothing: 'この判定の検査はありません。',
	},
});
