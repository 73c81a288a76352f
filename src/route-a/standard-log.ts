/**
 * The standard event log: what happened to the meter, and when. The newest events are in memory; on flash, where there is some for it, they survive a power
 * cut as records of 7 bytes: the time (ms since 1970-01-01T00:00:00Z, 6 bytes, most significant first) and the code.
 */
import type { Flash } from '../../hal/ports/flash.js';
import { putUint48, uint48 } from '../../modules/bytes/uint.js';
import type { LoggedRows } from '../../modules/cosem/profile-generic.js';
import type { DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../modules/dlms/axdr/date-time.js';
import { Journal, sectorsFor } from '../../modules/journal/journal.js';

/** A range of flash sectors. */
export interface FlashRange {
	readonly flash: Flash;
	readonly firstSector: number;
	/** `eventLogSectors` of them. */
	readonly sectors: number;
}

export interface EventLogOptions {
	/** How many events are kept. */
	readonly capacity: number;
	/** Minutes from local time to UTC. */
	readonly deviation: number;
	/** Undefined: the log is gone with the power. */
	readonly range: FlashRange | undefined;
}

const RECORD_LENGTH = 7;
const CODE = 6;
const JOURNAL_KIND = 7;
/** Room for interrupted writes. */
const SPARE = 20;

/** How many sectors an event log needs: 2 of 4,096 bytes for a hundred events. */
export function eventLogSectors(sectorSize: number, capacity: number): number {
	return sectorsFor(capacity + SPARE, RECORD_LENGTH, sectorSize);
}

/** The rows of the log. The clock may have been set back between two of them: a range begins with the first one that lies in it. */
export class EventLog implements LoggedRows {
	readonly #capacity: number;
	readonly #deviation: number;
	readonly #journal: Journal | undefined;
	/** Ring of records. */
	readonly #records: Uint8Array;
	#end = 0;

	/** @throws JournalError if the flash holds something else */
	constructor({ capacity, deviation, range }: EventLogOptions) {
		this.#capacity = capacity;
		this.#deviation = deviation;
		this.#records = new Uint8Array(RECORD_LENGTH * capacity);
		if (range === undefined) return;
		this.#journal = new Journal({ ...range, recordLength: RECORD_LENGTH, kind: JOURNAL_KIND });
		this.load(this.#journal);
	}

	/** The newest, from behind: what is older than they are is not looked at. */
	private load(journal: Journal): void {
		const records = this.#records;
		const { first } = journal;
		let at = records.length;
		for (let index = journal.end - 1; index >= first && at > 0; index--) {
			const record = journal.read(index);
			if (record === undefined) continue;
			at -= RECORD_LENGTH;
			records.set(record, at);
			this.#end++;
		}
		records.copyWithin(0, at);
	}

	get first(): number {
		return Math.max(0, this.#end - this.#capacity);
	}

	get end(): number {
		return this.#end;
	}

	/** How often the most worn sector of the flash was erased; undefined: there is none. */
	get erasures(): number | undefined {
		return this.#journal?.erasures;
	}

	/** Code of the newest event; 0: there was none. */
	get newest(): number {
		return this.#end === 0 ? 0 : this.code(this.#end - 1);
	}

	/** @param time ms since 1970-01-01T00:00:00Z */
	record(code: number, time: number): void {
		const offset = this.offset(this.#end);
		const record = this.#records.subarray(offset, offset + RECORD_LENGTH);
		putUint48(record, 0, time);
		record[CODE] = code;
		this.#end++;
		this.#journal?.append(record);
	}

	put(w: DataWriter, row: number, column: number): void {
		if (column === 0) w.octetString(dateTimeOf(this.time(row), this.#deviation, 0));
		else w.unsigned(this.code(row));
	}

	/** @param row from `first` to below `end` */
	code(row: number): number {
		return this.#records[this.offset(row) + CODE]!;
	}

	/** Parameter as that of `code`; ms since 1970-01-01T00:00:00Z. */
	time(row: number): number {
		return uint48(this.#records, this.offset(row));
	}

	private offset(row: number): number {
		return RECORD_LENGTH * (row % this.#capacity);
	}
}
