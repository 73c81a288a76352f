/** What stands there beside what should: as construction tells it, as the meter itself reports it, as the order had it. */
import { checkCombination, type Units } from '../../meter/catalogue/rules.js';
import type { Place } from '../../meter/catalogue/select.js';
import { unitType } from '../../meter/catalogue/unit-types.js';
import { bare } from '../records/unit-differences.js';
import { PLACES, placeOf } from './choose.js';
import type { UnitCodes } from './linked-records.js';

/** The types of codes; those that the catalogue does not know, or that belong elsewhere, are told. */
export function unitsOfCodes(codes: UnitCodes): { readonly units: Units; readonly unknown: readonly string[] } {
	const units: Partial<Record<Place, unknown>> = {};
	const unknown: string[] = [];
	for (const place of PLACES) {
		const code = bare(codes[place]);
		if (code === undefined) continue;
		const type = unitType(code);
		if (type !== undefined && placeOf(type.kind) === place) units[place] = type;
		else unknown.push(code);
	}
	return { units: units as Units, unknown };
}

export function codesOf({ communication, metering, option, cover }: Units): UnitCodes {
	return {
		communication: communication?.code ?? '',
		metering: metering?.code ?? '',
		option: option?.code ?? null,
		cover: cover?.code ?? '',
	};
}

/** Whether units can be plugged into one meter at all. */
export function isMeter(units: Units): boolean {
	return checkCombination(units).length === 0;
}
