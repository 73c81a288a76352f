/** `keiki mdm status` and `gaps`. */
import { type DayMatrix, firstSlotOf, HALF_HOURS } from '../../../src/mdm/day-matrix.js';
import type { ReadingStore } from '../../../src/mdm/reading-store.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import type { CommonWords } from '../shared/program.js';
import { hostLog } from '../shared/stderr-log.js';
import { reasonOf, UntoldError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { dateText } from './day-text.js';
import { periodOf, slotText } from './days.js';
import { isKnown } from './known.js';
import { Lines } from './lines.js';
import { MDM_WORDS } from './mdm-words.js';
import { isOfStore, openStore, type StoreWords, storeName } from './open-store.js';

export interface DaysWords extends CommonWords, StoreWords {
	readonly from?: string;
	readonly to?: string;
	readonly json?: boolean;
}

/** No half-hour. */
const NONE = -1;
const HALF_HOUR = 1_800_000;

/** Throws UsageError. */
export async function mdmStatus(words: DaysWords): Promise<ExitCode> {
	const { lang = 'en', json = false } = words;
	const texts = MDM_WORDS[lang];
	const { from, to } = periodOf(words, Date.now());
	return withStore(words, async (store) => {
		const lines = new Lines();
		if (!json) await lines.write(texts.statusHead);
		for (let day = from; day <= to; day++) {
			for (const state of await store.shards(day)) {
				const { shard, rows, version, closed, missing, estimated } = state;
				const all = rows * HALF_HOURS;
				const coverage = all === 0 ? 0 : (all - missing) / all;
				if (json) await lines.write(JSON.stringify({ day: dateText(day), ...state, coverage }));
				else await lines.write(texts.statusLine(dateText(day), shard, rows, closed ? version : undefined, coverage, missing, estimated));
			}
		}
		await lines.end();
		return EXIT.done;
	});
}

/** Throws UsageError. */
export async function mdmGaps(words: DaysWords): Promise<ExitCode> {
	const { json = false } = words;
	const now = Date.now();
	const { from, to } = periodOf(words, now);
	return withStore(words, async (store) => {
		const lines = new Lines();
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
		await lines.end();
		return EXIT.done;
	});
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

/** Opens the store and closes it again; what is to be known of it is told on stderr. */
export async function withStore<Result>(words: StoreWords & CommonWords, act: (store: ReadingStore) => Promise<Result>): Promise<Result> {
	const log = hostLog(words.quiet);
	const texts = MDM_WORDS[words.lang ?? 'en'];
	try {
		const store = await openStore(words, { warn: (place, why) => log.write('mdm', texts.serverAway(place, why)) });
		try {
			return await act(store);
		} finally {
			await store.close();
		}
	} catch (error) {
		throw isOfStore(error)
			? new UntoldError(inEach(MDM_WORDS, ({ storeFails }) => storeFails(storeName(words.store ?? ''), reasonOf(error))))
			: error;
	}
}
