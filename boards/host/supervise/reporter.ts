/** What the control system finds by itself: which meters answer, since when, by which medium, and which units they report. */

import { unitType } from '../../../src/meter/catalogue/unit-types.js';
import type { BookEntry, ControlBook } from '../../../src/operations/jobs/control-book.js';
import { type MeterFacts, MOST_REPORTED, type Report } from '../../../src/operations/jobs/messages.js';
import type { MeterJobs, Seen } from './meter-jobs.js';

export interface ReporterOptions {
	readonly book: ControlBook;
	readonly meters: MeterJobs;
	readonly keep: (entries: readonly BookEntry[]) => Promise<void>;
	readonly now: () => number;
	/** ms between two looks at all meters; undefined: jobs alone tell of them. */
	readonly interval: number | undefined;
	readonly parallel: number;
	/** There is something for the relay. */
	readonly onReport: () => void;
}

export class Reporter {
	readonly #options: ReporterOptions;
	/** Meters of which the relay is to be told. */
	readonly #toTell = new Set<string>();
	#timer: NodeJS.Timeout | undefined;
	#round: Promise<void> = Promise.resolve();
	#isEnded = false;

	constructor(options: ReporterOptions) {
		this.#options = options;
	}

	start(): void {
		const { interval } = this.#options;
		if (interval === undefined) return;
		const begin = () => {
			this.#round = this.#lookAtAll().finally(() => {
				if (!this.#isEnded) this.#timer = setTimeout(begin, interval);
			});
		};
		begin();
	}

	async end(): Promise<void> {
		this.#isEnded = true;
		clearTimeout(this.#timer);
		await this.#round;
	}

	/** Meters that answer, of those of which it is known. */
	get answering(): number {
		return [...this.#options.book.facts].filter(({ answers }) => answers).length;
	}

	/** Notes what was found, and has the relay told where it is news. */
	see({ meter, answers, units }: Seen): void {
		const { book, keep, now, onReport } = this.#options;
		const before = book.factsOf(meter);
		const known = units ?? before?.units ?? null;
		const facts: MeterFacts = {
			...{ meter, answers, since: before?.answers === answers ? before.since : now() },
			...{ medium: mediumOf(known), units: known },
		};
		if (before !== undefined && sameFacts(before, facts)) return;
		this.#toTell.add(meter);
		// Where it cannot be kept it is found again.
		keep([{ entry: 'facts', facts }]).then(onReport, () => {});
	}

	/** What the relay is to be told next; undefined: nothing. */
	next(): Report | undefined {
		const meters: MeterFacts[] = [];
		for (const meter of this.#toTell) {
			const facts = this.#options.book.factsOf(meter);
			if (facts !== undefined) meters.push(facts);
			if (meters.length >= MOST_REPORTED) break;
		}
		return meters.length === 0 ? undefined : { at: this.#options.now(), meters };
	}

	/** The relay has it. */
	told({ meters }: Report): void {
		for (const facts of meters) {
			const now = this.#options.book.factsOf(facts.meter);
			if (now === undefined || sameFacts(now, facts)) this.#toTell.delete(facts.meter);
		}
	}

	async #lookAtAll(): Promise<void> {
		const { meters, parallel, onReport } = this.#options;
		const waiting = [...meters.meters];
		const look = async (): Promise<void> => {
			for (let meter = waiting.shift(); meter !== undefined && !this.#isEnded; meter = waiting.shift()) {
				await meters.check(meter).catch(() => {});
				this.#toTell.add(meter);
			}
		};
		await Promise.all(Array.from({ length: Math.max(1, parallel >> 1) }, look));
		onReport();
	}
}

function mediumOf(units: MeterFacts['units']): MeterFacts['medium'] {
	const code = units?.find(({ kind }) => kind === 'communication')?.type;
	const type = code === undefined ? undefined : unitType(code);
	return type?.kind === 'communication' ? type.medium : 'unknown';
}

function sameFacts(one: MeterFacts, other: MeterFacts): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}
