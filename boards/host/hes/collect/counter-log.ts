/**
 * Counters of messages that left no reading in the journal, as alarms do, so that they are refused when they come again behind a crash. Segments as those of the
 * journal, in the folder `counters`, of records that have a number and a counter alone; each start makes one segment of its worker's.
 */
import { mkdirSync, readdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { encodeBlock, MOST_RECORDS, NO_COUNT, readingsOf, recordsOf } from '../../../../src/head-end/collection/journal.js';
import { reasonOf, UsageError } from '../../shared/usage-error.js';
import { inEach } from '../../shared/usage-words.js';
import { COLLECT_USAGE } from './collect-words.js';
import { JournalFile, recoverJournal } from './journal-files.js';

const FOLDER_MODE = 0o700;
/** What waits is written so often, ms. */
const FLUSH = 50;

export class CounterLog {
	readonly #file: JournalFile;
	readonly #worker: number;
	readonly #onError: (error: Error) => void;
	#sequence: number;
	/** By number; the last one of a meter is enough. */
	#waiting = new Map<number, number>();
	#isWriting = false;
	#isBroken = false;
	#timer: NodeJS.Timeout | undefined;
	#idle: (() => void)[] = [];

	private constructor(file: JournalFile, worker: number, sequence: number, onError: (error: Error) => void) {
		this.#file = file;
		this.#worker = worker;
		this.#sequence = sequence;
		this.#onError = onError;
	}

	/**
	 * Reads what all workers wrote.
	 * @param onCounter of a meter, by its number
	 * @param onError it cannot be written; nothing more is
	 * @throws UsageError
	 */
	static async open(
		data: string,
		worker: number,
		onCounter: (number: number, counter: number) => void,
		onError: (error: Error) => void,
	): Promise<CounterLog> {
		const folder = join(data, 'counters');
		try {
			mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
		} catch (error) {
			throw new UsageError(inEach(COLLECT_USAGE, (words) => words.cannotMake(folder, reasonOf(error))));
		}
		const own = new Map<number, number>();
		const { next } = recoverJournal(folder, worker, (block) => {
			for (const { number, counter } of readingsOf(block)) {
				if (block.worker === worker) own.set(number, counter);
				onCounter(number, counter);
			}
		});
		const before = readdirSync(folder).filter((name) => name.startsWith(`${worker}-`));
		const log = new CounterLog(new JournalFile(folder, worker), worker, next.get(worker) ?? 1, onError);
		if (own.size === 0) return log;
		log.#waiting = own;
		await log.#drained();
		if (!log.#isBroken) for (const name of before) unlinkSync(join(folder, name));
		return log;
	}

	/** A message of a meter used up its counter. */
	note(number: number, counter: number): void {
		this.#waiting.set(number, counter);
		this.#timer ??= setTimeout(() => this.#flush(), FLUSH);
	}

	/** Writes what waits. */
	async close(): Promise<void> {
		await this.#drained();
		this.#file.close();
	}

	async #drained(): Promise<void> {
		await new Promise<void>((resolve) => {
			this.#idle.push(resolve);
			this.#flush();
		});
	}

	#flush(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		if (this.#isWriting) return;
		if (this.#waiting.size === 0 || this.#isBroken) {
			for (const done of this.#idle.splice(0)) done();
			return;
		}
		const readings = [];
		for (const [number, counter] of this.#waiting) {
			if (readings.length === MOST_RECORDS) break;
			readings.push({ number, slot: 0, import: NO_COUNT, export: NO_COUNT, counter, status: 0, source: 0, lag: 0 });
			this.#waiting.delete(number);
		}
		this.#isWriting = true;
		const sequence = this.#sequence++;
		const block = encodeBlock({ worker: this.#worker, sequence, receivedAt: 0, records: recordsOf(readings) });
		this.#file.append(block, sequence, (error) => {
			this.#isWriting = false;
			if (error !== undefined) {
				this.#isBroken = true;
				this.#onError(error);
			}
			if (this.#waiting.size > 0 || this.#idle.length > 0) this.#flush();
		});
	}
}
