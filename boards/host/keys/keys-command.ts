/** `keiki keys make`: keys that nobody knows yet. */
import { SYSTEM_RANDOM } from '../../../hal/node/random.js';
import type { Random } from '../../../hal/ports/random.js';
import { suiteKeyLength } from '../../../modules/dlms/security/ciphering.js';
import { drawnPair } from '../../../modules/dlms/security/general-keys.js';
import { newKeys } from '../../../src/head-end/key-change.js';
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import { identityOf } from '../../../src/world/meter/identity.js';
import { createWhole } from '../shared/durable-file.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import { newHostCipher } from '../shared/host-cipher.js';
import { keysObject, keysText } from '../shared/keys-file.js';
import { notice } from '../shared/notice.js';
import { wholeNumber } from '../shared/option-values.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { KEYS_USAGE } from './usage-words.js';

export interface KeysWords {
	readonly meters: string;
	readonly suite?: string;
	readonly quiet?: boolean;
}

const MOST_METERS = 1000;
/** What the clients of suites 1 and 2 are offered. */
const OFFERED = Object.freeze(['hls5', 'hls7', 'general'] as const);

/** Throws UsageError, where there is a file already as well: the keys in it may be a meter's. */
export function makeKeys(file: string, { meters, suite = '0', quiet }: KeysWords): ExitCode {
	const count = wholeNumber('--meters', meters, 1, MOST_METERS);
	const number = wholeNumber('--suite', suite, 0, 2);
	const broadcast = newKey(SYSTEM_RANDOM, number);
	const makers = makersKeys(number, SYSTEM_RANDOM);
	const all = Array.from({ length: count }, (_, i) => ({ ...keysFor(i + 1, broadcast, number, SYSTEM_RANDOM), ...makers }));
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
function keysFor(number: number, broadcast: Uint8Array, suite: number, random: Random): RouteAKeys {
	const { systemTitle } = identityOf(0, number);
	const client = () => ({ ...newKeys(random, suiteKeyLength(suite)), ...(suite !== 0 && { suite, offers: OFFERED, ...curveKeys(random, suite) }) });
	const curves = suite === 0 ? {} : curveKeys(random, suite);
	return { systemTitle, kek: newKey(random, suite), broadcast, ...curves, clients: { 1: client(), 2: client() } };
}

/** Of the maker of all of them, for firmware images. */
function makersKeys(suite: number, random: Random): Pick<RouteAKeys, 'firmwareKey' | 'firmwareSignatureKey'> {
	const firmwareKey = newKey(random, 0);
	return suite === 0 ? { firmwareKey } : { firmwareKey, firmwareSignatureKey: curveKeys(random, suite).signatureKey };
}

/** Private keys, from which both sides have what they need. */
function curveKeys(random: Random, suite: number): { readonly signatureKey: Uint8Array; readonly agreementKey: Uint8Array } {
	const cipher = newHostCipher();
	const draw = () => drawnPair(cipher, random, suite)!.privateKey;
	return { signatureKey: draw(), agreementKey: draw() };
}

function newKey(random: Random, suite: number): Uint8Array {
	const key = new Uint8Array(suiteKeyLength(suite));
	random.fill(key);
	return key;
}
