import { BOUNDARIES, type DayMatrix, HALF_HOURS, MISSING, NO_QUALITY } from '../../../src/mdm/day-matrix.js';

/** Whether a half-hour has both its boundaries, or a value that a validation gave it. @param halfHour from 0 */
export function isKnown({ imports, exports, quality }: DayMatrix, row: number, halfHour: number): boolean {
	const at = row * BOUNDARIES + halfHour;
	const isThere = (boundary: number) => imports[boundary] !== MISSING || exports[boundary] !== MISSING;
	return (isThere(at) && isThere(at + 1)) || quality[row * HALF_HOURS + halfHour] !== NO_QUALITY;
}
