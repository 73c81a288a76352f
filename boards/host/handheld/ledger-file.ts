/** The ledger of a hand-held on its disk: written whole with each change, one process at a time. */
import { existsSync, readFileSync } from 'node:fs';
import { EMPTY, type Ledger, readLedger } from '../../../src/operations/handheld/ledger.js';
import { writeWhole } from '../shared/durable-file.js';
import { withLock } from '../shared/lock-file.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { HANDHELD_USAGE } from './handheld-usage.js';

/** How long another process may be at it, ms. */
const PATIENCE = 5000;

export class LedgerFile {
	readonly #path: string;

	constructor(path: string) {
		this.#path = path;
	}

	/** Throws UsageError where it is damaged: what it knows is not guessed at. */
	read(): Ledger {
		if (!existsSync(this.#path)) return EMPTY;
		let text: string;
		try {
			text = readFileSync(this.#path, 'utf8');
		} catch (error) {
			throw new UsageError(inEach(HANDHELD_USAGE, (words) => words.cannotRead(this.#path, reasonOf(error))));
		}
		const ledger = readLedger(text);
		if (ledger === undefined) throw new UsageError(inEach(HANDHELD_USAGE, (words) => words.noLedger(this.#path)));
		return ledger;
	}

	/** It is on the disk when this returns. @param change makes the next of the one that there is. Throws UsageError */
	change(change: (ledger: Ledger) => Ledger): Ledger {
		return withLock(`${this.#path}.lock`, PATIENCE, () => {
			const ledger = change(this.read());
			try {
				writeWhole(this.#path, `${JSON.stringify(ledger)}\n`);
			} catch (error) {
				throw new UsageError(inEach(HANDHELD_USAGE, (words) => words.cannotWrite(this.#path, reasonOf(error))));
			}
			return ledger;
		});
	}
}
