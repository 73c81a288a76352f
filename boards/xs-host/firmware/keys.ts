import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Store } from '../../../hal/ports/store.js';
import { fromHex } from '../../../modules/bytes/hex.js';
import { KEY_LENGTH } from '../../../modules/crypto/lengths.js';
import type { ClientKeys, RouteAKeys } from '../../../src/route-a/keys.js';
import { KeptCredentials } from '../../../src/route-b/sealed/kept-credentials.js';
import { PROVISIONAL_DERIVATIONS } from '../../../src/wi-sun/derivations.js';

/** @param words title, KEK, and the keys of clients 1 and 2, in hexadecimal digits; perhaps parts, a firmware key, the keys of client 3, and a credential key */
export function keysOf([title, kek, management, reading, , firmwareKey, handHeld]: readonly string[]): RouteAKeys {
	const clients: Record<number, ClientKeys> = { 1: pairOf(management!), 2: pairOf(reading!) };
	if (handHeld !== undefined) clients[3] = pairOf(handHeld);
	const keys = { systemTitle: fromHex(title!), kek: fromHex(kek!), broadcast: undefined, clients };
	return firmwareKey === undefined ? keys : { ...keys, firmwareKey: fromHex(firmwareKey) };
}

function pairOf(digits: string): ClientKeys {
	const bytes = fromHex(digits);
	return { encryption: bytes.subarray(0, KEY_LENGTH), authentication: bytes.subarray(KEY_LENGTH) };
}

/** Undefined: there is no credential key. @param words as those of `keysOf` */
export function sealedFor(words: readonly string[], cipher: Cipher, store: Store): KeptCredentials | undefined {
	const key = words[7];
	if (key === undefined) return undefined;
	const psk = (password: string) => PROVISIONAL_DERIVATIONS.psk(cipher, password);
	return new KeptCredentials({ store, cipher, key: fromHex(key), title: fromHex(words[0]!), psk });
}
