/**
 * What a VIB means (EN 13757-3 tables 10 to 12): the quantity, and how its number counts, as a COSEM register tells it.
 *
 * | VIF            | quantity        | a number counts            |
 * |----------------|-----------------|----------------------------|
 * | 00 + n         | energy          | 10^(n − 3) Wh              |
 * | 08 + n         | energy          | 10^n J                     |
 * | 10 + n         | volume          | 10^(n − 6) m³              |
 * | 18 + n         | mass            | 10^(n − 3) kg              |
 * | 28 + n         | power           | 10^(n − 3) W               |
 * | 30 + n         | power           | 10^n J/h                   |
 * | 38 + n         | volume flow     | 10^(n − 6) m³/h            |
 * | 58 + n, to 5B  | flow temperature   | 10^(n − 3) °C           |
 * | 5C + n, to 5F  | return temperature | 10^(n − 3) °C           |
 * | 68 + n, to 6B  | pressure        | 10^(n − 3) bar             |
 */
import { frozen } from '../bytes/frozen.js';

export interface Quantity {
	readonly name: 'energy' | 'volume' | 'mass' | 'power' | 'volume flow' | 'flow temperature' | 'return temperature' | 'pressure';
	/** Enumerated physical unit of the Blue Book. */
	readonly unit: number;
	/** A number counts in units of 10 to this. */
	readonly scaler: number;
}

/** VIFs of one byte, and of two behind FD. */
export const VIF = Object.freeze({
	/** Volume in litres. */
	volume: 0x13,
	/** Volume in 10 l. */
	volume10: 0x14,
	/** Energy in kWh. */
	energy: 0x06,
	/** Power in 100 W. */
	power: 0x2d,
	/** Volume flow in l/h. */
	volumeFlow: 0x3b,
	/** 0.1 °C. */
	flowTemperature: 0x5a,
	returnTemperature: 0x5e,
	/** Type G in 2 bytes. */
	date: 0x6c,
	/** Type F in 4 bytes, type I in 6. */
	time: 0x6d,
	busAddress: 0x7a,
});

/** The second table, behind the VIF FD. */
export const SECOND_TABLE = 0xfd;
export const SECOND_VIF = Object.freeze({
	errorFlags: 0x17,
	securityKey: 0x19,
	digitalOutput: 0x1a,
	remoteControl: 0x1f,
});

interface Range extends Quantity {
	readonly from: number;
	readonly to: number;
}

const CELSIUS = 9;
const RANGES: readonly Range[] = frozen([
	{ from: 0x00, to: 0x07, name: 'energy', unit: 30, scaler: -3 },
	{ from: 0x08, to: 0x0f, name: 'energy', unit: 25, scaler: 0 },
	{ from: 0x10, to: 0x17, name: 'volume', unit: 13, scaler: -6 },
	{ from: 0x18, to: 0x1f, name: 'mass', unit: 20, scaler: -3 },
	{ from: 0x28, to: 0x2f, name: 'power', unit: 27, scaler: -3 },
	{ from: 0x30, to: 0x37, name: 'power', unit: 26, scaler: 0 },
	{ from: 0x38, to: 0x3f, name: 'volume flow', unit: 15, scaler: -6 },
	{ from: 0x58, to: 0x5b, name: 'flow temperature', unit: CELSIUS, scaler: -3 },
	{ from: 0x5c, to: 0x5f, name: 'return temperature', unit: CELSIUS, scaler: -3 },
	{ from: 0x68, to: 0x6b, name: 'pressure', unit: 24, scaler: -3 },
]);

/** Undefined: no quantity of this table, or one that VIFEs change. */
export function quantityOf(vib: Uint8Array): Quantity | undefined {
	const vif = vib[0]!;
	const range = vib.length === 1 ? RANGES.find(({ from, to }) => vif >= from && vif <= to) : undefined;
	return range && { name: range.name, unit: range.unit, scaler: range.scaler + vif - range.from };
}
