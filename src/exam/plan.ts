/** What an exam plays, and what it takes. */
import { HALF_HOUR } from '../../modules/time/durations.js';
import type { ModuleName } from '../../modules/wi-sun-module/models.js';
import type { About } from './checks/check.js';
import { CHECK_NAMES, type CheckName, checkNamed } from './checks/checks.js';
import type { Claims, Observable } from './declaration.js';
import { isSeen } from './findings.js';
import type { Limits } from './limits.js';
import { filling, needsRealHalfHour, nextStep, setupOf, timeOfStep, waitOf } from './order.js';
import { SESSION_TIME } from './session.js';
import type { SetupName } from './situations/setups.js';
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
	const isQuick = row.quick === true || (row.quick === 'byMeter' && claims.clock === 'meter');
	return mode === 'quick' && !isQuick && only === undefined ? 'quick' : undefined;
}

/** What is not asked of this program, or cannot be seen of it, is no reason to play a step. */
function judges(check: CheckName, name: StepName, about: About): boolean {
	const row = checkNamed(check);
	if (row.in === 'sessions') return USUAL.includes(name);
	return row.in.includes(name) && row.applies?.(about) === undefined && isSeen(row, about);
}

/** When the last lane is through, where each step takes so long, and waits are filled or not, ms. */
function span(steps: readonly StepName[], options: PlanOptions, timeOf: (name: StepName) => number, isFilled: boolean): number {
	const { claims, jobs } = options;
	const left = [...steps];
	const lanes: Lane[] = Array.from({ length: jobs }, () => ({ now: 0, began: 0, here: undefined }));
	const take = (name: StepName) => left.splice(left.indexOf(name), 1);
	while (left.length > 0) {
		const lane = lanes.reduce((first, each) => (each.now < first.now ? each : first));
		const elsewhere = lanes.flatMap((each) => (each === lane || each.here === undefined ? [] : [each.here]));
		const step = nextStep({ ...options, left, here: lane.here, elsewhere, fits: () => true });
		if (step === undefined) break;
		take(step);
		const setup = setupOf(step, claims);
		if (lane.here !== setup) {
			lane.began = lane.now;
			lane.now += stepNamed(step).from === 'start' ? 0 : SESSION_TIME;
			lane.here = setup;
		}
		for (let wait = isFilled ? waitOf(step, options) : 0; wait > 0; ) {
			const filler = filling(left, setup, wait, options);
			if (filler === undefined) break;
			take(filler);
			wait -= timeOf(filler);
		}
		lane.now = Math.max(lane.now + timeOf(step), lane.began + (stepNamed(step).notBefore ?? 0));
		if (stepNamed(step).ends) lane.here = undefined;
	}
	return Math.max(...lanes.map(({ now }) => now));
}

interface Lane {
	/** ms since the exam began: until when it is busy, and since when its session goes on. */
	now: number;
	began: number;
	here: SetupName | undefined;
}

function timeOf(steps: readonly StepName[], options: PlanOptions): { readonly least: number; readonly most: number } {
	const most = span(steps, options, (name) => timeOfStep(name, options).most, false);
	const atHalfHour = steps.find((name) => needsRealHalfHour(stepNamed(name), options.claims));
	return {
		least: span(steps, options, (name) => timeOfStep(name, options).least, true),
		most: Math.max(most, atHalfHour === undefined ? 0 : HALF_HOUR + timeOfStep(atHalfHour, options).most),
	};
}
