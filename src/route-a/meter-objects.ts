/**
 * The meter's plain objects, Data (class 1) and Register (class 3), as one table: what each tells of the meter. An object knows nothing but its row, and
 * finds the meter in the device that it is asked in: so all of them are constants, and take none of a small machine's memory.
 */

import type { Sample } from '../../hal/ports/metrology.js';
import { asciiBytes } from '../../modules/bytes/ascii.js';
import { frozen } from '../../modules/bytes/frozen.js';
import { DATA } from '../../modules/cosem/data-object.js';
import { NAME } from '../../modules/cosem/object-names.js';
import { REGISTER, UNIT } from '../../modules/cosem/register-object.js';
import { ACCESS_RESULT } from '../../modules/dlms/apdu/apdu.js';
import type { Selection } from '../../modules/dlms/apdu/descriptor.js';
import type { DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import type { LogicalName } from '../../modules/dlms/axdr/obis.js';
import { type Caller, type CosemObject, type DeviceEntry, type InterfaceClass, LogicalDevice } from '../../modules/dlms/server/logical-device.js';
import type { Counts, Readings } from '../meter/metering/readings.js';
import { registerUnit } from '../meter/metering/registers.js';
import { type InstalledUnit, UNIT_KIND } from './facts.js';

/** What the rows tell of. */
export interface MeterState {
	readonly readings: Readings;
	readonly logicalDeviceName: string;
	readonly serial: string;
	readonly supplyPoint: string;
	readonly units: readonly InstalledUnit[];
	/** AMR profile status of the newest interval. */
	readonly amrStatus: number;
	/** Code of the newest event; 0: there was none. */
	readonly eventCode: number;
}

export interface ObjectRow {
	readonly name: LogicalName;
	/** Undefined: no register. */
	readonly unit?: number;
	/** The value counts in units of 10 to this; undefined: in what a count of the energy registers is worth. */
	readonly scaler?: number;
	/** Puts the value; returns a Data-Access-Result. */
	readonly put: (w: DataWriter, meter: MeterState) => number;
}

/** L1 is phase R and L3 is phase T, as three phases R, S, T would be counted; which a real meter takes is unconfirmed. */
const ROWS = frozen<readonly ObjectRow[]>([
	{ name: NAME.logicalDevice, put: (w, { logicalDeviceName }) => text(w, logicalDeviceName) },
	{ name: NAME.serial, put: (w, { serial }) => text(w, serial) },
	{ name: NAME.supplyPoint, put: (w, { supplyPoint }) => text(w, supplyPoint) },
	{ name: NAME.importEnergy, unit: UNIT.wattHour, put: (w, { readings }) => energy(w, readings, 'import') },
	{ name: NAME.exportEnergy, unit: UNIT.wattHour, put: (w, { readings }) => energy(w, readings, 'export') },
	{ name: NAME.importPower, unit: UNIT.watt, scaler: 0, put: (w, { readings }) => power(w, readings, 1) },
	{ name: NAME.exportPower, unit: UNIT.watt, scaler: 0, put: (w, { readings }) => power(w, readings, -1) },
	{ name: NAME.currentR, unit: UNIT.ampere, scaler: -1, put: (w, { readings }) => line(w, readings, 'currentR') },
	{ name: NAME.voltageR, unit: UNIT.volt, scaler: -1, put: (w, { readings }) => line(w, readings, 'voltageR') },
	{ name: NAME.currentT, unit: UNIT.ampere, scaler: -1, put: (w, { readings }) => line(w, readings, 'currentT') },
	{ name: NAME.voltageT, unit: UNIT.volt, scaler: -1, put: (w, { readings }) => line(w, readings, 'voltageT') },
	{
		name: NAME.amrStatus,
		put: (w, { amrStatus }) => {
			w.unsigned(amrStatus);
			return ACCESS_RESULT.success;
		},
	},
	{
		name: NAME.eventCode,
		put: (w, { eventCode }) => {
			w.unsigned(eventCode);
			return ACCESS_RESULT.success;
		},
	},
	{ name: NAME.meteringFirmware, put: (w, { units }) => firmware(w, units, UNIT_KIND.metering) },
	{ name: NAME.communicationFirmware, put: (w, { units }) => firmware(w, units, UNIT_KIND.communication) },
	{ name: NAME.installedUnits, put: installedUnits },
]);

/** A logical device that has a meter to tell of. */
export class MeterDevice extends LogicalDevice {
	readonly meter: MeterState;

	constructor(entries: readonly DeviceEntry[], meter: MeterState) {
		super(entries);
		this.meter = meter;
	}
}

/** An object of a `MeterDevice`. */
class MeterObject implements CosemObject {
	readonly type: InterfaceClass;
	readonly name: LogicalName;
	readonly #row: ObjectRow;

	constructor(row: ObjectRow) {
		this.type = row.unit === undefined ? DATA : REGISTER;
		this.name = row.name;
		this.#row = row;
	}

	read(attribute: number, w: DataWriter, _selection: Selection | undefined, { device }: Caller): number {
		const { unit, scaler, put } = this.#row;
		const { meter } = device as MeterDevice;
		if (attribute === 2) return put(w, meter);
		w.structure(2)
			.integer(scaler ?? powerOfTen(registerUnit(meter.readings.counter)))
			.enum(unit!);
		return ACCESS_RESULT.success;
	}
}

export const METER_OBJECTS = frozen<readonly MeterObject[]>(ROWS.map((row) => new MeterObject(row)));

/** The scaler of a count that is worth so much. Throws RangeError if there is none. */
export function powerOfTen(value: number): number {
	for (let power = -3, worth = 0.001; power <= 9; power++, worth *= 10) if (Math.abs(value - worth) < worth / 1000) return power;
	throw new RangeError(`Route A: scaler: expected a count worth a power of ten, got ${value} Wh`);
}

/**
 * Puts a count of an energy register. Its type is that of the greatest count there can be, so that it never changes: double-long-unsigned, and
 * long64-unsigned where the register has ten digits or more, which pass 2^32. Whether meters do so is unconfirmed: nine digits are the most known of Japan's.
 */
export function putCount(w: DataWriter, count: number, { counter }: Readings): void {
	if (counter.digits <= SHORT_DIGITS) w.doubleLongUnsigned(count);
	else w.long64Unsigned(BigInt(count));
}

function text(w: DataWriter, value: string): number {
	w.octetString(asciiBytes(value));
	return ACCESS_RESULT.success;
}

function energy(w: DataWriter, readings: Readings, direction: keyof Counts): number {
	const counts = readings.counts();
	if (counts === undefined) return ACCESS_RESULT.temporaryFailure;
	putCount(w, counts[direction], readings);
	return ACCESS_RESULT.success;
}

/** Whole watts, as Route B rounds them; 0 while the power flows the other way. */
function power(w: DataWriter, readings: Readings, direction: 1 | -1): number {
	const sample = readings.sample();
	if (sample === undefined) return ACCESS_RESULT.temporaryFailure;
	w.doubleLongUnsigned(Math.min(Math.max(0, direction * Math.round(sample.power)), MOST_WATTS));
	return ACCESS_RESULT.success;
}

/** 0.1 A or 0.1 V without a sign; there may be no phase T. */
function line(w: DataWriter, readings: Readings, quantity: Exclude<keyof Sample, 'power'>): number {
	const sample = readings.sample();
	if (sample === undefined) return ACCESS_RESULT.temporaryFailure;
	const value = sample[quantity];
	if (value === undefined) return ACCESS_RESULT.objectUnavailable;
	w.longUnsigned(Math.min(Math.abs(Math.round(10 * value)), 0xffff));
	return ACCESS_RESULT.success;
}

function firmware(w: DataWriter, units: readonly InstalledUnit[], kind: number): number {
	const unit = units.find((each) => each.kind === kind);
	return unit === undefined ? ACCESS_RESULT.objectUnavailable : text(w, unit.firmware);
}

/** Array of structures: kind (enum), type, serial number and firmware (octet-strings). */
function installedUnits(w: DataWriter, { units }: MeterState): number {
	w.array(units.length);
	for (const { kind, type, serial, firmware } of units) {
		w.structure(4).enum(kind);
		text(w, type);
		text(w, serial);
		text(w, firmware);
	}
	return ACCESS_RESULT.success;
}

const MOST_WATTS = 0xffffffff;
const SHORT_DIGITS = 9;
