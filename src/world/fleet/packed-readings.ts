/** The readings of one meter of a fleet, made of its row for as long as somebody reads. */
import type { Sample } from '../../../hal/ports/metrology.js';
import { dayIndex, MINUTES_PER_DAY, MINUTES_PER_HALF_HOUR, minuteOf, startOfDay } from '../../meter/metering/calendar.js';
import type { Counts, Interval, IntervalReadings, Minute, Stop } from '../../meter/metering/readings.js';
import type { Counter } from '../../meter/metering/registers.js';
import { type Columns, RING, STATE } from './columns.js';
import { historyErasures } from './wear.js';

/** What the readings need of the fleet. */
export interface ReadingsPlace {
	readonly columns: Columns;
	readonly counter: Counter;
	/** The world's time, whole ms since 1970-01-01T00:00:00Z. */
	now(): number;
	/** What the terminals of a row measure now. */
	sample(row: number): Sample;
	/** What was before its last start; undefined: nothing that is known. */
	stopOf(row: number): Stop | undefined;
}

const DAYS_KEPT = 45;

export class PackedReadings implements IntervalReadings {
	readonly twoWay = true;
	readonly #place: ReadingsPlace;
	readonly #row: number;
	readonly #wrap: number;
	readonly #listeners: ((at: Minute) => void)[] = [];
	/** Counts at the half-hours of the ring, up to `#summed`; made by the first who asks for one of the past. */
	#imports: Float64Array | undefined;
	#exports: Float64Array | undefined;
	#summed = Number.NaN;

	constructor(place: ReadingsPlace, row: number) {
		this.#place = place;
		this.#row = row;
		this.#wrap = 10 ** place.counter.digits;
	}

	get counter(): Counter {
		return this.#place.counter;
	}

	get startedAt(): number {
		return this.#columns.startedAt[this.#row]!;
	}

	get stop(): Stop | undefined {
		return this.#place.stopOf(this.#row);
	}

	erasures(): number {
		return historyErasures(this.#columns.intervals[this.#row]!, this.#columns.traces[this.#row]!);
	}

	now(): number {
		return this.#place.now() + this.#columns.ahead[this.#row]!;
	}

	counts(): Counts {
		this.#advance();
		const { importEnergy, exportEnergy, unit } = this.#columns;
		return this.#wrapped(Math.floor(importEnergy[this.#row]! / unit), Math.floor(exportEnergy[this.#row]! / unit));
	}

	sample(): Sample | undefined {
		return this.#columns.state[this.#row]! & STATE.off ? undefined : this.#place.sample(this.#row);
	}

	halfHour(at: Minute): Counts | undefined {
		return this.interval(at)?.counts;
	}

	interval(at: Minute): Interval | undefined {
		this.#advance();
		const columns = this.#columns;
		if (at % MINUTES_PER_HALF_HOUR !== 0 || dayIndex(at) < dayIndex(minuteOf(this.now())) - DAYS_KEPT) return undefined;
		const halfHour = at / MINUTES_PER_HALF_HOUR;
		if (!columns.has(this.#row, halfHour)) return undefined;
		const status = columns.status(this.#row, halfHour);
		if (halfHour === columns.newest[this.#row]!)
			return { at, counts: this.#wrapped(columns.importCount[this.#row]!, columns.exportCount[this.#row]!), status };
		if (this.#summed !== columns.newest[this.#row]!) this.#sum();
		return { at, counts: this.#wrapped(this.#imports![halfHour % RING]!, this.#exports![halfHour % RING]!), status };
	}

	eachInterval(visit: (at: Minute) => void): void {
		this.#advance();
		const columns = this.#columns;
		const row = this.#row;
		const newest = columns.newest[row]!;
		const oldest = (startOfDay(minuteOf(this.now())) - DAYS_KEPT * MINUTES_PER_DAY) / MINUTES_PER_HALF_HOUR;
		for (let halfHour = newest; halfHour >= oldest && halfHour > newest - RING; halfHour--)
			if (columns.has(row, halfHour)) visit(halfHour * MINUTES_PER_HALF_HOUR);
	}

	/** Of the last 24 hours; undefined of what lies before the power was last off, or the clock was last set. */
	minute(at: Minute): Counts | undefined {
		this.#advance();
		const columns = this.#columns;
		const now = minuteOf(this.now());
		const world = at * 60_000 - columns.ahead[this.#row]!;
		if (at > now || at < now - MINUTES_PER_DAY || world < columns.steadyFrom[this.#row]!) return undefined;
		const { imported, exported } = columns.flowed(this.#row, world, columns.measured[this.#row]!);
		const { importEnergy, exportEnergy, unit } = columns;
		return this.#wrapped(Math.floor((importEnergy[this.#row]! - imported) / unit), Math.floor((exportEnergy[this.#row]! - exported) / unit));
	}

	onHalfHour(listener: (at: Minute) => void): void {
		this.#listeners.push(listener);
	}

	get #columns(): Columns {
		return this.#place.columns;
	}

	/** A half-hour that was closed meanwhile is told to those who listen. */
	#advance(): void {
		const columns = this.#columns;
		const row = this.#row;
		if (columns.state[row]! & STATE.off) return;
		const before = columns.newest[row]!;
		columns.advance(row, this.#place.now());
		for (let halfHour = before + 1; halfHour <= columns.newest[row]!; halfHour++)
			if (columns.has(row, halfHour)) for (const listener of this.#listeners) listener(halfHour * MINUTES_PER_HALF_HOUR);
	}

	/** Backwards from the newest count, which stands beside the ring. */
	#sum(): void {
		const columns = this.#columns;
		const row = this.#row;
		this.#imports ??= new Float64Array(RING);
		this.#exports ??= new Float64Array(RING);
		const newest = columns.newest[row]!;
		let imported = columns.importCount[row]!;
		let exported = columns.exportCount[row]!;
		for (let halfHour = newest; halfHour > newest - RING && halfHour >= 0; halfHour--) {
			this.#imports[halfHour % RING] = imported;
			this.#exports[halfHour % RING] = exported;
			imported -= columns.imported(row, halfHour);
			exported -= columns.exported(row, halfHour);
		}
		this.#summed = newest;
	}

	#wrapped(imported: number, exported: number): Counts {
		return { import: imported % this.#wrap, export: exported % this.#wrap };
	}
}
