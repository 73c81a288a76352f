import { fromHex } from '../../../modules/bytes/hex.js';
import { KEY_LENGTH } from '../../../modules/crypto/lengths.js';
import type { RouteAKeys } from '../../../src/route-a/keys.js';

/** @param words title, KEK, and the keys of clients 1 and 2, in hexadecimal digits */
export function keysOf([title, kek, ...clients]: readonly string[]): RouteAKeys {
	const [management, reading] = clients.map((digits) => {
		const bytes = fromHex(digits);
		return { encryption: bytes.subarray(0, KEY_LENGTH), authentication: bytes.subarray(KEY_LENGTH) };
	});
	return { systemTitle: fromHex(title!), kek: fromHex(kek!), broadcast: undefined, clients: { 1: management!, 2: reading! } };
}
