/** What the terminals of a device without a measuring front end show. */
import { isPower, MOST_WATTS, parseDecimal } from '../src/world/load/bounds.js';
import { houseLoad } from '../src/world/load/house.js';
import { constantLoad, type LoadSource } from '../src/world/load/source.js';

/** Of the generated house. */
const SEED = 1;

/** So many watts for good; a generated house where `watts` is ''. Throws RangeError if it is no number, or too large. */
export function loadOf(watts: string): LoadSource {
	if (watts === '') return houseLoad(SEED, false);
	const power = parseDecimal(watts);
	if (!isPower(power)) throw new RangeError(`watts: expected a number from -${MOST_WATTS} to ${MOST_WATTS}, got ${watts}`);
	return constantLoad(power);
}
