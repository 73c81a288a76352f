/**
 * What the meters of a fleet have recorded, in columns: a meter is a row, and there is no object of it.
 *
 * | column             | bytes a meter | of                                                                                      |
 * |--------------------|---------------|-----------------------------------------------------------------------------------------|
 * | imports            | 2,304         | counts of each half-hour, a ring of 48 days; from 255 on they stand in a table beside it   |
 * | exports            | 2,304         | the same, only of those who feed in                                                     |
 * | present            | 288           | a bit a half-hour: it is on record                                                      |
 * | registers, times   | 80            | see below                                                                               |
 *
 * Registers are whole W·ms, below 2^53 for 280 years of 1 MW, so that nothing is ever rounded: a count is what is left of them above the unit. Half-hours have the
 * number of the boundary that ends them, by the meter's own clock.
 */
import { MINUTES_PER_DAY, MINUTES_PER_HALF_HOUR } from '../../meter/metering/calendar.js';
import { INTERVAL_STATUS } from '../../meter/metering/readings.js';
import type { Counter } from '../../meter/metering/registers.js';
import type { EnergyOf } from './options.js';

export const HALF_HOUR = 1_800_000;
/** Half-hours that are kept: 45 days, today, and room for a clock that is ahead. */
export const RING = 48 * 48;
/** W·ms in 1 Wh. */
export const PER_WATT_HOUR = 3_600_000;
const MINUTE = 60_000;
const ESCAPE = 255;
const NOWHERE = -1;

/** Bits of `state`. */
export const STATE = Object.freeze({
	/** It has no power. */
	off: 1,
	/** It neither pushes nor answers. */
	silent: 2,
	/** It was exchanged, and hangs there no more. */
	gone: 4,
	/** A client has changed its keys, or what they are for. */
	rekeyed: 8,
	/** Something was due in it when its power went. */
	wakeful: 16,
});

/** Why registers were written down, as `TRACE_MARK` has it. */
export const MARK = Object.freeze({ closed: 0, resumed: 1, cut: 2, stopped: 3 });

export interface ColumnsOptions {
	/** Rows there is room for. */
	readonly capacity: number;
	readonly counter: Counter;
	readonly energy: EnergyOf;
	readonly feedsIn: (household: number) => boolean;
}

export class Columns {
	readonly capacity: number;
	/** W·ms of one count. */
	readonly unit: number;
	/** The household behind a meter, by its number. */
	readonly household: Uint32Array;
	readonly state: Uint8Array;
	/** Registers up to `measured`, W·ms, and that time, the world's ms since 1970. */
	readonly importEnergy: Float64Array;
	readonly exportEnergy: Float64Array;
	readonly measured: Float64Array;
	/** Counts at the newest boundary on record, before they wrap; its half-hour; and the next that is to be closed. */
	readonly importCount: Float64Array;
	readonly exportCount: Float64Array;
	readonly newest: Int32Array;
	readonly next: Int32Array;
	/** Lead of the meter's own clock over the world's time, ms. */
	readonly ahead: Float64Array;
	/** Status of the half-hour that goes on. */
	readonly pending: Uint8Array;
	/** When the metering unit began to work, by its own clock. */
	readonly startedAt: Float64Array;
	/** Since when its power and its clock go on without a break, the world's ms. */
	readonly steadyFrom: Float64Array;
	/** When its power came, the world's ms. */
	readonly poweredAt: Float64Array;
	/** When its registers were last written down, the world's ms and the time of its own clock then; as which of `MARK`, and with which status. */
	readonly saved: Float64Array;
	readonly savedOwn: Float64Array;
	readonly mark: Uint8Array;
	readonly savedStatus: Uint8Array;
	/** The first minute of its own clock that is not on record yet, where the clock was set. */
	readonly free: Int32Array;
	/** Intervals and traces that its flash has taken. */
	readonly intervals: Int32Array;
	readonly traces: Int32Array;
	/** What the meter sends next, and the first counter that is not reserved. */
	readonly sent: Uint32Array;
	readonly reserved: Uint32Array;
	/** Where it began. */
	readonly firstCounter: Uint32Array;
	/** Pushes so far; those that its server has not counted yet, and their octets. */
	readonly pushes: Uint32Array;
	readonly uncounted: Uint32Array;
	readonly uncountedOctets: Uint32Array;
	/** The first half-hour on record, which has the status `powerOut`. */
	readonly first: Int32Array;
	/** Other half-hours with a status, by row and half-hour. */
	readonly statuses = new Map<number, Map<number, number>>();
	/** Counts from 255 on, by place in `imports`, and in `exports`. */
	readonly importEscapes = new Map<number, number>();
	readonly exportEscapes = new Map<number, number>();
	/** Listener: counters of a row up to this one are reserved. */
	onReserve: ((row: number, reserved: number) => void) | undefined;
	readonly #options: ColumnsOptions;
	readonly #imports: Uint8Array;
	readonly #present: Uint8Array;
	#exports: Uint8Array;
	/** Where the exports of a row begin. */
	readonly #exportAt: Int32Array;
	#exportRows = 0;

	constructor(options: ColumnsOptions) {
		const { capacity, counter } = options;
		this.#options = options;
		this.capacity = capacity;
		this.unit = Math.round(counter.wattHours * 1000) * (PER_WATT_HOUR / 1000);
		this.household = new Uint32Array(capacity);
		this.state = new Uint8Array(capacity);
		this.importEnergy = new Float64Array(capacity);
		this.exportEnergy = new Float64Array(capacity);
		this.measured = new Float64Array(capacity);
		this.importCount = new Float64Array(capacity);
		this.exportCount = new Float64Array(capacity);
		this.newest = new Int32Array(capacity);
		this.next = new Int32Array(capacity);
		this.first = new Int32Array(capacity);
		this.ahead = new Float64Array(capacity);
		this.pending = new Uint8Array(capacity);
		this.startedAt = new Float64Array(capacity);
		this.steadyFrom = new Float64Array(capacity);
		this.poweredAt = new Float64Array(capacity);
		this.saved = new Float64Array(capacity);
		this.savedOwn = new Float64Array(capacity);
		this.mark = new Uint8Array(capacity);
		this.savedStatus = new Uint8Array(capacity);
		this.free = new Int32Array(capacity);
		this.intervals = new Int32Array(capacity);
		this.traces = new Int32Array(capacity);
		this.sent = new Uint32Array(capacity);
		this.reserved = new Uint32Array(capacity);
		this.firstCounter = new Uint32Array(capacity);
		this.pushes = new Uint32Array(capacity);
		this.uncounted = new Uint32Array(capacity);
		this.uncountedOctets = new Uint32Array(capacity);
		this.#imports = new Uint8Array(capacity * RING);
		this.#present = new Uint8Array((capacity * RING) / 8);
		this.#exports = new Uint8Array(0);
		this.#exportAt = new Int32Array(capacity).fill(NOWHERE);
	}

	get bytes(): number {
		return this.parts.reduce((sum, { length }) => sum + length, 0);
	}

	/** The bytes of all columns, in an order that stays; the tables beside them are not among them. */
	get parts(): readonly Uint8Array[] {
		const columns = Object.values(this).filter((each): each is ArrayBufferView => ArrayBuffer.isView(each));
		return [...columns, this.#imports, this.#present, this.#exports, this.#exportAt].map(
			({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
		);
	}

	/** Rows that have exports. */
	get exportRows(): number {
		return this.#exportRows;
	}

	/** Room for as many rows with exports as an image has, whose bytes come into `parts` then. */
	restoreExports(rows: number, bytes: number): void {
		this.#exports = new Uint8Array(bytes);
		this.#exportRows = rows;
	}

	/** Bytes that exports take. */
	get exportBytes(): number {
		return this.#exports.length;
	}

	/** Makes room for the exports of these rows at once. */
	reserveExports(rows: number): void {
		const exports = new Uint8Array((this.#exportRows + rows) * RING);
		exports.set(this.#exports.subarray(0, this.#exportRows * RING));
		this.#exports = exports;
	}

	/**
	 * Row `row` is a meter of this household from `begin` on, the world's time, with these registers, W·ms. By its clock, which is `ahead` ms ahead.
	 */
	begin(row: number, household: number, begin: number, ahead: number, initial: { readonly import: number; readonly export: number }): void {
		this.household[row] = household;
		this.ahead[row] = ahead;
		this.importEnergy[row] = initial.import;
		this.exportEnergy[row] = initial.export;
		this.measured[row] = begin;
		this.save(row, begin, MARK.resumed);
		this.steadyFrom[row] = begin;
		this.poweredAt[row] = begin;
		this.importCount[row] = Math.floor(initial.import / this.unit);
		this.exportCount[row] = Math.floor(initial.export / this.unit);
		this.next[row] = Math.ceil((begin + ahead) / HALF_HOUR);
		this.newest[row] = this.next[row]! - 1;
		this.first[row] = this.next[row]!;
		if (!this.#options.feedsIn(household)) return;
		if ((this.#exportRows + 1) * RING > this.#exports.length) this.reserveExports(1 + (this.#exportRows >> 3));
		this.#exportAt[row] = this.#exportRows++ * RING;
	}

	/** A row whose past is on record works from now on, by its own clock; or one that is new. @param now the world's ms */
	powerUp(row: number, now: number, hasPast: boolean): void {
		const own = now + this.ahead[row]!;
		this.startedAt[row] = own;
		this.poweredAt[row] = now;
		this.steadyFrom[row] = now;
		this.save(row, now, MARK.resumed);
		if (!hasPast) return;
		// Of the past it has the traces of one day, and one that it stopped; and one that it goes on.
		const told = Math.ceil((Math.floor(own / MINUTE) - MINUTES_PER_DAY) / MINUTES_PER_HALF_HOUR);
		this.traces[row] = Math.min(this.intervals[row]!, this.newest[row]! - told + 1) + 2;
	}

	/** Brings registers and records of a row that has power up to `now`, the world's ms. */
	advance(row: number, now: number): void {
		const ahead = this.ahead[row]!;
		for (let at = this.next[row]! * HALF_HOUR - ahead; at <= now; at = this.next[row]! * HALF_HOUR - ahead) {
			this.measure(row, at);
			this.#close(row);
		}
		this.measure(row, now);
	}

	/** Adds what flowed up to `until`, the world's ms. */
	measure(row: number, until: number): void {
		const from = this.measured[row]!;
		if (from >= until) return;
		this.#add(row, from, until, 1);
		this.measured[row] = until;
	}

	/** Takes off again what has flowed since `from`, as if it had not been measured: the registers stand where they stood then. */
	lose(row: number, from: number): void {
		this.#add(row, from, this.measured[row]!, -1);
	}

	/** What flowed from `from` to `until`, the world's ms, whether or not it was measured: W·ms. */
	flowed(row: number, from: number, until: number): { readonly imported: number; readonly exported: number } {
		const household = this.household[row]!;
		let imported = 0;
		let exported = 0;
		for (let at = from; at < until; ) {
			const slot = Math.floor(at / HALF_HOUR) + 1;
			const end = Math.min(until, slot * HALF_HOUR);
			const energy = 2 * this.#options.energy(household, slot) * (end - at);
			if (energy > 0) imported += energy;
			else exported -= energy;
			at = end;
		}
		return { imported, exported };
	}

	#add(row: number, from: number, until: number, sign: 1 | -1): void {
		const household = this.household[row]!;
		const { energy } = this.#options;
		for (let at = from; at < until; ) {
			const slot = Math.floor(at / HALF_HOUR) + 1;
			const end = Math.min(until, slot * HALF_HOUR);
			// Twice the energy is the power.
			const flowed = 2 * energy(household, slot) * (end - at);
			if (flowed > 0) this.importEnergy[row]! += sign * flowed;
			else this.exportEnergy[row]! -= sign * flowed;
			at = end;
		}
	}

	/** What flows at this moment of the world's time, net Wh in half an hour. */
	energyAt(row: number, now: number): number {
		return this.#options.energy(this.household[row]!, Math.floor(now / HALF_HOUR) + 1);
	}

	/** The boundary `next` has come, and the registers stand at it. */
	#close(row: number): void {
		const at = this.next[row]!;
		// What the ring had there before is gone, and so is all that was jumped over.
		for (let halfHour = Math.max(this.newest[row]! + 1, at - RING + 1); halfHour < at; halfHour++) this.#put(row, halfHour, 0, 0, false);
		const importCount = Math.floor(this.importEnergy[row]! / this.unit);
		const exportCount = Math.floor(this.exportEnergy[row]! / this.unit);
		this.#put(row, at, importCount - this.importCount[row]!, exportCount - this.exportCount[row]!, true);
		this.importCount[row] = importCount;
		this.exportCount[row] = exportCount;
		if (this.pending[row]! !== 0) this.#setStatus(row, at);
		this.newest[row] = at;
		this.next[row] = at + 1;
		this.intervals[row]!++;
		this.traces[row]!++;
		this.save(row, this.measured[row]!, MARK.closed);
	}

	/** The registers are written down as they stand. @param now the world's ms */
	save(row: number, now: number, mark: number): void {
		this.saved[row] = now;
		this.savedOwn[row] = now + this.ahead[row]!;
		this.mark[row] = mark;
		this.savedStatus[row] = mark === MARK.closed ? 0 : this.pending[row]!;
	}

	#put(row: number, halfHour: number, imported: number, exported: number, isThere: boolean): void {
		const place = halfHour % RING;
		putCount(this.#imports, row * RING + place, imported, this.importEscapes);
		const exportAt = this.#exportAt[row]!;
		if (exportAt !== NOWHERE) putCount(this.#exports, exportAt + place, exported, this.exportEscapes);
		const bit = 1 << (place & 7);
		if (isThere) this.#present[(row * RING + place) >> 3]! |= bit;
		else this.#present[(row * RING + place) >> 3]! &= ~bit;
		if (this.statuses.size > 0) this.statuses.get(row)?.delete(halfHour - RING);
	}

	#setStatus(row: number, halfHour: number): void {
		const those = this.statuses.get(row) ?? new Map<number, number>();
		those.set(halfHour, this.pending[row]!);
		this.statuses.set(row, those);
		this.pending[row] = 0;
	}

	/** Bits of `INTERVAL_STATUS` of a half-hour on record. */
	status(row: number, halfHour: number): number {
		return (this.statuses.get(row)?.get(halfHour) ?? 0) | (halfHour === this.first[row]! ? INTERVAL_STATUS.powerOut : 0);
	}

	/** Whether the half-hour is on record: one of the ring's, up to `newest`. */
	has(row: number, halfHour: number): boolean {
		if (halfHour > this.newest[row]! || halfHour <= this.newest[row]! - RING || halfHour < 0) return false;
		const place = halfHour % RING;
		return ((this.#present[(row * RING + place) >> 3]! >> (place & 7)) & 1) === 1;
	}

	/** What was on record from this half-hour on is not any more: a new era begins with it. */
	forgetFrom(row: number, halfHour: number): void {
		const newest = this.newest[row]!;
		for (let each = newest; each >= halfHour && each > newest - RING; each--) {
			this.importCount[row]! -= this.imported(row, each);
			this.exportCount[row]! -= this.exported(row, each);
			this.#put(row, each, 0, 0, false);
			this.statuses.get(row)?.delete(each);
		}
		this.newest[row] = halfHour - 1;
	}

	/** Counts of one half-hour of the ring. */
	imported(row: number, halfHour: number): number {
		return countAt(this.#imports, row * RING + (halfHour % RING), this.importEscapes);
	}

	/** Likewise. */
	exported(row: number, halfHour: number): number {
		const at = this.#exportAt[row]!;
		return at === NOWHERE ? 0 : countAt(this.#exports, at + (halfHour % RING), this.exportEscapes);
	}

	/** Puts one byte of the imports otherwise, as a fault of the memory would: for tests. */
	corrupt(row: number, halfHour: number, bits: number): void {
		this.#imports[row * RING + (halfHour % RING)]! ^= bits;
	}
}

function putCount(counts: Uint8Array, at: number, count: number, escapes: Map<number, number>): void {
	if (escapes.size > 0) escapes.delete(at);
	counts[at] = Math.min(count, ESCAPE);
	if (count >= ESCAPE) escapes.set(at, count);
}

function countAt(counts: Uint8Array, at: number, escapes: Map<number, number>): number {
	const count = counts[at]!;
	return count === ESCAPE ? escapes.get(at)! : count;
}
