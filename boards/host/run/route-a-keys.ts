import process from 'node:process';
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import { readKeysOfMeters } from '../shared/keys-file.js';

/**
 * The keys of each meter in a file; undefined: there is none. Warns of keys whose counters nothing keeps: a sender's counter goes into each IV of AES-GCM.
 * @throws UsageError
 */
export function keysOfFile(file: string | undefined, count: number, state: string | undefined): readonly RouteAKeys[] | undefined {
	if (file === undefined) return undefined;
	const keys = readKeysOfMeters(file, count);
	if (state === undefined) {
		process.stderr.write(
			'keiki: --keys without --state: counters begin anew with each run, and use IVs a second time; --state DIRECTORY keeps them\n',
		);
	}
	return keys;
}
