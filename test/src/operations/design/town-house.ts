import { parseCombination } from '../../../../src/meter/catalogue/parse.js';
import { UNIT_TYPES } from '../../../../src/meter/catalogue/unit-types.js';
import { codesOf } from '../../../../src/operations/design/as-built.js';
import type { LinkedRecords, MountedRecord, StockCount } from '../../../../src/operations/design/linked-records.js';

export const MONDAY = Date.UTC(2026, 10, 30);
export const METER = '4B454B49000000A1';

/** Some of everything, in one depot. */
export const FULL: readonly StockCount[] = UNIT_TYPES.map(({ code }) => ({ type: code, depot: 'Kita', count: 5 }));

export function stockOf(codes: string): StockCount[] {
	return codes.split(',').map((type) => ({ type, depot: 'Kita', count: 1 }));
}

export function mountedAs(units: string, more: Partial<MountedRecord> = {}): MountedRecord {
	return { meter: METER, units: codesOf(parseCombination(units)), mountedAt: MONDAY - 1000, certifiedUntil: MONDAY, asOf: MONDAY, ...more };
}

/** A detached house with a single-phase contract of 40 A, and the meter that such a one has had for long. */
export function house(more: Partial<LinkedRecords> = {}): LinkedRecords {
	return {
		contract: { code: 'C0000000001', phases: '1p3w', amperes: 40, feedIn: false, routeB: 'none', active: true, asOf: MONDAY },
		site: { code: 'S1', kind: 'detached', phases: '1p3w', rain: false, asOf: MONDAY },
		mounted: [mountedAs('rf-old,1p3w-60-1way-old,normal')],
		supervision: undefined,
		stock: FULL,
		earlier: [],
		...more,
	};
}
