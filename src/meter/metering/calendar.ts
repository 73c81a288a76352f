import { MINUTE } from '../../../modules/time/durations.js';
import { JST_OFFSET } from '../../../modules/time/japan.js';
import type { Minute } from './readings.js';

/**
 * The calendar of Japan Standard Time (UTC+9, no summer time), proleptic Gregorian, in whole numbers: no `Date`, which XS counts in software doubles.
 * Days to dates and back by years that begin in March (H. Hinnant, "chrono-compatible low-level date algorithms").
 */
export interface Civil {
	readonly year: number;
	/** 1 to 12. */
	readonly month: number;
	/** 1 to 31. */
	readonly day: number;
	/** 0 to 23. */
	readonly hour: number;
	/** 0 to 59. */
	readonly minute: number;
}

export const MINUTES_PER_DAY = 1440;
export const MINUTES_PER_HALF_HOUR = 30;

const DAYS_PER_ERA = 146_097;
/** Days from 0000-03-01, where an era of 400 years begins, to 1970-01-01. */
const DAYS_TO_EPOCH = 719_468;

/** The date and time in Japan at a minute. */
export function toCivil(at: Minute): Civil {
	const local = at + JST_OFFSET;
	const days = Math.floor(local / MINUTES_PER_DAY);
	const ofDay = local - days * MINUTES_PER_DAY;
	const shifted = days + DAYS_TO_EPOCH;
	const era = Math.floor(shifted / DAYS_PER_ERA);
	const ofEra = shifted - era * DAYS_PER_ERA;
	const yearOfEra = Math.floor((ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365);
	const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
	const fromMarch = Math.floor((5 * ofYear + 2) / 153);
	const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
	return {
		year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0),
		month,
		day: ofYear - Math.floor((153 * fromMarch + 2) / 5) + 1,
		hour: Math.floor(ofDay / 60),
		minute: ofDay % 60,
	};
}

/** The minute at a date and time in Japan; undefined if there is no such date or time. Year from 0 to 9999. */
export function fromCivil(year: number, month: number, day: number, hour = 0, minute = 0): Minute | undefined {
	if (!within(year, 0, 9999) || !within(month, 1, 12) || !within(hour, 0, 23) || !within(minute, 0, 59)) return undefined;
	if (!within(day, 1, daysOfMonth(year, month))) return undefined;
	const marchYear = month <= 2 ? year - 1 : year;
	const era = Math.floor(marchYear / 400);
	const yearOfEra = marchYear - era * 400;
	const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
	const ofEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + ofYear;
	return (era * DAYS_PER_ERA + ofEra - DAYS_TO_EPOCH) * MINUTES_PER_DAY + hour * 60 + minute - JST_OFFSET;
}

/** 28 to 31. */
export function daysOfMonth(year: number, month: number): number {
	if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
	return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Midnight in Japan of the day that `at` lies in. */
export function startOfDay(at: Minute): Minute {
	return dayIndex(at) * MINUTES_PER_DAY - JST_OFFSET;
}

/** Days since 1970-01-01 in Japan: it grows by one at each midnight there. */
export function dayIndex(at: Minute): number {
	return Math.floor((at + JST_OFFSET) / MINUTES_PER_DAY);
}

/** The full minute that a time (ms since 1970-01-01T00:00:00Z) lies in. */
export function minuteOf(time: number): Minute {
	return Math.floor(time / MINUTE);
}

/** The last half-hour boundary at or before `at`; the same in UTC and in Japan. */
export function halfHourOf(at: Minute): Minute {
	return Math.floor(at / MINUTES_PER_HALF_HOUR) * MINUTES_PER_HALF_HOUR;
}

function within(value: number, least: number, most: number): boolean {
	return Number.isInteger(value) && value >= least && value <= most;
}
