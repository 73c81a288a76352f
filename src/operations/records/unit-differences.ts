/** Where a meter has other units than a record says. */
import type { Place } from '../../meter/catalogue/select.js';
import { PLACES } from './record-kinds.js';

/** Codes of types by place; null and empty: none. */
type Codes = Readonly<Partial<Record<Place, string | null>>>;

export interface UnitDifference {
	readonly place: Place;
	/** Codes; undefined: none. */
	readonly expected: string | undefined;
	readonly found: string | undefined;
}

/**
 * Where a meter is another than it should be.
 * @param reported by place; a place that is not told (undefined) is not compared, one that is told empty (null) is. Makers (`rf-b@kaede`) are not compared.
 */
export function unitDifferences(expected: Codes, reported: Codes): UnitDifference[] {
	return PLACES.flatMap((place) => {
		const told = reported[place];
		if (told === undefined) return [];
		const [should, found] = [bare(expected[place]), bare(told)];
		return should === found ? [] : [{ place, expected: should, found }];
	});
}

/** Whether a report is of the units that were mounted last: one from before tells of the meter that was there then. Times in ms. */
export function isSince(reported: number, mounted: number): boolean {
	return reported >= mounted;
}

/** A code without its maker; undefined: none. */
export function bare(code: string | null | undefined): string | undefined {
	if (code === null || code === undefined || code === '') return undefined;
	return code.split('@')[0];
}
