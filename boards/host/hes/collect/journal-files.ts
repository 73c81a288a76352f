/**
 * Segments of the journal: `journal/W-SSSSSSSSSS.journal` in the folder of data, W the worker, S the sequence of its first block. One begins when the one before is
 * long enough, and with each start.
 */
import { closeSync, fdatasync, fdatasyncSync, ftruncateSync, mkdirSync, openSync, readdirSync, readFileSync, write } from 'node:fs';
import { join } from 'node:path';
import { type JournalBlock, JournalError, readSegment } from '../../../../src/head-end/collection/journal.js';
import { syncDirectory } from '../../shared/durable-file.js';
import { reasonOf, UsageError } from '../../shared/usage-error.js';
import { inEach } from '../../shared/usage-words.js';
import { COLLECT_USAGE } from './collect-words.js';

const NAME = /^(\d{1,10})-(\d{10})\.journal$/;
const OWNER_ONLY = 0o600;
const FOLDER_MODE = 0o700;
/** Bytes of a segment, from which on a new one begins. */
const SEGMENT = 64 << 20;

export interface RecoveredJournal {
	/** By worker, the sequence of the next block. */
	readonly next: ReadonlyMap<number, number>;
	/** Bytes at the end of a segment that were a block that was not written to its end, and were taken off. */
	readonly torn: readonly { readonly path: string; readonly bytes: number }[];
	readonly blocks: number;
}

/** Where the segments are; made where it is not there. Throws UsageError. */
export function journalFolder(data: string): string {
	const folder = join(data, 'journal');
	try {
		mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
	} catch (error) {
		throw new UsageError(inEach(COLLECT_USAGE, (words) => words.cannotMake(folder, reasonOf(error))));
	}
	return folder;
}

/**
 * Reads all segments, and takes off what a crash left at the end of the newest of this worker; the others' may be at work.
 * @throws UsageError where one is damaged, or is missing between others
 */
export function recoverJournal(folder: string, own: number, onBlock: (block: JournalBlock) => void): RecoveredJournal {
	const next = new Map<number, number>();
	const torn: { path: string; bytes: number }[] = [];
	let blocks = 0;
	const segments = readdirSync(folder)
		.map((name) => NAME.exec(name))
		.filter((found) => found !== null)
		.map(([name, worker, sequence]) => ({ path: join(folder, name), worker: Number(worker), sequence: Number(sequence) }))
		.sort((one, other) => one.worker - other.worker || one.sequence - other.sequence);
	for (const [i, { path, worker, sequence }] of segments.entries()) {
		const expected = next.get(worker);
		if (expected !== undefined && expected !== sequence) throw new UsageError(inEach(COLLECT_USAGE, (words) => words.segmentMissing(path, expected)));
		let following = sequence;
		const isLast = segments[i + 1]?.worker !== worker;
		const end = readEnd(path, (block) => {
			if (block.worker !== worker || block.sequence !== following)
				throw new UsageError(inEach(COLLECT_USAGE, (words) => words.otherBlock(path, worker, following, block.worker, block.sequence)));
			following++;
			blocks++;
			onBlock(block);
		});
		next.set(worker, following);
		if (end.torn === 0) continue;
		if (!isLast) throw new UsageError(inEach(COLLECT_USAGE, (words) => words.blockDamaged(path, end.end)));
		if (worker !== own) continue;
		const file = openSync(path, 'r+');
		ftruncateSync(file, end.end);
		fdatasyncSync(file);
		closeSync(file);
		torn.push({ path, bytes: end.torn });
	}
	return { next, torn, blocks };
}

function readEnd(path: string, onBlock: (block: JournalBlock) => void) {
	try {
		return readSegment(readFileSync(path), onBlock);
	} catch (error) {
		if (error instanceof JournalError) throw new UsageError(inEach(COLLECT_USAGE, (words) => words.blockDamaged(path, error.offset)));
		if (error instanceof UsageError) throw error;
		throw new UsageError(inEach(COLLECT_USAGE, (words) => words.cannotRead(path, reasonOf(error))));
	}
}

/** Appends the blocks of one worker, one after the other. */
export class JournalFile {
	readonly #folder: string;
	readonly #worker: number;
	#file = -1;
	#length = 0;

	constructor(folder: string, worker: number) {
		this.#folder = folder;
		this.#worker = worker;
	}

	/**
	 * Durable when it calls back without an error; after one, nothing more may be appended: how much of the block is there is not known.
	 * @param sequence of the block
	 */
	append(block: Uint8Array, sequence: number, done: (error: Error | undefined) => void): void {
		try {
			if (this.#file < 0 || this.#length >= SEGMENT) this.#begin(sequence);
		} catch (error) {
			done(error as Error);
			return;
		}
		this.#write(block, 0, done);
	}

	close(): void {
		if (this.#file >= 0) closeSync(this.#file);
		this.#file = -1;
	}

	#write(block: Uint8Array, from: number, done: (error: Error | undefined) => void): void {
		write(this.#file, block, from, block.length - from, this.#length, (error, written) => {
			if (error !== null) {
				done(error);
				return;
			}
			this.#length += written;
			if (from + written < block.length) this.#write(block, from + written, done);
			else fdatasync(this.#file, (failed) => done(failed ?? undefined));
		});
	}

	#begin(sequence: number): void {
		this.close();
		const path = join(this.#folder, `${this.#worker}-${String(sequence).padStart(10, '0')}.journal`);
		// A start that wrote nothing, or whose only block was torn, has left an empty one of this name.
		this.#file = openSync(path, 'w', OWNER_ONLY);
		this.#length = 0;
		syncDirectory(path);
	}
}
