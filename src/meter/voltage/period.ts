import type { Reader } from '../../../modules/bytes/reader.js';
import type { Writer } from '../../../modules/bytes/writer.js';
import type { Minute } from '../metering/readings.js';
import type { EventRecord, Kind } from './event.js';
import type { Grid } from './grid.js';

/** Where the values stand: those of all quantities, then those of each. */
const AT = Object.freeze({ measured: 0, imbalance: 1, worst: 3 });
const OF = Object.freeze({ minutes: 0, sum: 1, min: 2, max: 3, outside: 4, sag: 5, swell: 7, interruption: 9 });
const COMMON = 4;
const EACH = 11;
const MOST = 3;
/** Bytes of each value. */
const COMMON_WIDTHS: readonly number[] = Object.freeze([4, 2, 4, 2]);
const EACH_WIDTHS: readonly number[] = Object.freeze([2, 4, 2, 2, 4, 2, 4, 2, 4, 2, 4]);
const MOST_COUNT = 0xffff;
const MOST_DURATION = 0xffffffff;
export const PERIOD_LENGTH = 112;

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
	readonly #values = new Float64Array(COMMON + MOST * EACH);

	constructor(start: Minute) {
		this.start = start;
	}

	clear(start: Minute): void {
		this.start = start;
		this.#values.fill(0);
	}

	/** Something was measured for `duration` ms. */
	addTime(duration: number): void {
		this.#values[AT.measured]! += duration;
	}

	addOutside(quantity: number, duration: number): void {
		this.#values[COMMON + quantity * EACH + OF.outside]! += duration;
	}

	/** A one-minute mean, in 0.01 V. */
	addMinute(quantity: number, mean: number): void {
		const values = this.#values;
		const base = COMMON + quantity * EACH;
		if (values[base + OF.minutes] === 0 || mean < values[base + OF.min]!) values[base + OF.min] = mean;
		if (mean > values[base + OF.max]!) values[base + OF.max] = mean;
		values[base + OF.minutes]!++;
		values[base + OF.sum]! += mean;
	}

	addEvent(event: EventRecord): void {
		const base = event.kind === 'imbalance' ? AT.imbalance : COMMON + event.quantity * EACH + ofKind(event.kind);
		this.#values[base]! = Math.min(MOST_COUNT, this.#values[base]! + 1);
		this.#values[base + 1] = Math.min(MOST_DURATION, this.#values[base + 1]! + event.duration);
		if (event.kind === 'imbalance') this.#values[AT.worst] = Math.max(this.#values[AT.worst]!, event.extreme);
	}

	statistics(grid: Grid): PeriodStatistics {
		const values = this.#values;
		return {
			start: this.start,
			measured: values[AT.measured]!,
			quantities: grid.quantities.map(({ name }, i) => this.#quantity(name, COMMON + i * EACH)),
			imbalance: { ...this.#total(AT.imbalance), worst: values[AT.worst]! / 100 },
		};
	}

	/** Appends `PERIOD_LENGTH` bytes. */
	write(writer: Writer): void {
		writer.uint(4, this.start);
		for (let i = 0; i < this.#values.length; i++) writer.uint(widthOf(i), this.#values[i]!);
	}

	/** Takes `PERIOD_LENGTH` bytes. */
	read(reader: Reader): void {
		this.start = reader.uint(4, 'start');
		for (let i = 0; i < this.#values.length; i++) this.#values[i] = reader.uint(widthOf(i), 'statistics');
	}

	#quantity(name: string, base: number): QuantityStatistics {
		const values = this.#values;
		const minutes = values[base + OF.minutes]!;
		const measured = values[AT.measured]!;
		return {
			name,
			minutes,
			min: minutes === 0 ? undefined : values[base + OF.min]! / 100,
			max: minutes === 0 ? undefined : values[base + OF.max]! / 100,
			mean: minutes === 0 ? undefined : values[base + OF.sum]! / minutes / 100,
			inBand: measured === 0 ? undefined : (measured - values[base + OF.outside]!) / measured,
			sag: this.#total(base + OF.sag),
			swell: this.#total(base + OF.swell),
			interruption: this.#total(base + OF.interruption),
		};
	}

	#total(index: number): Total {
		return { count: this.#values[index]!, duration: this.#values[index + 1]! };
	}
}

function widthOf(index: number): number {
	return index < COMMON ? COMMON_WIDTHS[index]! : EACH_WIDTHS[(index - COMMON) % EACH]!;
}

function ofKind(kind: Exclude<Kind, 'imbalance'>): number {
	return OF[kind];
}
