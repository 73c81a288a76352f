/** The low-voltage smart electric energy meter, ECHONET Lite class 0x0288, over the readings of the metering unit. */
import { frozen } from '../../modules/bytes/frozen.js';
import { Writer } from '../../modules/bytes/writer.js';
import { EchonetObject, type NodeObject, type PropertyRow } from '../../modules/echonet-lite/object.js';
import { halfHourOf, MINUTES_PER_DAY, MINUTES_PER_HALF_HOUR, minuteOf, toCivil } from '../meter/metering/calendar.js';
import type { Counts, Minute, Readings } from '../meter/metering/readings.js';
import { registerUnit } from '../meter/metering/registers.js';
import { EPC } from './epc.js';
import { DayHistory, TimedHistory } from './histories.js';
import { Location } from './location.js';
import type { MeterProfile } from './meter-profile.js';
import { encodeCurrents, encodeEnergy, encodePower, encodeTimedEnergy, unitCode } from './values.js';

export const SMART_METER = 0x028801;

const SERIAL_LENGTH = 12;
/** Half-hours are kept for so many minutes. */
const KEPT = 45 * MINUTES_PER_DAY;

export interface SmartMeterOptions {
	readonly profile: MeterProfile;
	readonly readings: Readings;
	/** EPC 8D, and the meter's own part of EPC C0: up to 12 ASCII characters. */
	readonly serial: string;
	/** EPC 81; without it that of the profile, and what is set is gone with the power. */
	readonly location?: Location;
}

export class SmartMeter {
	/** What the node serves. */
	readonly object: NodeObject;
	readonly profile: MeterProfile;
	readonly readings: Readings;
	/** 12 bytes, padded with NUL. */
	readonly serial: Uint8Array;
	readonly location: Location;
	readonly history1: DayHistory;
	readonly history2: TimedHistory;
	readonly history3: TimedHistory;
	/** EPC 80 and 88. */
	operating = true;
	faulty = false;
	#latest: Minute | undefined;

	/** Throws RangeError for a serial number or a register that the class cannot say. */
	constructor({ profile, readings, serial, location }: SmartMeterOptions) {
		this.profile = profile;
		this.readings = readings;
		this.serial = encodeSerial(serial);
		unitCode(this.unit);
		if (readings.counter.digits < 1 || readings.counter.digits > 8) {
			throw new RangeError(`Route B: property 0xd7: expected 1 to 8 digits, got ${readings.counter.digits}`);
		}
		this.location = location ?? new Location(profile.location);
		this.history1 = new DayHistory(readings, profile.unsetDay);
		this.history2 = new TimedHistory(readings, 'halfHour');
		this.history3 = new TimedHistory(readings, 'minute', profile.minutesKept);
		for (const { epc, edt } of profile.chosen ?? []) this.#historyOf(epc)?.choose(edt);
		this.object = new EchonetObject(SMART_METER, this, rowsOf(profile), profile);
	}

	/** EPC E1's unit in Wh. */
	get unit(): number {
		return registerUnit(this.readings.counter);
	}

	/** EPC EA and EB of a half-hour boundary, by default of the newest on record: 11 bytes. */
	fixedTime(direction: keyof Counts, at = this.#newestHalfHour()): Uint8Array {
		return encodeTimedEnergy(at, at === undefined ? undefined : this.readings.halfHour(at)?.[direction]);
	}

	/** EPC D0: the newest full minute on record, 15 bytes; where none is, the last full minute without energies: its date has no code for "no data". */
	minuteEnergy(): Uint8Array {
		const now = minuteOf(this.readings.now());
		// The metering unit may close a minute just after the clock has shown the next one.
		for (const at of [now, now - 1]) {
			const counts = this.readings.minute(at);
			if (counts) return encodeTimedEnergy(at, counts.import, this.readings.twoWay ? counts.export : undefined);
		}
		return encodeTimedEnergy(now, undefined, undefined);
	}

	/** Whether it has EPC EA, and EB, now. */
	hasFixedTime(direction: keyof Counts): boolean {
		const epc = direction === 'import' ? EPC.fixedTimeImport : EPC.fixedTimeExport;
		return this.profile.readable.includes(epc) && (direction === 'import' || this.readings.twoWay);
	}

	#historyOf(choice: number): DayHistory | TimedHistory | undefined {
		if (choice === EPC.history1Day) return this.history1;
		if (choice === EPC.history2Time) return this.history2;
		return choice === EPC.history3Time ? this.history3 : undefined;
	}

	/** Looks back from now, but never again further than to what it found last. */
	#newestHalfHour(): Minute | undefined {
		const newest = halfHourOf(minuteOf(this.readings.now()));
		const known = this.#latest !== undefined && this.#latest <= newest ? this.#latest : newest - KEPT;
		let at = newest;
		while (at > known && this.readings.halfHour(at) === undefined) at -= MINUTES_PER_HALF_HOUR;
		const found = this.readings.halfHour(at) !== undefined;
		this.#latest = found ? at : newest;
		return found ? at : undefined;
	}
}

const ROWS = frozen<readonly PropertyRow<SmartMeter>[]>([
	{ epc: EPC.operationStatus, get: ({ operating }) => Uint8Array.of(operating ? 0x30 : 0x31) },
	{ epc: EPC.installationLocation, get: ({ location }) => location.value, set: ({ location }, edt) => location.set(edt) },
	{ epc: EPC.standardVersion, get: ({ profile: { release } }) => Uint8Array.of(0, 0, release.letter.charCodeAt(0), release.revision) },
	{ epc: EPC.faultStatus, get: ({ faulty }) => Uint8Array.of(faulty ? 0x41 : 0x42) },
	{ epc: EPC.manufacturer, get: ({ profile }) => new Writer(3).uint(3, profile.manufacturer).bytes },
	{ epc: EPC.serialNumber, get: ({ serial }) => serial },
	{ epc: EPC.currentTime, get: currentTime },
	{ epc: EPC.currentDate, get: currentDate },
	{ epc: EPC.routeBId, get: ({ profile, serial }) => new Writer(16).uint(1, 0).uint(3, profile.manufacturer).put(serial).bytes },
	{ epc: EPC.minuteEnergy, get: (meter) => meter.minuteEnergy() },
	{ epc: EPC.coefficient, get: ({ readings }) => encodeEnergy(readings.counter.coefficient ?? 1) },
	{ epc: EPC.effectiveDigits, get: ({ readings }) => Uint8Array.of(readings.counter.digits) },
	{ epc: EPC.importEnergy, get: ({ readings }) => encodeEnergy(readings.counts()?.import) },
	{ epc: EPC.energyUnit, get: ({ unit }) => Uint8Array.of(unitCode(unit)) },
	{ epc: EPC.importHistory1, get: ({ history1 }) => history1.values('import') },
	{ epc: EPC.exportEnergy, has: isTwoWay, get: ({ readings }) => encodeEnergy(readings.counts()?.export) },
	{ epc: EPC.exportHistory1, has: isTwoWay, get: ({ history1 }) => history1.values('export') },
	{ epc: EPC.history1Day, get: ({ history1 }) => history1.choice(), set: ({ history1 }, edt) => history1.choose(edt) },
	{ epc: EPC.power, get: ({ readings }) => encodePower(readings.sample()) },
	{ epc: EPC.currents, get: ({ readings }) => encodeCurrents(readings.sample()) },
	{ epc: EPC.fixedTimeImport, get: (meter) => meter.fixedTime('import') },
	{ epc: EPC.fixedTimeExport, has: isTwoWay, get: (meter) => meter.fixedTime('export') },
	{ epc: EPC.history2, get: ({ history2 }) => history2.values() },
	{ epc: EPC.history2Time, get: ({ history2 }) => history2.choice(), set: ({ history2 }, edt) => history2.choose(edt) },
	{ epc: EPC.history3, get: ({ history3 }) => history3.values() },
	{ epc: EPC.history3Time, get: ({ history3 }) => history3.choice(), set: ({ history3 }, edt) => history3.choose(edt) },
]);

/** Those of the class; of a meter with fixed answers these go before, and what it shows beyond both has a row that refuses. */
function rowsOf({ fixed, readable, settable, announced }: MeterProfile): readonly PropertyRow<SmartMeter>[] {
	if (fixed === undefined) return ROWS;
	const shown = [...readable, ...settable, ...announced].filter((epc, i, all) => all.indexOf(epc) === i);
	const rows: PropertyRow<SmartMeter>[] = ROWS.filter(({ epc }) => !shown.includes(epc));
	for (const epc of shown) {
		const edt = fixed.find((property) => property.epc === epc)?.edt;
		const own = ROWS.find((row) => row.epc === epc);
		const get = edt === undefined ? (own?.get ?? nothing) : () => edt;
		const { has } = edt === undefined ? (own ?? {}) : {};
		rows.push({ epc, get, set: own?.set ?? refuse, ...(has && { has }) });
	}
	return rows;
}

function nothing(): undefined {
	return undefined;
}

function refuse(): boolean {
	return false;
}

/** What is required of meters that measure the reverse direction, one-way units do not have: E3, E4 and EB. */
function isTwoWay({ readings }: SmartMeter): boolean {
	return readings.twoWay;
}

function currentTime({ readings }: SmartMeter): Uint8Array {
	const { hour, minute } = toCivil(minuteOf(readings.now()));
	return Uint8Array.of(hour, minute);
}

function currentDate({ readings }: SmartMeter): Uint8Array {
	const { year, month, day } = toCivil(minuteOf(readings.now()));
	return Uint8Array.of(year >>> 8, year & 0xff, month, day);
}

function encodeSerial(serial: string): Uint8Array {
	if (serial.length > SERIAL_LENGTH)
		throw new RangeError(`Route B: serial number: expected at most ${SERIAL_LENGTH} characters, got ${serial.length}`);
	const bytes = new Uint8Array(SERIAL_LENGTH);
	for (let i = 0; i < serial.length; i++) {
		const code = serial.charCodeAt(i);
		if (code < 0x20 || code > 0x7e) throw new RangeError(`Route B: serial number: expected printable ASCII characters, got another one at ${i}`);
		bytes[i] = code;
	}
	return bytes;
}
