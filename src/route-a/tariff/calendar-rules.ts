/**
 * What a calendar says of a moment (Blue Book, "Activity calendar"):
 *
 * - the season is the one whose start passed last; of two that start at once, the first of the list;
 * - the day profile is that of the first special day that the date is one of, and otherwise the one that the season's week has for the day of the week. A special
 *   day whose profile the calendar has not counts as any other day;
 * - the script in force is the last one of the day's that has begun, and before the first of them the last one of the day before.
 *
 * All times are ms since 1970-01-01T00:00:00Z, deviations minutes from local time to UTC.
 */
import { equalBytes } from '../../../modules/bytes/equal.js';
import { joined } from '../../../modules/bytes/joined.js';
import type { Calendar, DayProfile, Season } from '../../../modules/cosem/activity-calendar.js';
import { DATE_LENGTH, isOnDate, lastExecution, nextExecution, TIME_LENGTH } from '../../../modules/cosem/execution-time.js';
import type { SpecialDay } from '../../../modules/cosem/special-days.js';
import { DAY, MINUTE, SECOND } from '../../../modules/time/durations.js';
import { secondsOf } from './calendar-codec.js';

const DAYS_OF_WEEK = 7;
const TIME_END = DATE_LENGTH + TIME_LENGTH;
const ANY = 0xff;
/** Days that are looked at for a script: each profile has one, so that of the day before is in force at the latest. */
const LOOK_BACK = 2;

/** Whether all that a calendar names is in it, and each of its days has a script. */
export function isWhole({ seasons, weeks, days }: Calendar): boolean {
	for (const { week } of seasons) if (!weeks.some(({ name }) => equalBytes(name, week))) return false;
	for (const week of weeks) for (const id of week.days) if (!days.some((day) => day.id === id)) return false;
	return days.every(({ actions }) => actions.length > 0);
}

/** Whether a date is of a day that is looked at for what is in force at `time`, and for when that changes. */
export function isLookedAt(date: Uint8Array, time: number, deviation: number): boolean {
	const day = dayOf(time, deviation);
	for (let look = 0; look < LOOK_BACK; look++) if (isOnDate(date, day - look)) return true;
	return false;
}

/** The identifier of the script in force; undefined: none is, for no season has ever begun. */
export function scriptAt(calendar: Calendar, special: readonly SpecialDay[], time: number, deviation: number): number | undefined {
	const { days, seasons } = calendar;
	let moment = time;
	for (let look = 0; look < LOOK_BACK; look++) {
		const profile = profileAt(calendar, seasons, days, special, moment, deviation);
		const start = startOfDay(moment, deviation);
		const found = profile && lastScript(profile, (moment - start) / SECOND);
		if (found !== undefined) return found;
		moment = start - 1;
	}
	return undefined;
}

/** The first time after `time` at which the script in force may become another one; Infinity: there is none. */
export function changeAfter(calendar: Calendar, special: readonly SpecialDay[], time: number, deviation: number): number {
	const { days, seasons } = calendar;
	if (seasons.length === 0) return Number.POSITIVE_INFINITY;
	const start = startOfDay(time, deviation);
	let change = start + DAY;
	for (const { time: at } of profileAt(calendar, seasons, days, special, time, deviation)?.actions ?? []) {
		const begin = start + secondsOf(at) * SECOND;
		if (begin > time) change = Math.min(change, begin);
	}
	for (const season of seasons) change = Math.min(change, nextExecution(startOf(season), time, deviation));
	return change;
}

/** The start of a season as a time of execution; hours and minutes that are left open count as 0. */
export function startOf({ start }: Season): Uint8Array {
	const time = start.slice(DATE_LENGTH, TIME_END);
	for (let i = 0; i < time.length; i++) if (time[i] === ANY) time[i] = 0;
	return joined([time, start.subarray(0, DATE_LENGTH)]);
}

function profileAt(
	{ weeks }: Calendar,
	seasons: readonly Season[],
	days: readonly DayProfile[],
	special: readonly SpecialDay[],
	time: number,
	deviation: number,
): DayProfile | undefined {
	const day = dayOf(time, deviation);
	for (const { date, day: id } of special) {
		const profile = days.find((each) => each.id === id);
		if (profile !== undefined && isOnDate(date, day)) return profile;
	}
	let season: Season | undefined;
	let latest = Number.NEGATIVE_INFINITY;
	for (const each of seasons) {
		const start = lastExecution(startOf(each), time, deviation);
		if (start <= latest) continue;
		latest = start;
		season = each;
	}
	if (season === undefined) return undefined;
	const { week } = season;
	// 1970-01-01 was a Thursday.
	const id = weeks.find(({ name }) => equalBytes(name, week))?.days[(day + 3) % DAYS_OF_WEEK];
	return days.find((each) => each.id === id);
}

/** The last one that has begun by then, seconds since midnight; of two of one time the last of the list. */
function lastScript({ actions }: DayProfile, seconds: number): number | undefined {
	let found: number | undefined;
	let latest = -1;
	for (const { time, selector } of actions) {
		const begin = secondsOf(time);
		if (begin > seconds || begin < latest) continue;
		latest = begin;
		found = selector;
	}
	return found;
}

/** By local time, since 1970-01-01. */
function dayOf(time: number, deviation: number): number {
	return Math.floor((time - deviation * MINUTE) / DAY);
}

function startOfDay(time: number, deviation: number): number {
	return dayOf(time, deviation) * DAY + deviation * MINUTE;
}
