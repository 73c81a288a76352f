/** Journals of collectors in a folder, as others write them: each block once, those of several collectors in the order in which they were received. */
import { closeSync, fstatSync, mkdirSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { encodeBlock, type JournalBlock, JournalError, readSegment } from '../../../../src/head-end/collection/journal.js';
import { writeWhole } from '../../shared/durable-file.js';
import { damagedSegment, type JournalNews, type Segment, segmentsOf } from '../segments.js';

/** Of a segment that is read at once, bytes: more than a block can have. */
const PIECE = 64 << 20;

/** A block, and the segment in which it stands. */
interface Found {
	readonly block: JournalBlock;
	readonly file: string;
}

export class Journals {
	readonly #folder: string;
	readonly #news: JournalNews;
	/** By segment: all before is read. */
	readonly #read = new Map<string, number>();
	/** By worker: the last block that was taken. */
	readonly #last = new Map<number, number>();
	/** Segments whose end was told of. */
	readonly #torn = new Set<string>();

	constructor(folder: string, news: JournalNews = {}) {
		[this.#folder, this.#news] = [folder, news];
	}

	/** Takes what is new. A block that is being written is taken the next time. Throws UntoldError where one is damaged. */
	sync(onBlock: (block: JournalBlock, file: string) => void): void {
		const sources = [...segmentsOf(this.#folder)].map(([worker, segments]) => this.#fresh(worker, segments));
		for (const { block, file } of inOrder(sources)) onBlock(block, file);
	}

	/** All blocks of some segments that were taken before, once more. */
	again(files: ReadonlySet<string>, onBlock: (block: JournalBlock) => void): void {
		const sources = [...segmentsOf(this.#folder).values()].map((segments) => this.#known(segments.filter(({ file }) => files.has(file))));
		for (const { block } of inOrder(sources)) onBlock(block);
	}

	/** Writes a block that no journal has; false: one has it. */
	append(block: JournalBlock): boolean {
		if ((this.#last.get(block.worker) ?? 0) >= block.sequence) return false;
		mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
		writeWhole(join(this.#folder, `${block.worker}-${String(block.sequence).padStart(10, '0')}.journal`), encodeBlock(block));
		return true;
	}

	*#fresh(worker: number, segments: readonly Segment[]): Generator<Found> {
		for (const [i, { file }] of segments.entries()) {
			const next = segments[i + 1]?.first ?? Number.POSITIVE_INFINITY;
			if (this.#read.has(file) && next <= (this.#last.get(worker) ?? 0) + 1) continue;
			for (let isMore = true; isMore; ) {
				const from = this.#read.get(file) ?? 0;
				const { blocks, end, rest } = this.#piece(file, from, Number.POSITIVE_INFINITY);
				for (const block of blocks) {
					const expected = (this.#last.get(worker) ?? 0) + 1;
					if (block.sequence < expected) continue;
					if (block.sequence > expected && expected > 1) this.#news.missing?.(file, expected, block.sequence);
					this.#last.set(worker, block.sequence);
					yield { block, file };
				}
				this.#read.set(file, from + end);
				isMore = end > 0 && rest >= PIECE;
				if (!isMore && rest > end && next !== Number.POSITIVE_INFINITY && !this.#torn.has(file)) {
					this.#torn.add(file);
					this.#news.torn?.(join(this.#folder, file), rest - end);
				}
			}
		}
	}

	*#known(segments: readonly Segment[]): Generator<Found> {
		let last = 0;
		for (const { file } of segments) {
			const until = this.#read.get(file) ?? 0;
			for (let from = 0, end = 1; from < until && end > 0; from += end) {
				const piece = this.#piece(file, from, until);
				for (const block of piece.blocks) {
					if (block.sequence <= last) continue;
					last = block.sequence;
					yield { block, file };
				}
				end = piece.end;
			}
		}
	}

	/** Whole blocks from an offset on; where they end behind it, and how many bytes were looked at. */
	#piece(file: string, from: number, until: number): { readonly blocks: readonly JournalBlock[]; readonly end: number; readonly rest: number } {
		const path = join(this.#folder, file);
		const bytes = bytesOf(path, from, Math.min(until, from + PIECE));
		const blocks: JournalBlock[] = [];
		try {
			const { end } = readSegment(bytes, (block) => blocks.push(block));
			return { blocks, end, rest: bytes.length };
		} catch (error) {
			if (!(error instanceof JournalError)) throw error;
			throw damagedSegment(path, error, from + error.offset);
		}
	}
}

/** Of several that are in order each, the one that was received first comes first. */
function* inOrder(sources: readonly Generator<Found>[]): Generator<Found> {
	const heads = sources.map((source) => ({ source, next: source.next() }));
	for (;;) {
		let first: (typeof heads)[number] | undefined;
		for (const head of heads) {
			if (head.next.done === true) continue;
			if (first === undefined || head.next.value.block.receivedAt < (first.next.value as Found).block.receivedAt) first = head;
		}
		if (first === undefined) return;
		yield first.next.value as Found;
		first.next = first.source.next();
	}
}

function bytesOf(path: string, from: number, to: number): Uint8Array {
	const handle = openSync(path, 'r');
	try {
		const bytes = new Uint8Array(Math.max(0, Math.min(to, fstatSync(handle).size) - from));
		let done = 0;
		while (done < bytes.length) {
			const read = readSync(handle, bytes, done, bytes.length - done, from + done);
			if (read === 0) break;
			done += read;
		}
		return bytes.subarray(0, done);
	} finally {
		closeSync(handle);
	}
}
