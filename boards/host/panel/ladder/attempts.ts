/** The attempts of one dongle's programs, each a ladder of rungs; the last ones are kept, each with its beginning and its end. */
import { KEPT_FIRST, MOST_ATTEMPTS, MOST_RUNGS } from './bounds.js';
import type { Attempt, AttemptWithRungs, Rung } from './rung.js';

/** A rung without what it gets when it is put down. */
export type NewRung = Rung extends infer One ? (One extends Rung ? Omit<One, 'id' | 'at'> : never) : never;

interface Kept extends Attempt {
	readonly rungs: Rung[];
	/** When each rung was put down or changed, by the counter of all changes. */
	readonly changes: Map<number, number>;
	change: number;
}

export class Attempts {
	readonly #now: () => number;
	readonly #attempts: Kept[] = [];
	#rungs = 0;
	#number = 0;
	#change = 0;
	/** Something is other than it was. */
	onChange: () => void = () => {};

	/** @param now virtual ms since the start */
	constructor(now: () => number) {
		this.#now = now;
	}

	get all(): readonly Attempt[] {
		return this.#attempts;
	}

	get current(): AttemptWithRungs | undefined {
		return this.#attempts.at(-1);
	}

	get last(): Rung | undefined {
		return this.current?.rungs.at(-1);
	}

	/** Counts up with each change. */
	get change(): number {
		return this.#change;
	}

	find(number: number): AttemptWithRungs | undefined {
		return this.#attempts.find((attempt) => attempt.number === number);
	}

	begin(): void {
		const now = this.#now();
		const fresh = { number: ++this.#number, began: now, lastAt: now, meter: null, state: 'under way' as const, session: null, dropped: 0 };
		this.#attempts.push({ ...fresh, rungs: [], changes: new Map(), change: 0 });
		if (this.#attempts.length > MOST_ATTEMPTS) this.#attempts.shift();
		this.#touch();
	}

	/** Changes the head of the current attempt. */
	set(changes: Partial<Omit<Attempt, 'number' | 'began'>>): void {
		Object.assign(this.#open, changes);
		this.#touch();
	}

	add(rung: NewRung): Rung {
		const attempt = this.#open;
		const put = { id: ++this.#rungs, at: this.#now(), ...rung } as Rung;
		attempt.rungs.push(put);
		if (attempt.rungs.length > MOST_RUNGS) {
			const [gone] = attempt.rungs.splice(KEPT_FIRST, 1);
			attempt.changes.delete(gone!.id);
			attempt.dropped++;
		}
		this.changed(put);
		return put;
	}

	/** A rung of the current attempt is other than it was. */
	changed(rung: Rung): void {
		const attempt = this.#open;
		attempt.lastAt = this.#now();
		this.#touch();
		attempt.changes.set(rung.id, this.#change);
	}

	/** Rungs of the current attempt that changed after `change`. */
	changedSince(change: number): readonly Rung[] {
		const attempt = this.#attempts.at(-1);
		return attempt === undefined ? [] : attempt.rungs.filter(({ id }) => (attempt.changes.get(id) ?? 0) > change);
	}

	get #open(): Kept {
		if (this.#attempts.length === 0) this.begin();
		return this.#attempts.at(-1)!;
	}

	#touch(): void {
		this.#change++;
		const attempt = this.#attempts.at(-1);
		if (attempt !== undefined) attempt.change = this.#change;
		this.onChange();
	}
}

export function headOf({ number, began, lastAt, meter, state, session, dropped }: Attempt): Attempt {
	return { number, began, lastAt, meter, state, session, dropped };
}
