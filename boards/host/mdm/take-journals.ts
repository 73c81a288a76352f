/** What collectors wrote down, block by block, from where it was left: `journal/WORKER-SEQUENCE.journal`, the sequence that of its first block. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JournalBlock, JournalError, RECORD_SIZE, readSegment } from '../../../src/head-end/collection/journal.js';
import { writeWhole } from '../shared/durable-file.js';
import { UntoldError } from '../shared/usage-error.js';
import { damagedSegment, type JournalNews, segmentsOf } from './segments.js';

/** Blocks after which it is written down how far it got; those since are taken again after a crash, and count once. */
const OFTEN = 256;

/** Of each worker, the sequence of the last block that was taken. */
export class TakenBlocks {
	readonly #file: string;
	readonly #last: Map<number, number>;

	constructor(folder: string, name: string) {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		this.#file = join(folder, `${name}.json`);
		this.#last = new Map(readTaken(this.#file));
	}

	of(worker: number): number {
		return this.#last.get(worker) ?? 0;
	}

	take(worker: number, sequence: number): void {
		this.#last.set(worker, sequence);
	}

	save(): void {
		writeWhole(this.#file, `${JSON.stringify(Object.fromEntries(this.#last))}\n`);
	}
}

/** Throws UntoldError of a file that is none of this. */
function readTaken(file: string): readonly (readonly [number, number])[] {
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
		throw error;
	}
	try {
		const entries = Object.entries(JSON.parse(text) as object).map(([worker, sequence]) => [Number(worker), Number(sequence)] as const);
		if (entries.every((entry) => entry.every(Number.isSafeInteger))) return entries;
	} catch {
		// Told below.
	}
	throw new UntoldError({
		en: `${file}: expected the last sequence of each worker as JSON; without the file, all blocks are taken again, and count once`,
		ja: `${file}: 各ワーカーの最後の番号がJSONで書かれているはずです。このファイルを消すと全ブロックを取り込み直しますが、二重には数えません`,
	});
}

export interface Took {
	blocks: number;
	readings: number;
}

/** Takes what is there. Throws UntoldError of a damaged block in the middle. */
export async function takeJournals(
	folder: string,
	taken: TakenBlocks,
	append: (block: JournalBlock) => Promise<void>,
	news: JournalNews = {},
	isOver: () => boolean = () => false,
): Promise<Took> {
	const took = { blocks: 0, readings: 0 };
	for (const [worker, segments] of segmentsOf(folder)) {
		for (const [i, { file }] of segments.entries()) {
			const next = segments[i + 1]?.first ?? Number.POSITIVE_INFINITY;
			// All of it was taken before.
			if (next <= taken.of(worker) + 1) continue;
			const blocks = blocksOf(join(folder, file), taken.of(worker), i === segments.length - 1 ? undefined : news.torn);
			for (const block of blocks) {
				const expected = taken.of(worker) + 1;
				if (block.sequence !== expected && taken.of(worker) > 0) news.missing?.(file, expected, block.sequence);
				await append(block);
				taken.take(worker, block.sequence);
				took.readings += block.records.length / RECORD_SIZE;
				if (++took.blocks % OFTEN === 0) taken.save();
				if (isOver()) break;
			}
			if (isOver()) break;
		}
	}
	if (took.blocks > 0) taken.save();
	return took;
}

/** Those after a sequence. @param torn of a segment that is not written any more */
function blocksOf(path: string, after: number, torn: JournalNews['torn']): readonly JournalBlock[] {
	const blocks: JournalBlock[] = [];
	try {
		const end = readSegment(readFileSync(path), (block) => {
			if (block.sequence > after) blocks.push(block);
		});
		if (end.torn > 0) torn?.(path, end.torn);
	} catch (error) {
		if (!(error instanceof JournalError)) throw error;
		throw damagedSegment(path, error, error.offset);
	}
	return blocks;
}
