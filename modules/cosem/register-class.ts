/**
 * Register (class 3, version 0): a measured value. Attributes: 2 value, 3 scaler_unit, a structure of scaler (integer: a power of ten) and unit (enum,
 * Blue Book, "Enumerated values for physical units"). Method: 1 reset, which is not supported: what a meter has counted stays.
 */
import { frozen } from '../bytes/frozen.js';
import type { InterfaceClass } from '../dlms/server/logical-device.js';
import type { FactsClass, Put } from './facts-object.js';

export const PHYSICAL_UNIT = Object.freeze({
	second: 7,
	watt: 27,
	voltAmpere: 28,
	var: 29,
	wattHour: 30,
	ampere: 33,
	volt: 35,
	hertz: 44,
	none: 255,
});

const REGISTER: InterfaceClass = Object.freeze({ classId: 3, version: 0, attributes: 3, methods: 1 });

/**
 * A register whose value is put so.
 *
 * @param physicalUnit one of `PHYSICAL_UNIT`, or another of the Blue Book's
 * @param scaler the value counts in units of 10 to this
 */
export function register<F>(physicalUnit: number, scaler: number | ((facts: F) => number), value: Put<F>): FactsClass<F> {
	const scalerUnit: Put<F> = (w, facts) =>
		w
			.structure(2)
			.integer(typeof scaler === 'number' ? scaler : scaler(facts))
			.enum(physicalUnit);
	return frozen({ ...REGISTER, puts: [value, scalerUnit] });
}
