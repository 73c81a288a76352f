/**
 * What a household draws of gas, water and heat: a pure function of seed and time, which only rises, so that any hour can be asked for at once.
 *
 * A day's amount is its mean, more or less by season and by a draw for the day; over the hours it is spread by the kind's profile.
 */
import { frozen } from '../../../modules/bytes/frozen.js';
import { DAY, HOUR, MINUTE } from '../../../modules/time/durations.js';
import { JST_OFFSET } from '../../../modules/time/japan.js';

export interface Consumption {
	/** A day's mean. */
	readonly daily: number;
	/** Share of the mean by which midwinter is above it, and midsummer below. */
	readonly season: number;
	/** Share by which a day may differ from the season. Both together are below 1. */
	readonly draw: number;
	/** Weights of the hours of a day. */
	readonly hours: readonly number[];
}

/** Litres of gas: cooking and hot water. */
export const GAS: Consumption = frozen({
	daily: 1100,
	season: 0.45,
	draw: 0.3,
	hours: [0, 0, 0, 0, 0, 1, 6, 8, 3, 1, 1, 3, 4, 1, 1, 1, 2, 6, 10, 9, 8, 6, 3, 1],
});

/** Litres of water. */
export const WATER: Consumption = frozen({
	daily: 640,
	season: -0.08,
	draw: 0.4,
	hours: [1, 0, 0, 0, 1, 2, 7, 9, 6, 5, 4, 4, 4, 3, 3, 3, 4, 6, 8, 8, 9, 8, 5, 2],
});

/** Wh of heat. */
export const HEAT: Consumption = frozen({
	daily: 21_000,
	season: 0.7,
	draw: 0.2,
	hours: [2, 2, 2, 2, 3, 5, 8, 8, 5, 4, 3, 3, 3, 3, 3, 4, 5, 6, 7, 7, 6, 5, 4, 3],
});

/** 2024-01-01T00:00 in Japan, ms since 1970-01-01T00:00:00Z: the meters were put up then. */
const BEGIN = Date.UTC(2024, 0, 1) - JST_OFFSET * MINUTE;
const YEAR_DAYS = 365.25;
/** Days from the new year to the coldest one. */
const COLDEST = 25;

/** Drawn since the meter was put up. @param time ms since 1970-01-01T00:00:00Z; 0 before that day */
export function drawn({ hours, ...days }: Consumption, seed: number, time: number): number {
	const since = time - BEGIN;
	if (since <= 0) return 0;
	const day = Math.floor(since / DAY);
	const before = drawnByDay(days, seed, day);
	const amount = drawnByDay(days, seed, day + 1) - before;
	return before + amount * shareOfDay(hours, (since - day * DAY) / HOUR);
}

/** Before the day of this number begins. */
function drawnByDay({ daily, season, draw }: Omit<Consumption, 'hours'>, seed: number, day: number): number {
	const turn = (2 * Math.PI) / YEAR_DAYS;
	const seasonal = (season / turn) * (Math.sin(turn * (day - COLDEST)) + Math.sin(turn * COLDEST));
	return daily * (day + seasonal + draw * (chance(seed, day) - chance(seed, 0)));
}

function shareOfDay(hours: readonly number[], hour: number): number {
	let all = 0;
	let gone = 0;
	for (let i = 0; i < hours.length; i++) {
		const weight = hours[i]!;
		all += weight;
		gone += weight * Math.min(Math.max(hour - i, 0), 1);
	}
	return gone / all;
}

/** From 0 to below 1: an integer hash (Murmur3's finaliser). */
function chance(seed: number, at: number): number {
	let h = Math.imul(seed ^ Math.imul(at, 0x9e3779b1), 0x85ebca6b);
	h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
	h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
	return ((h ^ (h >>> 16)) >>> 0) / 0x100000000;
}
