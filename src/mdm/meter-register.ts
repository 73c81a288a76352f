/** Who stands where: the collector's `register.csv`, of which this program reads alone, and who stood at a supply point before. */
import { MINUTE } from '../../modules/time/durations.js';
import { RegisterError, type RegisterRow, registerRows, registerTime } from '../head-end/collection/register-table.js';
import { firstSlotOf, HALF_HOURS, shardOf } from './day-matrix.js';

export const HALF_HOUR = 30 * MINUTE;

export interface StandingMeter {
	readonly number: number;
	readonly title: string;
	readonly serial: string;
	/** Its serial, or else its number, where the register names none. */
	readonly supplyPoint: string;
	/** Wh a count. */
	readonly wh: number;
	/** Of the registers, which begin again at 0 after 10^digits counts. */
	readonly digits: number;
	/** A; 0: unknown. */
	readonly amperes: number;
	readonly twoWay: boolean;
	readonly group: string;
	/** ms since 1970-01-01T00:00:00Z; −Infinity and Infinity: always. */
	readonly from: number;
	readonly to: number;
}

export class MeterRegister {
	/** By number. */
	readonly meters: readonly StandingMeter[];
	readonly #points = new Map<string, StandingMeter[]>();

	/** Throws RegisterError where a number stands there twice, or meters stand at one supply point at the same time. */
	constructor(meters: readonly StandingMeter[]) {
		this.meters = [...meters].sort((one, other) => one.number - other.number);
		for (const [i, meter] of this.meters.entries()) {
			if (this.meters[i - 1]?.number === meter.number)
				throw new RegisterError(meters.lastIndexOf(meter) + 2, 'each number once', String(meter.number));
			const there = this.#points.get(meter.supplyPoint);
			if (there === undefined) this.#points.set(meter.supplyPoint, [meter]);
			else there.push(meter);
		}
		for (const there of this.#points.values()) {
			there.sort((one, other) => one.from - other.from);
			for (const [i, meter] of there.entries()) {
				const before = there[i - 1];
				if (before === undefined || before.to <= meter.from) continue;
				const expected = `meter ${before.number} to go before meter ${meter.number} comes to supply point ${meter.supplyPoint}`;
				throw new RegisterError(meters.indexOf(meter) + 2, expected, timeText(before.to));
			}
		}
	}

	/** Throws RegisterError. */
	static parse(text: string): MeterRegister {
		return new MeterRegister(registerRows(text).map(meterOf));
	}

	/** Undefined: it is not there. */
	of(number: number): StandingMeter | undefined {
		let [low, high] = [0, this.meters.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.meters[middle]!.number < number) low = middle + 1;
			else high = middle;
		}
		return this.meters[low]?.number === number ? this.meters[low] : undefined;
	}

	/** Those that stand, stood or will stand at a supply point, in the order of time. */
	at(supplyPoint: string): readonly StandingMeter[] {
		return this.#points.get(supplyPoint) ?? [];
	}

	/** In the order of the numbers of their first meters. */
	get supplyPoints(): IterableIterator<string> {
		return this.#points.keys();
	}

	/** Of the meters of a shard that stand for some time of a day, rising. */
	numbersOf(day: number, shard: number): Uint32Array {
		const numbers = this.meters.filter((meter) => shardOf(meter.number) === shard && standsOn(meter, day)).map(({ number }) => number);
		return Uint32Array.from(numbers);
	}

	/** Of those that stand for some time of a day, rising. */
	shardsOf(day: number): readonly number[] {
		const shards = new Set<number>();
		for (const meter of this.meters) if (standsOn(meter, day)) shards.add(shardOf(meter.number));
		return [...shards].sort((one, other) => one - other);
	}
}

/** The boundaries of a day between which a meter counts: those around its coming and going, too. The first not below the second: it does not stand. */
export function boundariesOf(meter: Pick<StandingMeter, 'from' | 'to'>, day: number): readonly [first: number, last: number] {
	const begin = firstSlotOf(day);
	const bounded = (slot: number) => Math.min(Math.max(slot - begin, 0), HALF_HOURS);
	const [comes, goes] = slotsOf(meter);
	return [bounded(comes), bounded(goes)];
}

/** The slots between which a meter counts. */
export function slotsOf({ from, to }: Pick<StandingMeter, 'from' | 'to'>): readonly [comes: number, goes: number] {
	return [Math.floor(from / HALF_HOUR), Math.ceil(to / HALF_HOUR)];
}

function standsOn(meter: StandingMeter, day: number): boolean {
	const [first, last] = boundariesOf(meter, day);
	return first < last;
}

const timeText = (time: number): string => (Number.isFinite(time) ? new Date(time).toISOString() : 'never');

function meterOf({ concentrator: _, ...row }: RegisterRow): StandingMeter {
	return {
		...row,
		supplyPoint: row.supplyPoint || row.serial || String(row.number),
		from: registerTime(row.from) ?? Number.NEGATIVE_INFINITY,
		to: registerTime(row.to) ?? Number.POSITIVE_INFINITY,
	};
}
