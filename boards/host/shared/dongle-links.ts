/** Where runs put the links to their dongles, and others look for them: in the directory of temporary files, which everybody knows. */
import { join } from 'node:path';
import { temporaryDirectories } from '../../../hal/node/temporary.js';

/** The first free one of the name, the name with `-2`, …  */
export const DONGLE_LINK = 'keiki-dongle';
const PLACES = 32;

/** In the order in which they are taken. */
export function dongleLinks(): readonly string[] {
	return temporaryDirectories().flatMap((directory) =>
		Array.from({ length: PLACES }, (_, i) => join(directory, i === 0 ? DONGLE_LINK : `${DONGLE_LINK}-${i + 1}`)),
	);
}
