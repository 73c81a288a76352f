import { uint32 } from '../../../modules/bytes/uint.js';
import type { Journal } from '../../../modules/journal/journal.js';
import { MINUTES_PER_HALF_HOUR } from './calendar.js';
import type { Minute } from './readings.js';
import { FIELD } from './trace.js';

/**
 * A journal whose records begin with a minute and an era (trace.ts), in order: within an era the minutes never go back. A new era begins
 * where the clock was set back so far that waiting for it to catch up is no choice; what earlier eras hold at or behind the first record
 * of a later one then counts as never recorded. Eras are numbers modulo 256.
 */
export class Timeline {
	readonly journal: Journal;
	/** Where the last lookup ended, for the next one is mostly its neighbour. */
	#hit = Number.NaN;
	#hitAt = 0;
	/** Index of what `#before` found. */
	#last = 0;
	/** Nothing is on record above the first and up to the second minute, as seen from this era while the journal ends here. */
	#gapFrom: Minute = 0;
	#gapTo: Minute = -1;
	#gapEra = 0;
	#gapEnd = 0;

	constructor(journal: Journal) {
		this.journal = journal;
	}

	/** The newest record; a view that the journal's next call overwrites. */
	newest(): Uint8Array | undefined {
		return this.before(this.journal.end);
	}

	/** The newest record of the minute `at`, as seen from the era `newest`; a view that the journal's next call overwrites. */
	find(at: Minute, newest: number): Uint8Array | undefined {
		if (at > this.#gapFrom && at <= this.#gapTo && newest === this.#gapEra && this.journal.end === this.#gapEnd) return undefined;
		const guess = this.#hit + (at - this.#hitAt) / MINUTES_PER_HALF_HOUR;
		return this.at(guess, at, newest) ?? this.search(at, newest);
	}

	/**
	 * Calls `visit` with each minute from `oldest` to below `end` that `find` finds, as seen from a newest era that may still be empty, newest first: at a
	 * fraction of the cost, for a record half an hour before the one behind it is taken for whole. What is left of an interrupted write never looks so: its
	 * minute is not less than what was meant, which is written again behind it. A record whose bits changed later does come, though `find` does not find it.
	 * `visit` must not call the journal.
	 */
	each(oldest: Minute, end: Minute, visit: (at: Minute) => void): void {
		// What is not before the record behind it was recorded twice, or in an earlier era.
		let behind = Number.POSITIVE_INFINITY;
		const { journal } = this;
		journal.blocks((bytes, step, first, count) => {
			for (let i = count - 1; i >= 0; i--) {
				const at = uint32(bytes, i * step + FIELD.at);
				if (at >= behind || (at !== behind - MINUTES_PER_HALF_HOUR && journal.isTorn(first + i))) continue;
				behind = at;
				if (at < oldest) return false;
				if (at < end) visit(at);
			}
			return true;
		});
	}

	/** The record at `index` if it is the answer: of this minute, and the one behind it is not. */
	private at(index: number, at: Minute, era: number): Uint8Array | undefined {
		if (!Number.isInteger(index)) return undefined;
		// Back from the last one found, the one behind this is known already.
		if (index + 1 !== this.#hit) {
			let next = index + 1;
			while (next < this.journal.end && this.journal.read(next) === undefined) next++;
			if (isOf(this.journal.read(next), at, era)) return undefined;
		}
		const record = this.journal.read(index);
		if (!isOf(record, at, era)) return undefined;
		this.#hit = index;
		this.#hitAt = at;
		return record;
	}

	private search(at: Minute, newest: number): Uint8Array | undefined {
		let age = 0;
		let end = this.journal.end;
		for (;;) {
			end = this.upTo(at, age, newest, end);
			const record = this.before(end);
			if (record === undefined) return this.miss(-1, at, newest);
			const found = (newest - record[FIELD.era]!) & 0xff;
			if (uint32(record, FIELD.at) === at) {
				this.#hit = this.#last;
				this.#hitAt = at;
				return record;
			}
			if (found === age) return this.miss(uint32(record, FIELD.at), at, newest);
			age = found;
		}
	}

	/** `before`: the minute of the record before `at`. */
	private miss(before: Minute, at: Minute, newest: number): undefined {
		this.#gapFrom = before;
		this.#gapTo = at;
		this.#gapEra = newest;
		this.#gapEnd = this.journal.end;
	}

	/** Index behind the last record, below index `end`, that is of an older era than `age`, or of this one and not after `at`. */
	private upTo(at: Minute, age: number, newest: number, end: number): number {
		let low = this.journal.first;
		let high = end;
		while (low < high) {
			const middle = Math.floor((low + high) / 2);
			let index = middle;
			let record = this.journal.read(index);
			while (record === undefined && index > low) record = this.journal.read(--index);
			if (record === undefined || !isAfter(record, at, age, newest)) low = middle + 1;
			else high = index;
		}
		return low;
	}

	private before(end: number): Uint8Array | undefined {
		for (let index = end - 1; index >= this.journal.first; index--) {
			const record = this.journal.read(index);
			if (record === undefined) continue;
			this.#last = index;
			return record;
		}
		return undefined;
	}
}

function isOf(record: Uint8Array | undefined, at: Minute, era: number): boolean {
	return record !== undefined && record[FIELD.era] === era && uint32(record, FIELD.at) === at;
}

function isAfter(record: Uint8Array, at: Minute, age: number, newest: number): boolean {
	const recordAge = (newest - record[FIELD.era]!) & 0xff;
	return recordAge < age || (recordAge === age && uint32(record, FIELD.at) > at);
}
