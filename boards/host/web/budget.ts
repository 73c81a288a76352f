/** So many at once, and so many a second after that. */
export class Budget {
	readonly #most: number;
	readonly #aSecond: number;
	readonly #now: () => number;
	#left: number;
	#since: number;

	/** @param now ms, of a clock that only goes forwards */
	constructor(most: number, aSecond: number, now: () => number = () => performance.now()) {
		this.#most = most;
		this.#aSecond = aSecond;
		this.#now = now;
		this.#left = most;
		this.#since = now();
	}

	/** Whether one more may pass now. */
	take(): boolean {
		const now = this.#now();
		this.#left = Math.min(this.#most, this.#left + ((now - this.#since) * this.#aSecond) / 1000);
		this.#since = now;
		if (this.#left < 1) return false;
		this.#left--;
		return true;
	}
}
