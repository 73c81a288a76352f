/**
 * How readings look on the wire (ECHONET Lite Appendix, class 0x0288). All numbers are big endian; dates are of Japan Standard Time.
 *
 * | value       | bytes | format                                        | no data       |
 * |-------------|-------|-----------------------------------------------|---------------|
 * | energy      | 4     | counts, 0 to 99,999,999                       | FFFFFFFE      |
 * | power       | 4     | signed, W                                     | 7FFFFFFE      |
 * | currents    | 2, 2  | signed, 0.1 A, phases R and T                 | 7FFE each     |
 * | date, time  | 6, 7  | year (2), month, day, hour, minute[, second]  | all FF        |
 */

import type { Sample } from '../../hal/ports/metrology.js';
import { frozen } from '../../modules/bytes/frozen.js';
import { Writer } from '../../modules/bytes/writer.js';
import { fromCivil, toCivil } from '../meter/metering/calendar.js';
import type { Minute } from '../meter/metering/readings.js';

const NO_ENERGY = 0xfffffffe;
const NO_POWER = 0x7ffffffe;
const NO_CURRENT = 0x7ffe;
const POWER_LIMIT = 0x7ffffffd;
const CURRENT_LIMIT = 0x7ffd;

/** EPC E1: what one unit is worth in Wh, and its code. */
const UNITS: readonly (readonly [number, number])[] = frozen([
	[1000, 0x00],
	[100, 0x01],
	[10, 0x02],
	[1, 0x03],
	[0.1, 0x04],
	[10_000, 0x0a],
	[100_000, 0x0b],
	[1_000_000, 0x0c],
	[10_000_000, 0x0d],
]);

/** The code of EPC E1. Throws RangeError where the class has none. */
export function unitCode(wattHours: number): number {
	const unit = UNITS.find(([value]) => value === wattHours);
	if (unit) return unit[1];
	throw new RangeError(`Route B: property 0xe1: expected a unit of 10^-4 to 10^4 kWh, got ${wattHours} Wh`);
}

/** Wh, by the code of EPC E1. Throws RangeError for what is none. */
export function unitOfCode(code: number): number {
	const unit = UNITS.find(([, each]) => each === code);
	if (unit) return unit[0];
	throw new RangeError(`Route B: property 0xe1: expected a code from 00 to 04 or 0A to 0D, got ${code.toString(16).toUpperCase().padStart(2, '0')}`);
}

/** 4 bytes into `bytes` at `offset`. */
export function putEnergy(bytes: Uint8Array, offset: number, counts: number | undefined): void {
	const value = counts ?? NO_ENERGY;
	bytes[offset] = value >>> 24;
	bytes[offset + 1] = (value >>> 16) & 0xff;
	bytes[offset + 2] = (value >>> 8) & 0xff;
	bytes[offset + 3] = value & 0xff;
}

export function encodeEnergy(counts: number | undefined): Uint8Array {
	const bytes = new Uint8Array(4);
	putEnergy(bytes, 0, counts);
	return bytes;
}

/** 6 bytes into `bytes` at `offset`: a date and time without seconds. */
export function putDateTime(bytes: Uint8Array, offset: number, at: Minute | undefined): void {
	if (at === undefined) {
		bytes.fill(0xff, offset, offset + 6);
		return;
	}
	const { year, month, day, hour, minute } = toCivil(at);
	bytes[offset] = year >>> 8;
	bytes[offset + 1] = year & 0xff;
	bytes[offset + 2] = month;
	bytes[offset + 3] = day;
	bytes[offset + 4] = hour;
	bytes[offset + 5] = minute;
}

/** The first 6 of these bytes as a date and time; undefined if there is none such. */
export function decodeDateTime(bytes: Uint8Array): Minute | undefined {
	return fromCivil(bytes[0]! * 256 + bytes[1]!, bytes[2]!, bytes[3]!, bytes[4]!, bytes[5]!);
}

/** 11 or 15 bytes: when it was (seconds 00, or all FF if undefined), and each energy. */
export function encodeTimedEnergy(at: Minute | undefined, ...energies: readonly (number | undefined)[]): Uint8Array {
	const bytes = new Uint8Array(7 + 4 * energies.length);
	putDateTime(bytes, 0, at);
	bytes[6] = at === undefined ? 0xff : 0;
	for (let i = 0; i < energies.length; i++) putEnergy(bytes, 7 + 4 * i, energies[i]);
	return bytes;
}

/** EPC E7: whole watts, within what 4 bytes can say. */
export function encodePower(sample: Sample | undefined): Uint8Array {
	const value = sample ? clamp(Math.round(sample.power), POWER_LIMIT, 2) : NO_POWER;
	return new Writer(4).uint(4, value >>> 0).bytes;
}

/** EPC E8. A single-phase 2-wire line has no phase T. */
export function encodeCurrents(sample: Sample | undefined): Uint8Array {
	return new Writer(4).uint(2, encodeCurrent(sample?.currentR)).uint(2, encodeCurrent(sample?.currentT)).bytes;
}

function encodeCurrent(ampere: number | undefined): number {
	return ampere === undefined ? NO_CURRENT : clamp(Math.round(ampere * 10), CURRENT_LIMIT, 2) & 0xffff;
}

/** The lowest value reaches `further` more below zero than the highest above it: codes above that one mean "overflow" and "no data". */
function clamp(value: number, limit: number, further: number): number {
	return Math.max(-limit - further, Math.min(limit, value));
}
