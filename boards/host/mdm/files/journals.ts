/** Journals of collectors in a folder, as others write them: each block once, from where it was read last. */
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { encodeBlock, type JournalBlock, JournalError, readSegment } from '../../../../src/head-end/collection/journal.js';
import { createWhole } from '../../shared/durable-file.js';
import { UsageError } from '../../shared/usage-error.js';

const SEGMENT = /^([0-9]+)-([0-9]+)\.journal$/;
/** Of a segment that is read at once, bytes. */
const PIECE = 64 << 20;

interface Segment {
	readonly name: string;
	readonly worker: number;
	readonly first: number;
}

export class Journals {
	readonly #folder: string;
	/** By segment: all before is read. */
	readonly #read = new Map<string, number>();
	/** By worker: the last block that was taken. */
	readonly #last = new Map<number, number>();

	constructor(folder: string) {
		this.#folder = folder;
	}

	/** Takes what is new. A block that is being written is taken the next time. Throws UsageError where one is damaged. */
	sync(onBlock: (block: JournalBlock, segment: string) => void): void {
		for (const { name } of this.#segments()) {
			for (let isMore = true; isMore; ) isMore = this.#take(name, onBlock);
		}
	}

	/** All blocks of a segment that were taken before, once more. */
	again(segment: string, onBlock: (block: JournalBlock) => void): void {
		const taken = new Map<number, number>();
		const until = this.#read.get(segment) ?? 0;
		for (let from = 0; from < until; ) {
			const bytes = this.#bytes(segment, from, Math.min(until, from + PIECE));
			const { end } = this.#blocks(segment, bytes, from, (block) => {
				if (block.sequence <= (taken.get(block.worker) ?? 0)) return;
				taken.set(block.worker, block.sequence);
				onBlock(block);
			});
			if (end === 0) return;
			from += end;
		}
	}

	/** Writes a block that no journal has; false: one has it. */
	append(block: JournalBlock): boolean {
		if ((this.#last.get(block.worker) ?? 0) >= block.sequence) return false;
		mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
		createWhole(join(this.#folder, `${block.worker}-${String(block.sequence).padStart(10, '0')}.journal`), encodeBlock(block));
		return true;
	}

	#segments(): readonly Segment[] {
		if (!existsSync(this.#folder)) return [];
		const found = readdirSync(this.#folder).flatMap((name): Segment[] => {
			const [, worker, first] = SEGMENT.exec(name) ?? [];
			return worker === undefined ? [] : [{ name, worker: Number(worker), first: Number(first) }];
		});
		return found.sort((one, other) => one.worker - other.worker || one.first - other.first);
	}

	/** Whether there is more of it. */
	#take(name: string, onBlock: (block: JournalBlock, segment: string) => void): boolean {
		const from = this.#read.get(name) ?? 0;
		const bytes = this.#bytes(name, from, from + PIECE);
		const { end } = this.#blocks(name, bytes, from, (block) => {
			const { worker, sequence } = block;
			if (sequence <= (this.#last.get(worker) ?? 0)) return;
			this.#last.set(worker, sequence);
			onBlock(block, name);
		});
		this.#read.set(name, from + end);
		return end > 0 && bytes.length === PIECE;
	}

	#blocks(name: string, bytes: Uint8Array, from: number, onBlock: (block: JournalBlock) => void): { readonly end: number } {
		try {
			return readSegment(bytes, onBlock);
		} catch (error) {
			if (!(error instanceof JournalError)) throw error;
			const place = `${join(this.#folder, name)}: ${from + error.offset}`;
			throw new UsageError({
				en: `${place}: expected a whole block of the journal, and found a damaged one that others follow; nothing of it is left out in silence`,
				ja: `${place}: ジャーナルのブロックが壊れていて、その後にもブロックがあります。黙って読み飛ばすことはしません`,
			});
		}
	}

	#bytes(name: string, from: number, to: number): Uint8Array {
		const handle = openSync(join(this.#folder, name), 'r');
		try {
			const length = Math.max(0, Math.min(to, fstatSync(handle).size) - from);
			const bytes = new Uint8Array(length);
			let done = 0;
			while (done < length) {
				const read = readSync(handle, bytes, done, length - done, from + done);
				if (read === 0) break;
				done += read;
			}
			return bytes.subarray(0, done);
		} finally {
			closeSync(handle);
		}
	}
}
