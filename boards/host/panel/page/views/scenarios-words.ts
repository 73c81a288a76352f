/** The words of the page of scenarios; titles of those that come with the program, and what came of a step, the server says. */
import type { InEachLanguage } from '../../../web/page/words.js';
import type { ScenarioState } from '../../scenarios/scenarios-told.js';

export interface ScenariosPageWords {
	readonly title: string;
	readonly intro: string;
	readonly shipped: string;
	readonly load: string;
	readonly loadNamed: (title: string) => string;
	readonly own: string;
	readonly ownHint: string;
	readonly choose: string;
	readonly tooLong: (name: string, most: number) => string;
	readonly current: string;
	readonly none: string;
	readonly states: Readonly<Record<ScenarioState, string>>;
	readonly ofRun: string;
	readonly clock: (time: string) => string;
	readonly progress: (played: number, steps: number) => string;
	readonly failed: (count: number) => string;
	readonly allMet: string;
	readonly run: string;
	readonly runAgain: string;
	readonly pause: string;
	readonly resume: string;
	readonly stop: string;
	readonly pauseMeans: string;
	readonly save: string;
	readonly step: string;
	readonly when: string;
	readonly does: string;
	readonly result: string;
	readonly asExpected: string;
	readonly done: string;
	readonly next: string;
	readonly theEnd: string;
	readonly byHand: string;
	readonly byHandMeans: string;
	readonly nothingDone: string;
	readonly refused: string;
	readonly older: (count: number) => string;
	readonly forgotten: (count: number) => string;
	readonly saveByHand: string;
	readonly from: string;
	readonly fromFirst: string;
	readonly fromStart: string;
	readonly clear: string;
	readonly time: string;
	readonly command: string;
}

export const SCENARIOS_PAGE_WORDS: InEachLanguage<ScenariosPageWords> = Object.freeze({
	en: {
		title: 'Scenarios',
		intro: 'A scenario does things to the meter at their times, and expects what must come of it: one step a line, with the words of keiki meter.',
		shipped: 'That come with Keiki',
		load: 'Load',
		loadNamed: (title) => `Load: ${title}`,
		own: 'From your disk',
		ownHint: 'A text file, as keiki run --scenario takes it. It is read by this page and sent to the meter, and nowhere else.',
		choose: 'Choose a file',
		tooLong: (name, most) => `${name}: expected at most ${most} characters`,
		current: 'The scenario',
		none: 'None is loaded. Choose one, or a file of your own.',
		states: { loaded: 'ready', playing: 'running', paused: 'paused', ended: 'ended', stopped: 'stopped' },
		ofRun: 'from the command line',
		clock: (time) => `its clock: ${time}`,
		progress: (played, steps) => `${played} of ${steps} steps`,
		failed: (count) => (count === 1 ? '1 step was not as expected' : `${count} steps were not as expected`),
		allMet: 'all as expected so far',
		run: 'Run',
		runAgain: 'Run again',
		pause: 'Pause',
		resume: 'Go on',
		stop: 'Stop',
		pauseMeans: 'While it is paused its clock stands, and the world goes on: the steps to come are later by as much.',
		save: 'Save as a file',
		step: 'Line',
		when: 'When',
		does: 'Step',
		result: 'What came of it',
		asExpected: 'as expected',
		done: 'done',
		next: 'next',
		theEnd: 'the end',
		byHand: 'Done by hand',
		byHandMeans: 'All that was done from this page, the control socket and the terminal. Saved as a scenario, it does the same again.',
		nothingDone: 'Nothing yet. Pull a unit, switch a fault on, set the load: it is written down here.',
		refused: 'refused',
		older: (count) => `and ${count} before these`,
		forgotten: (count) => `${count} before those were not kept`,
		saveByHand: 'Save as a scenario',
		from: 'Times count from',
		fromFirst: 'the first of them',
		fromStart: 'the start of the run',
		clear: 'Begin anew',
		time: 'Time',
		command: 'Command',
	},
	ja: {
		title: 'シナリオ',
		intro: 'シナリオは、決めた時刻にメーターを操作し、その結果を確かめます。1行が1ステップで、keiki meterと同じ語で書きます。',
		shipped: 'Keikiに付属するもの',
		load: '読み込む',
		loadNamed: (title) => `読み込む: ${title}`,
		own: '手元のファイル',
		ownHint: 'keiki run --scenarioと同じテキストファイルです。このページが読み、メーターにだけ送ります。',
		choose: 'ファイルを選ぶ',
		tooLong: (name, most) => `${name}: ${most}文字までです`,
		current: 'シナリオ',
		none: '読み込まれていません。付属のものか、手元のファイルを選んでください。',
		states: { loaded: '準備完了', playing: '実行中', paused: '一時停止中', ended: '終了', stopped: '停止' },
		ofRun: 'コマンドラインから',
		clock: (time) => `シナリオの時計: ${time}`,
		progress: (played, steps) => `${steps}ステップ中${played}`,
		failed: (count) => `${count}ステップが期待と異なりました`,
		allMet: 'ここまですべて期待どおり',
		run: '実行',
		runAgain: 'もう一度実行',
		pause: '一時停止',
		resume: '再開',
		stop: '停止',
		pauseMeans: '一時停止中はシナリオの時計が止まり、世界は進みます。残りのステップは、その分だけ後になります。',
		save: 'ファイルに保存',
		step: '行',
		when: '時刻',
		does: 'ステップ',
		result: '結果',
		asExpected: '期待どおり',
		done: '完了',
		next: '次',
		theEnd: '終わり',
		byHand: '手で行った操作',
		byHandMeans: 'このページ、制御ソケット、端末で行われたすべての操作です。シナリオとして保存すると、同じことをもう一度行えます。',
		nothingDone: 'まだありません。ユニットを抜く、障害を起こす、負荷を変えると、ここに記録されます。',
		refused: '拒否',
		older: (count) => `ほかに、これより前の${count}件`,
		forgotten: (count) => `それより前の${count}件は残っていません`,
		saveByHand: 'シナリオとして保存',
		from: '時刻の起点',
		fromFirst: '最初の操作',
		fromStart: '実行の開始',
		clear: '記録を消す',
		time: '時刻',
		command: 'コマンド',
	},
});
