import type { Reader } from '../../../modules/bytes/reader.js';
import type { Writer } from '../../../modules/bytes/writer.js';
import type { Minute } from '../metering/readings.js';
import type { EventRecord, Kind } from './event.js';
import type { Grid } from './grid.js';

/** How often and how long, in ms. */
export interface Total {
	readonly count: number;
	readonly duration: number;
}

export interface QuantityStatistics {
	readonly name: string;
	/** How many one-minute means there are, and the least, greatest and mean of them in V; undefined without any. */
	readonly minutes: number;
	readonly min: number | undefined;
	readonly max: number | undefined;
	readonly mean: number | undefined;
	/** Part of the measured time that the voltage was within its band, limits included; undefined if nothing was measured. */
	readonly inBand: number | undefined;
	readonly sag: Total;
	readonly swell: Total;
	readonly interruption: Total;
}

/** A day or a month in Japan. Events count where they end, with all of their duration. */
export interface PeriodStatistics {
	/** The minute it begins with. */
	readonly start: Minute;
	/** How long voltages were measured, ms. */
	readonly measured: number;
	readonly quantities: readonly QuantityStatistics[];
	/** `worst` in %. */
	readonly imbalance: Total & { readonly worst: number };
}

/**
 * The statistics of a period as they grow. As bytes:
 *
 * | offset | length | field |
 * |---|---|---|
 * | 0 | 4 | start, minutes since 1970 |
 * | 4 | 4 | measured time, ms |
 * | 8 | 2, 4, 2 | imbalance: count, duration in ms, worst in 0.01 % |
 * | 16 | 32 | 1st quantity: minutes 2, sum of their means 4, least 2, greatest 2 (0.01 V), time out of band 4 (ms), and count 2 and duration 4 (ms) of sags, swells, interruptions |
 * | 48 | 32 | 2nd quantity |
 * | 80 | 32 | 3rd quantity, 0 if the grid has none |
 *
 * Counts stay at 65,535, durations at 2^32 − 1 ms.
 */
export class Period {
	start: Minute;
	readonly #values = new Float64Array(common + most * each);

	constructor(start: Minute) {
		this.start = start;
	}

	clear(start: Minute): void {
		this.start = start;
		this.#values.fill(0);
	}

	/** Something was measured for `duration` ms. */
	addTime(duration: number): void {
		this.#values[at.measured]! += duration;
	}

	addOutside(quantity: number, duration: number): void {
		this.#values[common + quantity * each + of.outside]! += duration;
	}

	/** A one-minute mean, in 0.01 V. */
	addMinute(quantity: number, mean: number): void {
		const values = this.#values;
		const base = common + quantity * each;
		if (values[base + of.minutes] === 0 || mean < values[base + of.min]!) values[base + of.min] = mean;
		if (mean > values[base + of.max]!) values[base + of.max] = mean;
		values[base + of.minutes]!++;
		values[base + of.sum]! += mean;
	}

	addEvent(event: EventRecord): void {
		const base = event.kind === 'imbalance' ? at.imbalance : common + event.quantity * each + ofKind(event.kind);
		this.#values[base]! = Math.min(mostCount, this.#values[base]! + 1);
		this.#values[base + 1] = Math.min(mostDuration, this.#values[base + 1]! + event.duration);
		if (event.kind === 'imbalance') this.#values[at.worst] = Math.max(this.#values[at.worst]!, event.extreme);
	}

	statistics(grid: Grid): PeriodStatistics {
		const values = this.#values;
		return {
			start: this.start,
			measured: values[at.measured]!,
			quantities: grid.quantities.map(({ name }, i) => this.#quantity(name, common + i * each)),
			imbalance: { ...this.#total(at.imbalance), worst: values[at.worst]! / 100 },
		};
	}

	/** Appends `periodLength` bytes. */
	write(writer: Writer): void {
		writer.uint(4, this.start);
		for (let i = 0; i < this.#values.length; i++) writer.uint(widthOf(i), this.#values[i]!);
	}

	/** Takes `periodLength` bytes. */
	read(reader: Reader): void {
		this.start = reader.uint(4, 'start');
		for (let i = 0; i < this.#values.length; i++) this.#values[i] = reader.uint(widthOf(i), 'statistics');
	}

	#quantity(name: string, base: number): QuantityStatistics {
		const values = this.#values;
		const minutes = values[base + of.minutes]!;
		const measured = values[at.measured]!;
		return {
			name,
			minutes,
			min: minutes === 0 ? undefined : values[base + of.min]! / 100,
			max: minutes === 0 ? undefined : values[base + of.max]! / 100,
			mean: minutes === 0 ? undefined : values[base + of.sum]! / minutes / 100,
			inBand: measured === 0 ? undefined : (measured - values[base + of.outside]!) / measured,
			sag: this.#total(base + of.sag),
			swell: this.#total(base + of.swell),
			interruption: this.#total(base + of.interruption),
		};
	}

	#total(index: number): Total {
		return { count: this.#values[index]!, duration: this.#values[index + 1]! };
	}
}

/** Where the values stand: those of all quantities, then those of each. */
const at = Object.freeze({ measured: 0, imbalance: 1, worst: 3 });
const of = Object.freeze({ minutes: 0, sum: 1, min: 2, max: 3, outside: 4, sag: 5, swell: 7, interruption: 9 });
const common = 4;
const each = 11;
const most = 3;
/** Bytes of each value. */
const commonWidths: readonly number[] = Object.freeze([4, 2, 4, 2]);
const eachWidths: readonly number[] = Object.freeze([2, 4, 2, 2, 4, 2, 4, 2, 4, 2, 4]);
const mostCount = 0xffff;
const mostDuration = 0xffffffff;

export const periodLength = 112;

function widthOf(index: number): number {
	return index < common ? commonWidths[index]! : eachWidths[(index - common) % each]!;
}

function ofKind(kind: Exclude<Kind, 'imbalance'>): number {
	return of[kind];
}
