/** What an exam plays, and what it takes. */
import { HALF_HOUR } from '../../modules/time/durations.js';
import type { ModuleName } from '../../modules/wi-sun-module/models.js';
import type { About } from './checks/check.js';
import { CHECK_NAMES, type CheckName, checkNamed } from './checks/checks.js';
import type { Claims, Observable } from './declaration.js';
import { isSeen } from './findings.js';
import type { Limits } from './limits.js';
import { SESSION_TIME } from './session.js';
import { type SetupName, setupNamed } from './situations/setups.js';
import type { StepRow } from './situations/step.js';
import { STEP_NAMES, type StepName, stepNamed } from './situations/steps.js';

export interface PlanOptions {
	readonly mode: 'full' | 'quick';
	readonly claims: Claims;
	readonly model: ModuleName;
	readonly observes: ReadonlySet<Observable>;
	readonly showsPresent: boolean;
	readonly limits: Limits;
	/** Checks that are examined; undefined: all. */
	readonly only: readonly CheckName[] | undefined;
	readonly skip: readonly CheckName[];
	readonly jobs: number;
}

/** Why a step is no part of it. `claims`: nothing that it would show is asked of a program that is declared like this. */
export type LeftOut = 'quick' | 'only' | 'skip' | 'clock' | 'claims' | 'model';

export interface Plan {
	readonly checks: readonly CheckName[];
	readonly steps: readonly StepName[];
	readonly leftOut: ReadonlyMap<StepName, LeftOut>;
	/** ms: for a program that does all at once, and for one that takes as long as it may. */
	readonly least: number;
	readonly most: number;
}

/** Where nothing else is asked for: what shows most of the rules. */
const USUAL: readonly StepName[] = Object.freeze(['first-join', 'steady-polls']);

export function planOf(options: PlanOptions): Plan {
	const { only, skip } = options;
	const checks = (only ?? CHECK_NAMES).filter((name) => !skip.includes(name));
	const leftOut = new Map<StepName, LeftOut>();
	const steps: StepName[] = [];
	for (const name of STEP_NAMES) {
		const why = whyNot(name, checks, options);
		if (why === undefined) steps.push(name);
		else leftOut.set(name, why);
	}
	return { checks, steps, leftOut, ...timeOf(steps, options) };
}

function whyNot(name: StepName, checks: readonly CheckName[], options: PlanOptions): LeftOut | undefined {
	const { mode, claims, model, only, skip } = options;
	const row = stepNamed(name);
	if (row.wanted?.(claims) === false) return 'claims';
	if (row.models?.(model) === false) return 'model';
	const isJudged = (check: CheckName) => judges(check, name, options);
	if (name !== USUAL[0]) {
		if (!CHECK_NAMES.some(isJudged)) return 'claims';
		if (!checks.some(isJudged)) return skip.some(isJudged) ? 'skip' : 'only';
	}
	if (mode === 'quick' && claims.clock === 'host' && (row.byClock || row.beforeHalfHour !== undefined)) return 'clock';
	return mode === 'quick' && !row.quick && only === undefined ? 'quick' : undefined;
}

/** What is not asked of this program, or cannot be seen of it, is no reason to play a step. */
function judges(check: CheckName, name: StepName, about: About): boolean {
	const row = checkNamed(check);
	if (row.in === 'sessions') return USUAL.includes(name);
	return row.in.includes(name) && row.applies?.(about) === undefined && isSeen(row, about);
}

export function setupOf(name: StepName, claims: Claims): SetupName {
	const { setup } = stepNamed(name);
	return typeof setup === 'function' ? setup(claims) : setup;
}

/** A program that goes by the host's clock sees no half-hour but the real one. */
export function needsRealHalfHour(row: StepRow, claims: Claims): boolean {
	return row.beforeHalfHour !== undefined && claims.clock === 'host';
}

export function timeOfStep(
	name: StepName,
	{ claims, limits }: Pick<PlanOptions, 'claims' | 'limits'>,
): { readonly least: number; readonly most: number } {
	return stepNamed(name).time({ pollMs: claims.pollMs, limits });
}

function timeOf(steps: readonly StepName[], options: PlanOptions): { readonly least: number; readonly most: number } {
	const { claims, jobs } = options;
	const setups = new Set(steps.map((name) => setupOf(name, claims)));
	let [least, most, longest] = [0, 0, 0];
	for (const name of steps) {
		const time = timeOfStep(name, options);
		least += time.least;
		most += time.most;
		longest = Math.max(longest, time.most);
	}
	const sessions = [...setups].reduce((sum, setup) => sum + SESSION_TIME + (setupNamed(setup).lead ?? 0) / 2, 0);
	const wait = steps.some((name) => needsRealHalfHour(stepNamed(name), claims)) ? HALF_HOUR : 0;
	return {
		least: (least + sessions) / jobs,
		most: Math.max((most + sessions) / jobs, longest, wait),
	};
}
