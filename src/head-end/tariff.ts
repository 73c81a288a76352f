/** The tariff of a meter: its activity calendar (class 20) and its special days (class 11). */
import {
	type Calendar,
	type DayProfile,
	daysIn,
	putDays,
	putSeasons,
	putWeeks,
	type Season,
	seasonsIn,
	type Week,
	weeksIn,
} from '../../modules/cosem/activity-calendar.js';
import { NAME } from '../../modules/cosem/object-names.js';
import { putSpecialDays, type SpecialDay, specialDayIn } from '../../modules/cosem/special-days.js';
import { activationIn } from '../../modules/cosem/value-parts.js';
import { ACCESS_RESULT } from '../../modules/dlms/apdu/apdu.js';
import type { Data } from '../../modules/dlms/axdr/data.js';
import { DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf, UNSPECIFIED_TIME } from '../../modules/dlms/axdr/date-time.js';
import type { Reading } from './decoding.js';
import { HeadEndError, type TariffPart } from './head-end-error.js';
import type { MeterSession } from './meter-session.js';
import { attributeTarget, isAbsent } from './reading.js';

const CALENDAR = 20;
const SPECIAL_DAYS = 11;
/** The first attribute of each calendar. */
const FIRST = Object.freeze({ active: 2, passive: 6 });
const ACTIVATION = 10;
const ACTIVATE = 1;
const ENTRIES = 2;
/** In the order of the attributes. */
const PARTS: readonly TariffPart[] = Object.freeze(['name', 'seasons', 'weeks', 'days'] as const);

export interface Tariff extends Calendar {
	/** Undefined: the meter has none. */
	readonly specialDays: readonly SpecialDay[] | undefined;
	/** When the passive calendar becomes active, ms since 1970-01-01T00:00:00Z; undefined: never. */
	readonly activation: number | undefined;
}

/**
 * Throws HeadEndError.
 * @param deviation of the meter's clock, minutes from local time to UTC
 */
export async function readTariff(session: Pick<MeterSession, 'getAll'>, which: keyof typeof FIRST, deviation: number): Promise<Tariff> {
	const targets = PARTS.map((_, i) => attributeTarget(CALENDAR, NAME.activityCalendar, FIRST[which] + i));
	const [name, seasons, weeks, days, activation, special] = await session.getAll([
		...targets,
		attributeTarget(CALENDAR, NAME.activityCalendar, ACTIVATION),
		attributeTarget(SPECIAL_DAYS, NAME.specialDays, ENTRIES),
	]);
	const time = typeof activation === 'object' ? activationIn(activation, deviation) : undefined;
	return {
		name: partIn('name', name, (data) => ('bytes' in data ? data.bytes : undefined)),
		seasons: partIn('seasons', seasons, seasonsIn),
		weeks: partIn('weeks', weeks, weeksIn),
		days: partIn('days', days, daysIn),
		specialDays: special !== undefined && isAbsent(special) ? undefined : partIn('specialDays', special, specialDaysIn),
		activation: time === Number.POSITIVE_INFINITY ? undefined : time,
	};
}

/**
 * Sets the passive calendar, which is activated at no time any more, and the special days, which hold at once, where they are told. Throws HeadEndError.
 */
export async function writeTariff(session: MeterSession, { name, seasons, weeks, days, specialDays }: Omit<Tariff, 'activation'>): Promise<void> {
	// Never a part of this one at the time of the one before.
	await setActivation(session, UNSPECIFIED_TIME);
	const values: readonly DataWriter[] = [
		new DataWriter().octetString(name),
		putSeasons(new DataWriter(), { seasons }),
		putWeeks(new DataWriter(), { weeks }),
		putDays(new DataWriter(), { days }),
	];
	for (const [i, value] of values.entries()) await set(session, PARTS[i]!, CALENDAR, NAME.activityCalendar, FIRST.passive + i, value);
	if (specialDays !== undefined)
		await set(session, 'specialDays', SPECIAL_DAYS, NAME.specialDays, ENTRIES, putSpecialDays(new DataWriter(), { specialDays }));
}

/**
 * The passive calendar becomes active. Throws HeadEndError.
 * @param time ms since 1970-01-01T00:00:00Z; undefined: at once
 */
export async function activateTariff(session: MeterSession, time: number | undefined, deviation: number): Promise<void> {
	if (time !== undefined) {
		await setActivation(session, dateTimeOf(time, deviation, 0));
		return;
	}
	const target = { classId: CALENDAR, name: NAME.activityCalendar, index: ACTIVATE };
	const { result } = await session.act(target, new DataWriter().integer(0).copy());
	if (result !== 0) throw new HeadEndError({ kind: 'tariffNotSet', part: 'activation', result });
}

async function setActivation(session: MeterSession, time: Uint8Array): Promise<void> {
	await set(session, 'activation', CALENDAR, NAME.activityCalendar, ACTIVATION, new DataWriter().octetString(time));
}

async function set(session: MeterSession, part: TariffPart, classId: number, name: number, attribute: number, value: DataWriter): Promise<void> {
	const result = await session.set(attributeTarget(classId, name, attribute), value.copy());
	if (result !== 0) throw new HeadEndError({ kind: 'tariffNotSet', part, result });
}

function partIn<T extends Uint8Array | readonly (Season | Week | DayProfile | SpecialDay)[]>(
	part: TariffPart,
	reading: Reading | undefined,
	valueIn: (data: Data) => T | undefined,
): T {
	const value = typeof reading === 'object' ? valueIn(reading) : undefined;
	if (value === undefined)
		throw new HeadEndError({ kind: 'tariffUnreadable', part, result: typeof reading === 'number' ? reading : ACCESS_RESULT.typeUnmatched });
	return value;
}

function specialDaysIn(data: Data): SpecialDay[] | undefined {
	if (!('items' in data)) return undefined;
	const days = data.items.map(specialDayIn);
	return days.every((day) => day !== undefined) ? days : undefined;
}
