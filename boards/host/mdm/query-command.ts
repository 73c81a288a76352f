/** `keiki mdm query`. */
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import { hostLog } from '../shared/stderr-log.js';
import { periodOf, slotOf } from './days.js';
import { Lines } from './lines.js';
import { MDM_WORDS } from './mdm-words.js';
import { metersOf, type ReadingWords, versionOf, writeReadings, writeSlot } from './reading-lines.js';
import { type DaysWords, withStore } from './status-command.js';

export interface QueryWords extends DaysWords, ReadingWords {
	readonly json?: boolean;
	readonly meter?: readonly string[];
	readonly slot?: string;
	readonly asOf?: string;
}

/** Throws UsageError. */
export async function mdmQuery(words: QueryWords): Promise<ExitCode> {
	if (words.slot !== undefined) return slotQuery(words, slotOf('--slot', words.slot));
	const numbers = metersOf(words.meter ?? []);
	const period = periodOf(words, Date.now());
	const asOf = versionOf(words.asOf);
	return withStore(words, async (store) => {
		const lines = new Lines();
		await writeReadings(store, lines, numbers, period, asOf, words);
		await lines.end();
		return EXIT.done;
	});
}

/** Tells on stderr how much of it there is. */
async function slotQuery(words: QueryWords, slot: number): Promise<ExitCode> {
	const { lang = 'en', json = false, quiet } = words;
	return withStore(words, async (store) => {
		const lines = new Lines();
		const { received, expected, estimated } = await writeSlot(store, lines, slot, json);
		await lines.end();
		hostLog(quiet).write('mdm', MDM_WORDS[lang].slotTold(received, expected, estimated));
		return EXIT.done;
	});
}
