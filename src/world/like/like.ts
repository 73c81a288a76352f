/**
 * A meter after the dump of a real one: its maps, what it lacks, refuses and leaves unanswered, its units and digits, what its registers showed, and how
 * long it took over each answer. Energy, power, currents and time live on from there; what never changes is as it was told. What a dump leaves out
 * (masked) the meter has of its own: its serial number, or as many zeros.
 */
import { DecodeError } from '../../../modules/bytes/reader.js';
import { decodeFrame, type Property } from '../../../modules/echonet-lite/frame.js';
import { type Counter, registerUnit } from '../../meter/metering/registers.js';
import { EPC } from '../../route-b/epc.js';
import { GEN1, type MeterProfile } from '../../route-b/meter-profile.js';
import type { AnswerDelay } from '../../route-b/route-b.js';
import { unitCode, unitOfCode } from '../../route-b/values.js';
import type { RegisterChoice } from '../meter/past.js';
import { type Dump, DumpError, parseDump } from './dump.js';

export interface MeterLike {
	readonly profile: MeterProfile;
	/** Undefined where the dump tells of no energy. */
	readonly register: RegisterChoice | undefined;
	/** Undefined where the dump tells of no times. */
	readonly answerDelay: AnswerDelay | undefined;
	/** Units that measure what it measures. */
	readonly units: string;
}

export const LIKE_PROFILE = 'like';
const RELEASES = Object.freeze({ first: 0x41, last: 0x5a });
const MOST_COEFFICIENT = 999_999;
const MOST_DIGITS = 8;
const NO_ENERGY = 0xfffffffe;
const NO_CURRENT = 0x7ffe;
/** What a register of 2^48 mWh holds, Wh. */
const MOST_WATT_HOURS = 2 ** 48 / 1000;
/** Bytes of E2 and E4 before their energies, the second of them the day; none is chosen. */
const DAY_HEADER = 2;
const NO_DAY = 0xff;
/** They are made of readings and clock; of the others the meter answers what the dump has. */
const LIVE: readonly number[] = Object.freeze([
	...[EPC.currentTime, EPC.currentDate, EPC.announcedMap, EPC.settableMap, EPC.readableMap, EPC.minuteEnergy, EPC.coefficient],
	...[EPC.effectiveDigits, EPC.importEnergy, EPC.energyUnit, EPC.importHistory1, EPC.exportEnergy, EPC.exportHistory1, EPC.history1Day],
	...[EPC.power, EPC.currents, EPC.fixedTimeImport, EPC.fixedTimeExport, EPC.history2, EPC.history2Time, EPC.history3, EPC.history3Time],
]);
const CHOICES: readonly number[] = Object.freeze([EPC.history1Day, EPC.history2Time, EPC.history3Time]);
/** Where they are left out, the meter has its own. */
const OWN: readonly number[] = Object.freeze([EPC.serialNumber, EPC.routeBId, EPC.installationLocation]);

/** @param text of the file. Throws DumpError. */
export function meterLike(text: string): MeterLike {
	const dump = parseDump(text);
	const counter = counterOf(dump);
	return {
		profile: profileOf(dump, counter),
		register: registerOf(dump, counter),
		answerDelay: delayOf(dump),
		units: unitsOf(dump),
	};
}

function profileOf(dump: Dump, counter: Counter): MeterProfile {
	const { properties, readable, settable, announced } = dump;
	const told = (test: (epc: number) => boolean) => Object.freeze(readable.filter(test));
	const location = edtOf(dump, EPC.installationLocation);
	const manufacturer = edtOf(dump, EPC.manufacturer);
	return Object.freeze({
		...GEN1,
		name: LIKE_PROFILE,
		release: releaseOf(dump),
		...(manufacturer && { manufacturer: (manufacturer[0]! << 16) | (manufacturer[1]! << 8) | manufacturer[2]! }),
		...(location && { location: Object.freeze([...location]) }),
		counter,
		readable: Object.freeze([...readable]),
		settable: Object.freeze([...settable]),
		announced: Object.freeze([...announced]),
		unanswered: told((epc) => properties.get(epc)!.unanswered),
		unreadable: told((epc) => isRefused(dump, epc)),
		unsetDay: unsetDayOf(dump),
		fixed: Object.freeze(fixedOf(dump)),
		chosen: Object.freeze(CHOICES.map((epc) => ({ epc, edt: edtOf(dump, epc) })).filter(isTold)),
	});
}

function isRefused({ properties }: Dump, epc: number): boolean {
	const { edt, unanswered, masked } = properties.get(epc)!;
	return edt.length === 0 && !unanswered && masked === undefined;
}

function fixedOf({ properties, readable }: Dump): Property[] {
	const fixed: Property[] = [];
	for (const epc of readable) {
		const { edt, masked } = properties.get(epc)!;
		if (LIVE.includes(epc) || epc === EPC.installationLocation) continue;
		if (edt.length > 0) fixed.push({ epc, edt });
		else if (masked !== undefined && !OWN.includes(epc)) fixed.push({ epc, edt: new Uint8Array(masked) });
	}
	return fixed;
}

/** Of EPC 82 as the superclass has it; its fixed answer stands in any case. */
function releaseOf(dump: Dump): MeterProfile['release'] {
	const edt = edtOf(dump, EPC.standardVersion);
	const [letter, revision] = [edt?.[2] ?? 0, edt?.[3] ?? 0];
	return letter >= RELEASES.first && letter <= RELEASES.last ? { letter: String.fromCharCode(letter), revision } : GEN1.release;
}

function counterOf(dump: Dump): Counter {
	const { line } = dump;
	const digits = edtOf(dump, EPC.effectiveDigits)?.[0] ?? GEN1.counter.digits;
	if (digits < 1 || digits > MOST_DIGITS)
		throw new DumpError(line, { kind: 'range', epc: EPC.effectiveDigits, least: 1, most: MOST_DIGITS, got: digits });
	const code = edtOf(dump, EPC.energyUnit)?.[0] ?? unitCode(registerUnit(GEN1.counter));
	const unit = unitOf(code, line);
	const coefficient = uint32Of(dump, EPC.coefficient) ?? 1;
	if (coefficient < 1 || coefficient > MOST_COEFFICIENT) {
		throw new DumpError(line, { kind: 'range', epc: EPC.coefficient, least: 1, most: MOST_COEFFICIENT, got: coefficient });
	}
	return Object.freeze({ wattHours: unit * coefficient, digits, ...(coefficient !== 1 && { coefficient }) });
}

function unitOf(code: number, line: number): number {
	try {
		return unitOfCode(code);
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		throw new DumpError(line, { kind: 'form', epc: EPC.energyUnit, edt: code.toString(16).toUpperCase().padStart(2, '0') });
	}
}

function registerOf(dump: Dump, { digits, wattHours }: Counter): RegisterChoice | undefined {
	const { line } = dump;
	const most = 10 ** digits - 1;
	const counts = (epc: number): number | undefined => {
		const value = uint32Of(dump, epc);
		if (value === undefined || value === NO_ENERGY) return undefined;
		if (value > most) throw new DumpError(line, { kind: 'range', epc, least: 0, most, got: value });
		return value;
	};
	const [imported, exported] = [counts(EPC.importEnergy), counts(EPC.exportEnergy)];
	if (imported === undefined && exported === undefined) return undefined;
	if (10 ** digits * wattHours > MOST_WATT_HOURS) throw new DumpError(line, { kind: 'holds', digits, wattHours });
	return { import: imported ?? 0, export: exported ?? 0 };
}

/** Whether E2 or E4 has energies though no day is chosen. */
function unsetDayOf(dump: Dump): MeterProfile['unsetDay'] {
	const shown = [EPC.importHistory1, EPC.exportHistory1].some((epc) => {
		const edt = edtOf(dump, epc);
		if (edt === undefined || edt[1] !== NO_DAY) return false;
		const view = new DataView(edt.buffer, edt.byteOffset);
		for (let i = DAY_HEADER; i < edt.length; i += 4) if (view.getUint32(i) !== NO_ENERGY) return true;
		return false;
	});
	return shown ? 'today' : 'no data';
}

function unitsOf(dump: Dump): string {
	const currents = edtOf(dump, EPC.currents);
	const view = currents && new DataView(currents.buffer, currents.byteOffset);
	const hasR = view !== undefined && view.getInt16(0) !== NO_CURRENT;
	const isTwoWire = hasR && view.getInt16(2) === NO_CURRENT;
	const isTwoWay = [EPC.exportEnergy, EPC.exportHistory1, EPC.fixedTimeExport].some((epc) => dump.readable.includes(epc));
	return `rf-b,${isTwoWire ? '1p2w-30' : '1p3w-60'}-${isTwoWay ? '2way' : '1way'},normal`;
}

/** The longest of what the properties took that a request asks for; undefined where none of them is known. */
function delayOf({ properties }: Dump): AnswerDelay | undefined {
	const times = new Map<number, number>();
	for (const { epc, ms } of properties.values()) if (ms !== undefined) times.set(epc, ms);
	if (times.size === 0) return undefined;
	const all = [...times.values()];
	const of = (request: Uint8Array) => {
		const asked = epcsOf(request)
			.map((epc) => times.get(epc))
			.filter((ms) => ms !== undefined);
		return asked.length === 0 ? undefined : Math.max(...asked);
	};
	return { min: Math.min(...all), max: Math.max(...all), of };
}

function epcsOf(request: Uint8Array): readonly number[] {
	try {
		const { properties, got = [] } = decodeFrame(request);
		return [...properties, ...got].map(({ epc }) => epc);
	} catch (error) {
		if (error instanceof DecodeError) return [];
		throw error;
	}
}

function uint32Of(dump: Dump, epc: number): number | undefined {
	const edt = edtOf(dump, epc);
	return edt && new DataView(edt.buffer, edt.byteOffset).getUint32(0);
}

/** Undefined where there is none. */
function edtOf({ properties }: Dump, epc: number): Uint8Array | undefined {
	const edt = properties.get(epc)?.edt;
	return edt !== undefined && edt.length > 0 ? edt : undefined;
}

function isTold(property: { readonly epc: number; readonly edt: Uint8Array | undefined }): property is Property {
	return property.edt !== undefined;
}
