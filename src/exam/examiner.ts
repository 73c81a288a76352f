/** Holds an exam: lanes beside each other, each with a session at a time, play the steps of the plan; findings come as it goes. */
import { HALF_HOUR } from '../../modules/time/durations.js';
import type { Credentials } from '../route-b/credentials.js';
import { GEN1 } from '../route-b/meter-profile.js';
import { aboutOf } from './about.js';
import type { Candidate } from './candidate.js';
import type { About, Look, StepSpan } from './checks/check.js';
import type { CheckName } from './checks/checks.js';
import type { Declaration, Observable } from './declaration.js';
import { Findings, type PlacedFinding } from './findings.js';
import type { Limits } from './limits.js';
import { filling, nextStep, setupOf, timeOfStep } from './order.js';
import type { Plan } from './plan.js';
import { Chronicle } from './record/chronicle.js';
import type { Entry } from './record/entry.js';
import { SESSION_TIME, Session, type Unplayed } from './session.js';
import { type SetupName, setupNamed } from './situations/setups.js';
import { type StepName, stepNamed } from './situations/steps.js';
import type { Waiting } from './stage.js';
import { servedOf } from './understanding/served.js';
import type { Venue } from './venue.js';

export interface ExaminerOptions {
	readonly venue: Venue;
	/** The program under test for one lane, from 1. */
	readonly candidate: (lane: number) => Candidate;
	readonly declaration: Declaration;
	readonly plan: Plan;
	readonly limits: Limits;
	readonly seed: number;
	readonly jobs: number;
	/** ms */
	readonly budget: number;
	readonly credentials: Credentials;
	/** Days of the past that meters remember. */
	readonly pastDays: number;
	readonly onProgress: (progress: Progress) => void;
	readonly onEntry?: (entry: Entry) => void;
}

export type Progress =
	| { readonly kind: 'session'; readonly session: number; readonly setup: string; readonly meterTime: number }
	| { readonly kind: 'step'; readonly session: number; readonly step: StepName }
	| { readonly kind: 'finding'; readonly check: CheckName; readonly finding: PlacedFinding }
	/** A step is over, or could not be played. */
	| { readonly kind: 'played'; readonly session: number; readonly step: StepName; readonly unplayed: Unplayed | undefined };

/** Why a step of the plan was not played. */
export type Missed = Unplayed | 'budget' | 'stopped';

export interface Standing {
	readonly session: number;
	readonly setup: SetupName;
	/** ms since the session began, as all of it. */
	readonly now: number;
	readonly step: StepName;
	readonly from: number;
	readonly waits: Waiting | undefined;
}

export interface HeldSession {
	readonly number: number;
	readonly setup: string;
	readonly meterStart: number;
	readonly took: number;
	readonly steps: readonly StepSpan[];
	readonly macAddress: string;
	readonly airTime: number;
}

/** After so many sessions in a row without a value the program is taken not to read at all. */
const HOPELESS = 2;
/** What a step may take beyond twice its least time, ms. Whoever takes longer meets the next half-hour. */
const SLACK = 120_000;

export class Examiner {
	readonly chronicle = new Chronicle();
	readonly findings: Findings;
	/** Steps of the plan that were not played, and why. */
	readonly missed = new Map<StepName, Missed>();
	readonly held: HeldSession[] = [];
	readonly #options: ExaminerOptions;
	readonly #about: About & Pick<Look, 'resolution'>;
	readonly #left: StepName[];
	readonly #sessions = new Map<number, Session>();
	readonly #wattHours = new Map<number, number>();
	readonly #began: number;
	#lanes = 0;
	#number = 0;
	#unread = 0;
	#stopped = false;
	#done: () => void = () => {};

	constructor(options: ExaminerOptions) {
		const { declaration, plan, venue } = options;
		this.#options = options;
		this.#about = {
			...aboutOf(declaration),
			resolution: resolutionOf(declaration.observe),
		};
		this.#left = [...plan.steps];
		this.#began = venue.now();
		this.findings = new Findings(plan.checks);
		this.chronicle.onEntry = (entry, acts) => {
			options.onEntry?.(entry);
			this.#sessions.get(entry.session)?.onEntry(entry, acts);
		};
	}

	/** Of a session that is held, or goes on. */
	stepsOf(session: number): readonly StepSpan[] {
		return this.#sessions.get(session)?.steps ?? this.held.find(({ number }) => number === session)?.steps ?? [];
	}

	/** What one count of the energies of that session's meter is worth. */
	wattHoursOf(session: number): number {
		return this.#wattHours.get(session) ?? GEN1.counter.wattHours;
	}

	/** `done` is called once, when nothing runs any more. */
	run(done: () => void): void {
		this.#done = done;
		const { jobs } = this.#options;
		this.#lanes = jobs;
		for (let lane = 1; lane <= jobs; lane++) this.#next(lane, undefined, this.#options.candidate(lane));
	}

	/** Ends it now: what is under way is judged as far as it went. */
	stop(): void {
		if (this.#stopped) return;
		this.#stopped = true;
		for (const session of [...this.#sessions.values()]) {
			if (session.isEnding) continue;
			const { current } = session;
			if (current !== undefined) this.missed.set(current, 'stopped');
			this.#close(session, () => this.#laneEnds());
		}
	}

	/** What is under way, session by session. */
	get standing(): readonly Standing[] {
		return [...this.#sessions.values()].flatMap((session) => {
			const { number, setup, now, standing } = session;
			return standing === undefined ? [] : [{ session: number, setup, now, ...standing }];
		});
	}

	/** Gives up what that session plays; its checks are not seen. Returns the step; undefined: it plays none. */
	skip(session: number): StepName | undefined {
		return this.#sessions.get(session)?.skip();
	}

	/** Steps that are still to be played. */
	get left(): readonly StepName[] {
		return this.#left;
	}

	#next(lane: number, session: Session | undefined, candidate: Candidate): void {
		const step = this.#stopped ? undefined : this.#choose(session);
		if (step === undefined) {
			if (session === undefined) this.#laneEnds();
			else this.#close(session, () => this.#laneEnds());
			return;
		}
		const { declaration } = this.#options;
		const setup = setupOf(step, declaration.claims);
		if (session !== undefined && session.setup !== setup) {
			this.#left.unshift(step);
			this.#close(session, () => this.#next(lane, undefined, candidate));
			return;
		}
		const held = session ?? this.#open(step, candidate);
		this.#options.onProgress({ kind: 'step', session: held.number, step });
		held.play(step, (unplayed) => this.#played(lane, held, candidate, step, unplayed));
	}

	#played(lane: number, session: Session, candidate: Candidate, step: StepName, unplayed: Unplayed | undefined): void {
		if (this.#stopped) return;
		if (unplayed === undefined) this.#unread = 0;
		// What the step before has left behind is not this one's.
		else if (unplayed === 'skipped') this.missed.set(step, unplayed);
		else if (session.steps.length > 0) this.#left.unshift(step);
		else {
			this.#unread++;
			this.missed.set(step, unplayed);
		}
		this.#judge(session, unplayed === undefined ? session.steps.at(-1) : undefined);
		this.#options.onProgress({ kind: 'played', session: session.number, step, unplayed });
		// A program that has lost its way, or may have come to its end, gets a new start.
		if (unplayed === undefined && !stepNamed(step).ends) this.#next(lane, session, candidate);
		else this.#close(session, () => this.#next(lane, undefined, candidate));
	}

	#open(step: StepName, candidate: Candidate): Session {
		const { plan: _, jobs: _jobs, onEntry: _onEntry, onProgress, ...shared } = this.#options;
		const setup = setupOf(step, shared.declaration.claims);
		const session = new Session({
			...{ ...shared, number: ++this.#number, setup, candidate, chronicle: this.chronicle },
			fill: (within, ms) => this.#fill(within, ms),
			onFilled: (within) => this.#onFilled(within),
		});
		this.#sessions.set(session.number, session);
		this.#wattHours.set(session.number, session.wattHours);
		onProgress({ kind: 'session', session: session.number, setup, meterTime: session.meterStart });
		return session;
	}

	#fill(session: Session, ms: number): StepName | undefined {
		const { declaration, limits, onProgress } = this.#options;
		const step = filling(this.#left, session.setup, ms, { claims: declaration.claims, limits });
		if (step === undefined) return undefined;
		this.#left.splice(this.#left.indexOf(step), 1);
		onProgress({ kind: 'step', session: session.number, step });
		return step;
	}

	#onFilled(session: Session): void {
		const span = session.steps.at(-1)!;
		this.#judge(session, span);
		this.#options.onProgress({ kind: 'played', session: session.number, step: span.name, unplayed: undefined });
	}

	#close(session: Session, done: () => void): void {
		session.end(() => {
			this.#judge(session, undefined);
			this.#sessions.delete(session.number);
			const { number, setup, meterStart, now: took, steps, macAddress, airTime } = session;
			this.held.push({ number, setup, meterStart, took, steps, macAddress, airTime });
			done();
		});
	}

	#laneEnds(): void {
		if (--this.#lanes > 0) return;
		for (const step of this.#left.splice(0)) this.missed.set(step, 'stopped');
		this.#done();
	}

	#judge(session: Session, span: StepSpan | undefined): void {
		const { entries, acts } = this.chronicle.session(session.number);
		const { limits, credentials } = this.#options;
		const look: Look = {
			...this.#about,
			limits,
			session: session.number,
			entries,
			acts,
			served: servedOf(acts, entries),
			step: span ?? { name: session.steps.at(-1)?.name ?? 'first-join', from: 0, strikes: undefined, lifted: undefined, to: session.now },
			steps: session.steps,
			routeBId: credentials.id,
			macAddress: session.macAddress,
		};
		for (const [check, finding] of this.findings.judge(look, span)) this.#options.onProgress({ kind: 'finding', check, finding });
	}

	/** The step that a lane plays next: in the order of the plan, rather in the same session, and none that a half-hour would come into. */
	#choose(session: Session | undefined): StepName | undefined {
		const { budget, venue, declaration, limits, jobs } = this.#options;
		const { claims } = declaration;
		if (this.#unread >= HOPELESS) this.#giveUp((name) => stepNamed(name).from !== 'start', 'notReading');
		this.#giveUp((name) => venue.now() - this.#began + timeOfStep(name, { claims, limits }).least > budget, 'budget');
		const left = this.#left;
		const chosen = nextStep({
			...{ left, claims, limits, jobs, here: session?.setup },
			elsewhere: [...this.#sessions.values()].filter((each) => each !== session).map(({ setup }) => setup),
			fits: (name, atHalfHour) => this.#fits(name, session, atHalfHour),
		});
		if (chosen !== undefined) left.splice(left.indexOf(chosen), 1);
		return chosen;
	}

	#giveUp(isLost: (name: StepName) => boolean, why: Missed): void {
		for (let i = this.#left.length - 1; i >= 0; i--) {
			const name = this.#left[i]!;
			if (!isLost(name)) continue;
			this.#left.splice(i, 1);
			this.missed.set(name, why);
		}
	}

	/** It is over before the step at the half-hour has to begin. */
	#fits(name: StepName, session: Session | undefined, atHalfHour: StepName): boolean {
		const { venue, declaration, limits } = this.#options;
		const { claims } = declaration;
		const now = venue.now();
		const boundary = (Math.floor(now / HALF_HOUR) + 1) * HALF_HOUR;
		const begins = boundary - stepNamed(atHalfHour).beforeHalfHour!;
		// Twice: into the other world, and back.
		const changes = setupOf(name, claims) === session?.setup ? 0 : 2 * SESSION_TIME + (setupNamed(setupOf(name, claims)).lead ?? 0);
		const isLong = session !== undefined && changes === 0 && now - session.now + (stepNamed(name).notBefore ?? 0) > begins;
		return !isLong && now + changes + usualTime(name, { claims, limits }) <= begins;
	}
}

/** What a step takes with most programs, ms. */
function usualTime(name: StepName, facts: Parameters<typeof timeOfStep>[1]): number {
	const { least, most } = timeOfStep(name, facts);
	return Math.min(most, 2 * least + SLACK);
}

/** The coarsest step of each, where it is shown in several places. */
export function resolutionOf(observe: Declaration['observe']): NonNullable<Look['resolution']> {
	const resolution: Partial<Record<Observable, number>> = {};
	for (const { what, step } of observe) resolution[what] = Math.max(step, resolution[what] ?? 0);
	return resolution;
}
