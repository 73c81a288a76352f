import { tmpdir } from 'node:os';
import process from 'node:process';

/** Where names for other programs to find may stand: as TMPDIR says, and where that is not to be had, where everybody looks. */
export function temporaryDirectories(): readonly string[] {
	const first = tmpdir();
	return process.platform === 'win32' || first === COMMON ? [first] : [first, COMMON];
}

const COMMON = '/tmp';

/** Whether a file is this user's, as far as the system tells users apart. */
export function isOwn({ uid }: { readonly uid: number }): boolean {
	return process.getuid === undefined || uid === process.getuid();
}
