import { uint48 } from '../../modules/bytes/uint.js';
import type { LoggedRows } from '../../modules/cosem/profile-generic.js';
import type { DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import type { Journal } from '../../modules/journal/journal.js';

/** Rows of a profile that are records of a journal, each beginning with its time in 6 bytes, ms since 1970-01-01T00:00:00Z. */
export class KeptRows implements LoggedRows {
	readonly capacity: number;
	readonly #journal: Journal;
	readonly #put: (w: DataWriter, record: Uint8Array, column: number) => void;
	/** Indexes of the newest records. */
	readonly #kept: number[] = [];
	#end = 0;

	/** @param put puts a column of a record */
	constructor(journal: Journal, capacity: number, put: (w: DataWriter, record: Uint8Array, column: number) => void) {
		this.capacity = capacity;
		this.#journal = journal;
		this.#put = put;
	}

	/** The newest of the journal's records that are such rows are there now, and what is older is not looked at. */
	protected takeUp(isRow: (record: Uint8Array) => boolean = () => true): void {
		const { first, end } = this.#journal;
		for (let index = end - 1; index >= first && this.#kept.length < this.capacity; index--) {
			const record = this.#journal.read(index);
			if (record !== undefined && isRow(record)) this.#kept.push(index);
		}
		this.#kept.reverse();
		this.#end = this.#kept.length;
	}

	/** A record of the journal is one of these. */
	add(index: number): void {
		this.#kept.push(index);
		this.#end++;
		if (this.#kept.length > this.capacity) this.#kept.shift();
	}

	/** What the ring of the journal has given up is none of them any more. */
	get first(): number {
		const { first } = this.#journal;
		while (this.#kept.length > 0 && this.#kept[0]! < first) this.#kept.shift();
		return this.#end - this.#kept.length;
	}

	get end(): number {
		return this.#end;
	}

	time(row: number): number {
		return uint48(this.record(row), 0);
	}

	put(w: DataWriter, row: number, column: number): void {
		this.#put(w, this.record(row), column);
	}

	/** A view for the moment; undefined: there is none. */
	get newest(): Uint8Array | undefined {
		return this.#end === this.first ? undefined : this.record(this.#end - 1);
	}

	/** A view for the moment. */
	record(row: number): Uint8Array {
		return this.#journal.read(this.#kept[row - this.first]!)!;
	}
}
