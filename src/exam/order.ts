/** Which step is played next, and which one fills a wait: of the exam that runs, and of its plan. */
import type { Claims } from './declaration.js';
import type { Limits } from './limits.js';
import { type SetupName, setupNamed } from './situations/setups.js';
import type { StepRow } from './situations/step.js';
import { type StepName, stepNamed } from './situations/steps.js';

export interface Facts {
	readonly claims: Claims;
	readonly limits: Limits;
}

/** What a lane chooses from. */
export interface Choice extends Facts {
	/** Steps that nobody has played, in the order of the plan. */
	readonly left: readonly StepName[];
	readonly jobs: number;
	/** Of the lane's session. */
	readonly here: SetupName | undefined;
	/** Of the sessions of other lanes. */
	readonly elsewhere: readonly SetupName[];
	/** Whether a step is over before the real half-hour that another one needs. */
	readonly fits: (name: StepName, atHalfHour: StepName) => boolean;
}

/** What a step within another one may take beyond its least time and one poll, ms. */
const SEEN_LATE = 5_000;

export function setupOf(name: StepName, claims: Claims): SetupName {
	const { setup } = stepNamed(name);
	return typeof setup === 'function' ? setup(claims) : setup;
}

/** A program that goes by the host's clock sees no half-hour but the real one. */
export function needsRealHalfHour(row: StepRow, claims: Claims): boolean {
	return row.beforeHalfHour !== undefined && claims.clock === 'host';
}

export function timeOfStep(name: StepName, { claims, limits }: Facts): { readonly least: number; readonly most: number } {
	return stepNamed(name).time({ pollMs: claims.pollMs, limits });
}

export function waitOf(name: StepName, { claims, limits }: Facts): number {
	return stepNamed(name).waits?.({ pollMs: claims.pollMs, limits }) ?? 0;
}

/** The step that a lane plays next; undefined: there is none for it. */
export function nextStep(choice: Choice): StepName | undefined {
	const { left, claims, fits, jobs } = choice;
	const atHalfHour = left.find((name) => needsRealHalfHour(stepNamed(name), claims));
	const others = left.filter((name) => name !== atHalfHour);
	const fitting = atHalfHour === undefined ? others : others.filter((name) => fits(name, atHalfHour));
	return jobs === 1 ? inOrder(choice, fitting, atHalfHour) : (longestFirst(choice, fitting) ?? atHalfHour);
}

/** One after the other: rather in the same session; what fills waits is kept for them, and what ends programs for the end. */
function inOrder({ left, here, claims }: Choice, fitting: readonly StepName[], atHalfHour: StepName | undefined): StepName | undefined {
	const isWaitLeft = left.some((name) => stepNamed(name).waits !== undefined);
	const isHere = (name: StepName) => setupOf(name, claims) === here;
	const eager = fitting.filter((name) => !(isWaitLeft && stepNamed(name).quiet) && !stepNamed(name).ends);
	const patient = fitting.filter((name) => !stepNamed(name).ends);
	return eager.find(isHere) ?? eager[0] ?? patient.find(isHere) ?? atHalfHour ?? patient[0] ?? fitting[0];
}

/** Side by side: the worlds that take longest first, each in one lane; the steps at home by length, in all that are free. */
function longestFirst(choice: Choice, fitting: readonly StepName[]): StepName | undefined {
	const { here, elsewhere, claims, jobs } = choice;
	const leastOf = (name: StepName) => timeOfStep(name, choice).least;
	const others = fitting.filter((name) => !stepNamed(name).ends);
	const last = fitting.find((name) => stepNamed(name).ends);
	// What ends programs is the last of its lane: begun when the other lanes have as much to do, or somewhat less: few steps are over at once.
	const rest = others.reduce((sum, name) => sum + leastOf(name), 0);
	if (last !== undefined && rest <= (jobs - 1) * leastOf(last)) return last;
	const inSetup = (setup: SetupName | undefined) => others.filter((name) => setupOf(name, claims) === setup);
	const first = fitting.find((name) => stepNamed(name).from === 'start' && stepNamed(name).quick === true);
	if (first !== undefined && (here === undefined || here === setupOf(first, claims))) return first;
	// What others can fill their waits with comes last.
	const atHome = () =>
		longest(
			inSetup(HOME).filter((name) => !stepNamed(name).quiet),
			leastOf,
		) ?? longest(inSetup(HOME), leastOf);
	if (here !== undefined && inSetup(here).length > 0) return here === HOME ? atHome() : inSetup(here)[0];
	const free = [...new Set(others.map((name) => setupOf(name, claims)))].filter((setup) => setup !== HOME && !elsewhere.includes(setup));
	const setup = longest(free, (name) => inSetup(name).reduce((sum, step) => sum + leastOf(step), 0));
	return setup === undefined ? atHome() : inSetup(setup)[0];
}

const HOME: SetupName = 'home';

/** A quiet step that fills a wait of so many ms in a session of that setup: the longest that fits, so that the short ones fill what is left. */
export function filling(left: readonly StepName[], setup: SetupName, ms: number, facts: Facts): StepName | undefined {
	const like = setupNamed(setup).like ?? setup;
	const fitting = left.filter((name) => stepNamed(name).quiet && setupOf(name, facts.claims) === like && promptTime(name, facts) <= ms);
	return longest(fitting, (name) => promptTime(name, facts));
}

/** What a step takes with a program that polls as it claims, ms. */
function promptTime(name: StepName, facts: Facts): number {
	const { least, most } = timeOfStep(name, facts);
	return Math.min(most, least + facts.claims.pollMs + SEEN_LATE);
}

/** The first of the longest. */
function longest<Name>(names: readonly Name[], lengthOf: (name: Name) => number): Name | undefined {
	return names.length === 0 ? undefined : names.reduce((best, name) => (lengthOf(name) > lengthOf(best) ? name : best));
}
