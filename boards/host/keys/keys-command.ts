/** `keiki keys make`: keys that nobody knows yet. */
import { SYSTEM_RANDOM } from '../../../hal/node/random.js';
import type { Random } from '../../../hal/ports/random.js';
import { KEY_LENGTH } from '../../../modules/crypto/lengths.js';
import { newKeys } from '../../../src/head-end/key-change.js';
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import { identityOf } from '../../../src/world/meter/identity.js';
import { createWhole } from '../shared/durable-file.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import { keysObject, keysText } from '../shared/keys-file.js';
import { notice } from '../shared/notice.js';
import { wholeNumber } from '../shared/option-values.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { KEYS_USAGE } from './usage-words.js';

export interface KeysWords {
	readonly meters: string;
	readonly quiet?: boolean;
}

const MOST_METERS = 1000;

/** Throws UsageError, where there is a file already as well: the keys in it may be a meter's. */
export function makeKeys(file: string, { meters, quiet }: KeysWords): ExitCode {
	const count = wholeNumber('--meters', meters, 1, MOST_METERS);
	const broadcast = newKey(SYSTEM_RANDOM);
	const all = Array.from({ length: count }, (_, i) => keysFor(i + 1, broadcast, SYSTEM_RANDOM));
	const text = count === 1 ? keysText(all[0]!) : all.map((keys) => `${JSON.stringify(keysObject(keys))}\n`).join('');
	try {
		createWhole(file, text);
	} catch (error) {
		const taken = (error as NodeJS.ErrnoException).code === 'EEXIST';
		throw new UsageError(inEach(KEYS_USAGE, (words) => (taken ? words.taken(file) : words.cannotMake(file, reasonOf(error)))));
	}
	if (!quiet) notice((words) => words.keysMade(file, count));
	return EXIT.done;
}

/** Clients 1 and 2 with keys of their own; the broadcast key is that of all. */
function keysFor(number: number, broadcast: Uint8Array, random: Random): RouteAKeys {
	const { systemTitle } = identityOf(0, number);
	return { systemTitle, kek: newKey(random), broadcast, clients: { 1: newKeys(random), 2: newKeys(random) } };
}

function newKey(random: Random): Uint8Array {
	const key = new Uint8Array(KEY_LENGTH);
	random.fill(key);
	return key;
}
