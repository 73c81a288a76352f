/** Closes days that are over and corrects those that are closed, again and again, while pages are served. */
import { type Closing, closeDay } from '../../../../src/mdm/closing.js';
import type { ReadingStore } from '../../../../src/mdm/reading-store.js';
import { CLOSING, takeLock } from '../data-lock.js';
import { askedValidation, toClose } from '../validate-command.js';

export interface CloserOptions {
	readonly store: ReadingStore;
	/** Folder of the register, and of the rules. */
	readonly words: { readonly data: string; readonly rules?: string };
	/** ms from one round to the next. */
	readonly interval: number;
	readonly now: () => number;
	readonly onClosing: (closing: Closing) => void;
	/** Another program does it: this round is left out. */
	readonly onBusy: () => void;
	/** The next round tries again. */
	readonly onError: (error: unknown) => void;
}

export class Closer {
	readonly #options: CloserOptions;
	#timer: NodeJS.Timeout | undefined;
	#isStopped = false;
	#round: Promise<void> = Promise.resolve();

	/** Begins at once. */
	constructor(options: CloserOptions) {
		this.#options = options;
		this.#begin(0);
	}

	/** Waits for the day that is being closed. */
	async stop(): Promise<void> {
		this.#isStopped = true;
		clearTimeout(this.#timer);
		await this.#round;
	}

	#begin(delay: number): void {
		this.#timer = setTimeout(() => {
			this.#round = this.#close()
				.catch((error: unknown) => this.#options.onError(error))
				.then(() => {
					if (!this.#isStopped) this.#begin(this.#options.interval);
				});
		}, delay);
	}

	async #close(): Promise<void> {
		const { store, words, now, onClosing, onBusy } = this.#options;
		const lock = takeLock(words.data, CLOSING);
		if (lock === undefined) return onBusy();
		try {
			const asked = askedValidation(words, now());
			for (const [day, shard] of await toClose(store, asked)) {
				if (this.#isStopped) return;
				const closing = await closeDay(store, asked.register, asked.rules, day, shard, asked.today);
				if (closing !== undefined && closing.changed > 0) onClosing(closing);
			}
		} finally {
			lock.release();
		}
	}
}
