/** Where runs put the links to their dongles, and others look for them: in the directory of temporary files, which everybody knows. */
import { numbered, temporaryDirectories } from '../../../hal/node/temporary.js';

/** The first free one of the name, the name with `-2`, …  */
export const DONGLE_LINK = 'keiki-dongle';

/** In the order in which they are taken. */
export function dongleLinks(): readonly string[] {
	return temporaryDirectories().flatMap((directory) => numbered(directory, DONGLE_LINK));
}
