/**
 * Route B credentials that come sealed to a device, and those that its build was told: for a device whose own stack authenticates, which wants a key of the
 * password; a Wi-SUN module wants the password itself.
 *
 * | word                                        | hexadecimal digits | without it                         |
 * |---------------------------------------------|--------------------|------------------------------------|
 * | credentialKey: the communication unit's own | 32                 | the one kept; else it takes none   |
 */
import type { Cipher } from '../hal/ports/cipher.js';
import type { Log } from '../hal/ports/log.js';
import type { Store } from '../hal/ports/store.js';
import { type Credentials, parseCredentials } from '../src/route-b/credentials.js';
import { deviceCredentials, forgetCredentials } from '../src/route-b/device-credentials.js';
import { KeptCredentials } from '../src/route-b/sealed/kept-credentials.js';
import { PROVISIONAL_DERIVATIONS } from '../src/wi-sun/derivations.js';
import { CREDENTIAL_KEY, keptKey, type RouteAWords, systemTitleOf } from './route-a-keys.js';

/** What a device lets a HEMS in by. */
export interface DeviceCredentials {
	/** Undefined: `kept` has them. */
	readonly told: Credentials | undefined;
	/** Undefined: it has no credential key. */
	readonly kept: KeptCredentials | undefined;
	/** Route B id. */
	readonly id: string;
}

/**
 * A device with a credential key keeps no password, but the key that its stack makes of it; what a build tells gives way to what came sealed.
 * @param words `id`, `password`, `credentialKey`; the system title was told with Route A's keys before
 * @throws RangeError if they are malformed, or there are none
 */
export function sealedDeviceCredentials(store: Store, words: RouteAWords, cipher: Cipher, log: Log): DeviceCredentials {
	const { id = '', password = '' } = words;
	const kept = keptCredentials(store, words, cipher, log);
	if (kept === undefined) {
		const told = deviceCredentials(store, id, password);
		return { told, kept, id: told.id };
	}
	if (id !== '' || password !== '') tellKept(kept, parseCredentials(id, password), log);
	else if (kept.inForce === undefined) tellKept(kept, deviceCredentials(store, '', ''), log);
	forgetCredentials(store);
	return { told: undefined, kept, id: kept.inForce!.id };
}

/** Undefined: the device has no credential key, or no system title. Throws RangeError for a key that is none. */
export function keptCredentials(store: Store, words: RouteAWords, cipher: Cipher, log: Log): KeptCredentials | undefined {
	const key = keptKey(store, words, CREDENTIAL_KEY);
	if (key === undefined) return undefined;
	const title = systemTitleOf(store);
	if (title !== undefined) return new KeptCredentials({ store, cipher, key, title, psk: (text) => PROVISIONAL_DERIVATIONS.psk(cipher, text) });
	log.write('Route B', 'credentialKey without routeATitle: nobody can seal credentials for this device');
	return undefined;
}

/** Unless some came sealed, which the log tells. */
export function tellKept(kept: KeptCredentials, credentials: Credentials, log: Log): void {
	if (!kept.tell(credentials)) log.write('Route B', `credentials of version ${kept.version} came sealed: those that the build was told are not used`);
}
