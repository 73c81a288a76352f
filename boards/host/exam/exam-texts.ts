/** What an exam tells of itself, in each language. */
import type { NotApplicable } from '../../../src/exam/checks/check.js';
import type { NotSeen } from '../../../src/exam/outcome.js';
import type { EntryBody, ProgramState, StepPhase } from '../../../src/exam/record/entry.js';
import type { Verdict } from '../../../src/exam/verdict.js';
import type { InEach } from '../../../src/world/schema/language.js';
import { secondsText } from './exam-host-words.js';

type Trouble = Extract<EntryBody, { readonly kind: 'trouble' }>['trouble'];

export interface ExamTexts {
	readonly program: string;
	readonly exam: string;
	readonly unreadable: (bytes: number) => string;
	readonly shows: (what: string, text: string, time: string | undefined) => string;
	readonly programIs: { readonly [State in ProgramState]: (code: number | null, signal: string | null, detail: string) => string };
	readonly phase: { readonly [Phase in StepPhase]: (step: string) => string };
	readonly asked: { readonly start: () => string; readonly stop: () => string };
	readonly trouble: { readonly [What in Trouble]: (ms: number, detail: string) => string };
	/** Why a check was not seen, or is none for this program. */
	readonly notSeen: (why: NotSeen) => string;
	readonly notApplicable: (why: NotApplicable) => string;
	readonly verdicts: { readonly [Of in Verdict]: string };
	/** Lines of the terminal. */
	readonly plan: (plan: {
		readonly checks: number;
		readonly steps: number;
		readonly least: number;
		readonly most: number;
		readonly budget: number;
	}) => string;
	readonly reportIn: (folder: string) => string;
	/** Where a browser sees how far it is. */
	readonly watchIn: (url: string) => string;
	/** Where a script finds the proof of who it is. */
	readonly tokenIn: (file: string) => string;
	/** Of a step that is to be skipped: which sessions there are. */
	readonly noSession: (sessions: readonly number[]) => string;
	readonly session: (session: number, is: string, time: string) => string;
	readonly step: (is: string, most: number) => string;
	readonly unplayed: (step: string, why: string) => string;
	readonly stopped: (reason: string) => string;
	/** Stands in a report until the exam is over. */
	readonly goesOn: () => string;
	readonly captureEnded: (path: string, reason: string) => string;
}

const span = (ms: number) => (ms < 100_000 ? `${secondsText(ms)} s` : `${Math.round(ms / 60_000)} min`);
const spanJa = (ms: number) => (ms < 100_000 ? `${secondsText(ms)}秒` : `${Math.round(ms / 60_000)}分`);
const exit = (code: number | null, signal: string | null) => (signal === null ? `exit code ${code ?? '?'}` : signal);
const exitJa = (code: number | null, signal: string | null) => (signal === null ? `終了コード${code ?? '?'}` : signal);
const behind = (detail: string) => (detail === '' ? '' : `: ${detail}`);

const NOT_SEEN = Object.freeze({
	quick: 'not part of --quick',
	only: 'not among --only',
	skip: 'left out by --skip',
	clock: 'it needs a real half-hour, or "clock: meter" in the declaration',
	claims: 'the declaration claims nothing of it',
	model: 'this dongle has no part in it',
	budget: 'the budget was used up',
	stopped: 'the exam was stopped',
	notReading: 'the program read no value before it',
	ended: 'the program had ended, and did not start again',
	skipped: 'somebody skipped it in the panel',
} as const);
const NOT_SEEN_JA: Readonly<Record<keyof typeof NOT_SEEN, string>> = Object.freeze({
	quick: '--quickには含まれません',
	only: '--onlyにありません',
	skip: '--skipで除かれました',
	clock: '本当の30分の区切りか、宣言の"clock: meter"が必要です',
	claims: '宣言で申告されていません',
	model: 'このドングルにはありません',
	budget: '時間の予算を使い切りました',
	stopped: '試験が止められました',
	notReading: 'その前にプログラムが値を読んでいません',
	ended: 'プログラムが終了し、再び始まりませんでした',
	skipped: 'パネルで飛ばされました',
});

export const EXAM_TEXTS: InEach<ExamTexts> = Object.freeze({
	en: {
		program: 'program',
		exam: 'exam',
		unreadable: (bytes) => `${bytes} bytes that are no frame`,
		shows: (what, text, time) => `shows ${what} ${text}${time === undefined ? '' : ` of ${time}`}`,
		programIs: {
			started: (_code, _signal, detail) => `is started${behind(detail)}`,
			ended: (code, signal, detail) => `has ended as it was asked to, ${exit(code, signal)}${behind(detail)}`,
			killed: (code, signal, detail) => `was ended by force, ${exit(code, signal)}${behind(detail)}`,
			exited: (code, signal, detail) => `has ended by itself, ${exit(code, signal)}${behind(detail)}`,
			failed: (_code, _signal, detail) => `cannot be started${behind(detail)}`,
		},
		phase: {
			begins: (step) => `${step} begins`,
			strikes: (step) => `${step}: now it goes wrong`,
			lifted: (step) => `${step}: what goes wrong is over`,
			ends: (step) => `${step} ends`,
		},
		asked: { start: () => 'asks for the program to be started', stop: () => 'asks for the program to be ended' },
		trouble: {
			late: (ms) => `was ${ms} ms late: the machine is busy`,
			lost: (_ms, detail) => `could not watch${behind(detail)}`,
			command: (_ms, detail) => `could not do${behind(detail)}`,
			flood: () => 'keeps no more of the output of this session: there was too much',
			full: () => 'keeps no more of anything: its record is full',
		},
		notSeen: (why) => {
			if (why.kind === 'neverCame') return 'it did not come to the test';
			if (why.kind === 'notObserved') return `nothing shows ${why.what.join(', ')}: observe it in the declaration`;
			return `${why.step === null ? '' : `${why.step}: `}${NOT_SEEN[why.kind]}`;
		},
		notApplicable: (why) => {
			if (why.kind === 'claims') return `the declaration does not claim ${why.claim}`;
			if (why.kind === 'model') return `a ${why.model.toUpperCase()} has no part in it`;
			return 'all that is observed are readings, each of its time, and no text (none, online) says that there is no value';
		},
		verdicts: { pass: 'PASS', warning: 'WARNING', fail: 'FAIL', notSeen: 'NOT SEEN', notApplicable: 'NOT APPLICABLE', inconclusive: 'INCONCLUSIVE' },
		plan: ({ checks, steps, least, most, budget }) =>
			`${checks} checks in ${steps} steps: ${span(least)} at least, ${span(most)} for a program that takes as long as it may, ${span(budget)} at most`,
		reportIn: (folder) => `report: ${folder}/report.html`,
		watchIn: (url) => `watch it in a browser: ${url}`,
		tokenIn: (file) => `scripts: Authorization: Bearer and what is in ${file}`,
		noSession: (sessions) =>
			sessions.length === 0 ? 'session: no session is under way' : `session: expected one that is under way: ${sessions.join(', ')}`,
		session: (session, is, time) => `session ${session}: ${is}; the meter's time is ${time}`,
		step: (is, most) => `${is} (up to ${span(most)})`,
		unplayed: (step, why) => `${step}: not played: ${NOT_SEEN[why as keyof typeof NOT_SEEN] ?? why}`,
		stopped: (reason) => `${reason}: the exam ends here; what there is goes into the report`,
		goesOn: () => 'it was still going on when this was written',
		captureEnded: (path, reason) => `capture: cannot write ${path}: ${reason}; the exam goes on without it`,
	},
	ja: {
		program: 'プログラム',
		exam: '試験',
		unreadable: (bytes) => `フレームでない${bytes}バイト`,
		shows: (what, text, time) => `${what}として${text}を示しました${time === undefined ? '' : `(${time})`}`,
		programIs: {
			started: (_code, _signal, detail) => `起動しました${behind(detail)}`,
			ended: (code, signal, detail) => `求めに応じて終了しました、${exitJa(code, signal)}${behind(detail)}`,
			killed: (code, signal, detail) => `強制終了されました、${exitJa(code, signal)}${behind(detail)}`,
			exited: (code, signal, detail) => `自分で終了しました、${exitJa(code, signal)}${behind(detail)}`,
			failed: (_code, _signal, detail) => `起動できません${behind(detail)}`,
		},
		phase: {
			begins: (step) => `${step}が始まります`,
			strikes: (step) => `${step}: ここから異常です`,
			lifted: (step) => `${step}: 異常が終わりました`,
			ends: (step) => `${step}が終わります`,
		},
		asked: { start: () => 'プログラムの起動を求めました', stop: () => 'プログラムの終了を求めました' },
		trouble: {
			late: (ms) => `${ms} ms遅れました。計算機が混んでいます`,
			lost: (_ms, detail) => `見られませんでした${behind(detail)}`,
			command: (_ms, detail) => `行えませんでした${behind(detail)}`,
			flood: () => 'このセッションの出力が多すぎるため、残りは記録しません',
			full: () => '記録がいっぱいのため、以後は何も記録しません',
		},
		notSeen: (why) => {
			if (why.kind === 'neverCame') return '試される場面がありませんでした';
			if (why.kind === 'notObserved') return `${why.what.join('、')}を示すものがありません。宣言のobserveに書いてください`;
			return `${why.step === null ? '' : `${why.step}: `}${NOT_SEEN_JA[why.kind]}`;
		},
		notApplicable: (why) => {
			if (why.kind === 'claims') return `宣言で${why.claim}が申告されていません`;
			if (why.kind === 'model') return `${why.model.toUpperCase()}には関係がありません`;
			return '観測されるのはその時々の読み取り値だけで、値がないことを示す文字列(none、online)も宣言されていません';
		},
		verdicts: { pass: '合格', warning: '警告', fail: '不合格', notSeen: '未確認', notApplicable: '対象外', inconclusive: '判定不能' },
		plan: ({ checks, steps, least, most, budget }) =>
			`${checks}項目、${steps}手順: 最短${spanJa(least)}、許される限り時間のかかるプログラムで${spanJa(most)}、最長${spanJa(budget)}`,
		reportIn: (folder) => `報告書: ${folder}/report.html`,
		watchIn: (url) => `ブラウザーで見るには: ${url}`,
		tokenIn: (file) => `スクリプトからは: Authorization: Bearer と ${file} の内容`,
		noSession: (sessions) =>
			sessions.length === 0 ? 'session: 進行中のセッションはありません' : `session: 進行中のセッションを指定してください: ${sessions.join('、')}`,
		session: (session, is, time) => `セッション${session}: ${is}。メーターの時刻は${time}`,
		step: (is, most) => `${is}(最長${spanJa(most)})`,
		unplayed: (step, why) => `${step}: 行われませんでした: ${NOT_SEEN_JA[why as keyof typeof NOT_SEEN] ?? why}`,
		stopped: (reason) => `${reason}: 試験をここで終えます。それまでの結果は報告書に残ります`,
		goesOn: () => 'これを書いた時点では、まだ続いていました',
		captureEnded: (path, reason) => `キャプチャー: ${path}に書き込めません: ${reason}。試験はキャプチャーなしで続けます`,
	},
});
