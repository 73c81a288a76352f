/**
 * The logs of events that head-ends read beside the standard one: disconnector, fraud, power quality, power failures. Each is a ring of slots; an entry is of
 *
 * | offset | bytes | field                                       |
 * |--------|-------|---------------------------------------------|
 * | 0      | 4     | its number in this log, from 1; 0: none yet |
 * | 4      | 6     | time, ms since 1970-01-01T00:00:00Z         |
 * | 10     | 2     | code, least significant byte first          |
 * | 12     | 4     | what belongs to it, such as a duration      |
 */
import { putUint32, putUint48, uint32, uint48 } from '../../../modules/bytes/uint.js';
import type { LoggedRows } from '../../../modules/cosem/profile-generic.js';
import type { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../../modules/dlms/axdr/date-time.js';
import type { Slots } from '../../../modules/journal/slots.js';
import { LOG_NAMES, type LogName, type LogRow, type LogRows, SLOT_LENGTH } from './slot-rows.js';

/** Bit of the value of a power failure, whose other bits are its duration in s: it began with an orderly end. */
export const ORDERLY = 0x80000000;

const TIME = 4;
const CODE = 10;
const VALUE = 12;

export class ControlLogs {
	readonly #slots: Slots;
	readonly #rows: LogRows;
	/** Count of all entries that each log ever had. */
	readonly #ends = new Float64Array(LOG_NAMES.length);

	constructor(slots: Slots, rows: LogRows) {
		this.#slots = slots;
		this.#rows = rows;
		for (const name of LOG_NAMES) {
			const { index, first, capacity } = rows[name];
			for (let i = 0; i < capacity; i++) this.#ends[index] = Math.max(this.#ends[index]!, uint32(slots.bytes, (first + i) * SLOT_LENGTH));
		}
	}

	/** Count of all entries that there ever were. */
	end(name: LogName): number {
		return this.#ends[this.#rows[name].index]!;
	}

	/** How many entries it keeps. */
	capacity(name: LogName): number {
		return this.#rows[name].capacity;
	}

	/** It is there to stay when this returns. @param time ms since 1970-01-01T00:00:00Z */
	record(name: LogName, code: number, time: number, value = 0): void {
		const row = this.#rows[name];
		const number = this.#ends[row.index]! + 1;
		const slot = slotOf(row, number - 1);
		const at = slot * SLOT_LENGTH;
		const { bytes } = this.#slots;
		putUint32(bytes, at, number);
		putUint48(bytes, at + TIME, time);
		bytes[at + CODE] = code;
		bytes[at + CODE + 1] = code >> 8;
		putUint32(bytes, at + VALUE, value);
		this.#ends[row.index] = number;
		this.#slots.keep(slot);
	}

	/** Code of the newest entry; 0: there is none. */
	newest(name: LogName): number {
		const end = this.end(name);
		return end === 0 ? 0 : this.code(name, end - 1);
	}

	/** @param row from 0, of an entry that is kept */
	code(name: LogName, row: number): number {
		const at = slotOf(this.#rows[name], row) * SLOT_LENGTH + CODE;
		return this.#slots.bytes[at]! + 256 * this.#slots.bytes[at + 1]!;
	}

	/** Parameter as that of `code`; ms since 1970-01-01T00:00:00Z. */
	time(name: LogName, row: number): number {
		return uint48(this.#slots.bytes, slotOf(this.#rows[name], row) * SLOT_LENGTH + TIME);
	}

	/** What belongs to it, as it was recorded. */
	value(name: LogName, row: number): number {
		return uint32(this.#slots.bytes, slotOf(this.#rows[name], row) * SLOT_LENGTH + VALUE);
	}
}

/** Rows of one log as a profile tells them: made when they are asked for. */
export class LogProfile implements LoggedRows {
	readonly #logs: ControlLogs;
	readonly #name: LogName;
	readonly #deviation: number;

	/** @param deviation minutes from local time to UTC */
	constructor(logs: ControlLogs, name: LogName, deviation: number) {
		this.#logs = logs;
		this.#name = name;
		this.#deviation = deviation;
	}

	get first(): number {
		return Math.max(0, this.end - this.#logs.capacity(this.#name));
	}

	get end(): number {
		return this.#logs.end(this.#name);
	}

	time(row: number): number {
		return this.#logs.time(this.#name, row);
	}

	put(w: DataWriter, row: number, column: number): void {
		if (column === 0) w.octetString(dateTimeOf(this.#logs.time(this.#name, row), this.#deviation, 0));
		else if (column === 2) w.doubleLongUnsigned(row + 1);
		else if (this.#name === 'powerFailure') w.doubleLongUnsigned(this.#logs.value(this.#name, row) % ORDERLY);
		else w.unsigned(this.#logs.code(this.#name, row));
	}
}

function slotOf({ first, capacity }: LogRow, row: number): number {
	return first + (row % capacity);
}
