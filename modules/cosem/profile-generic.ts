/**
 * Profile generic (class 7, version 1): rows of columns, oldest first. They are read row by row, so that the buffer is never whole in memory.
 *
 * | attribute          | value                                            |
 * |--------------------|--------------------------------------------------|
 * | 2 buffer           | array of structures; by range or by entry        |
 * | 3 capture_objects  | array of columns (modules/dlms/apdu/selective-access.ts)           |
 * | 4 capture_period   | double-long-unsigned, seconds; 0 not by time     |
 * | 5 sort_method      | enum: 1 first in, first out                      |
 * | 6 sort_object      | a column; all zero: none                         |
 * | 7 entries_in_use   | double-long-unsigned                             |
 * | 8 profile_entries  | double-long-unsigned                             |
 *
 * Methods: 1 reset, 2 capture, which are not supported: a meter captures by itself, and keeps what it has.
 */
import { ACCESS_RESULT } from '../dlms/apdu/apdu.js';
import type { Selection } from '../dlms/apdu/descriptor.js';
import {
	type CaptureObject,
	decodeEntryDescriptor,
	decodeRange,
	type EntryDescriptor,
	type RangeDescriptor,
	SELECTOR,
	writeCaptureObject,
} from '../dlms/apdu/selective-access.js';
import type { DataSource, DataWriter } from '../dlms/axdr/data-writer.js';
import { earliest, latest } from '../dlms/axdr/date-time.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import type { Caller, CosemObject, InterfaceClass, LogicalDevice } from '../dlms/server/logical-device.js';
import { timeBytes } from './value-parts.js';

/** Where rows come from. Each has a number that it keeps: the oldest gives up `first`, a new one takes `end`. */
interface NumberedRows {
	/** Number of the oldest row. */
	readonly first: number;
	/** The number that the next row will have. */
	readonly end: number;
	/** Puts the value of a column, counted from 0. */
	put(w: DataWriter, row: number, column: number): void;
}

/** Rows in the order of their times. */
export interface SortedRows extends NumberedRows {
	/** The number of the first row that was captured at `time` (ms since 1970-01-01T00:00:00Z) or later; `end` if there is none. */
	seek(time: number): number;
}

/** Rows in the order in which they came, between two of which the clock may have been set back. */
export interface LoggedRows extends NumberedRows {
	/** When a row was captured, ms since 1970-01-01T00:00:00Z. @param row from `first` to below `end` */
	time(row: number): number;
}

export type ProfileRows = SortedRows | LoggedRows;

export interface ProfileObjectOptions {
	readonly name: LogicalName;
	readonly columns: readonly CaptureObject[];
	readonly rows: ProfileRows;
	/** Seconds. */
	readonly capturePeriod: number;
	/** How many rows there may be. */
	readonly capacity: number;
	/** Minutes from local time to UTC where a range does not tell: −540 in Japan. */
	readonly deviation: number;
}

const CLOCK_CLASS = 8;
const FIRST_IN_FIRST_OUT = 1;
const NO_COLUMN: CaptureObject = Object.freeze({ classId: 0, name: 0, attribute: 0, dataIndex: 0 });

const SELECTORS = Object.freeze({ 2: Object.freeze([SELECTOR.range, SELECTOR.entry]) });
const PROFILE_GENERIC: InterfaceClass = Object.freeze({ classId: 7, version: 1, attributes: 8, methods: 2, selectors: SELECTORS });

export class ProfileObject implements CosemObject {
	readonly type = PROFILE_GENERIC;
	readonly name: LogicalName;
	readonly #options: ProfileObjectOptions;

	constructor(options: ProfileObjectOptions) {
		this.name = options.name;
		this.#options = options;
	}

	read(attribute: number, w: DataWriter, selection: Selection | undefined): number | DataSource {
		const { rows, columns, capturePeriod, capacity } = this.#options;
		switch (attribute) {
			case 2:
				return this.buffer(selection);
			case 3:
				w.array(columns.length);
				for (const column of columns) writeCaptureObject(w, column);
				break;
			case 4:
				w.doubleLongUnsigned(capturePeriod);
				break;
			case 5:
				w.enum(FIRST_IN_FIRST_OUT);
				break;
			case 6:
				writeCaptureObject(w, NO_COLUMN);
				break;
			case 7:
				w.doubleLongUnsigned(rows.end - rows.first);
				break;
			default:
				w.doubleLongUnsigned(capacity);
		}
		return ACCESS_RESULT.success;
	}

	private buffer(selection: Selection | undefined): number | DataSource {
		const { rows, columns } = this.#options;
		if (selection === undefined) return rowsBetween(rows, -Infinity, Infinity, all(columns.length));
		// Decoded first: what works on it then does not lie on the stack meanwhile.
		return selection.selector === SELECTOR.range
			? this.range(decodeRange(selection.parameters))
			: this.entries(decodeEntryDescriptor(selection.parameters));
	}

	private range(range: RangeDescriptor): number | DataSource {
		const { rows, columns, deviation } = this.#options;
		const { restricting } = range;
		if (restricting.classId !== CLOCK_CLASS || indexOf(columns, restricting) < 0) return ACCESS_RESULT.scopeOfAccessViolated;
		const from = earliest(timeBytes(range.from), deviation);
		const to = latest(timeBytes(range.to), deviation);
		if (from === undefined || to === undefined) return ACCESS_RESULT.typeUnmatched;
		const wanted: number[] = [];
		for (const column of range.columns) {
			const index = indexOf(columns, column);
			if (index < 0) return ACCESS_RESULT.scopeOfAccessViolated;
			wanted.push(index);
		}
		return rowsBetween(rows, from, to, wanted.length === 0 ? all(columns.length) : wanted);
	}

	private entries({ fromEntry, toEntry, fromColumn, toColumn }: EntryDescriptor): number | DataSource {
		const { rows, columns } = this.#options;
		const lastColumn = toColumn === 0 ? columns.length : toColumn;
		if (fromEntry === 0 || fromColumn === 0 || fromColumn > lastColumn || lastColumn > columns.length) return ACCESS_RESULT.scopeOfAccessViolated;
		const start = Math.min(rows.first + fromEntry - 1, rows.end);
		const end = toEntry === 0 ? rows.end : Math.min(rows.first + toEntry, rows.end);
		return new RowSource(rows, start, Math.max(start, end), all(lastColumn).slice(fromColumn - 1));
	}
}

/** A profile whose rows are its device's: a constant, which makes the object that tells of them for each request. */
export class DeviceProfile implements CosemObject {
	readonly type = PROFILE_GENERIC;
	readonly name: LogicalName;
	readonly #optionsOf: (name: LogicalName, device: LogicalDevice) => ProfileObjectOptions;

	constructor(name: LogicalName, optionsOf: (name: LogicalName, device: LogicalDevice) => ProfileObjectOptions) {
		this.name = name;
		this.#optionsOf = optionsOf;
	}

	read(attribute: number, w: DataWriter, selection: Selection | undefined, { device }: Caller): number | DataSource {
		return new ProfileObject(this.#optionsOf(this.name, device)).read(attribute, w, selection);
	}
}

/** Little stands on XS's stack while the rows are looked for, which may take them deep. */
function rowsBetween(rows: ProfileRows, from: number, to: number, columns: readonly number[]): RowSource {
	if ('seek' in rows) {
		const start = from === -Infinity ? rows.first : rows.seek(from);
		const end = to === Infinity ? rows.end : rows.seek(to + 1);
		return new RowSource(rows, start, Math.max(start, end), columns);
	}
	const { first, end } = rows;
	const among = new Uint8Array((end - first + 7) >> 3);
	let count = 0;
	for (let i = 0; i < end - first; i++) {
		const time = rows.time(first + i);
		if (time < from || time > to) continue;
		among[i >> 3]! |= 1 << (i & 7);
		count++;
	}
	return new RowSource(rows, first, end, columns, among, count);
}

/** The count, then a row at a time. A row that is given up before its turn comes as null-data, for the count was told already. */
class RowSource implements DataSource {
	readonly #rows: ProfileRows;
	readonly #start: number;
	readonly #end: number;
	readonly #columns: readonly number[];
	readonly #among: Uint8Array | undefined;
	readonly #count: number;
	#next = -1;

	/** @param among a bit for each row from `start` on: whether it is among them, as `count` of them are; undefined: all are */
	constructor(rows: ProfileRows, start: number, end: number, columns: readonly number[], among?: Uint8Array, count = end - start) {
		this.#rows = rows;
		this.#start = start;
		this.#end = end;
		this.#columns = columns;
		this.#among = among;
		this.#count = count;
	}

	produce(w: DataWriter): boolean {
		if (this.#next < 0) {
			w.array(this.#count);
			this.#next = this.#start;
		} else {
			const row = this.#next++;
			const there = row >= this.#rows.first;
			w.structure(this.#columns.length);
			for (const column of this.#columns) {
				if (there) this.#rows.put(w, row, column);
				else w.nullData();
			}
		}
		if (this.#among !== undefined)
			while (this.#next < this.#end && ((this.#among[(this.#next - this.#start) >> 3]! >> ((this.#next - this.#start) & 7)) & 1) === 0) this.#next++;
		return this.#next < this.#end;
	}
}

function indexOf(columns: readonly CaptureObject[], { classId, name, attribute }: CaptureObject): number {
	return columns.findIndex((column) => column.classId === classId && column.name === name && column.attribute === attribute);
}

function all(count: number): number[] {
	const columns: number[] = [];
	for (let i = 0; i < count; i++) columns.push(i);
	return columns;
}
