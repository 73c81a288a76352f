/** Work that is done one after the other, for each of some things: a meter, a medium. */

/** How many may wait for one thing; more are turned away. */
const MOST_WAITING = 16;

export class Turns<Thing> {
	readonly most = MOST_WAITING;
	readonly #last = new Map<Thing, { readonly end: Promise<void>; count: number }>();

	/** What comes of the work in its turn; undefined: too many wait. */
	take<Result>(thing: Thing, work: () => Promise<Result>): Promise<Result> | undefined {
		const before = this.#last.get(thing);
		if ((before?.count ?? 0) >= MOST_WAITING) return undefined;
		const done = (before?.end ?? Promise.resolve()).then(work);
		const turn = { end: done.then(nothing, nothing), count: (before?.count ?? 0) + 1 };
		this.#last.set(thing, turn);
		void turn.end.then(() => {
			const last = this.#last.get(thing);
			if (last === turn) this.#last.delete(thing);
			else if (last !== undefined) last.count--;
		});
		return done;
	}
}

function nothing(): void {}
