/**
 * A district of households, each half-hour of each of them a whole number of Wh by a formula of seed, number and half-hour alone: no minute is walked through, so
 * that 45 days of 100,000 of them are there in seconds. Within a half-hour the power is constant, twice the energy in whole W: whoever integrates it, in whatever
 * steps, comes to the same mWh.
 *
 * One in eight, as the seed draws them, has a roof and feeds in (12 %); sizes go from small flats to large houses.
 */
import { frozen } from '../../../modules/bytes/frozen.js';
import { MINUTE } from '../../../modules/time/durations.js';
import { type LoadSource, NOMINAL_VOLTAGE, sampleOf } from './source.js';

/** ms. */
export const HALF_HOUR = 30 * MINUTE;
/** Half-hours of a day, and those that Japan is ahead of UTC. */
const PER_DAY = 48;
const AHEAD = 18;
const DAYS_PER_YEAR = 365.25;

/** Wh that a household of size 1 draws in each half-hour of a day, from 00:00 JST. */
const DRAWN = frozen<number[]>([
	...[120, 110, 100, 95, 90, 90, 90, 90, 90, 95, 110, 140, 210, 280, 300, 270, 230, 200, 180, 165, 155, 150, 155, 190],
	...[210, 190, 170, 160, 155, 155, 160, 170, 190, 220, 270, 330, 390, 430, 440, 430, 410, 390, 370, 340, 290, 240, 190, 150],
]);
/** The same of a roof under a clear sky in spring, peak 1.4 kWh. */
const LIT = frozen<number[]>([
	...[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20, 90, 210, 370, 550, 740, 920, 1080, 1210, 1310, 1370, 1400, 1400, 1390],
	...[1360, 1300, 1200, 1080, 930, 770, 600, 420, 260, 130, 40, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
]);
/** By the twelfth of a year from January on: heating and cooling; daylight. Hundredths. */
const SEASON: readonly number[] = frozen([150, 145, 115, 90, 80, 90, 120, 135, 100, 80, 95, 130]);
const DAYLIGHT: readonly number[] = frozen([62, 74, 90, 100, 106, 100, 102, 98, 86, 76, 64, 58]);

/** Out of 256. */
const WITH_ROOF = 31;
const WITH_BURST = 20;
/** Most of a burst, Wh: a kettle, a dryer, a car's first minutes. */
const BURST = 1100;
/** The largest is four times the smallest. */
const SMALLEST = 0.45;
const SPREAD = 1.35;

/** Streams of the hash that no half-hour has. */
const HOUSE = 0x5f356495;
const SKY = 0x2c1b3c6d;

/** Whether household `number` has a roof that feeds in. */
export function hasRoof(seed: number, number: number): boolean {
	return (mixed(seed, number, HOUSE) & 0xff) < WITH_ROOF;
}

/**
 * Wh of household `number` in the half-hour that ends at `slot` half-hours since 1970-01-01T00:00Z: drawn, or, where it is negative, fed in.
 * @param roof `hasRoof` of it
 */
export function districtEnergy(seed: number, number: number, slot: number, roof: boolean): number {
	const local = slot - 1 + AHEAD;
	const day = Math.floor(local / PER_DAY);
	const part = local - day * PER_DAY;
	const twelfth = Math.floor(((day % DAYS_PER_YEAR) / DAYS_PER_YEAR) * 12);
	const house = mixed(seed, number, HOUSE);
	const chance = mixed(seed ^ house, number, slot);
	const size = SMALLEST + (SPREAD * (house >>> 8)) / 0x1000000;
	let energy = size * DRAWN[part]! * (0.7 + (0.6 * (chance & 0xffff)) / 0x10000) * (0.4 + 0.006 * SEASON[twelfth]!);
	if (chance >>> 24 < WITH_BURST) energy += (BURST * ((chance >>> 16) & 0xff)) / 0x100;
	if (roof && LIT[part]! > 0) {
		// The sky is that of the street.
		const clouds = mixed(seed, number >>> 6, SKY ^ day) & 0xff;
		energy -= (LIT[part]! * DAYLIGHT[twelfth]! * (0.25 + (0.75 * clouds) / 0xff) * (0.85 + (0.15 * (chance & 0xff)) / 0xff)) / 100;
	}
	return Math.round(energy) | 0;
}

/** The load of household `number`, from 1. */
export function districtLoad(seed: number, number: number): LoadSource {
	const roof = hasRoof(seed, number);
	return {
		at(time) {
			const slot = Math.floor(time / HALF_HOUR) + 1;
			return { sample: districtSample(seed, number, slot, districtEnergy(seed, number, slot, roof)), until: slot * HALF_HOUR };
		},
		eachPower(begin, end, visit) {
			for (let from = begin; from < end; ) {
				const slot = Math.floor(from / HALF_HOUR) + 1;
				const until = Math.min(end, slot * HALF_HOUR);
				visit(2 * districtEnergy(seed, number, slot, roof), from, until);
				from = until;
			}
		},
	};
}

/** What the terminals measure in a half-hour in which it draws `energy` Wh: the voltage sinks with what is drawn. */
export function districtSample(seed: number, number: number, slot: number, energy: number) {
	const power = 2 * energy;
	const voltage = NOMINAL_VOLTAGE + (1.2 * ((mixed(seed ^ SKY, number, slot) & 0xff) - 0x80)) / 0x80 - power / 4000;
	return sampleOf(power, Math.round(Math.abs(power) * 0.12), Math.round(voltage * 10) / 10);
}

/** 32 bits of seed, household and place: the finaliser of Murmur3. */
function mixed(seed: number, number: number, at: number): number {
	let h = Math.imul(seed ^ Math.imul(at, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(number, 0x27d4eb2f);
	h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
	h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
	return (h ^ (h >>> 16)) >>> 0;
}
