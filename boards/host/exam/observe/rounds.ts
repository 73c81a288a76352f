/** Looks again and again, each time so long after the look before has ended. */
export class Rounds {
	readonly #look: () => Promise<void>;
	readonly #everyMs: number;
	#isOn = false;
	#timer: NodeJS.Timeout | undefined;
	#looking: Promise<void> = Promise.resolve();

	/** @param look never rejects */
	constructor(look: () => Promise<void>, everyMs: number) {
		this.#look = look;
		this.#everyMs = everyMs;
	}

	start(): void {
		this.#isOn = true;
		this.#next();
	}

	/** Settles when the look that is under way has ended, the last one. */
	stop(): Promise<void> {
		this.#isOn = false;
		clearTimeout(this.#timer);
		return this.#looking;
	}

	#next(): void {
		this.#looking = this.#look().then(() => {
			if (this.#isOn) this.#timer = setTimeout(() => this.#next(), this.#everyMs);
		});
	}
}
