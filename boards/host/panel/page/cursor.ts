/** The moment that all of the page points at: whichever view somebody looks at, the others show what was then. */

/** The world's time, ms since 1970-01-01T00:00:00Z. Undefined: nothing is pointed at. */
export type Moment = number | undefined;

export class Cursor {
	#at: Moment;
	readonly #listeners = new Set<(at: Moment) => void>();

	get at(): Moment {
		return this.#at;
	}

	set(at: Moment): void {
		if (at === this.#at) return;
		this.#at = at;
		for (const listener of this.#listeners) listener(at);
	}

	/** Calls `listener` at once, and again whenever it points elsewhere. Returns what ends that. */
	watch(listener: (at: Moment) => void): () => void {
		this.#listeners.add(listener);
		listener(this.#at);
		return () => this.#listeners.delete(listener);
	}
}

/** That of this page. */
export const CURSOR = new Cursor();
