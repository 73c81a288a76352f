/** What pages look at that takes long: once for all who ask within a while. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { MeterRegister } from '../../../../src/mdm/meter-register.js';
import type { ReadingStore } from '../../../../src/mdm/reading-store.js';
import { REGISTER_FILE } from '../register-file.js';
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

interface DayLook {
	/** When it came to its end, ms since 1970; undefined: it is under way. */
	at: number | undefined;
	readonly look: Promise<Look>;
}

export class Looks {
	readonly #store: ReadingStore;
	readonly #register: string;
	readonly #now: () => number;
	readonly #days = new Map<number, DayLook>();
	/** What was begun last. */
	#last: Promise<unknown> = Promise.resolve();
	#read: { readonly stamp: string; readonly register: MeterRegister } | undefined;

	/** @param folder of the data @param now ms since 1970 */
	constructor(store: ReadingStore, folder: string, now: () => number) {
		[this.#store, this.#register, this.#now] = [store, join(folder, REGISTER_FILE), now];
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
		const before = this.#days.get(day);
		if (before !== undefined && this.#isFresh(before)) return before.look;
		this.#days.delete(day);
		for (const [oldest] of this.#days) if (this.#days.size >= MOST_DAYS) this.#days.delete(oldest);
		const look = this.inTurn(async () => {
			const at = this.#now();
			return { at, coverage: await coverageOf(this.#store, this.register, day, over) };
		});
		const dayLook: DayLook = { at: undefined, look };
		this.#days.set(day, dayLook);
		look.then(
			() => {
				dayLook.at = this.#now();
			},
			// What failed is tried again by the next who asks.
			() => this.#days.get(day) === dayLook && this.#days.delete(day),
		);
		return look;
	}

	/** Waits for what was begun before: each takes whole shards into memory, however many ask at once. */
	inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
		const done = this.#last.then(act);
		this.#last = done.catch(() => {});
		return done;
	}

	#isFresh({ at }: DayLook): boolean {
		if (at === undefined) return true;
		const age = this.#now() - at;
		return age >= 0 && age < FRESH;
	}
}
