/** Keys of the meter and of the head-end that bench/pushes.ts measures with. */
import { NodeCipher } from '../hal/node/cipher.js';
import { PortableCipher } from '../modules/crypto/cipher.js';
import type { RouteAKeys } from '../src/route-a/keys.js';
import { newKeys } from '../test/src/route-a/route-a-rig.js';

export const CIPHER = new NodeCipher(new PortableCipher());
/** Authenticated and encrypted both ways, and signed responses. */
export const POLICIES = Object.freeze({ ciphered: 3, signed: 0xec });

const SCALAR = 32;
const [METERS, CLIENTS] = [0x11, 0x21].map((fill) => new Uint8Array(SCALAR).fill(fill)) as [Uint8Array, Uint8Array];

/** Those of suite 1 with what is signed with, or those of suite 0. */
export function keysOf(isSigned: boolean): RouteAKeys {
	const keys = newKeys();
	if (!isSigned) return keys;
	return {
		...keys,
		signatureKey: METERS,
		clients: { 1: { ...keys.clients[1]!, suite: 1, offers: ['general'], signatureKey: CLIENTS } },
	};
}
