/**
 * What an interval push tells of half-hours, read where it lies: its list names what its values are, and whoever has seen a list once knows where the values
 * stand in the pushes of all meters that have the same.
 *
 * | value                                | gives                                                                               |
 * |--------------------------------------|-------------------------------------------------------------------------------------|
 * | rows of the load profile (1.0.99.1)  | a reading each: time, AMR status, import, export, in the order that Keiki's profile has |
 * | registers 1.0.1.8.0 and 1.0.2.8.0    | one reading of the boundary that the clock is near                                   |
 * | clock, AMR status                    | when the registers were read, and what happened in the half-hour                    |
 */
import { NAME } from '../../../modules/cosem/object-names.js';
import { DataTag } from '../../../modules/dlms/axdr/data-writer.js';
import { NO_COUNT } from './journal.js';

/** Kinds of values. */
const KIND = Object.freeze({ other: 0, clock: 1, status: 2, rows: 3, import: 4, export: 5 });
const REGISTER = 3;
const PROFILE = 7;
const PUSH_SETUP = 40;
const CLOCK = 8;
const DATA = 1;
const VALUE = 2;
const IMPORT_TOTAL = 0x01_00_01_08_00_ff;
const EXPORT_TOTAL = 0x01_00_02_08_00_ff;
/** Lists of pushes that are remembered. */
const MOST_LAYOUTS = 16;
const MOST_VALUES = 64;
const MOST_ROWS = 4096;
/** Bytes that a reading takes at least in a push. */
export const LEAST_ROW = 20;
const DEPTH = 12;
const DATE_TIME_LENGTH = 12;
const NO_DEVIATION = -0x8000;
const HALF_HOUR_MINUTES = 30;
const MINUTES_A_DAY = 1440;

/** A value whose time is not to be had. */
export const NO_TIME = -1;

interface Layout {
	readonly list: Uint8Array;
	readonly kinds: Uint8Array;
}

/** A reading that was found: good until the next. */
export interface FoundReadings {
	count: number;
	/** Half-hours; import, export; octets of the AMR status, −1: none. */
	readonly slots: Uint32Array;
	readonly imports: Uint32Array;
	readonly exports: Uint32Array;
	readonly statuses: Int16Array;
	/** Rows and registers whose time is no boundary, or is not to be had. */
	off: number;
	isOfRegisters: boolean;
	/** Of the meter's clock, minutes since 1970-01-01T00:00Z; −1: not told. */
	clock: number;
}

export interface IntervalPushOptions {
	/** Minutes from local time to UTC of clocks that do not tell it. */
	readonly deviation: number;
	/** How near to a boundary the clock must be for registers to be taken for those of the boundary, minutes. */
	readonly tolerance: number;
}

export class IntervalPushReader {
	readonly found: FoundReadings = {
		...{ count: 0, slots: new Uint32Array(MOST_ROWS), imports: new Uint32Array(MOST_ROWS), exports: new Uint32Array(MOST_ROWS) },
		...{ statuses: new Int16Array(MOST_ROWS), off: 0, isOfRegisters: false, clock: NO_TIME },
	};
	readonly #options: IntervalPushOptions;
	readonly #layouts: Layout[] = [];

	constructor(options: IntervalPushOptions) {
		this.#options = options;
	}

	/**
	 * Reads the body of a DataNotification, which begins at `at`, into `found`.
	 * @returns false: it is no such body, or does not say what it tells
	 */
	read(bytes: Uint8Array, at: number): boolean {
		const { found } = this;
		found.count = found.off = 0;
		found.isOfRegisters = false;
		found.clock = NO_TIME;
		if (bytes[at] !== DataTag.structure || bytes[at + 1]! > MOST_VALUES) return false;
		const values = bytes[at + 1]!;
		const layout = this.#layoutAt(bytes, at + 2);
		if (layout === undefined || layout.kinds.length !== values) return false;
		return this.#take(bytes, at + 2, layout.kinds);
	}

	#take(bytes: Uint8Array, from: number, kinds: Uint8Array): boolean {
		const { found } = this;
		let at = from;
		let status = -1;
		let importCount = NO_COUNT;
		let exportCount = NO_COUNT;
		let hasRegisters = false;
		for (let i = 0; i < kinds.length; i++) {
			const end = skip(bytes, at, DEPTH);
			if (end < 0) return false;
			switch (kinds[i]) {
				case KIND.clock:
					found.clock = minutesAt(bytes, at, this.#options.deviation);
					break;
				case KIND.status:
					if (bytes[at] === DataTag.unsigned) status = bytes[at + 1]!;
					break;
				case KIND.rows:
					this.#takeRows(bytes, at);
					break;
				case KIND.import:
					importCount = countAt(bytes, at);
					hasRegisters = true;
					break;
				case KIND.export:
					exportCount = countAt(bytes, at);
					hasRegisters = true;
					break;
			}
			at = end;
		}
		if (at !== bytes.length) return false;
		if (found.count === 0 && hasRegisters) this.#takeRegisters(status, importCount, exportCount);
		return true;
	}

	#takeRegisters(status: number, importCount: number, exportCount: number): void {
		const { found } = this;
		const slot = Math.round(found.clock / HALF_HOUR_MINUTES);
		if (found.clock === NO_TIME || Math.abs(found.clock - slot * HALF_HOUR_MINUTES) > this.#options.tolerance) {
			found.off++;
			return;
		}
		found.isOfRegisters = true;
		this.#put(slot, status, importCount, exportCount);
	}

	#takeRows(bytes: Uint8Array, from: number): void {
		if (bytes[from] !== DataTag.array) return;
		const rows = lengthAt(bytes, from + 1);
		let at = from + 1 + lengthSize(bytes, from + 1);
		for (let i = 0; i < rows; i++) {
			const end = skip(bytes, at, DEPTH);
			if (bytes[at] === DataTag.structure) this.#takeRow(bytes, at);
			else this.found.off++;
			at = end;
		}
	}

	#takeRow(bytes: Uint8Array, from: number): void {
		const columns = bytes[from + 1]!;
		let at = from + 2;
		let minutes = NO_TIME;
		let status = -1;
		let counts = 0;
		let importCount = NO_COUNT;
		let exportCount = NO_COUNT;
		for (let i = 0; i < columns; i++) {
			const tag = bytes[at];
			if (tag === DataTag.octetString && minutes === NO_TIME) minutes = minutesAt(bytes, at, this.#options.deviation);
			else if (tag === DataTag.unsigned && status < 0) status = bytes[at + 1]!;
			else if (tag === DataTag.doubleLongUnsigned || tag === DataTag.long64Unsigned || tag === DataTag.nullData) {
				if (counts === 0) importCount = countAt(bytes, at);
				else if (counts === 1) exportCount = countAt(bytes, at);
				counts++;
			}
			at = skip(bytes, at, DEPTH);
		}
		if (minutes === NO_TIME || minutes % HALF_HOUR_MINUTES !== 0 || importCount === NO_COUNT) this.found.off++;
		else this.#put(minutes / HALF_HOUR_MINUTES, status, importCount, exportCount);
	}

	#put(slot: number, status: number, importCount: number, exportCount: number): void {
		const { found } = this;
		if (found.count === MOST_ROWS) {
			found.off++;
			return;
		}
		const i = found.count++;
		found.slots[i] = slot;
		found.imports[i] = importCount;
		found.exports[i] = exportCount;
		found.statuses[i] = status;
	}

	#layoutAt(bytes: Uint8Array, at: number): Layout | undefined {
		const layouts = this.#layouts;
		for (let i = 0; i < layouts.length; i++) if (standsAt(bytes, at, layouts[i]!.list)) return layouts[i];
		const layout = layoutAt(bytes, at);
		if (layout !== undefined && layouts.length < MOST_LAYOUTS) layouts.push(layout);
		return layout;
	}
}

function standsAt(bytes: Uint8Array, at: number, list: Uint8Array): boolean {
	if (bytes.length - at < list.length) return false;
	for (let i = 0; i < list.length; i++) if (bytes[at + i] !== list[i]) return false;
	return true;
}

/** Of the list that stands there; undefined: there is none that is the list of the push itself. */
function layoutAt(bytes: Uint8Array, from: number): Layout | undefined {
	const end = skip(bytes, from, DEPTH);
	if (end < 0 || bytes[from] !== DataTag.array) return undefined;
	const count = lengthAt(bytes, from + 1);
	if (count > MOST_VALUES) return undefined;
	const kinds = new Uint8Array(count);
	let at = from + 1 + lengthSize(bytes, from + 1);
	for (let i = 0; i < count; i++) {
		// structure, long-unsigned class, octet-string of 6, integer attribute
		if (bytes[at] !== DataTag.structure || bytes[at + 2] !== DataTag.longUnsigned || bytes[at + 5] !== DataTag.octetString || bytes[at + 6] !== 6)
			return undefined;
		const classId = (bytes[at + 3]! << 8) | bytes[at + 4]!;
		let name = 0;
		for (let j = 7; j < 13; j++) name = name * 256 + bytes[at + j]!;
		const attribute = bytes[at + 14]!;
		if (i === 0 && (classId !== PUSH_SETUP || attribute !== VALUE)) return undefined;
		kinds[i] = attribute === VALUE ? kindOf(classId, name) : KIND.other;
		at = skip(bytes, at, DEPTH);
	}
	return { list: bytes.slice(from, end), kinds };
}

function kindOf(classId: number, name: number): number {
	if (classId === CLOCK) return KIND.clock;
	if (classId === DATA && name === NAME.amrStatus) return KIND.status;
	if (classId === PROFILE && name === NAME.loadProfile) return KIND.rows;
	if (classId === REGISTER && name === IMPORT_TOTAL) return KIND.import;
	return classId === REGISTER && name === EXPORT_TOTAL ? KIND.export : KIND.other;
}

/** A count of a register; `NO_COUNT`: none, or one that 32 bits do not hold. */
function countAt(bytes: Uint8Array, at: number): number {
	if (bytes[at] === DataTag.doubleLongUnsigned) return wordAt(bytes, at + 1);
	return bytes[at] === DataTag.long64Unsigned && wordAt(bytes, at + 1) === 0 ? wordAt(bytes, at + 5) : NO_COUNT;
}

/** Minutes since 1970-01-01T00:00Z of the date-time that stands there as an octet-string; −1: it is none. */
function minutesAt(bytes: Uint8Array, at: number, otherwise: number): number {
	if (bytes[at] !== DataTag.octetString || bytes[at + 1] !== DATE_TIME_LENGTH) return NO_TIME;
	const year = (bytes[at + 2]! << 8) | bytes[at + 3]!;
	const [month, day, hour, minute, second] = [bytes[at + 4]!, bytes[at + 5]!, bytes[at + 7]!, bytes[at + 8]!, bytes[at + 9]!];
	if (year < 1970 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59) return NO_TIME;
	const told = ((bytes[at + 11]! << 24) >> 16) | bytes[at + 12]!;
	const minutes = MINUTES_A_DAY * daysOf(year, month, day) + 60 * hour + minute + (told === NO_DEVIATION ? otherwise : told);
	return second > 59 ? minutes : minutes + second / 60;
}

/** Days since 1970-01-01 in the Gregorian calendar: years begin in March, so that the leap day is the last. */
function daysOf(year: number, month: number, day: number): number {
	const y = month <= 2 ? year - 1 : year;
	const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
	return 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + ofYear - 719_468;
}

/** Behind the value of A-XDR that stands there; −1: it is not whole, or none that is known. */
function skip(bytes: Uint8Array, at: number, depth: number): number {
	const tag = bytes[at];
	if (tag === undefined || depth === 0) return -1;
	let end = at + 1;
	switch (tag) {
		case DataTag.array:
		case DataTag.structure: {
			const count = lengthAt(bytes, end);
			end += lengthSize(bytes, end);
			if (count > bytes.length - end) return -1;
			for (let i = 0; i < count && end >= 0; i++) end = skip(bytes, end, depth - 1);
			return end;
		}
		case DataTag.bitString:
			end += lengthSize(bytes, end) + ((lengthAt(bytes, end) + 7) >> 3);
			break;
		case DataTag.octetString:
		case DataTag.visibleString:
		case DataTag.utf8String:
			end += lengthSize(bytes, end) + lengthAt(bytes, end);
			break;
		default:
			if (SIZES[tag] === undefined || SIZES[tag] === 255) return -1;
			end += SIZES[tag];
	}
	return end <= bytes.length ? end : -1;
}

/** Of the value of each tag; 255: none that is known. */
const SIZES = sizes(new Uint8Array(28).fill(255));

function sizes(table: Uint8Array): Uint8Array {
	// null; boolean, bcd, i8, u8, enum; i16, u16; i32, u32, f32, time; date; i64, u64, f64; date-time
	const tags = [[0], [], [], [], [], [], [], [], []] as number[][];
	tags[1] = [3, 13, 15, 17, 22];
	tags[2] = [16, 18];
	tags[4] = [5, 6, 23, 27];
	tags[5] = [26];
	tags[8] = [20, 21, 24];
	for (const [size, those] of tags.entries()) for (const tag of those) table[tag] = size;
	table[25] = DATE_TIME_LENGTH;
	return table;
}

/** A-XDR's length; far beyond anything where it has more than two bytes. */
function lengthAt(bytes: Uint8Array, at: number): number {
	const first = bytes[at] ?? 0xff;
	if (first < 0x80) return first;
	if (first === 0x81) return bytes[at + 1] ?? 0xffff;
	return first === 0x82 ? ((bytes[at + 1] ?? 0xff) << 8) | (bytes[at + 2] ?? 0xff) : 0xffffff;
}

function lengthSize(bytes: Uint8Array, at: number): number {
	const first = bytes[at] ?? 0xff;
	return first < 0x80 ? 1 : 1 + (first & 0x7f);
}

function wordAt(bytes: Uint8Array, at: number): number {
	return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}
