/** Rows of the daily profile: what the registers showed at midnight, as far as the intervals of the load profile go back. Made for each request. */
import type { SortedRows } from '../../modules/cosem/profile-generic.js';
import type { DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../modules/dlms/axdr/date-time.js';
import { MINUTE } from '../../modules/time/durations.js';
import { MINUTES_PER_DAY, minuteOf, startOfDay } from '../meter/metering/calendar.js';
import type { IntervalReadings, Minute } from '../meter/metering/readings.js';
import { putCount } from './register-count.js';

/** Midnights of 45 days, and that of today. */
export const DAILY_CAPACITY = 46;

export class DailyRows implements SortedRows {
	readonly first = 0;
	readonly end: number;
	readonly #readings: IntervalReadings;
	readonly #deviation: number;
	/** Those on record, oldest first. */
	readonly #midnights: readonly Minute[];

	/** @param deviation minutes from local time to UTC */
	constructor(readings: IntervalReadings, deviation: number) {
		const today = startOfDay(minuteOf(readings.now()));
		const midnights: Minute[] = [];
		for (let i = DAILY_CAPACITY - 1; i >= 0; i--) {
			const at = today - i * MINUTES_PER_DAY;
			if (readings.interval(at) !== undefined) midnights.push(at);
		}
		this.#readings = readings;
		this.#deviation = deviation;
		this.#midnights = midnights;
		this.end = midnights.length;
	}

	seek(time: number): number {
		const found = this.#midnights.findIndex((at) => at * MINUTE >= time);
		return found < 0 ? this.end : found;
	}

	put(w: DataWriter, row: number, column: number): void {
		const at = this.#midnights[row]!;
		const counts = this.#readings.interval(at)?.counts;
		if (column === 0) w.octetString(dateTimeOf(at * MINUTE, this.#deviation, 0));
		// The metering unit may be gone meanwhile.
		else if (counts === undefined) w.nullData();
		else putCount(w, column === 1 ? counts.import : counts.export, this.#readings);
	}
}
