/** How the values of the meter's own objects are put: each of them puts one, or returns the Data-Access-Result for want of one. */
import type { Sample } from '../../hal/ports/metrology.js';
import { asciiBytes } from '../../modules/bytes/ascii.js';
import type { Put } from '../../modules/cosem/facts-object.js';
import { ACCESS_RESULT } from '../../modules/dlms/apdu/apdu.js';
import type { DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import type { LogicalName } from '../../modules/dlms/axdr/obis.js';
import type { Counts } from '../meter/metering/readings.js';
import { currentSum } from './control/limiter.js';
import type { LogName } from './control/slot-rows.js';
import type { MeterState } from './meter-state.js';
import { putCount } from './register-count.js';

const MOST_WATTS = 0xffffffff;

/** ASCII in an octet-string. */
function putText(w: DataWriter, value: string): DataWriter {
	return w.octetString(asciiBytes(value));
}

export function text(field: 'logicalDeviceName' | 'serial' | 'supplyPoint'): Put<MeterState> {
	return (w, meter) => putText(w, meter[field]);
}

export function octet(field: 'amrStatus' | 'eventCode'): Put<MeterState> {
	return (w, meter) => w.unsigned(meter[field]);
}

/** Code of the newest entry of the log that stands under this one's name. */
export function newestCode(name: LogName): Put<MeterState> {
	return (w, { control, routeAProfile }) => w.unsigned(control.logs.newest(routeAProfile.logs[name] ?? name));
}

/** How many entries a log ever had. */
export function entryCount(name: LogName): Put<MeterState> {
	return (w, { control }) => w.doubleLongUnsigned(control.logs.end(name));
}

/** Up to 65,535 of them. */
export function powerFailures(field: 'count' | 'longCount'): Put<MeterState> {
	return (w, { control }) => w.longUnsigned(control.powerFailures[field]);
}

/** Seconds. */
export function powerFailureDuration(w: DataWriter, { control }: MeterState): DataWriter {
	return w.doubleLongUnsigned(control.powerFailures.duration);
}

export function energy(direction: keyof Counts): Put<MeterState> {
	return (w, { readings }) => {
		const counts = readings.counts();
		return counts === undefined ? ACCESS_RESULT.temporaryFailure : putCount(w, counts[direction], readings);
	};
}

/** Counts of a register of a rate. */
export function rate(name: LogicalName): Put<MeterState> {
	return (w, { readings, control }) => {
		const count = control.tariff.registers.count(name);
		return count === undefined ? ACCESS_RESULT.temporaryFailure : putCount(w, count, readings);
	};
}

/** Name of the mask in force. */
export function activeTariff(w: DataWriter, { control }: MeterState): DataWriter {
	return w.octetString(control.tariff.registers.activeMask);
}

/** Whole watts, as Route B rounds them; 0 while the power flows the other way. */
export function power(direction: 1 | -1): Put<MeterState> {
	return (w, { readings }) => {
		const sample = readings.sample();
		if (sample === undefined) return ACCESS_RESULT.temporaryFailure;
		return w.doubleLongUnsigned(Math.min(Math.max(0, direction * Math.round(sample.power)), MOST_WATTS));
	};
}

/** 0.1 A or 0.1 V without a sign; there may be no phase T. */
export function line(quantity: Exclude<keyof Sample, 'power'>): Put<MeterState> {
	return (w, { readings }) => {
		const sample = readings.sample();
		if (sample === undefined) return ACCESS_RESULT.temporaryFailure;
		const value = sample[quantity];
		if (value === undefined) return ACCESS_RESULT.objectUnavailable;
		return w.longUnsigned(Math.min(Math.abs(Math.round(10 * value)), 0xffff));
	};
}

/** Sum of the currents that flow in, as the limiter watches it. */
export function inflow(w: DataWriter, { readings }: MeterState): DataWriter | number {
	const sample = readings.sample();
	return sample === undefined ? ACCESS_RESULT.temporaryFailure : w.longUnsigned(currentSum(sample));
}

/** @param kind one of `UNIT_KIND` */
export function firmware(kind: number): Put<MeterState> {
	return (w, { units }) => {
		const unit = units.find((each) => each.kind === kind);
		return unit === undefined ? ACCESS_RESULT.objectUnavailable : putText(w, unit.firmware);
	};
}

/** Array of structures: kind (enum), type, serial number and firmware (octet-strings). */
export function installedUnits(w: DataWriter, { units }: MeterState): DataWriter {
	w.array(units.length);
	for (const { kind, type, serial, firmware } of units) {
		w.structure(4).enum(kind);
		putText(w, type);
		putText(w, serial);
		putText(w, firmware);
	}
	return w;
}
