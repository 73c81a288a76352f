/**
 * Days as Japan counts them: dates, and which are holidays by the law (国民の祝日に関する法律, Act 178 of 1948, with the acts that moved days in 2019 to 2021).
 *
 * A day is a number of days since 1970-01-01. Holidays are known from 2016 to 2099: the days of the equinoxes are reckoned (the Cabinet announces each in the
 * February before; the formula has met all of them since 1980).
 */
import { frozen } from '../../modules/bytes/frozen.js';
import { DAY } from '../../modules/time/durations.js';

export const FIRST_YEAR = 2016;
export const LAST_YEAR = 2099;

export interface CivilDate {
	readonly year: number;
	/** 1 to 12. */
	readonly month: number;
	/** 1 to 31. */
	readonly date: number;
}

export type DayKind = 'working' | 'free';

interface HolidayRule {
	readonly name: string;
	/** 1 to 12. */
	readonly month: number;
	/** A date; the n-th Monday; or an equinox, by its day of 1980. */
	readonly on: number | { readonly monday: number } | { readonly equinox: number };
	/** Years, both ends included. */
	readonly from?: number;
	readonly to?: number;
	readonly not?: readonly number[];
}

const HOLIDAYS = frozen<HolidayRule[]>([
	{ name: '元日', month: 1, on: 1 },
	{ name: '成人の日', month: 1, on: { monday: 2 } },
	{ name: '建国記念の日', month: 2, on: 11 },
	{ name: '天皇誕生日', month: 2, on: 23, from: 2020 },
	{ name: '春分の日', month: 3, on: { equinox: 20.8431 } },
	{ name: '昭和の日', month: 4, on: 29 },
	{ name: '即位の日', month: 5, on: 1, from: 2019, to: 2019 },
	{ name: '憲法記念日', month: 5, on: 3 },
	{ name: 'みどりの日', month: 5, on: 4 },
	{ name: 'こどもの日', month: 5, on: 5 },
	{ name: '海の日', month: 7, on: { monday: 3 }, not: [2020, 2021] },
	{ name: '海の日', month: 7, on: 23, from: 2020, to: 2020 },
	{ name: '海の日', month: 7, on: 22, from: 2021, to: 2021 },
	{ name: 'スポーツの日', month: 7, on: 24, from: 2020, to: 2020 },
	{ name: 'スポーツの日', month: 7, on: 23, from: 2021, to: 2021 },
	{ name: '山の日', month: 8, on: 11, not: [2020, 2021] },
	{ name: '山の日', month: 8, on: 10, from: 2020, to: 2020 },
	{ name: '山の日', month: 8, on: 8, from: 2021, to: 2021 },
	{ name: '敬老の日', month: 9, on: { monday: 3 } },
	{ name: '秋分の日', month: 9, on: { equinox: 23.2488 } },
	{ name: '体育の日', month: 10, on: { monday: 2 }, to: 2019 },
	{ name: 'スポーツの日', month: 10, on: { monday: 2 }, from: 2022 },
	{ name: '即位礼正殿の儀', month: 10, on: 22, from: 2019, to: 2019 },
	{ name: '文化の日', month: 11, on: 3 },
	{ name: '勤労感謝の日', month: 11, on: 23 },
	{ name: '天皇誕生日', month: 12, on: 23, to: 2018 },
]);
const SUBSTITUTE = '振替休日';
const BETWEEN = '国民の休日';

/** The tropical year, days. */
const YEAR = 0.242194;

export function civilOf(day: number): CivilDate {
	const date = new Date(day * DAY);
	return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, date: date.getUTCDate() };
}

/** Months and dates beyond their ends go on into the next. */
export function dayOf(year: number, month: number, date: number): number {
	return Date.UTC(year, month - 1, date) / DAY;
}

/** `2026-11-30`. */
export function dateText(day: number): string {
	return new Date(day * DAY).toISOString().slice(0, 10);
}

/** Undefined: no date, or of a year whose holidays are not known. */
export function readDate(text: string): number | undefined {
	if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
	const [year, month, date] = text.split('-').map(Number) as [number, number, number];
	const day = dayOf(year, month, date);
	return dateText(day) === text && year >= FIRST_YEAR && year <= LAST_YEAR ? day : undefined;
}

/** 0 on Sundays to 6 on Saturdays. */
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;

/** The holiday that a day is, as the law names it; undefined: none. Throws RangeError for a year before 2016 or after 2099. */
export function holidayOf(day: number): string | undefined {
	const named = namedHoliday(day);
	if (named !== undefined) return named;
	// Article 3 (2): of a holiday on a Sunday the nearest day behind it that is none.
	let before = day - 1;
	while (namedHoliday(before) !== undefined) {
		if (weekdayOf(before) === 0) return SUBSTITUTE;
		before--;
	}
	// Article 3 (3).
	return namedHoliday(day - 1) !== undefined && namedHoliday(day + 1) !== undefined ? BETWEEN : undefined;
}

/** Saturdays, Sundays and holidays are free. */
export function kindOf(day: number): DayKind {
	const weekday = weekdayOf(day);
	return weekday === 0 || weekday === 6 || holidayOf(day) !== undefined ? 'free' : 'working';
}

function namedHoliday(day: number): string | undefined {
	const { year, month, date } = civilOf(day);
	// The days around the first and the last of them are asked for, too.
	if (year < FIRST_YEAR - 1 || year > LAST_YEAR + 1) throw new RangeError(`holidays are known from ${FIRST_YEAR} to ${LAST_YEAR}, not of ${year}`);
	const rule = HOLIDAYS.find(
		({ month: of, on, from = 0, to = LAST_YEAR + 1, not = [] }) =>
			of === month && year >= from && year <= to && !not.includes(year) && dateIn(year, month, on) === date,
	);
	return rule?.name;
}

function dateIn(year: number, month: number, on: HolidayRule['on']): number {
	if (typeof on === 'number') return on;
	if ('monday' in on) {
		const first = weekdayOf(dayOf(year, month, 1));
		return 1 + ((8 - first) % 7) + 7 * (on.monday - 1);
	}
	return Math.floor(on.equinox + YEAR * (year - 1980) - Math.floor((year - 1980) / 4));
}
