/** Asks meters by range for half-hours that did not come, so many of them at once. */
import type { Collector } from '../../../../src/head-end/collection/collector.js';
import type { Gaps } from '../../../../src/head-end/collection/gaps.js';
import { SOURCE } from '../../../../src/head-end/collection/journal.js';
import type { MeterTable } from '../../../../src/head-end/collection/meter-table.js';
import { readRange } from '../../../../src/head-end/collection/range-reading.js';
import { HeadEndError } from '../../../../src/head-end/head-end-error.js';
import { UsageError } from '../../shared/usage-error.js';
import type { HesSession } from '../hes-options.js';

const JAPAN = -540;
/** Half-hours that a meter has not by then it will never have: its clock may be late. */
const SETTLED = 4;
const HALF_HOUR_SECONDS = 1800;

export interface GapFigures {
	/** Half-hours that were got, and those that their meters have not. */
	read: number;
	absent: number;
	/** Meters that did not answer, and that refused or cannot be asked with what is told of them. */
	silent: number;
	refused: number;
}

export interface GapAskerOptions {
	readonly collector: Collector;
	readonly table: MeterTable;
	readonly gaps: Gaps;
	/** Meters at once. */
	readonly parallel: number;
	/** Undefined: nobody knows where it is. */
	readonly sessionOf: (row: number) => HesSession | undefined;
	readonly whenDurable: (done: () => void) => void;
	readonly onAsked: (row: number, outcome: { readonly rows: number; readonly absent: number } | { readonly error: unknown }) => void;
	readonly now: () => number;
}

export class GapAsker {
	readonly figures: GapFigures = { read: 0, absent: 0, silent: 0, refused: 0 };
	readonly #options: GapAskerOptions;
	readonly #busy = new Map<number, HesSession>();
	#from = 0;
	#isClosed = false;

	constructor(options: GapAskerOptions) {
		this.#options = options;
	}

	/** Looks what is missing, and asks as many meters as may be asked at once. */
	look(): void {
		const { gaps, parallel, now } = this.#options;
		const seconds = now() / 1000;
		gaps.look(seconds);
		while (this.#busy.size < parallel && !this.#isClosed) {
			const row = this.#next(seconds);
			if (row < 0) return;
			this.#from = row + 1;
			this.#ask(row, seconds);
		}
	}

	/** Ends what is under way. */
	async close(): Promise<void> {
		this.#isClosed = true;
		await Promise.all([...this.#busy.values()].map((session) => session.end().catch(() => {})));
	}

	/** The next meter that is due and is not being asked, behind the one that was asked last or from the first on; −1: there is none. */
	#next(seconds: number): number {
		const { gaps } = this.#options;
		for (const from of [this.#from, 0])
			for (let row = gaps.nextDue(from, seconds); row >= 0; row = gaps.nextDue(row + 1, seconds)) if (!this.#busy.has(row)) return row;
		return -1;
	}

	#ask(row: number, seconds: number): void {
		const { gaps } = this.#options;
		const lacks = gaps.missing(row, seconds);
		const session = lacks === undefined ? undefined : this.#sessionOf(row);
		if (lacks === undefined || session === undefined) {
			gaps.asked(row, false, 0, seconds);
			return;
		}
		this.#busy.set(row, session);
		void this.#read(row, session, lacks).finally(() => this.#busy.delete(row));
	}

	/** Undefined: there is none, which was told. */
	#sessionOf(row: number): HesSession | undefined {
		try {
			return this.#options.sessionOf(row);
		} catch (error) {
			if (!(error instanceof UsageError)) throw error;
			this.figures.refused++;
			this.#options.onAsked(row, { error });
			return undefined;
		}
	}

	async #read(row: number, session: HesSession, { from, to }: { readonly from: number; readonly to: number }): Promise<void> {
		const { collector, gaps, now, onAsked, whenDurable } = this.#options;
		try {
			const rows = await readRange(session, from, to, JAPAN);
			const at = now();
			let count = 0;
			let isWhole = true;
			for (const each of rows) {
				if (gaps.has(row, each.slot)) continue;
				// What finds no room is asked for again.
				isWhole = collector.put(row, each.slot, each.import, each.export, 0, each.status, SOURCE.range, at);
				if (!isWhole) break;
				count++;
			}
			const settled = Math.floor(at / 1000 / HALF_HOUR_SECONDS) - SETTLED;
			const absent = gaps.asked(row, isWhole, settled, at / 1000);
			this.figures.read += count;
			this.figures.absent += absent;
			whenDurable(() => onAsked(row, { rows: count, absent }));
		} catch (error) {
			if (!(error instanceof HeadEndError || error instanceof UsageError)) throw error;
			gaps.asked(row, false, 0, now() / 1000);
			if (error instanceof HeadEndError && error.passing) this.figures.silent++;
			else this.figures.refused++;
			if (!this.#isClosed) onAsked(row, { error });
		} finally {
			await session.end().catch(() => {});
		}
	}
}
