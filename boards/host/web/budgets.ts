import { Budget } from './budget.js';

/** Addresses that are known at a time: beyond it the one that has been silent longest begins anew. */
const MOST_ADDRESSES = 1024;

/** A budget for each address. */
export class Budgets {
	readonly #most: number;
	readonly #aSecond: number;
	readonly #now: () => number;
	readonly #budgets = new Map<string, Budget>();

	/** Of each, so many at once, and so many a second after that. @param now ms, of a clock that only goes forwards */
	constructor(most: number, aSecond: number, now: () => number = () => performance.now()) {
		[this.#most, this.#aSecond, this.#now] = [most, aSecond, now];
	}

	/** Whether one more of this address may pass now. */
	take(address: string): boolean {
		const budget = this.#budgets.get(address) ?? new Budget(this.#most, this.#aSecond, this.#now);
		// The one that came last stands last.
		this.#budgets.delete(address);
		this.#budgets.set(address, budget);
		for (const oldest of this.#budgets.keys()) {
			if (this.#budgets.size <= MOST_ADDRESSES) break;
			this.#budgets.delete(oldest);
		}
		return budget.take();
	}
}
