/** `keiki mdm take`. */
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import { FileLock, holderOf } from '../shared/lock-file.js';
import { Output } from '../shared/output.js';
import type { CommonWords } from '../shared/program.js';
import { hostLog } from '../shared/stderr-log.js';
import { Stop } from '../shared/stop.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { MDM_WORDS } from './mdm-words.js';
import { dataFolder, isInFolder, type StoreWords, storeName } from './open-store.js';
import { withStore } from './status-command.js';
import { TakenBlocks, takeJournals } from './take-journals.js';

export interface TakeWords extends CommonWords, StoreWords {
	readonly follow?: boolean;
	readonly json?: boolean;
}

/** ms between two looks at the journals. */
const PAUSE = 500;
/** What a signal leaves for the block under way, ms. */
const GRACE = 60_000;

/** Throws UsageError. */
export async function mdmTake(words: TakeWords): Promise<ExitCode> {
	const { lang = 'en', quiet, json = false, follow = false } = words;
	const [texts, log, data] = [MDM_WORDS[lang], hostLog(quiet), dataFolder(words)];
	if (isInFolder(words)) throw new UsageError(inEach(MDM_WORDS, ({ nothingToTake }) => nothingToTake(data)));
	const store = storeName(words.store!);
	const folder = join(data, 'taken');
	const name = createHash('sha256').update(store).digest('hex').slice(0, 16);
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const lock = FileLock.take(join(folder, `${name}.lock`));
	if (lock === undefined) throw new UsageError(inEach(MDM_WORDS, ({ held }) => held(String(holderOf(join(folder, `${name}.lock`))))));
	const stop = new Stop(true, GRACE);
	const output = new Output(process.stdout, (lines) => (json ? JSON.stringify({ event: 'lost', lines }) : `… ${lines}`));
	try {
		const taken = new TakenBlocks(folder, name);
		return await withStore(words, async (opened) => {
			for (let isFirst = true; !stop.isEnded; isFirst = false) {
				const { blocks, readings } = await takeJournals(
					join(data, 'journal'),
					taken,
					(block) => opened.append(block),
					{
						missing: (file, expected, got) => log.write('mdm', texts.missingBlocks(file, expected, got)),
						...(isFirst && { torn: (file: string, bytes: number) => log.write('mdm', texts.torn(file, bytes)) }),
					},
					() => stop.isEnded,
				);
				if (blocks > 0 || (isFirst && !follow)) {
					if (json) output.write(JSON.stringify({ event: 'taken', blocks, readings, store }));
					else if (!quiet) output.write(texts.taken(blocks, readings, store));
				}
				if (!follow) return EXIT.done;
				await Promise.race([sleep(PAUSE), stop.ending]);
			}
			const ending = await stop.ending;
			if ('error' in ending) throw ending.error;
			return EXIT.done;
		});
	} finally {
		lock.release();
	}
}
