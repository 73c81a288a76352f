import type { Store } from '../../hal/ports/store.js';
import { asciiBytes, asciiText } from '../../modules/bytes/ascii.js';
import { type Credentials, parseCredentials } from './credentials.js';

/** Names in the store. */
const ID = 'routeBId';
const PASSWORD = 'routeBPassword';

/**
 * The Route B credentials of a device: those that its build was told are kept from then on, and a build that was told none goes on with those kept, so
 * that an image need not carry them.
 * @throws RangeError if they are malformed, or there are none
 */
export function deviceCredentials(store: Store, id: string, password: string): Credentials {
	if (id !== '' || password !== '') {
		const told = parseCredentials(id, password);
		keep(store, ID, told.id);
		keep(store, PASSWORD, told.password);
		return told;
	}
	const [keptId, keptPassword] = [store.get(ID), store.get(PASSWORD)];
	if (keptId === undefined || keptPassword === undefined) throw new RangeError('Route B: no credentials yet; build once with id=… password=…');
	return parseCredentials(asciiText(keptId), asciiText(keptPassword));
}

/** A unit that takes sealed credentials keeps no password. */
export function forgetCredentials(store: Store): void {
	for (const name of [ID, PASSWORD]) if (store.get(name) !== undefined) store.delete(name);
}

/** What is there already is not written again: flash wears. */
function keep(store: Store, name: string, value: string): void {
	const kept = store.get(name);
	if (kept === undefined || asciiText(kept) !== value) store.set(name, asciiBytes(value));
}
