/** At which times a channel captures: those of its period, which begin at midnight, and each midnight; the first of a month ends one. */
import { DAY, MINUTE, SECOND } from '../../../modules/time/durations.js';
import { NOT_AHEAD } from '../control/agenda.js';

/** What a row is of. */
export type RowKind = 'period' | 'day' | 'month';

/** A row that is due, and since when, ms since 1970-01-01T00:00:00Z. */
export interface DueRow {
	readonly kind: RowKind;
	readonly at: number;
}

export class CapturePlan {
	/** ms from local time to UTC. */
	readonly #offset: number;
	readonly #hasDays: boolean;
	#next = NOT_AHEAD;
	#midnight = NOT_AHEAD;

	/** @param deviation minutes from local time to UTC @param hasDays there are rows of days and months */
	constructor(deviation: number, hasDays: boolean) {
		this.#offset = deviation * MINUTE;
		this.#hasDays = hasDays;
	}

	/** What has passed up to now is not due any more. */
	beginAnew(): void {
		this.#next = this.#midnight = NOT_AHEAD;
	}

	/** The time that is due next; the clock may have been set back behind it. @param period s; 0: none */
	dueAt(now: number, period: number): number {
		if (period !== 0) this.#next = Math.min(this.#next, this.#begin(now, period * SECOND) + period * SECOND);
		if (this.#hasDays) this.#midnight = Math.min(this.#midnight, this.#begin(now, DAY) + DAY);
		return Math.min(period === 0 ? Number.POSITIVE_INFINITY : this.#next, this.#hasDays ? this.#midnight : Number.POSITIVE_INFINITY);
	}

	/** What is due now, of each kind once: of several times that have passed, the last. */
	take(now: number, period: number): readonly DueRow[] {
		const due: DueRow[] = [];
		if (period !== 0 && this.#next <= now) {
			const at = this.#begin(now, period * SECOND);
			this.#next = at + period * SECOND;
			due.push({ kind: 'period', at });
		}
		if (!this.#hasDays || this.#midnight > now) return due;
		const at = this.#begin(now, DAY);
		this.#midnight = at + DAY;
		due.push({ kind: 'day', at });
		if (new Date(at - this.#offset).getUTCDate() === 1) due.push({ kind: 'month', at });
		return due;
	}

	/** Of the span in which a time is. */
	#begin(time: number, span: number): number {
		return Math.floor((time - this.#offset) / span) * span + this.#offset;
	}
}
