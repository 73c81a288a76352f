/**
 * What a channel captured by time. A record is of
 *
 * | offset | bytes | field                                                                       |
 * |--------|-------|-----------------------------------------------------------------------------|
 * | 0      | 6     | time that it was due at, ms since 1970-01-01T00:00:00Z                      |
 * | 6      | 1     | status: `NOT_VALID`, or 0                                                   |
 * | 7      | 1     | channel, of rows of days and months, which all channels have in one place; 0 |
 * | 8      | 6     | time at which the values were captured; all bits set: there are none        |
 * | 14     | 16    | four values of 4 bytes; all bits set: there is none                         |
 * | 30     | 2     | 0                                                                           |
 */
import { putUint32, putUint48, uint32, uint48 } from '../../../modules/bytes/uint.js';
import type { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf, UNSPECIFIED_TIME } from '../../../modules/dlms/axdr/date-time.js';
import type { Journal } from '../../../modules/journal/journal.js';
import { KeptRows } from '../kept-rows.js';
import { ROW_LENGTH } from './mbus-memory.js';

/** So many values may be captured. */
export const MOST_VALUES = 4;
/** Bit of the AMR profile status: the meter behind did not answer, and the value is the one before. */
export const NOT_VALID = 0x04;
/** Ten days of hours. */
export const CHANNEL_CAPACITY = 240;

const STATUS = 6;
const CHANNEL = 7;
const CAPTURED = 8;
const VALUES = 14;
const VALUE = 4;
const NO_TIME = 2 ** 48 - 1;
export const NO_VALUE = 0xffffffff;

/** Values at a time. */
export interface Captured {
	/** ms since 1970-01-01T00:00:00Z. */
	readonly at: number;
	/** Undefined: the slave did not tell it, or it does not fit 4 bytes. */
	readonly values: readonly (number | undefined)[];
}

export class ChannelRows extends KeptRows {
	readonly #journal: Journal;
	readonly #channel: number;

	/** @param deviation minutes from local time to UTC @param channel of those whose rows are in this journal; 0: it is of one channel alone */
	constructor(journal: Journal, deviation: number, capacity = CHANNEL_CAPACITY, channel = 0) {
		super(journal, capacity, (w, record, column) => putColumn(w, record, column, deviation));
		this.#journal = journal;
		this.#channel = channel;
		this.takeUp((record) => record[CHANNEL] === channel);
	}

	/** It is there to stay when this returns. @param due ms since 1970-01-01T00:00:00Z */
	enter(due: number, status: number, captured: Captured | undefined): void {
		const record = new Uint8Array(ROW_LENGTH);
		putUint48(record, 0, due);
		record[STATUS] = status;
		record[CHANNEL] = this.#channel;
		putUint48(record, CAPTURED, captured?.at ?? NO_TIME);
		for (let i = 0; i < MOST_VALUES; i++) putUint32(record, VALUES + VALUE * i, captured?.values[i] ?? NO_VALUE);
		this.add(this.#journal.append(record));
	}

	/** AMR profile status of the newest row; 0: there is none. */
	get status(): number {
		return this.newest?.[STATUS] ?? 0;
	}

	/** What the newest row has; undefined: there is none, or it has nothing. */
	get captured(): Captured | undefined {
		const record = this.newest;
		if (record === undefined || uint48(record, CAPTURED) === NO_TIME) return undefined;
		return { at: uint48(record, CAPTURED), values: Array.from({ length: MOST_VALUES }, (_, i) => valueIn(record, i)) };
	}
}

function valueIn(record: Uint8Array, i: number): number | undefined {
	const value = uint32(record, VALUES + VALUE * i);
	return value === NO_VALUE ? undefined : value;
}

/** Time, status, first value, time of capture. */
function putColumn(w: DataWriter, record: Uint8Array, column: number, deviation: number): void {
	if (column === 0) w.octetString(dateTimeOf(uint48(record, 0), deviation, 0));
	else if (column === 1) w.unsigned(record[STATUS]!);
	else if (column === 2) {
		const value = valueIn(record, 0);
		if (value === undefined) w.nullData();
		else w.doubleLongUnsigned(value);
	} else {
		const at = uint48(record, CAPTURED);
		w.octetString(at === NO_TIME ? UNSPECIFIED_TIME : dateTimeOf(at, deviation, 0));
	}
}
