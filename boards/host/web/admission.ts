/** Who may ask a site now: each address as often as people do, and all together as often as the site can answer. */
import { addressKey } from '../shared/lock-out.js';
import { Budget } from './budget.js';
import { Budgets } from './budgets.js';

/** Of one address: so many at once, so many a second then. */
const READS = Object.freeze({ most: 200, aSecond: 50 });
const ACTS = Object.freeze({ most: 60, aSecond: 10 });
/** Of all together. */
const ALL = Object.freeze({ most: 2000, aSecond: 500 });

export class Admission {
	readonly #reads: Budgets;
	readonly #acts: Budgets;
	readonly #all: Budget;

	/** @param now ms, of a clock that only goes forwards */
	constructor(now: () => number = () => performance.now()) {
		this.#reads = new Budgets(READS.most, READS.aSecond, now);
		this.#acts = new Budgets(ACTS.most, ACTS.aSecond, now);
		this.#all = new Budget(ALL.most, ALL.aSecond, now);
	}

	/** The status of a refusal; undefined: it may be asked. What is refused to an address takes nothing from the others. */
	take(method: string, address: string): 429 | 503 | undefined {
		if (!(method === 'GET' ? this.#reads : this.#acts).take(addressKey(address))) return 429;
		return this.#all.take() ? undefined : 503;
	}
}
