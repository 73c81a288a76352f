/** What the bytes of class 0288 say, and how it is shown. */

import { toCivil } from '../../../src/meter/metering/calendar.js';
import type { Minute } from '../../../src/meter/metering/readings.js';
import { decodeDateTime } from '../../../src/route-b/values.js';
import type { Behaviour } from './behaviour.js';

/** How counts become kWh. */
export interface Scale {
	/** Wh a count, with the coefficient in it. */
	readonly wattHours: number;
	readonly digits: number;
}

/** EPC E1, Wh. */
const UNITS: ReadonlyMap<number, number> = new Map([
	[0x00, 1000],
	[0x01, 100],
	[0x02, 10],
	[0x03, 1],
	[0x04, 0.1],
]);
const LARGE_UNITS: ReadonlyMap<number, number> = new Map([
	[0x0a, 10_000],
	[0x0b, 100_000],
	[0x0c, 1_000_000],
	[0x0d, 10_000_000],
]);
/** What a program takes a unit for that knows none. */
const GUESS = 1000;

const ENERGY = Object.freeze({ noData: 0xfffffffe, most: 0xfffffffd });
const POWER = Object.freeze({ noData: 0x7ffffffe, most: 0x7ffffffd, least: -0x7fffffff });
const CURRENT = Object.freeze({ noData: 0x7ffe, most: 0x7ffd, least: -0x7fff });

export function unsigned(edt: Uint8Array, at = 0, length = 4): number {
	let value = 0;
	for (let i = at; i < at + length; i++) value = value * 256 + edt[i]!;
	return value;
}

/** Counts; undefined: no value. */
export function energyOf(edt: Uint8Array, at: number, { knowsNoData, knowsOverflow }: Behaviour): number | undefined {
	const value = unsigned(edt, at);
	if (value === ENERGY.noData) return knowsNoData ? undefined : value;
	return value > ENERGY.most && knowsOverflow ? undefined : value;
}

/** W */
export function powerOf(edt: Uint8Array, behaviour: Behaviour): number | undefined {
	return measured(unsigned(edt), 4, POWER, behaviour);
}

/** 0.1 A, of the phase at `offset`. */
export function currentOf(edt: Uint8Array, at: number, behaviour: Behaviour): number | undefined {
	return measured(unsigned(edt, at, 2), 2, CURRENT, behaviour);
}

function measured(
	raw: number,
	bytes: number,
	{ noData, most, least }: typeof POWER | typeof CURRENT,
	{ signed, knowsNoData, knowsOverflow }: Behaviour,
): number | undefined {
	if (raw === noData && knowsNoData) return undefined;
	const negative = raw - 256 ** bytes;
	const value = raw > noData + 1 ? negative : raw;
	if (knowsOverflow && raw !== noData && (value > most || value < least)) return undefined;
	return signed ? value : raw;
}

/** Wh of EPC E1; undefined for a code that it does not know. */
export function unitOf(code: number, { usesUnit, knowsLargeUnits }: Behaviour): number | undefined {
	if (!usesUnit) return GUESS;
	return UNITS.get(code) ?? (knowsLargeUnits ? LARGE_UNITS.get(code) : GUESS);
}

/** A half-hour of 6 or 7 bytes; undefined: none. */
export function minuteOfTime(edt: Uint8Array): Minute | undefined {
	return edt.length < 6 ? undefined : decodeDateTime(edt);
}

/** `2026-11-29T10:00`, in Japan. */
export function timeText(at: Minute): string {
	const { year, month, day, hour, minute } = toCivil(at);
	return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}

/** `1234.5 kWh` */
export function energyText(counts: number | undefined, { wattHours }: Scale): string {
	if (counts === undefined) return 'none';
	return `${((counts * wattHours) / 1000).toFixed(wattHours >= 1000 ? 0 : Math.max(0, Math.ceil(-Math.log10(wattHours / 1000) - 1e-9)))} kWh`;
}

/** `5.4 A` */
export function currentText(tenths: number | undefined): string {
	return tenths === undefined ? 'none' : `${(tenths / 10).toFixed(1)} A`;
}

function two(value: number): string {
	return value < 10 ? `0${value}` : `${value}`;
}
