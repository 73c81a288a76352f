/** What pages look at that takes long: once for all who ask within a while. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { MeterRegister } from '../../../../src/mdm/meter-register.js';
import type { ReadingStore } from '../../../../src/mdm/reading-store.js';
import { coverageOf, type DayCoverage } from './coverage.js';

/** ms. */
const FRESH = 20_000;
/** Days that are kept. */
const MOST_DAYS = 8;

export interface Look {
	/** ms since 1970. */
	readonly at: number;
	readonly coverage: DayCoverage;
}

export class Looks {
	readonly #store: ReadingStore;
	readonly #register: string;
	readonly #now: () => number;
	readonly #days = new Map<number, { readonly at: number; readonly look: Promise<Look> }>();
	#read: { readonly stamp: string; readonly register: MeterRegister } | undefined;

	/** @param folder of the data @param now ms since 1970 */
	constructor(store: ReadingStore, folder: string, now: () => number) {
		[this.#store, this.#register, this.#now] = [store, join(folder, 'register.csv'), now];
	}

	/** Undefined: there is none. Throws RegisterError of a wrong one. */
	get register(): MeterRegister | undefined {
		const stat = statSync(this.#register, { throwIfNoEntry: false });
		if (stat === undefined) return undefined;
		const stamp = `${stat.ino} ${stat.mtimeMs} ${stat.size}`;
		if (this.#read?.stamp !== stamp) this.#read = { stamp, register: MeterRegister.parse(readFileSync(this.#register, 'utf8')) };
		return this.#read.register;
	}

	/** @param over half-hours of the day that are over */
	coverage(day: number, over: number): Promise<Look> {
		const at = this.#now();
		const before = this.#days.get(day);
		if (before !== undefined && at - before.at < FRESH && at >= before.at) return before.look;
		this.#days.delete(day);
		for (const [oldest] of this.#days) if (this.#days.size >= MOST_DAYS) this.#days.delete(oldest);
		const look = (async () => ({ at, coverage: await coverageOf(this.#store, this.register, day, over) }))();
		this.#days.set(day, { at, look });
		// What failed is tried again by the next who asks.
		look.catch(() => this.#days.get(day)?.look === look && this.#days.delete(day));
		return look;
	}
}
