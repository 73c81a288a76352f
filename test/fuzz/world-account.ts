/** What the metering units of a world must hold, reckoned from nothing but the load, the supply and which unit was in place with power. */
import { type Counter, toCount } from '../../src/meter/metering/registers.js';
import type { FuzzLoad } from './world-load.js';

const MINUTE = 60_000;
const HALF_HOUR = 30 * MINUTE;
/** W·ms in a mWh. */
const PER_MILLIWATT_HOUR = 3600;

/** Energy in W·ms, whole numbers. */
export interface Energy {
	readonly import: number;
	readonly export: number;
}

/** A metering unit as it must be. */
export interface UnitAccount {
	readonly serial: string;
	energy: Energy;
	/** What its flash holds: where it goes on after a power cut. */
	saved: Energy;
	/** By the minute of the boundary. */
	readonly intervals: Map<number, Energy>;
}

/** What the account needs to know of the meter at each moment. */
export interface MeterSituation {
	/** Serial number of the metering unit that has power; undefined: none. */
	readonly counting: string | undefined;
	/** Voltage gets through to the house. */
	readonly supply: boolean;
}

export class Account {
	readonly units = new Map<string, UnitAccount>();
	/** Goes up wherever registers may go back, or are those of another unit. */
	version = 0;
	readonly #load: FuzzLoad;
	readonly #start: number;
	readonly #twoWay: boolean;
	readonly #initial: (serial: string) => Energy;
	#situation: MeterSituation = { counting: undefined, supply: false };
	#at = 0;

	/** @param initial what a unit that was never seen holds */
	constructor(load: FuzzLoad, start: number, twoWay: boolean, initial: (serial: string) => Energy) {
		this.#load = load;
		this.#start = start;
		this.#twoWay = twoWay;
		this.#initial = initial;
	}

	/** The unit in place with power. */
	get counting(): UnitAccount | undefined {
		const { counting } = this.#situation;
		return counting === undefined ? undefined : this.unit(counting);
	}

	unit(serial: string): UnitAccount {
		const known = this.units.get(serial);
		if (known !== undefined) return known;
		const energy = this.#initial(serial);
		const unit = { serial, energy, saved: energy, intervals: new Map() };
		this.units.set(serial, unit);
		return unit;
	}

	/** Reckons up to now, ms of the scheduler, with what was so until now. */
	settle(now: number): void {
		const until = Math.floor(now);
		const unit = this.counting;
		while (this.#at < until) {
			const time = this.#start + this.#at;
			const boundary = (Math.floor(time / HALF_HOUR) + 1) * HALF_HOUR;
			const end = Math.min(until, Math.min(this.#load.until(time), boundary) - this.#start);
			if (unit !== undefined) {
				if (this.#situation.supply) unit.energy = this.#plus(unit.energy, this.#load.watts(time) * (end - this.#at));
				if (this.#start + end === boundary) {
					unit.intervals.set(boundary / MINUTE, unit.energy);
					unit.saved = unit.energy;
				}
			}
			this.#at = end;
		}
	}

	/**
	 * From now on it is so.
	 * @param orderly whether the unit that has no power any more had time to write down where it stood
	 */
	change(situation: MeterSituation, orderly = true): void {
		const before = this.counting;
		if (before !== undefined && situation.counting !== before.serial) {
			if (orderly) before.saved = before.energy;
			else before.energy = before.saved;
		}
		if (situation.counting !== this.#situation.counting) this.version++;
		this.#situation = situation;
		// Makes the account of a unit that was never seen before.
		if (situation.counting !== undefined) this.unit(situation.counting);
	}

	#plus(energy: Energy, wattMilliseconds: number): Energy {
		if (wattMilliseconds >= 0) return { import: energy.import + wattMilliseconds, export: energy.export };
		return this.#twoWay ? { import: energy.import, export: energy.export - wattMilliseconds } : energy;
	}
}

export function milliwattHours(wattMilliseconds: number): number {
	return Math.floor(wattMilliseconds / PER_MILLIWATT_HOUR);
}

/** What a register shows. */
export function counts({ import: drawn, export: fed }: Energy, counter: Counter): { readonly import: number; readonly export: number } {
	return { import: toCount(milliwattHours(drawn), counter), export: toCount(milliwattHours(fed), counter) };
}

/** Energy of a register, from Wh. */
export function energyOf(wattHours: number): number {
	return wattHours * 1000 * PER_MILLIWATT_HOUR;
}
