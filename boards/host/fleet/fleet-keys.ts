/** The keys of the meters of a fleet. */
import type { Cipher } from '../../../hal/ports/cipher.js';
import { derivedKeys, derivedKeysOfAll } from '../../../src/head-end/collection/derived-keys.js';
import type { ClientKeys, RouteAKeys } from '../../../src/route-a/keys.js';
import { IDIS_PROFILE } from '../../../src/route-a/route-a-profile.js';
import { identityOf, keysOf, keysOfAll } from '../../../src/world/meter/identity.js';
import type { FleetChoice } from './fleet-options.js';

/** By number: of the seed, or of a master; with client 102 and one broadcast key for all where messages to all are taken. */
export function fleetKeys(
	{ seed, master, broadcast }: Pick<FleetChoice, 'seed' | 'master' | 'broadcast'>,
	cipher: Cipher,
): (number: number) => RouteAKeys {
	const own = (number: number): RouteAKeys =>
		master === undefined ? keysOf(seed, number) : { systemTitle: identityOf(seed, number).systemTitle, ...derivedKeys(cipher, master, number) };
	if (!broadcast) return own;
	// A master has the broadcast key of all anyway.
	const all: { readonly broadcast?: Uint8Array; readonly client: ClientKeys } =
		master === undefined ? keysOfAll(seed) : { client: derivedKeysOfAll(cipher, master) };
	const { preEstablished } = IDIS_PROFILE.clients;
	return (number) => {
		const keys = own(number);
		return { ...keys, broadcast: all.broadcast ?? keys.broadcast, clients: { ...keys.clients, [preEstablished]: all.client } };
	};
}
