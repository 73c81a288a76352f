/** Half-hours of a meter by the day, from the registers that its own record holds: those that Route B's histories and Route A's load profile carry. */
import { MINUTE } from '../../../../modules/time/durations.js';
import { halfHourOf, MINUTES_PER_DAY, MINUTES_PER_HALF_HOUR, minuteOf, startOfDay } from '../../../../src/meter/metering/calendar.js';
import { type Counts, INTERVAL_STATUS, type IntervalReadings, type Minute } from '../../../../src/meter/metering/readings.js';
import type { EmulatedMeter } from '../../../../src/world/meter/emulated-meter.js';
import type { DayTold, HalfHourStatus, HalfHoursTold, Hole } from './told.js';

/** Whole days besides today. */
export const LAST_DAY = 45;
const SLOTS = MINUTES_PER_DAY / MINUTES_PER_HALF_HOUR;
const STATUS = Object.freeze(Object.keys(INTERVAL_STATUS) as (keyof typeof INTERVAL_STATUS & HalfHourStatus)[]);

/** @param days each from 0 to `LAST_DAY`; 0: today */
export function halfHoursTold(meter: EmulatedMeter, days: readonly number[]): HalfHoursTold {
	const { readings } = meter;
	const record = new Record(readings, meter.hasPower);
	return {
		meter: meter.name,
		now: meter.clock.now(),
		aheadMs: meter.clockAhead,
		wattHours: readings.counter.wattHours,
		twoWay: readings.twoWay,
		halfHours: halfHoursVersion(meter),
		days: days.map((day) => record.day(day)),
	};
}

/** Changes with what half-hours tell: at each boundary, with the unit, its power and its clock. */
export function halfHoursVersion(meter: EmulatedMeter): string {
	const halfHour = Math.floor(meter.clock.now() / (MINUTE * MINUTES_PER_HALF_HOUR));
	const works = meter.hasPower && meter.base.metering !== undefined;
	return `${halfHour} ${meter.shelf.inPlace('metering')?.identity.serial ?? '-'} ${works ? 'on' : 'off'} ${meter.clockAhead}`;
}

/** The registers of one meter at one moment. */
class Record {
	readonly #readings: IntervalReadings;
	readonly #now: Minute;
	/** Undefined: they cannot be read. */
	readonly #counts: Counts | undefined;
	/** The first and the last boundary on record. */
	readonly #oldest: Minute;
	readonly #newest: Minute;

	constructor(readings: IntervalReadings, hasPower: boolean) {
		this.#readings = readings;
		this.#now = minuteOf(readings.now());
		this.#counts = hasPower ? readings.counts() : undefined;
		let oldest = Number.POSITIVE_INFINITY;
		let newest = Number.NEGATIVE_INFINITY;
		if (this.#counts !== undefined)
			readings.eachInterval((at) => {
				oldest = Math.min(oldest, at);
				newest = Math.max(newest, at);
			});
		this.#oldest = oldest;
		this.#newest = newest;
	}

	day(day: number): DayTold {
		const start = startOfDay(this.#now) - day * MINUTES_PER_DAY;
		const boundaries = Array.from({ length: SLOTS + 1 }, (_, i) => this.#at(start + i * MINUTES_PER_HALF_HOUR));
		const register = (direction: keyof Counts) => boundaries.slice(0, SLOTS).map((counts) => this.#shown(counts, direction));
		const energies = boundaries.slice(0, SLOTS).map((counts, i) => this.#energy(counts, boundaries[i + 1], start + i * MINUTES_PER_HALF_HOUR));
		const status = boundaries.slice(1).flatMap((_, slot) => {
			const what = this.#status(start + (slot + 1) * MINUTES_PER_HALF_HOUR);
			return what.length === 0 ? [] : [{ slot, what }];
		});
		return {
			day,
			start: start * MINUTE,
			register: { import: register('import'), export: register('export') },
			energy: { import: energies.map((each) => each?.import ?? null), export: energies.map((each) => this.#shown(each, 'export')) },
			holes: energies.map((energy, i) => (energy === undefined ? this.#hole(start + i * MINUTES_PER_HALF_HOUR) : null)),
			status,
		};
	}

	#at(at: Minute): Counts | undefined {
		return this.#counts === undefined || at > this.#now ? undefined : this.#readings.halfHour(at);
	}

	/** As a one-way unit has it: what it does not count it does not tell. */
	#shown(counts: Counts | undefined, direction: keyof Counts): number | null {
		return counts === undefined || (direction === 'export' && !this.#readings.twoWay) ? null : counts[direction];
	}

	/** Wh. Of the half-hour that goes on, so far. */
	#energy(from: Counts | undefined, to: Counts | undefined, at: Minute): Counts | undefined {
		const until = to ?? (at === halfHourOf(this.#now) ? this.#counts : undefined);
		if (from === undefined || until === undefined) return undefined;
		const { wattHours, digits } = this.#readings.counter;
		const wrap = 10 ** digits;
		const gained = (direction: keyof Counts) => ((until[direction] - from[direction] + wrap) % wrap) * wattHours;
		return { import: gained('import'), export: gained('export') };
	}

	#status(at: Minute): HalfHourStatus[] {
		if (this.#counts === undefined || at > this.#now) return [];
		const bits = this.#readings.interval(at)?.status ?? 0;
		return STATUS.filter((name) => (bits & INTERVAL_STATUS[name]) !== 0);
	}

	#hole(at: Minute): Hole {
		if (at > this.#now) return 'ahead';
		if (this.#counts === undefined) return 'unread';
		const end = at + MINUTES_PER_HALF_HOUR;
		if (end < this.#oldest || (at < this.#oldest && end === this.#oldest)) return 'before';
		const missing = this.#at(at) === undefined ? at : end;
		for (let next = missing + MINUTES_PER_HALF_HOUR; next <= this.#newest; next += MINUTES_PER_HALF_HOUR) {
			if (this.#readings.interval(next) === undefined) continue;
			const what = this.#status(next);
			return what.includes('powerOut') ? 'powerOut' : what.includes('clockSet') ? 'clockSet' : 'unknown';
		}
		return at === halfHourOf(this.#now) ? 'running' : 'unknown';
	}
}
