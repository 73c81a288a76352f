import type { RouteAKeys } from '../../../src/route-a/keys.js';
import { readKeysOfMeters } from '../shared/keys-file.js';
import { notice } from '../shared/notice.js';

/**
 * The keys of each meter in a file; undefined: there is none. Warns of keys whose counters nothing keeps: a sender's counter goes into each IV of AES-GCM.
 * @param isSameAgain the next run may begin with the counters of this one
 * @throws UsageError
 */
export function keysOfFile(file: string | undefined, count: number, isSameAgain: boolean): readonly RouteAKeys[] | undefined {
	if (file === undefined) return undefined;
	const keys = readKeysOfMeters(file, count);
	if (isSameAgain) notice((words) => words.countersAnew());
	return keys;
}
