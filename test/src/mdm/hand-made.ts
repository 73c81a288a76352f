/** Days of meters that a test makes by hand. */

import { REGISTER_FIELDS } from '../../../src/head-end/collection/register-table.js';
import { dayOf } from '../../../src/mdm/calendar.js';
import { BOUNDARIES, DayMatrix, firstSlotOf, HALF_HOURS, MISSING } from '../../../src/mdm/day-matrix.js';
import { MeterRegister, type StandingMeter } from '../../../src/mdm/meter-register.js';

/** A Thursday, and no holiday. */
export const DAY = dayOf(2026, 11, 19);
const HALF_HOUR = 1_800_000;

export const METER: StandingMeter = Object.freeze({
	...{ number: 1, title: '', serial: 'A1', supplyPoint: 'P1', wh: 100, digits: 6, amperes: 60, twoWay: false, group: 'north' },
	...{ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY },
});

export const registerOf = (...meters: readonly Partial<StandingMeter>[]): MeterRegister =>
	new MeterRegister(meters.map((each, i) => ({ ...METER, number: i + 1, supplyPoint: `P${i + 1}`, ...each })));

export const registerText = (...lines: readonly string[]): string => [REGISTER_FIELDS.join(','), ...lines, ''].join('\n');

/** ms at a boundary of a day. */
export const timeAt = (day: number, boundary: number): number => (firstSlotOf(day) + boundary) * HALF_HOUR;

/** Half-hours that no rule minds. */
export const usual = (k: number): number => 2 + (k % 5) + (k > 36 ? 3 : 0);

/** A matrix of one meter: registers from `begin` on, of what each half-hour has; `gone` boundaries are missing. */
export function oneMeter(
	parts: (k: number) => number,
	{ begin = 1000, modulus = 1e6, gone = [] as readonly number[], day = DAY, exports = undefined as ((k: number) => number) | undefined } = {},
): DayMatrix {
	const matrix = new DayMatrix(day, 0, Uint32Array.of(1));
	fillRow(matrix.imports, 0, begin, parts, modulus);
	if (exports) fillRow(matrix.exports, 0, begin, exports, modulus);
	for (const boundary of gone) matrix.imports[boundary] = MISSING;
	return matrix;
}

export function fillRow(registers: Uint32Array, row: number, begin: number, parts: (k: number) => number, modulus: number): void {
	let count = begin;
	registers[row * BOUNDARIES] = count;
	for (let k = 0; k < HALF_HOURS; k++) {
		count = (count + parts(k)) % modulus;
		registers[row * BOUNDARIES + k + 1] = count;
	}
}
