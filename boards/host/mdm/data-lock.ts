/** Who does something to a folder of data that no second program may do at the same time. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { FILE_USAGE } from '../shared/file-usage-words.js';
import { FileLock, holderOf } from '../shared/lock-file.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';

/** Closes and corrects days. */
export const CLOSING = 'closing.lock';
/** Serves them. */
export const SERVING = 'serving.lock';
const OWNER_ONLY = 0o700;

/** Undefined: somebody else does it. The folder is made where it is not there. Throws UsageError where there can be no lock. */
export function takeLock(data: string, name: string): FileLock | undefined {
	mkdirSync(data, { recursive: true, mode: OWNER_ONLY });
	return FileLock.take(join(data, name));
}

/** Throws UsageError that tells who has it. */
export function needLock(data: string, name: string): FileLock {
	const lock = takeLock(data, name);
	if (lock !== undefined) return lock;
	const path = join(data, name);
	throw new UsageError(inEach(FILE_USAGE, (words) => words.lockHeld(path, holderOf(path, words))));
}
