import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import type { WorldEvent, WorldEventKind } from '../schema/event-rows.js';
import type { Expectation } from './expectation.js';
import type { Step } from './scenario.js';
import type { Answer, Stand } from './stand.js';
import type { Found, StepFailure } from './step-failure.js';

/** Most events between two expectations; more than a scenario looks through. */
const MOST_EVENTS = 10_000;

/** What came of a step. */
export interface StepResult {
	readonly step: Step;
	/** What is other than the scenario wants it; undefined: nothing. */
	readonly failure: StepFailure | undefined;
	/** Answer to a command. */
	readonly answer: Answer | undefined;
}

export interface PlayerOptions {
	readonly scheduler: Scheduler;
	/** The scheduler's time at the start of the scenario, ms; what is due when it is started later is done at once. Default: 0. */
	readonly origin?: number;
	readonly stand: Stand;
	readonly steps: readonly Step[];
	readonly onStep?: (result: StepResult) => void;
	/** After the last step. `asked`: by an `end` of the scenario. */
	readonly onEnd?: (asked: boolean) => void;
}

/**
 * `ended`: the last step is done. `stopped`: nothing more is.
 *
 * ```
 *  idle ──start──▶ playing ◀──resume──  paused
 *                     │ │  ──pause───▶    │
 *     last step done  │ └──────stop───────┤
 *                     ▼                   ▼
 *                   ended              stopped
 * ```
 */
export type PlayerState = 'idle' | 'playing' | 'paused' | 'ended' | 'stopped';

/**
 * Plays a scenario, one step after the other. While it is paused its clock stands and the world goes on: what was to come comes later by as much, times of day
 * included, and what happens meanwhile counts among the events that are expected.
 */
export class ScenarioPlayer {
	/** Of the steps that were played, in their order. */
	readonly results: StepResult[] = [];
	readonly #options: PlayerOptions;
	/** The scheduler's time at which the scenario's clock would have stood at 0, had it never been paused, ms. */
	#origin: number;
	#state: PlayerState = 'idle';
	/** The scheduler's time at which the scenario's clock came to stand, ms. */
	#stoodAt: number;
	#timer: Timer | undefined;
	/** A command is under way. */
	#isCarrying = false;
	#listeners: readonly (() => void)[] = [];
	/** Events since the last one that was expected. */
	readonly #events: WorldEvent[] = [];
	#missed = 0;

	constructor(options: PlayerOptions) {
		this.#options = options;
		this.#origin = this.#stoodAt = options.origin ?? 0;
	}

	start(): void {
		if (this.#state !== 'idle') return;
		this.#change('playing');
		this.#wait();
	}

	/** A command that is under way is carried out all the same. */
	pause(): void {
		if (this.#state !== 'playing') return;
		this.#timer?.cancel();
		this.#change('paused');
	}

	resume(): void {
		if (this.#state !== 'paused') return;
		this.#origin += this.#options.scheduler.now() - this.#stoodAt;
		this.#change('playing');
		if (!this.#isCarrying) this.#wait();
	}

	/** No further step is played. */
	stop(): void {
		if (this.#state === 'ended' || this.#state === 'stopped') return;
		this.#timer?.cancel();
		this.#events.length = 0;
		this.#change('stopped');
	}

	/** Tells `listener` from now on that the state is another one, or a step was played. Returns what ends that. */
	watch(listener: () => void): () => void {
		this.#listeners = [...this.#listeners, listener];
		return () => {
			this.#listeners = this.#listeners.filter((each) => each !== listener);
		};
	}

	get state(): PlayerState {
		return this.#state;
	}

	get steps(): readonly Step[] {
		return this.#options.steps;
	}

	/** There are steps to come, and time brings them. */
	get isBusy(): boolean {
		return this.#state === 'playing';
	}

	get failures(): readonly StepResult[] {
		return this.results.filter(({ failure }) => failure !== undefined);
	}

	/** Since its start, up to its end, without the time in which it was paused, ms. */
	get clock(): number {
		const now = this.#state === 'playing' ? this.#options.scheduler.now() : this.#stoodAt;
		return Math.max(0, now - this.#origin);
	}

	/** Kinds of the events that it wants to hear of. */
	get kinds(): WorldEventKind[] {
		return [...new Set(this.#options.steps.flatMap(({ action }) => (action.kind === 'expect' ? action.expectation.kinds : [])))];
	}

	/** Something happened in the world. */
	readonly onEvent = (event: WorldEvent): void => {
		if (this.#state === 'ended' || this.#state === 'stopped') return;
		this.#events.push(event);
		if (this.#events.length <= MOST_EVENTS) return;
		this.#events.shift();
		this.#missed++;
	};

	#wait(): void {
		const { scheduler, steps, onEnd } = this.#options;
		const step = steps[this.results.length];
		if (step !== undefined) this.#timer = scheduler.after(Math.max(0, this.#origin + step.at - scheduler.now()), () => this.#play(step));
		else {
			this.#change('ended');
			onEnd?.(steps.at(-1)?.action.kind === 'end');
		}
	}

	#play(step: Step): void {
		const { stand } = this.#options;
		const { action } = step;
		this.#isCarrying = true;
		switch (action.kind) {
			case 'end':
				this.#finish({ step, failure: undefined, answer: undefined });
				return;
			case 'expect': {
				const found = this.#unmet(action.expectation);
				this.#finish({
					step,
					failure: found && { kind: 'unmet', words: step.text.replace(/^expect\s+/, ''), found },
					answer: undefined,
				});
				return;
			}
			case 'refuse':
				stand.carryOut(action.command, (answer) => {
					this.#finish({ step, failure: answer.refusal === undefined ? { kind: 'done' } : undefined, answer });
				});
				return;
			case 'command':
				stand.carryOut(action.command, (answer) => {
					const { refusal: reason, why } = answer;
					this.#finish({ step, failure: reason === undefined ? undefined : { kind: 'refused', why, reason }, answer });
				});
		}
	}

	#unmet({ kinds, unmet }: Expectation): Found | undefined {
		const missed = this.#missed;
		const found = unmet(this.#options.stand.view, this.#events);
		if (kinds.length === 0 || missed === 0) return found;
		this.#missed = 0;
		return found ?? { kind: 'forgotten', events: missed, most: MOST_EVENTS };
	}

	#finish(result: StepResult): void {
		this.#isCarrying = false;
		if (this.#state === 'stopped') return;
		this.results.push(result);
		this.#options.onStep?.(result);
		this.#tell();
		if (this.#state === 'playing') this.#wait();
	}

	#change(state: PlayerState): void {
		const before = this.#state;
		this.#state = state;
		// One that is stopped while it is paused has stood since then.
		if (before === 'playing') this.#stoodAt = this.#options.scheduler.now();
		this.#tell();
	}

	#tell(): void {
		for (const listener of this.#listeners) listener();
	}
}
