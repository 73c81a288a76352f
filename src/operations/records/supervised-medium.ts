/** What supervisory control knows of a meter's medium. */

/** It reached the meter, and was not told by which. */
export const UNKNOWN_MEDIUM = 'unknown';

/** Whether a meter was reached by another medium than its communication unit is for. */
export function isOtherMedium(mounted: string, supervised: string): boolean {
	return supervised !== UNKNOWN_MEDIUM && supervised !== mounted;
}
