/**
 * The lesson that is held: one at a time, whoever reads it.
 *
 * ```
 *            start           next             last step
 *  (none) ─────────▶ acting ──────▶ … acting ───────────▶ over
 *                     │  ▲ next
 *           seen it   ▼  │                 stop, or a HEMS wants in
 *                    shown ─────────────┐
 *                     │                 ▼
 *                   failed ─────────▶ leaving ──────────▶ over
 *                    └ again ▶ acting
 * ```
 */
import { AirLink } from '../../../../src/world/meter/air-link.js';
import type { EmulatedMeter } from '../../../../src/world/meter/emulated-meter.js';
import { isoTime } from '../../../../src/world/time/iso-time.js';
import { reasonOf } from '../../shared/usage-error.js';
import { hlsLesson } from './hls-lesson.js';
import { panaLesson, scanLesson } from './joining-lessons.js';
import type { LessonSteps } from './lesson.js';
import { LESSON_STEPS, type LessonFacts, type LessonName } from './lesson-facts.js';
import { inBoth, LessonEnded, LessonError, type LessonFailure } from './lesson-failure.js';
import type { LessonAsk, LessonBar, LessonNow, LessonState, ShownStep } from './lesson-told.js';
import { halfHourLesson, unitLesson } from './meter-lessons.js';
import { securedLesson } from './secured-lesson.js';
import { type LessonSite, Stage } from './stage.js';

export class LessonRefused extends Error {
	constructor(readonly bar: LessonBar | 'notAgreed' | 'notShown' | 'notFailed' | 'nothing') {
		super(bar);
	}
}

const LESSONS: { readonly [Name in LessonName]: (stage: Stage) => LessonSteps<Name> } = Object.freeze({
	scan: scanLesson,
	pana: panaLesson,
	secured: securedLesson,
	'half-hour': halfHourLesson,
	hls: hlsLesson,
	unit: unitLesson,
});

type AnySteps = Readonly<Record<string, () => unknown>>;

interface Held {
	readonly name: LessonName;
	readonly stage: Stage;
	readonly steps: AnySteps;
	readonly names: readonly string[];
	readonly shown: ShownStep[];
	step: number;
	state: LessonState;
	failure: LessonFailure | undefined;
	isStopped: boolean;
	waitsUntil: number | undefined;
}

export class LessonRunner {
	readonly #site: LessonSite;
	/** Name of the scenario that is under way. */
	readonly #scenario: () => string | undefined;
	#held: Held | undefined;
	#listeners: readonly (() => void)[] = [];

	constructor(site: LessonSite, scenario: () => string | undefined) {
		this.#site = site;
		this.#scenario = scenario;
	}

	/** Undefined: none was held yet. */
	get now(): LessonNow | undefined {
		const held = this.#held;
		if (held === undefined) return undefined;
		const { name, stage, state, step, names, shown, failure, isStopped, waitsUntil } = held;
		return {
			name,
			meter: stage.meter.name,
			state,
			step,
			steps: names,
			shown: [...shown],
			failure: failure ?? null,
			isStopped,
			waitsUntil: waitsUntil === undefined ? null : isoTime(waitsUntil),
		};
	}

	/** Something is under way that only virtual time can finish; not while somebody reads. */
	get isBusy(): boolean {
		return this.#held?.stage.isBusy === true;
	}

	/** Tells `listener` from now on that something is otherwise. Returns what ends that. */
	watch(listener: () => void): () => void {
		this.#listeners = [...this.#listeners, listener];
		return () => {
			this.#listeners = this.#listeners.filter((each) => each !== listener);
		};
	}

	/** Why it cannot be held at that meter as things are; undefined: it can. */
	bar(name: LessonName, meter: EmulatedMeter): LessonBar | undefined {
		if (this.#isOn) return 'underWay';
		if (!meter.hasPower) return 'noPower';
		if (name === 'hls') return meter.routeA === undefined ? 'noRouteA' : undefined;
		if (meter.routeB === undefined) return 'noRouteB';
		if (meter.hearsByPlc) return 'powerLine';
		if (!(meter.link instanceof AirLink)) return 'elsewhere';
		return name !== 'unit' && name !== 'half-hour' ? undefined : meter.shelf.inPlace('metering') === undefined ? 'noMetering' : undefined;
	}

	/** What it would disturb. */
	asks(name: LessonName, meter: EmulatedMeter): readonly LessonAsk[] {
		const asks: LessonAsk[] = [];
		const scenario = this.#scenario();
		if (scenario !== undefined) asks.push({ kind: 'scenario', name: scenario });
		const { link } = meter;
		if (name === 'hls' || !(link instanceof AirLink)) return asks;
		const { address, embryonic } = link.stack.authentication;
		const node = this.#site.world.stateOf(meter).meters[0]?.session?.peerNode ?? null;
		if (address !== undefined) asks.push({ kind: 'joined', node });
		else if (embryonic > 0) asks.push({ kind: 'joining' });
		return asks;
	}

	/** @param agreed to all that `asks` tells. @throws LessonRefused */
	start(name: LessonName, agreed: boolean, meter: EmulatedMeter): void {
		const bar = this.bar(name, meter);
		if (bar !== undefined) throw new LessonRefused(bar);
		if (!agreed && this.asks(name, meter).length > 0) throw new LessonRefused('notAgreed');
		const stage = new Stage({
			site: this.#site,
			meter,
			mayTakeOver: agreed,
			onOther: (node) => this.#makeRoom(held, node),
		});
		const steps = LESSONS[name](stage) as unknown as AnySteps;
		const names = LESSON_STEPS[name];
		const held: Held = {
			name,
			stage,
			steps,
			names,
			shown: [],
			step: 0,
			state: 'acting',
			failure: undefined,
			isStopped: false,
			waitsUntil: undefined,
		};
		stage.onWait = (until) => {
			held.waitsUntil = until;
			this.#tell();
		};
		this.#held = held;
		this.#act(held);
	}

	/** The reader wants the next step. @throws LessonRefused */
	next(): void {
		const held = this.#heldIn('shown', 'notShown');
		held.step++;
		this.#act(held);
	}

	/** The step that has failed is tried once more. @throws LessonRefused */
	again(): void {
		this.#act(this.#heldIn('failed', 'notFailed'));
	}

	/** The world is as it was when it is over. @throws LessonRefused where none is on */
	stop(): void {
		const held = this.#held;
		if (held === undefined || !this.#isOn) throw new LessonRefused('nothing');
		if (held.state !== 'leaving') this.#leave(held, undefined);
	}

	/** For good: nothing is put back, for the world ends. */
	close(): void {
		this.#held?.stage.close();
	}

	get #isOn(): boolean {
		return this.#held !== undefined && this.#held.state !== 'over';
	}

	#heldIn(state: LessonState, otherwise: 'notShown' | 'notFailed'): Held {
		const held = this.#held;
		if (held === undefined) throw new LessonRefused('nothing');
		if (held.state !== state) throw new LessonRefused(otherwise);
		return held;
	}

	#act(held: Held): void {
		const { stage, steps, names } = held;
		const step = names[held.step]!;
		held.state = 'acting';
		held.failure = undefined;
		this.#tell();
		const from = stage.now;
		const work = async () => steps[step]!();
		work().then(
			(facts) => {
				if (held.state !== 'acting') return;
				held.shown.push({ step, from, to: stage.now, time: stage.timeOf(from), facts });
				const isLast = held.step === names.length - 1;
				held.state = isLast ? 'over' : 'shown';
				if (isLast) stage.close();
				this.#tell();
			},
			(error: unknown) => {
				if (held.state !== 'acting' || error instanceof LessonEnded) return;
				held.state = 'failed';
				held.failure = error instanceof LessonError ? error.failure : { kind: 'refused', reason: inBoth(() => reasonOf(error)) };
				this.#tell();
			},
		);
	}

	/** A HEMS that wants in has the right of way. */
	#makeRoom(held: Held, node: string): void {
		if (this.#held === held && this.#isOn && held.state !== 'leaving') this.#leave(held, { kind: 'madeRoom', node });
	}

	#leave(held: Held, failure: LessonFailure | undefined): void {
		const { stage } = held;
		held.state = 'leaving';
		held.failure = failure;
		held.isStopped = true;
		held.waitsUntil = undefined;
		stage.interrupt(new LessonEnded());
		this.#tell();
		const over = () => {
			stage.close();
			held.state = 'over';
			this.#tell();
		};
		stage.leave().then(over, over);
	}

	#tell(): void {
		for (const listener of this.#listeners) listener();
	}
}

/** What the page makes words of. */
export type FactsOf<Name extends LessonName, Step extends keyof LessonFacts[Name]> = LessonFacts[Name][Step];
