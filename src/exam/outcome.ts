/** What an exam has come to, check by check, and what that means for whoever called it. */
import type { About, NotApplicable } from './checks/check.js';
import { CHECK_NAMES, type CheckName, checkNamed } from './checks/checks.js';
import type { Observable } from './declaration.js';
import type { Missed } from './examiner.js';
import { type Findings, isSeen, type PlacedFinding } from './findings.js';
import type { LeftOut, Plan } from './plan.js';
import type { StepName } from './situations/steps.js';
import { type Verdict, worse } from './verdict.js';

/** Why a check was not seen. */
export type NotSeen =
	| { readonly kind: LeftOut | Missed; readonly step: StepName | null }
	| { readonly kind: 'notObserved'; readonly what: readonly Observable[] }
	| { readonly kind: 'neverCame' };

export interface Outcome {
	readonly name: CheckName;
	readonly verdict: Verdict;
	readonly findings: readonly PlacedFinding[];
	readonly notSeen: NotSeen | undefined;
	readonly notApplicable: NotApplicable | undefined;
	/** Reason of a waiver. */
	readonly waived: string | undefined;
}

export interface OutcomesOptions {
	readonly plan: Plan;
	readonly findings: Findings;
	readonly missed: ReadonlyMap<StepName, Missed>;
	readonly about: About;
	/** By the name or the number of a check. */
	readonly waive: Readonly<Record<string, string>>;
	readonly only: readonly CheckName[] | undefined;
}

/** Of all checks there are. */
export function outcomesOf(options: OutcomesOptions): readonly Outcome[] {
	return CHECK_NAMES.map((name) => outcomeOf(name, options));
}

function outcomeOf(name: CheckName, options: OutcomesOptions): Outcome {
	const { findings: all, about, waive, plan, only } = options;
	const row = checkNamed(name);
	const waived = waive[name] ?? waive[row.id];
	const none = { name, findings: [], notSeen: undefined, notApplicable: undefined, waived } as const;
	const notApplicable = row.applies?.(about);
	if (notApplicable !== undefined) return { ...none, verdict: 'notApplicable', notApplicable };
	if (!plan.checks.includes(name))
		return { ...none, verdict: 'notSeen', notSeen: { kind: only?.includes(name) === false ? 'only' : 'skip', step: null } };
	if (!isSeen(row, about)) return { ...none, verdict: 'notSeen', notSeen: { kind: 'notObserved', what: row.needs ?? [] } };
	const findings = all.of(name);
	const verdict = findings.reduce<Verdict>((worst, finding) => worse(worst, finding.verdict), 'notApplicable');
	if (findings.length > 0) return { ...none, verdict, findings };
	return { ...none, verdict: 'notSeen', notSeen: whyNotSeen(name, options) };
}

function whyNotSeen(name: CheckName, { plan, missed }: OutcomesOptions): NotSeen {
	const { in: where } = checkNamed(name);
	const steps = where === 'sessions' ? plan.steps : where;
	for (const step of steps) {
		const why = missed.get(step);
		if (why !== undefined) return { kind: why, step };
	}
	if (where === 'sessions' || where.some((step) => plan.steps.includes(step))) return { kind: 'neverCame' };
	const left = where.map((step) => [step, plan.leftOut.get(step)] as const).find(([, why]) => why !== undefined);
	return left === undefined ? { kind: 'neverCame' } : { kind: left[1]!, step: left[0] };
}

/** Reasons that whoever called it has asked for. */
export const LEFT_OUT: readonly NotSeen['kind'][] = Object.freeze(['quick', 'clock', 'only', 'skip', 'budget', 'claims', 'model']);

export const EXAM_EXIT = Object.freeze({ passed: 0, failed: 1, inconclusive: 3 } as const);

/**
 * 1: something failed, or, where it is `strict`, was warned of; else 3: something was inconclusive, nothing was seen at all, or a rule that must be kept was
 * not seen and nobody had asked for that; else 0. What is waived does not count as failed.
 */
export function exitCodeOf(outcomes: readonly Outcome[], strict: boolean): (typeof EXAM_EXIT)[keyof typeof EXAM_EXIT] {
	const has = (verdict: Verdict) => outcomes.some((outcome) => outcome.verdict === verdict && outcome.waived === undefined);
	if (has('fail') || (strict && has('warning'))) return EXAM_EXIT.failed;
	const seen = outcomes.some(({ verdict }) => verdict !== 'notSeen' && verdict !== 'notApplicable');
	if (has('inconclusive') || !seen || outcomes.some(isMissing)) return EXAM_EXIT.inconclusive;
	return EXAM_EXIT.passed;
}

function isMissing({ name, notSeen, waived }: Outcome): boolean {
	return notSeen !== undefined && waived === undefined && checkNamed(name).obligation !== 'should' && !LEFT_OUT.includes(notSeen.kind);
}
