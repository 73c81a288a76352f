/** Starts a program again when it has ended by itself, as its supervisor at home would: at once or later, and never without end. */
import type { StartDeclaration } from '../../../src/exam/declaration.js';

/** Starts within `WINDOW`, ms, after which the next has to wait until it is over. */
export const MOST_STARTS = 10;
const WINDOW = 60_000;

export interface Restart {
	readonly afterMs: number;
	/** It has to wait for longer than it was declared: so many starts there were. */
	readonly held: number | undefined;
}

export class Supervisor {
	readonly #declared: Pick<StartDeclaration, 'restart' | 'restartAfterMs'>;
	readonly #now: () => number;
	#starts: number[] = [];

	/** @param now ms, from any moment */
	constructor(declared: Pick<StartDeclaration, 'restart' | 'restartAfterMs'>, now: () => number) {
		this.#declared = declared;
		this.#now = now;
	}

	started(): void {
		this.#starts = [...this.#starts, this.#now()].slice(-MOST_STARTS);
	}

	/** Undefined: it is not started again. */
	afterExit(code: number | null): Restart | undefined {
		const { restart, restartAfterMs } = this.#declared;
		if (restart === 'never' || (restart === 'on-failure' && code === 0)) return undefined;
		const oldest = this.#starts.length < MOST_STARTS ? undefined : this.#starts[0]!;
		const free = oldest === undefined ? 0 : oldest + WINDOW - this.#now();
		return free > restartAfterMs ? { afterMs: free, held: MOST_STARTS } : { afterMs: restartAfterMs, held: undefined };
	}
}
