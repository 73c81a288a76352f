/** What is there of days, and what is missing, as lines of CSV or JSON, for stdout and for HTTP alike. */

import { dateText } from '../../../src/mdm/calendar.js';
import { type DayMatrix, firstSlotOf, HALF_HOURS } from '../../../src/mdm/day-matrix.js';
import type { ReadingStore, ShardState } from '../../../src/mdm/reading-store.js';
import { type Period, slotText } from './days.js';
import { isKnown } from './known.js';
import type { LineSink } from './reading-lines.js';

/** No half-hour. */
const NONE = -1;
const HALF_HOUR = 1_800_000;

export interface DayState extends ShardState {
	readonly day: string;
	/** Of its half-hours, from 0 to 1. */
	readonly coverage: number;
}

export async function* statesOf(store: ReadingStore, { from, to }: Period): AsyncGenerator<DayState> {
	for (let day = from; day <= to; day++) {
		for (const state of await store.shards(day)) {
			const all = state.rows * HALF_HOURS;
			yield { day: dateText(day), ...state, coverage: all === 0 ? 0 : (all - state.missing) / all };
		}
	}
}

/** @param now ms since 1970 */
export async function writeGaps(store: ReadingStore, lines: LineSink, { from, to }: Period, now: number, json: boolean): Promise<void> {
	if (!json) await lines.write('meter,from,to,half_hours');
	for (let day = from; day <= to; day++) {
		for (const { shard } of await store.shards(day)) {
			const matrix = await store.day(day, shard);
			if (matrix === undefined) continue;
			for (const { number, first, last } of gapsOf(matrix, Math.floor(now / HALF_HOUR))) {
				const [begin, end] = [slotText(first - 1), slotText(last)];
				const count = last - first + 1;
				await lines.write(json ? JSON.stringify({ meter: number, from: begin, to: end, halfHours: count }) : `${number},${begin},${end},${count}`);
			}
		}
	}
}

/** Half-hours in a row that are not known, by the slots at which the first and the last of them ended. @param until no later one is missed yet */
export function* gapsOf(matrix: DayMatrix, until: number): Generator<{ readonly number: number; readonly first: number; readonly last: number }> {
	const begin = firstSlotOf(matrix.day);
	for (const [row, number] of matrix.numbers.entries()) {
		let first = NONE;
		for (let k = 0; k <= HALF_HOURS; k++) {
			const isGap = k < HALF_HOURS && begin + k + 1 <= until && !isKnown(matrix, row, k);
			if (isGap && first === NONE) first = k;
			if (isGap || first === NONE) continue;
			yield { number, first: begin + first + 1, last: begin + k };
			first = NONE;
		}
	}
}
