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
		// Mostly it is the newest that are asked for: from the end on.
		const entries = this.#entries;
		const oldest = Math.max(0, entries.length - this.#most);
		let start = entries.length;
		while (start > oldest && entries[start - 1]!.at > from) start--;
		return entries.slice(start).filter(({ at }) => at <= to);
	}
}
