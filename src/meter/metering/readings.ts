import type { Sample } from '../../../hal/ports/metrology.js';
import type { Counter } from './registers.js';

/** What the routes see of the metering unit: readings, never its parts. */
export interface Readings {
	/** What one count is worth, and after how many decimal digits it wraps to 0. */
	readonly counter: Counter;
	/** Whether what the house feeds in is counted; without, `Counts.export` tells nothing. Of the unit in place, so it may change. */
	readonly twoWay: boolean;
	/** Milliseconds since 1970-01-01T00:00:00Z by the meter's own clock. */
	now(): number;
	/** The counters now; undefined while they are unknown. */
	counts(): Counts | undefined;
	/** What the terminals measured last, undefined in a gap. */
	sample(): Sample | undefined;
	/** The counters at a half-hour boundary of the last 45 days; undefined where none was recorded. */
	halfHour(at: Minute): Counts | undefined;
	/** The counters at a full minute of the last 24 hours; undefined where none was recorded. */
	minute(at: Minute): Counts | undefined;
	/** Calls `listener` after each half-hour that the clock closes, with its time. */
	onHalfHour(listener: (at: Minute) => void): void;
}

/** Minutes since 1970-01-01T00:00Z. Japan Standard Time is 540 minutes ahead, always. */
export type Minute = number;

/** Energy in counts of `Readings.counter`, from 0 to 10^digits − 1. */
export interface Counts {
	/** What the house drew ("normal direction"). */
	readonly import: number;
	/** What the house fed in ("reverse direction"). */
	readonly export: number;
}

/** Readings with what only the utility asks for. */
export interface IntervalReadings extends Readings {
	/** The interval that ended at a half-hour boundary of the last 45 days; undefined where none was recorded. */
	interval(at: Minute): Interval | undefined;
	/** When the metering unit began to work, ms since 1970-01-01T00:00:00Z by the clock as it was then; undefined: there is none. */
	readonly startedAt: number | undefined;
	/** What was before; undefined: it is new, or went on without a stop. */
	readonly stop: Stop | undefined;
	/** How often the most worn sector of its flash was erased; undefined: there is none. */
	erasures(): number | undefined;
	/** Calls `visit` with each half-hour boundary for which `interval` has one, newest first: at a fraction of its cost. `visit` asks the readings nothing. */
	eachInterval(visit: (at: Minute) => void): void;
}

export interface Stop {
	/** The last that is on record before, ms as `startedAt`: of an orderly stop its moment, else the half-hour boundary before, or a start. */
	readonly from: number;
	/** Whether `from` is a start: what came behind it is not known. */
	readonly isStart: boolean;
}

export interface Interval {
	/** The boundary that ended it. */
	readonly at: Minute;
	readonly counts: Counts;
	/** Bits of `INTERVAL_STATUS`. */
	readonly status: number;
}

/** What happened since the boundary recorded before. */
export const INTERVAL_STATUS = Object.freeze({
	/** The clock was set. */
	clockSet: 1,
	/** The meter had no power for a time. */
	powerOut: 2,
	/** The terminals measured nothing for a time. */
	incomplete: 4,
	/** Energy was measured that the registers no longer hold: power failed without an orderly stop. */
	lost: 8,
});
