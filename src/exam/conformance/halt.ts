/** The end of an examination before its time: a meter is asked nothing more, but to take back what a check has changed. */

/** Nothing more is to be asked of the meter. */
export class Interrupted extends Error {
	constructor() {
		super('conformance: the examination was ended');
	}
}

export class Halt {
	#isWanted = false;
	#restoring = 0;

	get isWanted(): boolean {
		return this.#isWanted;
	}

	/** From now on. */
	want(): void {
		this.#isWanted = true;
	}

	/** Before each request. Throws Interrupted. */
	check(): void {
		if (this.#isWanted && this.#restoring === 0) throw new Interrupted();
	}

	/** Does what has to be done even now. */
	async restoring<T>(work: () => Promise<T>): Promise<T> {
		this.#restoring++;
		try {
			return await work();
		} finally {
			this.#restoring--;
		}
	}
}
