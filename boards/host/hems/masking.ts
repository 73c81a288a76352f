/**
 * What a reading may say to others: nothing that tells whose meter it is, or what was consumed when. Only EPCs whose meaning is known, and harmless, are
 * shown; of all others only how many bytes they have. Serial numbers (8D, C0), the maker's own properties (83, 86, F0 and on) and a location with
 * coordinates (81 of 17 bytes) are among those.
 */
import { EPC } from '../../../src/route-b/epc.js';
import type { Reading, ReadProperty } from './hems-reading.js';

const SHOWN: readonly number[] = Object.freeze([
	...[EPC.operationStatus, EPC.standardVersion, EPC.faultStatus, EPC.manufacturer, EPC.currentTime, EPC.currentDate],
	...[EPC.announcedMap, EPC.settableMap, EPC.readableMap, EPC.minuteEnergy, EPC.coefficient, EPC.effectiveDigits],
	...[EPC.importEnergy, EPC.energyUnit, EPC.exportEnergy, EPC.history1Day, EPC.power, EPC.currents],
	...[EPC.fixedTimeImport, EPC.fixedTimeExport, EPC.history2Time, EPC.history3Time],
]);
/** Bytes before the energies of each history. */
const HISTORIES: Readonly<Record<number, number>> = Object.freeze({
	[EPC.importHistory1]: 2,
	[EPC.exportHistory1]: 2,
	[EPC.history2]: 7,
	[EPC.history3]: 7,
});
const NO_ENERGY = 'fffffffe';

export function masked(reading: Reading): Reading {
	return { ...reading, properties: reading.properties.map(maskedProperty) };
}

function maskedProperty(property: ReadProperty): ReadProperty {
	const { edt } = property;
	if (edt.length === 0 || isHarmless(property)) return property;
	return { ...property, edt: new Uint8Array(0), masked: edt.length };
}

function isHarmless({ epc, edt }: ReadProperty): boolean {
	if (epc === EPC.installationLocation) return edt.length === 1;
	const header = HISTORIES[epc];
	return header === undefined ? SHOWN.includes(epc) : isEmpty(edt.subarray(header));
}

/** Energies, none of which is known. */
function isEmpty(energies: Uint8Array): boolean {
	return Buffer.from(energies).toString('hex').replaceAll(NO_ENERGY, '') === '';
}
