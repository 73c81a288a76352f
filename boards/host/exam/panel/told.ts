/** How far an exam has come, in the words of a page. */
import { checkNamed } from '../../../../src/exam/checks/checks.js';
import { FINDING_WORDS } from '../../../../src/exam/checks/words/all.js';
import { CHECKS_JA } from '../../../../src/exam/checks/words/checks-ja.js';
import type { Declaration } from '../../../../src/exam/declaration.js';
import type { Examiner, Standing } from '../../../../src/exam/examiner.js';
import type { Limits } from '../../../../src/exam/limits.js';
import { timeOfStep } from '../../../../src/exam/order.js';
import type { Outcome } from '../../../../src/exam/outcome.js';
import type { Plan } from '../../../../src/exam/plan.js';
import { type SetupName, setupNamed } from '../../../../src/exam/situations/setups.js';
import { stepNamed } from '../../../../src/exam/situations/steps.js';
import { SETUPS_JA, STEPS_JA } from '../../../../src/exam/situations/words-ja.js';
import { worse } from '../../../../src/exam/verdict.js';
import type { Language } from '../../../../src/world/schema/language.js';
import { EXAM_TEXTS } from '../exam-texts.js';
import type { CheckTold, ExamTold, LaneTold } from './exam-told.js';

export interface ToldOptions {
	readonly language: Language;
	readonly declaration: Declaration;
	readonly mode: ExamTold['mode'];
	readonly budget: number;
	readonly limits: Limits;
	readonly plan: Plan;
	readonly examiner: Examiner;
	readonly outcomes: readonly Outcome[];
	readonly elapsedMs: number;
	readonly isOver: boolean;
	/** Path of the report. */
	readonly report: string;
	/** Hides what nobody else may know. */
	readonly hide: (text: string) => string;
}

/** Sentences that a check is told with; the report has them all. */
const MOST_REASONS = 3;

export function examTold(options: ToldOptions): ExamTold {
	const { declaration, mode, budget, plan, examiner, outcomes, elapsedMs, isOver, report } = options;
	const { standing, left } = examiner;
	const lanes = isOver ? [] : standing;
	return {
		program: declaration.hems,
		mode,
		isOver,
		elapsedMs,
		leastMs: plan.least,
		mostMs: plan.most,
		budgetMs: budget,
		lanes: lanes.map((each) => laneTold(each, options)),
		stepsDone: plan.steps.length - left.length - lanes.length,
		steps: plan.steps.length,
		checks: outcomes.map((outcome) => checkTold(outcome, options)),
		report,
	};
}

function laneTold({ session, setup, now, step, from, waits }: Standing, { language, declaration, limits }: ToldOptions): LaneTold {
	const setupName: SetupName = setup;
	return {
		session,
		setup: language === 'ja' ? SETUPS_JA[setupName] : setupNamed(setupName).is,
		step: language === 'ja' ? STEPS_JA[step] : stepNamed(step).is,
		sinceMs: Math.round(now - from),
		mostMs: timeOfStep(step, { claims: declaration.claims, limits }).most,
		waits: waits === undefined ? null : { of: waits.of, forMs: Math.max(0, Math.round(waits.until - now)) },
	};
}

function checkTold({ name, verdict, findings, notSeen, notApplicable, waived }: Outcome, options: ToldOptions): CheckTold {
	const { language, isOver, hide } = options;
	const texts = EXAM_TEXTS[language];
	const row = checkNamed(name);
	const isPending = !isOver && notSeen?.kind === 'neverCame';
	const worstFirst = [...findings].sort((a, b) => (a.verdict === b.verdict ? 0 : worse(a.verdict, b.verdict) === a.verdict ? -1 : 1));
	const said = worstFirst.map(({ kind, fields }) =>
		hide((FINDING_WORDS[language][kind] as ((fields: unknown) => string) | undefined)?.(fields) ?? kind),
	);
	const none = notApplicable === undefined ? (notSeen === undefined ? [] : [texts.notSeen(notSeen)]) : [texts.notApplicable(notApplicable)];
	return {
		id: row.id,
		name,
		is: language === 'ja' ? CHECKS_JA[name] : row.is,
		obligation: row.obligation,
		verdict: isPending ? null : verdict,
		isWaived: waived !== undefined,
		reasons: isPending ? [] : [...new Set(said.length > 0 ? said : none)].slice(0, MOST_REASONS),
	};
}
