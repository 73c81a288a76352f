import { daysOfMonth, fromCivil, minutesPerDay, toCivil } from '../metering/calendar.js';
import type { Minute } from '../metering/readings.js';

/** The certification of a metering unit lasts ten years. */
const years = 10;
/** So many days before its end it is warned of; assumed. */
export const certificationWarning = 180;

export type CertificationState = 'valid' | 'ends soon' | 'ended';

/** The first minute in which a certification is no longer valid: the same day and time ten years later (that it counts by the day is assumed). */
export function certificationEnd(certified: Minute): Minute {
	const { year, month, day, hour, minute } = toCivil(certified);
	return fromCivil(year + years, month, Math.min(day, daysOfMonth(year + years, month)), hour, minute)!;
}

export function certificationState(certified: Minute, now: Minute, warning = certificationWarning): CertificationState {
	const end = certificationEnd(certified);
	if (now >= end) return 'ended';
	return now >= end - warning * minutesPerDay ? 'ends soon' : 'valid';
}
