/**
 * Walks the log from its first entry and finds what was done to it, with the place.
 *
 * | done to it                      | found as                                                                  |
 * |---------------------------------|---------------------------------------------------------------------------|
 * | a bit of an entry changed       | `altered`, at the entry                                                   |
 * | an entry removed                | `missing`, by its number; where the rest was numbered anew, `altered`     |
 * | entries exchanged, or put in    | `altered`, where they stand now                                           |
 * | a detail changed                | `detailAltered`                                                           |
 * | a detail removed                | `detailGone`, unless a later entry says that it was erased                |
 * | its end cut off                 | `truncated`, by an anchor alone                                           |
 * | written anew from some place on | `anchorDiffers`, or `anchorUnknown`, by an anchor alone                   |
 */
import type { Act } from '../access/acts.js';
import type { Anchor, Head } from './anchor.js';
import { chained, detailHash, type Entry, ORIGIN, type TextHash } from './chain.js';
import { rangesIn, type SeqRange, without } from './seq-ranges.js';

export interface BoundEntry extends Entry {
	readonly hash: string;
}

export interface EntryDetail {
	readonly salt: string;
	/** JSON. */
	readonly detail: string;
}

export type Finding =
	| { readonly kind: 'missing' | 'detailGone'; readonly from: number; readonly to: number }
	| { readonly kind: 'altered' | 'detailAltered'; readonly seq: number }
	| { readonly kind: 'truncated'; readonly last: number; readonly anchor: number }
	| { readonly kind: 'anchorDiffers'; readonly seq: number }
	| { readonly kind: 'anchorUnknown'; readonly hash: string };

export interface Verdict {
	/** At most `MOST_FINDINGS` of them. */
	readonly findings: readonly Finding[];
	readonly found: number;
	readonly entries: number;
	/** Details that were erased, and whose erasure is logged. */
	readonly erased: number;
	readonly head: Head;
}

export const MOST_FINDINGS = 100;
/** Acts whose detail says which details went: `{ details: [[from, to], …] }`. */
export const ERASING: readonly Act[] = Object.freeze(['person.erase', 'person.retain'] as const);

export class LogWalk {
	readonly #hash: TextHash;
	readonly #anchors: readonly Anchor[];
	/** Hashes of the anchors by number; of those without one, which of them was met. */
	readonly #bySeq = new Map<number, string[]>();
	readonly #met = new Map<string, boolean>();
	readonly #findings: Finding[] = [];
	#found = 0;
	#entries = 0;
	#erased = 0;
	#last: Head = { seq: 0, hash: ORIGIN };
	/** Hash that the last entry should have; undefined: the one before it is missing. */
	#due: string | undefined = ORIGIN;
	/** Runs of entries without their detail, which no erasure has told of yet. */
	#gone: SeqRange[] = [];

	constructor(hash: TextHash, anchors: readonly Anchor[] = []) {
		this.#hash = hash;
		this.#anchors = anchors;
		for (const { seq, hash: digits } of anchors) {
			if (seq === undefined) this.#met.set(digits, false);
			else this.#bySeq.set(seq, [...(this.#bySeq.get(seq) ?? []), digits]);
		}
	}

	/** The next entry, by ascending number. @param detail undefined: it is not there */
	next(entry: BoundEntry, detail: EntryDetail | undefined): void {
		const before = this.#last;
		const isNext = entry.seq === before.seq + 1;
		if (!isNext) this.#find({ kind: 'missing', from: before.seq + 1, to: entry.seq - 1 });
		const due = chained(before.hash, entry, this.#hash);
		// What stands on the hash as it was, where that of the one before was changed, is found there and not here as well.
		const isBound = due === entry.hash || (this.#due !== undefined && chained(this.#due, entry, this.#hash) === entry.hash);
		if (isNext && !isBound) this.#find({ kind: 'altered', seq: entry.seq });
		this.#due = isNext ? due : undefined;
		this.#last = { seq: entry.seq, hash: entry.hash };
		this.#entries++;
		this.#compare(entry);
		this.#lookAt(entry, detail);
	}

	/** What was found, after the last entry. */
	end(): Verdict {
		for (const [from, to] of this.#gone) this.#find({ kind: 'detailGone', from, to });
		for (const { seq, hash } of this.#anchors) {
			if (seq !== undefined && seq > this.#last.seq) this.#find({ kind: 'truncated', last: this.#last.seq, anchor: seq });
			else if (seq === undefined && this.#met.get(hash) === false) this.#find({ kind: 'anchorUnknown', hash });
		}
		return { findings: this.#findings, found: this.#found, entries: this.#entries, erased: this.#erased, head: this.#last };
	}

	#compare({ seq, hash }: BoundEntry): void {
		if (this.#met.has(hash)) this.#met.set(hash, true);
		if (this.#bySeq.get(seq)?.some((each) => each !== hash)) this.#find({ kind: 'anchorDiffers', seq });
	}

	#lookAt(entry: BoundEntry, detail: EntryDetail | undefined): void {
		const { seq, act, outcome } = entry;
		if (detail === undefined) {
			const last = this.#gone.at(-1);
			if (last !== undefined && last[1] + 1 === seq) this.#gone[this.#gone.length - 1] = [last[0], seq];
			else this.#gone.push([seq, seq]);
		} else if (detailHash(detail.salt, detail.detail, this.#hash) !== entry.detail) this.#find({ kind: 'detailAltered', seq });
		else if (outcome === 'done' && ERASING.some((each) => each === act)) this.#believe(rangesIn(JSON.parse(detail.detail).details));
	}

	/** An erasure tells which details went before it. */
	#believe(told: readonly SeqRange[]): void {
		const left = without(this.#gone, told);
		this.#erased += countIn(this.#gone) - countIn(left);
		this.#gone = left;
	}

	#find(finding: Finding): void {
		this.#found++;
		if (this.#findings.length < MOST_FINDINGS) this.#findings.push(finding);
	}
}

function countIn(ranges: readonly SeqRange[]): number {
	return ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
}
