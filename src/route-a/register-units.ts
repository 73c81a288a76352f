/** What the values of the meter's registers (class 3) count in: the unit, and the power of ten of it. */
import { frozen } from '../../modules/bytes/frozen.js';
import type { ObjectName } from '../../modules/cosem/object-names.js';
import { PHYSICAL_UNIT } from '../../modules/cosem/register-class.js';
import { type Counter, registerUnit } from '../meter/metering/registers.js';

/** A meter whose counts are worth so much. */
interface Counting {
	readonly readings: { readonly counter: Counter };
}

export interface RegisterUnit {
	/** One of `PHYSICAL_UNIT`. */
	readonly unit: number;
	readonly scaler: (meter: Counting) => number;
}

/** The scaler of a count that is worth so much. Throws RangeError if there is none. */
function powerOfTen(value: number): number {
	for (let power = -3, worth = 0.001; power <= 9; power++, worth *= 10) if (Math.abs(value - worth) < worth / 1000) return power;
	throw new RangeError(`Route A: scaler: expected a count worth a power of ten, got ${value} Wh`);
}

const UNITS = frozen({
	energy: { unit: PHYSICAL_UNIT.wattHour, scaler: ({ readings }: Counting) => powerOfTen(registerUnit(readings.counter)) },
	power: { unit: PHYSICAL_UNIT.watt, scaler: () => 0 },
	current: { unit: PHYSICAL_UNIT.ampere, scaler: () => -1 },
	voltage: { unit: PHYSICAL_UNIT.volt, scaler: () => -1 },
});

export const REGISTER_UNITS = frozen({
	importEnergy: UNITS.energy,
	exportEnergy: UNITS.energy,
	importPower: UNITS.power,
	exportPower: UNITS.power,
	currentR: UNITS.current,
	voltageR: UNITS.voltage,
	currentT: UNITS.current,
	voltageT: UNITS.voltage,
	currentSum: UNITS.current,
}) satisfies { readonly [Name in ObjectName]?: RegisterUnit };

export type RegisterName = keyof typeof REGISTER_UNITS;
