/**
 * A generated house, minute by minute: a refrigerator, standing load, meals, an evening, heating or cooling by season; with `pv` a roof of 4 kW.
 * Each minute is a pure function of the seed and the time, so any stretch can be played at once.
 */
import { frozen } from '../../../modules/bytes/frozen.js';
import { MINUTE } from '../../../modules/time/durations.js';
import { JST_OFFSET } from '../../../modules/time/japan.js';
import { type LoadSource, NOMINAL_VOLTAGE, sampleOf } from './source.js';

const PV_PEAK = 4000;

/** Habits of a house: hours of day, watts, and how likely a quarter of an hour has it. */
const HABITS = frozen([
	{ from: 6, to: 8, watts: 1500, chance: 0.55 },
	{ from: 11.5, to: 13, watts: 900, chance: 0.3 },
	{ from: 17.5, to: 20.5, watts: 1900, chance: 0.6 },
	{ from: 19, to: 23.5, watts: 320, chance: 0.9 },
	{ from: 20.5, to: 22.5, watts: 1100, chance: 0.25 },
	{ from: 8, to: 10.5, watts: 450, chance: 0.2 },
]);

export function houseLoad(seed: number, pv: boolean): LoadSource {
	return {
		at(time) {
			const minute = Math.floor(time / MINUTE) + JST_OFFSET;
			const power = consumption(seed, minute) - (pv ? generation(seed, minute) : 0);
			const voltage = NOMINAL_VOLTAGE + noise(seed, minute, 1) * 1.2 - power / 4000;
			return {
				sample: sampleOf(Math.round(power), Math.round(Math.abs(power) * 0.12), Math.round(voltage * 10) / 10),
				until: (minute - JST_OFFSET + 1) * MINUTE,
			};
		},
	};
}

/** W in a minute of JST since 1970. */
function consumption(seed: number, minute: number): number {
	const hour = (minute % 1440) / 60;
	const quarter = Math.floor(minute / 15);
	let watts = 170 + 30 * noise(seed, minute, 2);
	if (chance(seed, Math.floor(minute / 20), 3) < 0.45) watts += 95;
	for (let i = 0; i < HABITS.length; i++) {
		const habit = HABITS[i]!;
		if (hour >= habit.from && hour < habit.to && chance(seed, quarter, 10 + i) < habit.chance)
			watts += habit.watts * (0.85 + 0.3 * chance(seed, minute, 20 + i));
	}
	const season = Math.cos((2 * Math.PI * (yearDay(minute) - 20)) / 365.25);
	if ((hour >= 6 && hour < 9) || hour >= 17) watts += 900 * (0.3 + Math.abs(season)) * chance(seed, quarter, 4);
	return Math.max(40, watts);
}

/** W of the roof in a minute of JST since 1970: a clear sky's arc times the clouds. */
function generation(seed: number, minute: number): number {
	const hour = (minute % 1440) / 60;
	const daylight = 12.1 - 2.4 * Math.cos((2 * Math.PI * (yearDay(minute) + 10)) / 365.25);
	const arc = Math.cos((Math.PI * (hour - 11.9)) / daylight);
	if (arc <= 0 || Math.abs(hour - 11.9) > daylight / 2) return 0;
	const day = 0.35 + 0.65 * chance(seed, Math.floor(minute / 1440), 5);
	const cloud = 1 - 0.5 * chance(seed, Math.floor(minute / 7), 6) * (1.1 - day);
	return PV_PEAK * day * cloud * arc ** 1.3;
}

function yearDay(minute: number): number {
	return (minute / 1440) % 365.25;
}

/** Noise, from −1 to 1. */
function noise(seed: number, at: number, stream: number): number {
	return 2 * chance(seed, at, stream) - 1;
}

/** Chance, from 0 to below 1: an integer hash (Murmur3's finaliser) of seed, place and stream. */
function chance(seed: number, at: number, stream: number): number {
	let h = Math.imul(seed ^ Math.imul(at, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(stream, 0x27d4eb2f);
	h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
	h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
	return ((h ^ (h >>> 16)) >>> 0) / 0x100000000;
}
