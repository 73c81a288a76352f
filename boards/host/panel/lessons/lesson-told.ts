/** What a page is told of lessons. */
import type { LessonName } from './lesson-facts.js';
import type { LessonFailure } from './lesson-failure.js';

export type LessonState = 'acting' | 'shown' | 'failed' | 'leaving' | 'over';

/** What a step has shown. */
export interface ShownStep {
	readonly step: string;
	/** From its beginning to its end, virtual ms since the start of the run. */
	readonly from: number;
	readonly to: number;
	/** By the world's clock, ISO 8601. */
	readonly time: string;
	/** As `LessonFacts` has it for this step. */
	readonly facts: unknown;
}

export interface LessonNow {
	readonly name: LessonName;
	/** At which it is held: `meter`, `meter-2`, … */
	readonly meter: string;
	readonly state: LessonState;
	/** Counted from 0. */
	readonly step: number;
	readonly steps: readonly string[];
	readonly shown: readonly ShownStep[];
	/** Of the step that has failed, or why it is over before its end. */
	readonly failure: LessonFailure | null;
	/** It was ended before its last step. */
	readonly isStopped: boolean;
	/** The moment that a step waits for, by the world's clock, ISO 8601. */
	readonly waitsUntil: string | null;
}

/** Why a lesson cannot be held as things are. */
export type LessonBar = 'underWay' | 'noPower' | 'noRouteB' | 'elsewhere' | 'powerLine' | 'noMetering' | 'noRouteA';

/** What it would disturb, which it does only for who agrees. */
export type LessonAsk =
	/** A HEMS has the session, and loses it. */
	| { readonly kind: 'joined'; readonly node: string | null }
	/** One is on its way in. */
	| { readonly kind: 'joining' }
	/** A scenario is under way. */
	| { readonly kind: 'scenario'; readonly name: string };

export interface ListedLesson {
	readonly name: LessonName;
	readonly steps: readonly string[];
	/** Why it cannot be held as things are; null: it can. */
	readonly bar: LessonBar | null;
	/** The same in words; null: it can. */
	readonly why: string | null;
	/** What it would disturb: it begins only with `agreed`. */
	readonly asks: readonly LessonAsk[];
}
