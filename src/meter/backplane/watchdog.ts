import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import { HOUR } from '../../../modules/time/durations.js';
import type { Isolation, Plug } from './plug.js';

/** All in ms. No source tells any of them: assumed. */
export interface WatchdogRules {
	/** Time between polls: so long at the most goes by unnoticed, and so much energy is off the record of a metering unit that goes without a word. */
	readonly pollInterval: number;
	/** Time within which a unit answers a poll, and says hello once it has power. */
	readonly patience: number;
	/** How long the power of a failed unit stays off at first; twice as long after each failure more, up to the longest. */
	readonly restartDelay: number;
	readonly longestRestartDelay: number;
}

const WATCHDOG_RULES: WatchdogRules = Object.freeze({
	pollInterval: 15_000,
	patience: 2000,
	restartDelay: 10_000,
	longestRestartDelay: HOUR,
});

/** Polls that a late unit answers in time, one after the other, before it is trusted again. */
const TIMELY_ANSWERS = 3;
/** A unit that worked so long before it failed did not fail because of how it starts, ms. */
const LONG_LIFE = HOUR;

export interface WatchdogHost {
	readonly scheduler: Scheduler;
	isolate(plug: Plug, reason: Isolation, detail: string): void;
	enter(plug: Plug): void;
	restart(plug: Plug, attempts: number): void;
}

/** Asks each unit again and again whether it is there. A unit that does not answer in time is isolated, and taken back once it answers again. */
export class Watchdog {
	readonly #host: WatchdogHost;
	readonly #plugs: readonly Plug[];
	readonly #rules: WatchdogRules;
	/** The poll, as the message that asks it. */
	readonly #poll = { kind: 'poll' as const, number: 0 };
	/** Answers count: the time for them is not over. */
	#open = false;
	#timer: Timer | undefined;

	/** `plugs`: those that there are at each poll. */
	constructor(host: WatchdogHost, plugs: readonly Plug[], rules?: Partial<WatchdogRules>) {
		this.#host = host;
		this.#plugs = plugs;
		this.#rules = rules === undefined ? WATCHDOG_RULES : { ...WATCHDOG_RULES, ...rules };
	}

	get patience(): number {
		return this.#rules.patience;
	}

	start(): void {
		const { pollInterval, patience } = this.#rules;
		this.#timer = this.#host.scheduler.after(pollInterval - patience, this.#onTime);
	}

	stop(): void {
		this.#timer?.cancel();
	}

	/** The unit has power: it is to say hello. */
	greet(plug: Plug): void {
		this.#host.scheduler.after(this.#rules.patience, () => {
			if (plug.on && plug.state === 'greeting') this.#host.isolate(plug, 'late', 'no hello');
		});
	}

	onAlive(plug: Plug, number: number): void {
		if (this.#open && number === this.#poll.number) plug.answered = true;
	}

	/** The unit of this plug is without power: it gets it again after a while. */
	retry(plug: Plug): void {
		const { restartDelay, longestRestartDelay } = this.#rules;
		const attempts = plug.entered && plug.now() - plug.poweredAt > LONG_LIFE ? 0 : plug.attempts;
		const delay = Math.min(longestRestartDelay, restartDelay * 2 ** Math.min(attempts, 20));
		this.#host.scheduler.after(delay, () => this.#host.restart(plug, attempts + 1));
	}

	readonly #onTime = (): void => {
		if (!this.#open) this.ask();
		else {
			this.judge();
			this.start();
		}
	};

	private ask(): void {
		this.#poll.number++;
		this.#open = true;
		for (let i = 0; i < this.#plugs.length; i++) {
			const plug = this.#plugs[i]!;
			plug.asked = plug.on && plug.state !== 'greeting';
			plug.answered = false;
			if (plug.asked) plug.tell(this.#poll);
		}
		// Where all have answered at once, nobody has to be waited for.
		if (this.isAnswered()) this.judge();
		this.#timer = this.#host.scheduler.after(this.#open ? this.#rules.patience : this.#rules.pollInterval, this.#onTime);
	}

	private isAnswered(): boolean {
		for (let i = 0; i < this.#plugs.length; i++) {
			const plug = this.#plugs[i]!;
			if (plug.on && plug.asked && !plug.answered) return false;
		}
		return true;
	}

	private judge(): void {
		this.#open = false;
		for (let i = 0; i < this.#plugs.length; i++) {
			const plug = this.#plugs[i]!;
			if (plug.on && plug.asked) this.judgeOne(plug);
		}
	}

	private judgeOne(plug: Plug): void {
		if (!plug.answered) {
			plug.timely = 0;
			if (plug.state === 'working') this.#host.isolate(plug, 'late', `no answer to a poll within ${this.#rules.patience} ms`);
		} else if (plug.state === 'isolated' && ++plug.timely >= TIMELY_ANSWERS && plug.identity !== undefined) {
			plug.timely = 0;
			if (plug.happens('recovers')) this.#host.enter(plug);
		}
	}
}
