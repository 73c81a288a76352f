import { daysOfMonth, fromCivil, MINUTES_PER_DAY, toCivil } from '../metering/calendar.js';
import type { Minute } from '../metering/readings.js';

/** The certification of a metering unit lasts ten years. */
const YEARS = 10;
/** Days before its end from which on it is warned of; assumed. */
const CERTIFICATION_WARNING = 180;

export type CertificationState = 'valid' | 'ends soon' | 'ended';

/** The first minute in which a certification is no longer valid: the same day and time ten years later (that it counts by the day is assumed). */
export function certificationEnd(certified: Minute): Minute {
	const { year, month, day, hour, minute } = toCivil(certified);
	return fromCivil(year + YEARS, month, Math.min(day, daysOfMonth(year + YEARS, month)), hour, minute)!;
}

export function certificationState(certified: Minute, now: Minute, warning = CERTIFICATION_WARNING): CertificationState {
	const end = certificationEnd(certified);
	if (now >= end) return 'ended';
	return now >= end - warning * MINUTES_PER_DAY ? 'ends soon' : 'valid';
}
