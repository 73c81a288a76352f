/** Rows of a load profile as a meter with faults tells them: some left out, twice, behind the next, or dated ahead. */
import { equalBytes } from '../../../modules/bytes/equal.js';
import type { SortedRows } from '../../../modules/cosem/profile-generic.js';
import { DataTag, type DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { DATE_TIME_LENGTH, dateTimeOf, statusOf, timeOf } from '../../../modules/dlms/axdr/date-time.js';
import type { FaultSwitches } from './fault-switches.js';

/** What a date-time begins with as data. */
const DATE_TIME_HEAD = new Uint8Array([DataTag.octetString, DATE_TIME_LENGTH]);
/** Of a date-time. */
const WEEKDAY_AT = 4;
/** Knuth's multiplier: neighbours come far apart. */
const SPREAD = 2654435761;
/** Each fault has its own rows. */
const ROW_FAULTS = Object.freeze({ 'profile-holes': 1, 'profile-doubled': 2, 'profile-swapped': 3 });

export class FaultyRows implements SortedRows {
	readonly first = 0;
	readonly #inner: SortedRows;
	readonly #deviation: number;
	/** Numbers of the rows in the order in which they come. */
	readonly #rows: number[] = [];
	/** The newest of them, and by how many ms it is dated ahead. */
	readonly #newest: number;
	readonly #ahead: number;
	readonly #hasNoWeekday: boolean;

	/** Each fault strikes once for one reading. */
	constructor(inner: SortedRows, switches: FaultSwitches, deviation: number) {
		this.#inner = inner;
		this.#deviation = deviation;
		this.#hasNoWeekday = switches.isOn('weekday-zero');
		const holes = rowsOf('profile-holes', switches);
		const doubled = rowsOf('profile-doubled', switches);
		const swapped = rowsOf('profile-swapped', switches);
		const rows = this.#rows;
		let newest = -1;
		for (let row = inner.first; row < inner.end; row++) {
			if (holes(row)) continue;
			newest = row;
			if (rows.length > 0 && swapped(row)) rows.splice(-1, 0, row);
			else rows.push(row);
			if (doubled(row)) rows.push(row);
		}
		this.#newest = newest;
		this.#ahead = newest < 0 ? 0 : switches.delay('profile-future');
	}

	get end(): number {
		return this.#rows.length;
	}

	seek(time: number): number {
		const sought = this.#inner.seek(time);
		const at = this.#rows.findIndex((row) => row >= sought);
		return at < 0 ? this.end : at;
	}

	put(w: DataWriter, index: number, column: number): void {
		const row = this.#rows[index]!;
		const start = w.length;
		this.#inner.put(w, row, column);
		if (this.#ahead > 0 && row === this.#newest) shiftTime(w, start, this.#ahead, this.#deviation);
		if (this.#hasNoWeekday) clearWeekday(w, start);
	}
}

/** Whether a fault strikes rows. */
export function strikesRows(switches: FaultSwitches): boolean {
	return (
		switches.isOn('profile-future') ||
		switches.isOn('weekday-zero') ||
		Object.keys(ROW_FAULTS).some((name) => switches.isOn(name as keyof typeof ROW_FAULTS))
	);
}

/** A share of all rows, always the same ones. */
function rowsOf(name: keyof typeof ROW_FAULTS, switches: FaultSwitches): (row: number) => boolean {
	const fault = switches.find(name);
	if (fault === undefined) return () => false;
	fault.strike();
	const { share } = fault.choice.value;
	return (row) => spread(4 * row + ROW_FAULTS[name]) < share;
}

/** From 0 to below 1, always the same for a number, and far apart for neighbours. */
export function spread(number: number): number {
	return (Math.imul(number, SPREAD) >>> 0) / 2 ** 32;
}

/** The date-time that was put from `start` on, in the writer; undefined: none was. */
function dateTimeAt(w: DataWriter, start: number): Uint8Array | undefined {
	const put = w.bytes.subarray(start);
	return put.length === DATE_TIME_HEAD.length + DATE_TIME_LENGTH && equalBytes(put.subarray(0, DATE_TIME_HEAD.length), DATE_TIME_HEAD)
		? put.subarray(DATE_TIME_HEAD.length)
		: undefined;
}

/** Makes the date-time that was put from `start` on a later one. */
export function shiftTime(w: DataWriter, start: number, ahead: number, deviation: number): void {
	const bytes = dateTimeAt(w, start);
	const time = bytes && timeOf(bytes, deviation);
	if (time !== undefined) bytes!.set(dateTimeOf(time + ahead, deviation, statusOf(bytes!)));
}

/** Makes the day of the week of the date-time that was put from `start` on none. */
export function clearWeekday(w: DataWriter, start: number): void {
	const bytes = dateTimeAt(w, start);
	if (bytes !== undefined) bytes[WEEKDAY_AT] = 0;
}

/** Sets bits in the status of the date-time that was put from `start` on. */
export function setStatus(w: DataWriter, start: number, bits: number): void {
	const bytes = dateTimeAt(w, start);
	if (bytes !== undefined) bytes[DATE_TIME_LENGTH - 1]! |= bits;
}
