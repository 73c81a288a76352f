/** The one scenario that runs, or is ready to: from the command line, from a person's disk, or one that comes with the program. */

import { outcomeWords } from '../../../../src/world/scenario/answer-words.js';
import { type PlayerState, ScenarioPlayer, type StepResult } from '../../../../src/world/scenario/player.js';
import { parseScenario, type Step } from '../../../../src/world/scenario/scenario.js';
import type { Language } from '../../../../src/world/schema/language.js';
import { printable } from '../../shared/printable.js';
import { stepText } from '../../shared/step-words.js';
import type { PanelSite } from '../site.js';
import type { PlayedStep, ScenarioNow, ScenarioStep } from './scenarios-told.js';

export type ScenarioSite = Pick<PanelSite, 'world' | 'enter' | 'start' | 'onStep' | 'ofRun'>;

interface Loaded {
	readonly name: string;
	readonly text: string;
	readonly steps: readonly Step[];
	readonly isOfRun: boolean;
	/** Once it was started. */
	player: ScenarioPlayer | undefined;
	/** Ends what it hears. */
	end: () => void;
}

/** Steps that a page shows. */
export const MOST_STEPS = 2000;

/** It cannot be done as things stand. */
export type StageRefusal = 'nothing' | 'playing' | 'notPlaying' | 'notPaused' | 'over' | 'ofRun' | 'tooManySteps';

export class StageError extends Error {
	constructor(readonly why: StageRefusal) {
		super(why);
	}
}

export class ScenarioStage {
	readonly #site: ScenarioSite;
	#loaded: Loaded | undefined;
	/** Counts what was loaded. */
	#version = 0;
	#listeners: readonly (() => void)[] = [];

	constructor(site: ScenarioSite) {
		this.#site = site;
	}

	/** Another number when there is another scenario, or the same from its beginning. */
	get version(): number {
		this.#adopt();
		return this.#version;
	}

	get now(): ScenarioNow | undefined {
		this.#adopt();
		const loaded = this.#loaded;
		if (loaded === undefined) return undefined;
		const { name, isOfRun, steps, player } = loaded;
		return {
			name,
			isOfRun,
			state: player === undefined || player.state === 'idle' ? 'loaded' : player.state,
			clockMs: player === undefined || player.state === 'idle' ? 0 : Math.floor(player.clock),
			steps: steps.length,
			played: player?.results.length ?? 0,
			failed: player?.failures.length ?? 0,
		};
	}

	/** Time is to go on for it, also where nothing else waits. */
	get isBusy(): boolean {
		return this.#loaded?.player?.isBusy === true;
	}

	/** The first `MOST_STEPS`. */
	get steps(): readonly ScenarioStep[] {
		this.#adopt();
		return (this.#loaded?.steps ?? []).slice(0, MOST_STEPS).map(({ line, at, text, action }) => ({ line, at, text, kind: action.kind }));
	}

	/** Of the steps from this one on, as far as they were played. */
	played(from: number): readonly PlayedStep[] {
		this.#adopt();
		return (this.#loaded?.player?.results ?? []).slice(from, MOST_STEPS).map(playedStep);
	}

	/** Tells `listener` from now on that something is otherwise. Returns what ends that. */
	watch(listener: () => void): () => void {
		this.#listeners = [...this.#listeners, listener];
		return () => {
			this.#listeners = this.#listeners.filter((each) => each !== listener);
		};
	}

	/** @throws ScenarioError, StageError */
	load(name: string, text: string): void {
		this.#adopt();
		if (this.#isUnderWay) throw new StageError('playing');
		const { steps } = this.#parsed(name, text);
		this.#replace({ name, text, steps, isOfRun: false, player: undefined, end: () => {} });
	}

	/** From its beginning, also where it was played before. @throws ScenarioError where one of its times of day is over, StageError */
	run(): void {
		this.#adopt();
		const loaded = this.#loaded;
		if (loaded === undefined) throw new StageError('nothing');
		if (this.#isUnderWay) throw new StageError('playing');
		if (loaded.isOfRun) throw new StageError('ofRun');
		let failure: unknown;
		// What is thrown in there would end the run.
		this.#site.enter(() => {
			try {
				this.#begin(loaded);
			} catch (error) {
				failure = error;
			}
		});
		if (failure !== undefined) throw failure;
	}

	/** The scenario's clock stands, and the world goes on. */
	pause(): void {
		const player = this.#player('notPlaying', 'playing');
		this.#site.enter(() => player.pause());
	}

	resume(): void {
		const player = this.#player('notPaused', 'paused');
		this.#site.enter(() => player.resume());
	}

	/** What it has changed stays. */
	stop(): void {
		const player = this.#player('over', 'playing', 'paused');
		this.#site.enter(() => player.stop());
	}

	#begin({ name, text }: Loaded): void {
		const { world, onStep } = this.#site;
		const { scheduler } = world.simulator;
		// Its times of day are to come from now on.
		const { steps } = this.#parsed(name, text);
		const player = new ScenarioPlayer({ scheduler, origin: scheduler.now(), stand: world, steps, onStep: (result) => onStep(result, name) });
		const ends = [world.events.subscribe(player.onEvent, player.kinds), player.watch(() => this.#onPlayer(player))];
		const end = () => {
			for (const each of ends) each();
		};
		this.#replace({ name, text, steps, isOfRun: false, player, end });
		player.start();
	}

	#player(refusal: StageRefusal, ...states: readonly PlayerState[]): ScenarioPlayer {
		this.#adopt();
		const player = this.#loaded?.player;
		if (this.#loaded === undefined) throw new StageError('nothing');
		if (player === undefined || !states.includes(player.state)) throw new StageError(refusal);
		return player;
	}

	get #isUnderWay(): boolean {
		const state = this.#loaded?.player?.state;
		return state === 'playing' || state === 'paused';
	}

	#parsed(name: string, text: string): { readonly steps: readonly Step[] } {
		const { start, world } = this.#site;
		const steps = parseScenario(text, name, start + world.simulator.scheduler.now());
		if (steps.length > MOST_STEPS) throw new StageError('tooManySteps');
		return { steps };
	}

	/** The run has begun one: it shows here until another one is loaded. */
	#adopt(): void {
		const given = this.#site.ofRun();
		if (this.#loaded !== undefined || given === undefined) return;
		const { name, player } = given;
		const end = player.watch(() => this.#onPlayer(player));
		this.#loaded = { name, text: '', steps: player.steps, isOfRun: true, player, end };
		this.#version++;
	}

	#replace(loaded: Loaded): void {
		this.#loaded?.end();
		this.#loaded = loaded;
		this.#version++;
		this.#tell();
	}

	#onPlayer(player: ScenarioPlayer): void {
		const loaded = this.#loaded;
		if (loaded?.player !== player) return;
		if (player.state === 'ended' || player.state === 'stopped') loaded.end();
		this.#tell();
	}

	#tell(): void {
		for (const listener of this.#listeners) listener();
	}
}

function playedStep({ step, failure, answer }: StepResult): PlayedStep {
	const said = (language: Language): string => {
		if (failure !== undefined) return printable(stepText(failure, language));
		if (step.action.kind === 'end') return '';
		return printable(answer?.outcome === undefined ? (answer?.text ?? '') : outcomeWords(answer.outcome, language));
	};
	return { isFailed: failure !== undefined, said: { en: said('en'), ja: said('ja') } };
}
