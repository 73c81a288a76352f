/**
 * What a device measures by, as words of `mc/config` tell:
 *
 * | word                        | without it                                                                            |
 * |-----------------------------|---------------------------------------------------------------------------------------|
 * | `meter=hlw8032`             | a load that is made up (device-load.ts); `cse7766` is the same chip                   |
 * | `meterReceive`, `meterPort` | the pin that the chip's TX is at, and its UART; on Linux `meterReceive` is a device    |
 * | `meterDivider`              | 1880: what the voltage is divided by before the chip                                   |
 * | `meterShunt`                | 1: of the current, mΩ                                                                  |
 */
import type { Log } from '../hal/ports/log.js';
import type { Metrology } from '../hal/ports/metrology.js';
import type { Scheduler } from '../hal/ports/scheduler.js';
import type { Serial, SerialPlace } from '../hal/ports/serial.js';
import { type Calibration, DATA_SHEET } from '../modules/metering-chip/calibration.js';
import { CHIP_BAUD, ChipMetrology } from '../modules/metering-chip/chip-metrology.js';
import { parseDecimal } from '../src/world/load/bounds.js';
import { PlayedLoad } from '../src/world/load/source.js';
import { loadOf } from './device-load.js';

type Words = Readonly<Record<string, string>>;

export interface DeviceMetrologyOptions {
	readonly words: Words;
	readonly scheduler: Scheduler;
	readonly log: Log;
	/** Time when the scheduler stands at 0, ms since 1970-01-01T00:00:00Z. */
	readonly start: number;
	/** Opens the chip's line. Throws if it is in use, or not there. */
	open(place: SerialPlace): Serial;
}

export interface DeviceMetrology {
	readonly metrology: Metrology;
	/** Whether what it measures is made up. */
	readonly simulated: boolean;
	/** Code of the metering unit that measures so; undefined: any does. */
	readonly metering: string | undefined;
}

const CHIPS: readonly string[] = Object.freeze(['hlw8032', 'cse7766']);
/** One phase, and one way: the chip does not tell which. */
const METERING = '1p2w-30-1way';
/** A voltage that is not divided at all, to a mains of 300 kV; and 1,000 times either way of the usual shunt. */
const DIVIDERS = Object.freeze({ least: 1, most: 1_000_000 });
const SHUNTS = Object.freeze({ least: 0.001, most: 1000 });
const DEVICE = '/';

/** @throws RangeError for a word that is malformed, or one too many */
export function deviceMetrology({ words, scheduler, log, start, open }: DeviceMetrologyOptions): DeviceMetrology {
	const { meter = '', meterReceive = '', watts = '' } = words;
	if (meter === '') {
		for (const name of ['meterReceive', 'meterPort', 'meterDivider', 'meterShunt'])
			if ((words[name] ?? '') !== '') throw new RangeError(`${name}: expected meter=${CHIPS.join(' or meter=')} as well`);
		return { metrology: new PlayedLoad(loadOf(watts), scheduler, start), simulated: true, metering: undefined };
	}
	if (!CHIPS.includes(meter)) throw new RangeError(`meter: expected ${CHIPS.join(' or ')}, got ${meter}`);
	if (watts !== '') throw new RangeError(`watts: not with meter=${meter}, which measures`);
	if (meterReceive === '') throw new RangeError(`meter=${meter}: expected meterReceive=… as well: where the chip's TX is`);
	const calibration: Calibration = {
		divider: numberOf(words, 'meterDivider', DATA_SHEET.divider, DIVIDERS),
		shunt: numberOf(words, 'meterShunt', DATA_SHEET.shunt, SHUNTS),
	};
	const metrology = new ChipMetrology({ serial: open(placeOf(words, meterReceive)), scheduler, log, calibration });
	return { metrology, simulated: false, metering: METERING };
}

function placeOf(words: Words, receive: string): SerialPlace {
	const line = { baud: CHIP_BAUD, parity: 'even' } as const;
	if (receive.startsWith(DEVICE)) return { ...line, device: receive };
	const { meterPort = '', port = '', localPort = '' } = words;
	const number = wholeOf('meterPort', meterPort === '' ? '1' : meterPort);
	for (const [name, other] of [
		['port', port],
		['localPort', localPort],
	] as const)
		if (other !== '' && Number(other) === number) throw new RangeError(`meterPort: UART ${number} is taken by ${name}=${other}`);
	return { ...line, port: number, receive: wholeOf('meterReceive', receive) };
}

function wholeOf(name: string, text: string): number {
	const value = parseDecimal(text);
	if (value === undefined || !Number.isInteger(value) || value < 0) throw new RangeError(`${name}: expected a whole number, got ${text}`);
	return value;
}

function numberOf(words: Words, name: string, usual: number, { least, most }: { readonly least: number; readonly most: number }): number {
	const text = words[name] ?? '';
	if (text === '') return usual;
	const value = parseDecimal(text);
	if (value === undefined || value < least || value > most) throw new RangeError(`${name}: expected a number from ${least} to ${most}, got ${text}`);
	return value;
}
