/**
 * A telegram of the customer's port in the form of DSMR P1 (companion standard 5.0, after IEC 62056-21 mode D): lines of ASCII that end in CR LF.
 *
 * | line                   |                                                                                   |
 * |------------------------|-----------------------------------------------------------------------------------|
 * | `/XXX5identification`  | the maker's three letters, `5`, and what it is                                     |
 * |                        | empty                                                                             |
 * | `A-B:C.D.E(value)`     | one for each value, several of the log of power failures                          |
 * | `!CRC`                 | CRC-16/ARC of all from `/` to `!`, four hexadecimal digits                        |
 *
 * P1 names no total, no 100 V and no two wires: 1.8.0 and 2.8.0 stand beside the rates as other countries have them, L1 is phase R and L3 phase T as in the
 * meter's objects. Where no tariff is in force the total is that of rate 1.
 */

import type { Sample } from '../../../hal/ports/metrology.js';
import { asciiBytes, asciiText } from '../../../modules/bytes/ascii.js';
import { crc16Arc } from '../../../modules/bytes/crc.js';
import { frozen } from '../../../modules/bytes/frozen.js';
import { GrowingWriter } from '../../../modules/bytes/growing-writer.js';
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import type { Identification } from '../../../modules/hdlc/mode-e.js';
import { MINUTE } from '../../../modules/time/durations.js';
import { registerUnit } from '../../meter/metering/registers.js';
import { ORDERLY } from '../control/control-logs.js';
import type { MeterState } from '../meter-state.js';
import { RATE_MASKS } from '../tariff/tariff-scripts.js';

/** Of DSMR 5.0, as 1-3:0.2.8 tells it. */
const VERSION = '50';
/** A telegram is of this order. */
const USUAL_LENGTH = 1024;
/** The newest power failures that a telegram tells. */
const MOST_FAILURES = 10;
const MOST_WATTS = 99_999;

/** What stands behind a name, with its brackets; undefined: there is no such line. */
type Value = (meter: MeterState) => string | undefined;

/** In the order of the telegram. */
const ROWS: readonly (readonly [obis: string, value: Value])[] = frozen([
	['1-3:0.2.8', () => bracketed(VERSION)],
	['0-0:1.0.0', (meter) => bracketed(timeText(meter.readings.now(), meter))],
	['0-0:96.1.1', ({ serial }) => bracketed(toUpperHex(asciiBytes(serial)))],
	['1-0:1.8.0', (meter) => energy(meter, meter.readings.counts()?.import)],
	['1-0:1.8.1', (meter) => energy(meter, isRated(meter) ? rate(meter, 'importRate1') : meter.readings.counts()?.import)],
	['1-0:1.8.2', (meter) => energy(meter, isRated(meter) ? rate(meter, 'importRate2') : nothing(meter))],
	['1-0:1.8.3', (meter) => (isRated(meter) ? energy(meter, rate(meter, 'importRate3')) : undefined)],
	['1-0:1.8.4', (meter) => (isRated(meter) ? energy(meter, rate(meter, 'importRate4')) : undefined)],
	['1-0:2.8.0', (meter) => exported(meter, meter.readings.counts()?.export)],
	['1-0:2.8.1', (meter) => exported(meter, isRated(meter) ? rate(meter, 'exportRate1') : meter.readings.counts()?.export)],
	['1-0:2.8.2', (meter) => exported(meter, isRated(meter) ? rate(meter, 'exportRate2') : nothing(meter))],
	['1-0:2.8.3', (meter) => (isRated(meter) ? exported(meter, rate(meter, 'exportRate3')) : undefined)],
	['1-0:2.8.4', (meter) => (isRated(meter) ? exported(meter, rate(meter, 'exportRate4')) : undefined)],
	['0-0:96.14.0', activeRate],
	['1-0:1.7.0', ({ readings }) => power(readings.sample(), 1)],
	['1-0:2.7.0', ({ readings }) => power(readings.sample(), -1)],
	['0-0:96.3.10', ({ control }) => bracketed(String(control.supply.controlState))],
	['0-0:96.7.21', ({ control }) => bracketed(digits(control.powerFailures.count, 5))],
	['0-0:96.7.9', ({ control }) => bracketed(digits(control.powerFailures.longCount, 5))],
	['1-0:99.97.0', failureLog],
	['0-0:96.13.0', () => bracketed('')],
	['1-0:32.7.0', ({ readings }) => tenths(readings.sample()?.voltageR, 'V')],
	['1-0:72.7.0', ({ readings }) => tenths(readings.sample()?.voltageT, 'V')],
	['1-0:31.7.0', ({ readings }) => tenths(readings.sample()?.currentR, 'A')],
	['1-0:71.7.0', ({ readings }) => tenths(readings.sample()?.currentT, 'A')],
]);

/** What one is now. */
export function p1Telegram(meter: MeterState, { manufacturer, identity }: Identification): Uint8Array {
	const w = new GrowingWriter(USUAL_LENGTH);
	w.put(asciiBytes(`/${manufacturer}5${identity}\r\n\r\n`));
	for (const [obis, tell] of ROWS) {
		const value = tell(meter);
		if (value !== undefined) w.put(asciiBytes(`${obis}${value}\r\n`));
	}
	w.put(asciiBytes('!'));
	return w.put(asciiBytes(`${hexText(crc16Arc(w.bytes))}\r\n`)).copy();
}

function bracketed(text: string): string {
	return `(${text})`;
}

/** Whether a tariff says what is counted where. */
function isRated({ hasTariff, control }: MeterState): boolean {
	return hasTariff && control.tariff.registers.activeMask.length > 0;
}

function rate({ control }: MeterState, name: `${'import' | 'export'}Rate${1 | 2 | 3 | 4}`): number | undefined {
	return control.tariff.registers.count(NAME[name]);
}

/** Of a rate that does not count; undefined while nobody knows what does. */
function nothing({ readings }: MeterState): number | undefined {
	return readings.counts() && 0;
}

/** Its number, of the masks that there are at first; another one has none. */
function activeRate(meter: MeterState): string | undefined {
	const at = isRated(meter) ? RATE_MASKS.indexOf(asciiText(meter.control.tariff.registers.activeMask)) : 0;
	return at < 0 ? undefined : bracketed(digits(at + 1, 4));
}

/** kWh, to the Wh. */
function energy({ readings }: MeterState, count: number | undefined): string | undefined {
	if (count === undefined) return undefined;
	// Of a count worth 0.1 Wh or more: nothing is rounded up.
	const wattHours = Math.floor((count * Math.round(10 * registerUnit(readings.counter))) / 10);
	return bracketed(`${thousandths(wattHours, 6)}*kWh`);
}

/** Likewise, of a meter that counts what is fed in. */
function exported(meter: MeterState, count: number | undefined): string | undefined {
	return meter.readings.twoWay ? energy(meter, count) : undefined;
}

/** kW, to the W; 0 while the power flows the other way. */
function power(sample: Sample | undefined, direction: 1 | -1): string | undefined {
	if (sample === undefined) return undefined;
	return bracketed(`${thousandths(Math.min(Math.max(0, direction * Math.round(sample.power)), MOST_WATTS), 2)}*kW`);
}

/** Without a sign, as in the meter's registers; undefined: there is no such line. */
function tenths(value: number | undefined, unit: 'V' | 'A'): string | undefined {
	if (value === undefined) return undefined;
	const whole = Math.round(10 * Math.abs(value));
	return bracketed(`${digits(Math.floor(whole / 10), 3)}.${whole % 10}*${unit}`);
}

/** How many of the newest power failures follow, what their values are, and end and duration of each, the newest last. */
function failureLog(meter: MeterState): string {
	const { logs } = meter.control;
	const end = logs.end('powerFailure');
	const count = Math.min(end, logs.capacity('powerFailure'), MOST_FAILURES);
	let text = `${bracketed(String(count))}(0-0:96.7.19)`;
	for (let row = end - count; row < end; row++)
		text += `${bracketed(timeText(logs.time('powerFailure', row), meter))}${bracketed(`${digits(logs.value('powerFailure', row) % ORDERLY, 10)}*s`)}`;
	return text;
}

/** `YYMMDDhhmmssW`, local: there is no summer time. @param time ms since 1970-01-01T00:00:00Z */
function timeText(time: number, { routeAProfile: { deviation } }: MeterState): string {
	const local = new Date(time - deviation * MINUTE);
	const parts = [local.getUTCFullYear() % 100, local.getUTCMonth() + 1, local.getUTCDate(), local.getUTCHours()];
	return `${[...parts, local.getUTCMinutes(), local.getUTCSeconds()].map((part) => digits(part, 2)).join('')}W`;
}

function thousandths(value: number, whole: number): string {
	return `${digits(Math.floor(value / 1000), whole)}.${digits(value % 1000, 3)}`;
}

function digits(value: number, count: number): string {
	return String(value).padStart(count, '0');
}

function hexText(value: number): string {
	return toUpperHex(new Uint8Array([value >> 8, value]));
}
