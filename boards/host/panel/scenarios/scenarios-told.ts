/** What a page is told of scenarios, and of what was done by hand. */
import type { PlayerState } from '../../../../src/world/scenario/player.js';
import type { Step } from '../../../../src/world/scenario/scenario.js';
import type { Language } from '../../../../src/world/schema/language.js';

/** `loaded`: it is ready to run. */
export type ScenarioState = 'loaded' | Exclude<PlayerState, 'idle'>;

export interface ScenarioNow {
	readonly name: string;
	/** By `--scenario`: an `end` in it ends the run. */
	readonly isOfRun: boolean;
	readonly state: ScenarioState;
	/** Since its start, without pauses, ms. */
	readonly clockMs: number;
	readonly steps: number;
	readonly played: number;
	readonly failed: number;
}

export interface ScenarioStep {
	/** Line of the file, from 1. */
	readonly line: number;
	/** ms since the start of the scenario. */
	readonly at: number;
	readonly text: string;
	readonly kind: Step['action']['kind'];
}

export interface PlayedStep {
	readonly isFailed: boolean;
	/** What came of it, or what was other than it should be. */
	readonly said: Readonly<Record<Language, string>>;
}

export interface Deed {
	/** When the command was given, virtual ms since the start of the run. */
	readonly at: number;
	/** The same by the world's clock, ISO 8601. */
	readonly time: string;
	/** Without comment, its words one blank apart. */
	readonly command: string;
	readonly isRefused: boolean;
	/** What came of it. */
	readonly said: Readonly<Record<Language, string>>;
}

/** What the topic `scenario` tells: first all there is, then what has changed. */
export interface ScenarioTold {
	readonly now: ScenarioNow | null;
	/** Of another scenario than before; without it they are the same. */
	readonly steps?: readonly ScenarioStep[];
	/** Of the steps from number `from` on, counted from 0, what came of those that were played. */
	readonly from: number;
	readonly played: readonly PlayedStep[];
}

/** What the topic `by-hand` tells. */
export interface ByHandTold {
	/** The newest, `MOST_SHOWN` at the most. */
	readonly deeds: readonly Deed[];
	/** How many there are. */
	readonly count: number;
	readonly forgotten: number;
}

export interface ListedScenario {
	readonly name: string;
	readonly title: string;
	readonly does: string;
	readonly text: string;
}
