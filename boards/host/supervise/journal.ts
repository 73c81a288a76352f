/** The control system's journal: entries of its book in one file, which is written anew where most of it is of jobs that have ended. */
import { type BookEntry, ControlBook } from '../../../src/operations/jobs/control-book.js';
import { DurableLog } from '../relay/durable-log.js';

/** So much may be added before it is written anew, bytes: beside as much as it had when it was. */
const GROWTH = 4 << 20;

export class Journal {
	readonly book: ControlBook;
	/** Bytes of a last line that was half written, and is cut off. */
	readonly cut: number;
	readonly #log: DurableLog<BookEntry>;
	readonly #now: () => number;
	#base: number;
	#tidying: Promise<void> | undefined;

	private constructor(log: DurableLog<BookEntry>, records: readonly BookEntry[], cut: number, now: () => number) {
		this.#log = log;
		this.#now = now;
		this.cut = cut;
		this.book = new ControlBook(records);
		this.#base = log.length;
	}

	/** Throws DamageError, or the system's error. */
	static async open(path: string, now: () => number): Promise<Journal> {
		const { log, records, cut } = await DurableLog.open<BookEntry>(path);
		const journal = new Journal(log, records, cut, now);
		// What need not be remembered any more goes.
		await journal.#tidied();
		return journal;
	}

	/** Resolves once they are on the disk and in the book. @throws UnwrittenError: neither */
	async keep(entries: readonly BookEntry[]): Promise<void> {
		await this.#log.append(entries, () => {
			for (const each of entries) this.book.apply(each);
		});
		if (this.#log.length > 2 * this.#base + GROWTH) this.#tidying ??= this.#tidied().finally(() => (this.#tidying = undefined));
	}

	async close(): Promise<void> {
		await this.#tidying;
		await this.#log.close();
	}

	/** Where there is no room for it, it stays as it is. */
	async #tidied(): Promise<void> {
		await this.#log.replace(() => this.book.snapshot(this.#now())).catch(() => {});
		this.#base = this.#log.length;
	}
}
