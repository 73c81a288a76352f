/** What is reckoned from half-hours: sums of days, months, billing periods and time-of-use bands, and the highest demand. All in Wh; nothing unknown counts as 0. */
import { civilOf, type DayKind, dayOf, kindOf } from './calendar.js';
import { HALF_HOURS } from './day-matrix.js';
import type { PointDay } from './points.js';
import { isEstimate, QUALITY } from './quality.js';
import { FLAG } from './rules.js';

/** Of the half-hours of a period, or of some of them. */
export interface Total {
	/** Wh of what is known. */
	import: number;
	export: number;
	/** Half-hours that should be there, and those of which nothing is known, that are estimates, that stand on a day that is held. */
	halfHours: number;
	missing: number;
	estimated: number;
	held: number;
}

export interface Demand {
	/** W, the mean of the half-hour. */
	readonly power: number;
	readonly day: number;
	/** 0 to 47. */
	readonly halfHour: number;
}

export interface Band {
	readonly name: string;
	readonly days: DayKind | 'all';
	/** Half-hours of the day, `to` not among them. */
	readonly from: number;
	readonly to: number;
}

export const noTotal = (): Total => ({ import: 0, export: 0, halfHours: 0, missing: 0, estimated: 0, held: 0 });

/** Adds the half-hours of a day, or those of it that are wanted. */
export function addDay(total: Total, day: PointDay, isWanted: (halfHour: number) => boolean = () => true): void {
	const isHeld = (day.flags & FLAG.held) !== 0;
	for (let k = 0; k < HALF_HOURS; k++) {
		if (day.expected[k] === 0 || !isWanted(k)) continue;
		total.halfHours++;
		if (isHeld) total.held++;
		if (day.quality[k] === QUALITY.none) total.missing++;
		else if (isEstimate(day.quality[k]!) || day.quality[k] === QUALITY.mixed) total.estimated++;
		if (!Number.isNaN(day.imports[k]!)) total.import += day.imports[k]!;
		if (!Number.isNaN(day.exports[k]!)) total.export += day.exports[k]!;
	}
}

/** Adds a day of which nothing is published. @param expected 1 for each half-hour that should be there */
export function addUnknown(total: Total, expected: Uint8Array, isWanted: (halfHour: number) => boolean = () => true): void {
	for (let k = 0; k < HALF_HOURS; k++) {
		if (expected[k] === 0 || !isWanted(k)) continue;
		total.halfHours++;
		total.missing++;
	}
}

/** The highest half-hour that was read, never one that was guessed; undefined: nothing was read. */
export function highest(days: Iterable<PointDay>): Demand | undefined {
	let found: Demand | undefined;
	for (const { day, imports, quality } of days) {
		for (let k = 0; k < HALF_HOURS; k++) {
			if (quality[k] === QUALITY.none || isEstimate(quality[k]!) || quality[k] === QUALITY.mixed) continue;
			const power = imports[k]! * 2;
			if (found === undefined || power > found.power) found = { power, day, halfHour: k };
		}
	}
	return found;
}

/** The calendar month of a day: its first day and that behind its last. */
export function monthOf(day: number): readonly [from: number, until: number] {
	const { year, month } = civilOf(day);
	return [dayOf(year, month, 1), dayOf(year, month + 1, 1)];
}

/**
 * The billing period of a day, which begins at 00:00 of the metering day of each month; where a month is too short for it, on its last day.
 * @param meteringDay 1 to 31
 */
export function billingPeriodOf(day: number, meteringDay: number): readonly [from: number, until: number] {
	const { year, month } = civilOf(day);
	const begin = (ofMonth: number) => Math.min(dayOf(year, ofMonth, meteringDay), dayOf(year, ofMonth + 1, 1) - 1);
	return day >= begin(month) ? [begin(month), begin(month + 1)] : [begin(month - 1), begin(month)];
}

/** The band that a half-hour of a day belongs to: the first that has it; undefined: none has. */
export function bandOf(bands: readonly Band[], day: number, halfHour: number): Band | undefined {
	const kind = kindOf(day);
	return bands.find(({ days, from, to }) => {
		if (days !== 'all' && days !== kind) return false;
		// Through midnight: 23:00 to 07:00.
		return from < to ? halfHour >= from && halfHour < to : halfHour >= from || halfHour < to;
	});
}

/** The file of bands is wrong. */
export class BandsError extends Error {}

/** Of `[{"name": "night", "days": "all", "from": "23:00", "to": "07:00"}, …]`; the first that fits counts. Throws BandsError. */
export function bandsOf(file: unknown): readonly Band[] {
	if (!Array.isArray(file) || file.length === 0 || file.length > 48) throw new BandsError('expected a list of 1 to 48 bands');
	return file.map((each: unknown, i) => {
		const { name, days = 'all', from, to, ...more } = (typeof each === 'object' && each !== null ? each : {}) as Record<string, unknown>;
		const fail = (what: string, got: unknown) => new BandsError(`band ${i + 1}: expected ${what}, got ${JSON.stringify(got)}`);
		if (typeof name !== 'string' || name === '') throw fail('a name', name);
		if (days !== 'working' && days !== 'free' && days !== 'all') throw fail('days working, free or all', days);
		const [strange] = Object.keys(more);
		if (strange !== undefined) throw fail('name, days, from and to alone', strange);
		const time = (what: string, value: unknown): number => {
			const match = typeof value === 'string' ? /^(\d\d):(00|30)$/.exec(value) : null;
			const halfHour = match === null ? Number.NaN : 2 * Number(match[1]) + (match[2] === '30' ? 1 : 0);
			if (!(halfHour >= 0 && halfHour <= HALF_HOURS)) throw fail(`${what} as 07:00 or 23:30`, value);
			return halfHour;
		};
		return { name, days, from: time('from', from), to: time('to', to) };
	});
}
