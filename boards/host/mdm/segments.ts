/** Journals of collectors as they lie in a folder: `WORKER-SEQUENCE.journal`, the sequence that of the first block. */
import { readdirSync } from 'node:fs';
import type { JournalError } from '../../../src/head-end/collection/journal.js';
import { UntoldError } from '../shared/usage-error.js';

export interface Segment {
	readonly file: string;
	/** Sequence of its first block. */
	readonly first: number;
}

/** What is to be known of journals that are not whole. */
export interface JournalNews {
	/** Blocks between are nowhere. */
	readonly missing?: (file: string, expected: number, got: number) => void;
	/** A segment that is not written any more does not end with a whole block. */
	readonly torn?: (file: string, bytes: number) => void;
}

const SEGMENT = /^(\d+)-(\d+)\.journal$/;

/** By worker, in their order; none where there is no folder. Throws the system's error. */
export function segmentsOf(folder: string): ReadonlyMap<number, readonly Segment[]> {
	const found = new Map<number, Segment[]>();
	let files: readonly string[] = [];
	try {
		files = readdirSync(folder);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
	}
	for (const file of files) {
		const [, worker, first] = SEGMENT.exec(file) ?? [];
		if (worker === undefined) continue;
		const segments = found.get(Number(worker)) ?? [];
		segments.push({ file, first: Number(first) });
		found.set(Number(worker), segments);
	}
	for (const segments of found.values()) segments.sort((one, other) => one.first - other.first);
	return found;
}

/** @param offset of the damaged block in its file */
export function damagedSegment(path: string, { message }: JournalError, offset: number): UntoldError {
	return new UntoldError({
		en: `${path}: ${message.replace(/offset \d+/, `offset ${offset}`)}`,
		ja: `${path}: オフセット${offset}: 後に完全なブロックが続くのに、ここのブロックが壊れています`,
	});
}
