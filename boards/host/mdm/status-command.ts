/** `keiki mdm status` and `gaps`. */
import type { ReadingStore } from '../../../src/mdm/reading-store.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import type { CommonWords } from '../shared/program.js';
import { hostLog } from '../shared/stderr-log.js';
import { reasonOf, UntoldError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { periodOf } from './days.js';
import { Lines } from './lines.js';
import { MDM_WORDS } from './mdm-words.js';
import { isOfStore, openStore, type StoreWords, storeName } from './open-store.js';
import { statesOf, writeGaps } from './state-lines.js';

export interface DaysWords extends CommonWords, StoreWords {
	readonly from?: string;
	readonly to?: string;
	readonly json?: boolean;
}

/** Throws UsageError. */
export async function mdmStatus(words: DaysWords): Promise<ExitCode> {
	const { lang = 'en', json = false } = words;
	const texts = MDM_WORDS[lang];
	const period = periodOf(words, Date.now());
	return withStore(words, async (store) => {
		const lines = new Lines();
		if (!json) await lines.write(texts.statusHead);
		for await (const state of statesOf(store, period)) {
			const { day, shard, rows, version, closed, coverage, missing, estimated } = state;
			await lines.write(
				json ? JSON.stringify(state) : texts.statusLine(day, shard, rows, closed ? version : undefined, coverage, missing, estimated),
			);
		}
		await lines.end();
		return EXIT.done;
	});
}

/** Throws UsageError. */
export async function mdmGaps(words: DaysWords): Promise<ExitCode> {
	const now = Date.now();
	const period = periodOf(words, now);
	return withStore(words, async (store) => {
		const lines = new Lines();
		await writeGaps(store, lines, period, now, words.json ?? false);
		await lines.end();
		return EXIT.done;
	});
}

/** Opens the store and closes it again; what is to be known of it is told on stderr. */
export async function withStore<Result>(words: StoreWords & CommonWords, act: (store: ReadingStore) => Promise<Result>): Promise<Result> {
	const log = hostLog(words.quiet);
	const texts = MDM_WORDS[words.lang ?? 'en'];
	try {
		const store = await openStore(words, {
			warn: (place, why) => log.write('mdm', texts.serverAway(place, why)),
			journals: {
				missing: (...gap) => log.write('mdm', texts.missingBlocks(...gap)),
				torn: (...end) => log.write('mdm', texts.torn(...end)),
			},
		});
		try {
			return await act(store);
		} finally {
			await store.close();
		}
	} catch (error) {
		throw isOfStore(error) ? new UntoldError(inEach(MDM_WORDS, ({ storeFails }) => storeFails(storeName(words.store), reasonOf(error)))) : error;
	}
}
