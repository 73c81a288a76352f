/** All valid combinations, found by trying the rules on everything that could be plugged together. */
import { type Combination, fits, isCounted } from './rules.js';
import { COMMUNICATION_TYPES, COVER_TYPES, METERING_TYPES, OPTION_TYPES } from './unit-types.js';

const OPTIONS_OR_NONE = Object.freeze([undefined, ...OPTION_TYPES]);

/**
 * Calls `visit` with each valid combination in the order of the tables: those of Table 1 (360 of them), or with `all` also those with cellular or
 * older units. It is one object that changes: whoever keeps it copies it.
 */
export function forEachCombination(visit: (combination: Combination) => void, all = false): void {
	const units = { communication: COMMUNICATION_TYPES[0]!, metering: METERING_TYPES[0]!, option: OPTIONS_OR_NONE[0], cover: COVER_TYPES[0]! };
	for (units.communication of COMMUNICATION_TYPES) {
		for (units.metering of METERING_TYPES) {
			for (units.option of OPTIONS_OR_NONE) {
				for (units.cover of COVER_TYPES) if ((all || isCounted(units)) && fits(units)) visit(units);
			}
		}
	}
}

/** All combinations as a list: hundreds of objects, for hosts. */
export function combinations(all = false): Combination[] {
	const list: Combination[] = [];
	forEachCombination((combination) => list.push({ ...combination }), all);
	return list;
}

export function combinationCount(all = false): number {
	let count = 0;
	forEachCombination(() => count++, all);
	return count;
}

/** Its codes as `parseCombination` takes them: `rf-b,1p3w-60-2way,switch-60,rain`; the cover is always named. */
export function combinationText({ communication, metering, option, cover }: Combination): string {
	return `${communication.code},${metering.code},${option === undefined ? '' : `${option.short},`}${cover.code}`;
}
