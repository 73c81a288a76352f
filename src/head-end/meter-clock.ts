/** The meter's clock against the host's. */
import { NAME } from '../../modules/cosem/object-names.js';
import { numberOf } from '../../modules/dlms/axdr/data.js';
import { DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf, deviationOf, isDeviation, statusOf, timeOf } from '../../modules/dlms/axdr/date-time.js';
import { MINUTE } from '../../modules/time/durations.js';
import { JAPAN } from './date-time-text.js';
import { HeadEndError } from './head-end-error.js';
import type { MeterSession } from './meter-session.js';
import { attributeTarget } from './reading.js';

const CLOCK = 8;
const TIME = attributeTarget(CLOCK, NAME.clock, 2);
const TIME_ZONE = attributeTarget(CLOCK, NAME.clock, 3);

export interface ClockReading {
	/** ms since 1970-01-01T00:00:00Z. */
	readonly time: number;
	/** Minutes from local time to UTC: −540 in Japan. */
	readonly deviation: number;
	/** Bits of `CLOCK_STATUS`. */
	readonly status: number;
	/** Day of the week as the meter tells it, where that is neither its date's, 1 to 7, nor left open. */
	readonly wrongWeekday: number | undefined;
	/** Advance of the meter's clock over the host's, ms. */
	readonly ahead: number;
	/** How long question and answer took, ms: half of it may be wrong with `ahead`. */
	readonly roundTrip: number;
}

/** @param now the host's clock, ms since 1970-01-01T00:00:00Z */
export async function readClock(session: MeterSession, now: () => number): Promise<ClockReading> {
	await session.open();
	const asked = now();
	const reading = await session.get(TIME, 'clock');
	const answered = now();
	if (typeof reading === 'number') throw new HeadEndError({ kind: 'clockUnreadable', result: reading });
	const bytes = 'bytes' in reading ? reading.bytes : new Uint8Array(0);
	let deviation = deviationOf(bytes);
	if (deviation === undefined) {
		const zone = await session.get(TIME_ZONE, 'timeZone');
		const told = typeof zone === 'object' ? numberOf(zone) : undefined;
		deviation = told !== undefined && isDeviation(told) ? told : JAPAN;
	}
	const time = timeOf(bytes, deviation);
	if (time === undefined) throw new HeadEndError({ kind: 'clockTellsNoTime' });
	const wrongWeekday = wrongWeekdayIn(bytes, time, deviation);
	return { time, deviation, status: statusOf(bytes), wrongWeekday, ahead: time - (asked + answered) / 2, roundTrip: answered - asked };
}

/** By how much the clock went wrong between two readings, ms: more than the time between them. */
export function leapBetween(before: ClockReading, after: ClockReading): number {
	return after.ahead - before.ahead;
}

/** Day of the week of a date-time. */
const WEEKDAY_AT = 4;
const ANY = 0xff;
const SUNDAY = 7;

function wrongWeekdayIn(bytes: Uint8Array, time: number, deviation: number): number | undefined {
	const weekday = bytes[WEEKDAY_AT]!;
	const ofDate = new Date(time - deviation * MINUTE).getUTCDay() || SUNDAY;
	return weekday === ANY || weekday === ofDate ? undefined : weekday;
}

/**
 * Sets the clock, in the meter's own time zone.
 * @param time what it is set to, asked for as late as can be
 */
export async function setClock(session: MeterSession, time: () => number, deviation: number): Promise<void> {
	await session.open();
	const value = new DataWriter().octetString(dateTimeOf(time(), deviation, 0)).copy();
	const result = await session.set(TIME, value);
	if (result !== 0) throw new HeadEndError({ kind: 'clockNotSet', result });
}
