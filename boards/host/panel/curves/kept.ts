/** The newest of what was told with a time, in its order; the oldest goes when there are too many. */
export class Kept<Entry extends { readonly at: number }> {
	readonly #most: number;
	#entries: Entry[] = [];

	constructor(most: number) {
		this.#most = most;
	}

	push(entry: Entry): void {
		this.#entries.push(entry);
		// Not one by one, which would move all the others each time.
		if (this.#entries.length >= 2 * this.#most) this.#entries = this.#entries.slice(-this.#most);
	}

	/** At most so many. */
	get all(): readonly Entry[] {
		return this.#entries.slice(-this.#most);
	}

	get last(): Entry | undefined {
		return this.#entries[this.#entries.length - 1];
	}

	/** Those after `from`, up to `to`. */
	between(from: number, to: number): Entry[] {
		return this.all.filter(({ at }) => at > from && at <= to);
	}
}
