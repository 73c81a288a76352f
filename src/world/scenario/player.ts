import type { Scheduler } from '../../../hal/ports/scheduler.js';
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
	/** Stands at 0 at the start of the scenario, or later: what is due by then is done at once. */
	readonly scheduler: Scheduler;
	readonly stand: Stand;
	readonly steps: readonly Step[];
	readonly onStep?: (result: StepResult) => void;
	/** After the last step. `asked`: by an `end` of the scenario. */
	readonly onEnd?: (asked: boolean) => void;
}

/** Plays a scenario, one step after the other. */
export class ScenarioPlayer {
	/** The last step is done. */
	ended = false;
	readonly failures: StepResult[] = [];
	readonly #options: PlayerOptions;
	/** Events since the last one that was expected. */
	readonly #events: WorldEvent[] = [];
	#missed = 0;
	#next = 0;

	constructor(options: PlayerOptions) {
		this.#options = options;
	}

	start(): void {
		this.#wait();
	}

	/** Kinds of the events that it wants to hear of. */
	get kinds(): WorldEventKind[] {
		return [...new Set(this.#options.steps.flatMap(({ action }) => (action.kind === 'expect' ? action.expectation.kinds : [])))];
	}

	/** Something happened in the world. */
	readonly onEvent = (event: WorldEvent): void => {
		if (this.ended) return;
		this.#events.push(event);
		if (this.#events.length <= MOST_EVENTS) return;
		this.#events.shift();
		this.#missed++;
	};

	#wait(): void {
		const { scheduler, steps, onEnd } = this.#options;
		const step = steps[this.#next];
		if (step !== undefined) scheduler.after(Math.max(0, step.at - scheduler.now()), () => this.#play(step));
		else {
			this.ended = true;
			onEnd?.(steps.at(-1)?.action.kind === 'end');
		}
	}

	#play(step: Step): void {
		const { stand } = this.#options;
		const { action } = step;
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
		this.#next++;
		if (result.failure !== undefined) this.failures.push(result);
		this.#options.onStep?.(result);
		this.#wait();
	}
}
