import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/** Where names for other programs to find may stand: as TMPDIR says, and where that is not to be had, where everybody looks. */
export function temporaryDirectories(): readonly string[] {
	const first = tmpdir();
	return process.platform === 'win32' || first === COMMON ? [first] : [first, COMMON];
}

const COMMON = '/tmp';

/** The most names that are tried in a directory. */
export const MOST_NAMES = 1000;

/** NAME, NAME-2, … of a directory: the paths, in the order in which they are taken. */
export function numbered(directory: string, name: string, most = MOST_NAMES): readonly string[] {
	return Array.from({ length: most }, (_, i) => join(directory, i === 0 ? name : `${name}-${i + 1}`));
}

/** Whether a file is this user's, as far as the system tells users apart. */
export function isOwn({ uid }: { readonly uid: number }): boolean {
	return process.getuid === undefined || uid === process.getuid();
}
