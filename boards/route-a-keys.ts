import type { Store } from '../hal/ports/store.js';
import { equalBytes } from '../modules/bytes/equal.js';
import { fromHex } from '../modules/bytes/hex.js';
import { KEY_LENGTH } from '../modules/crypto/lengths.js';
import { TITLE_LENGTH } from '../modules/dlms/security/ciphering.js';
import type { ClientKeys, RouteAKeys } from '../src/route-a/keys.js';

/** Management, reading, hand-held, pre-established: as `IDIS_PROFILE` has them. */
const CLIENTS: readonly number[] = Object.freeze([1, 2, 3, 102]);
const CLIENT_KEYS = 'routeAKeys';
const TITLE = 'routeATitle';
const KEK = 'routeAKek';
const BROADCAST = 'routeABroadcast';
const FIRMWARE_KEY = 'firmwareKey';
/** Not among Route A's keys: it is the communication unit's. */
export const CREDENTIAL_KEY = 'credentialKey';

/**
 * What a build is told, as words of `mc/config`, and the names in the store.
 *
 * | word                                         | hexadecimal digits | without it                        |
 * |----------------------------------------------|--------------------|-----------------------------------|
 * | routeATitle: the meter's system title         | 16                 |                                   |
 * | routeAKek: wraps new keys                     | 32                 | keys cannot be changed            |
 * | routeABroadcast: for messages to all meters   | 32                 | they are refused                  |
 * | firmwareKey: of the maker, proves images      | 32                 | no image can be loaded            |
 * | routeAKeys1, …2, …3, …102: of a client, encryption ‖ authentication | 64 | it is not served              |
 */
export type RouteAWords = Readonly<Record<string, string>>;

/**
 * The keys of a device's Route A: those that its build was told are kept from then on, in place of all that were kept before, and a build that was told
 * none goes on with those kept. Undefined: there are none.
 * @throws RangeError if they are malformed, or those kept are; it tells no digit of a key
 */
export function deviceRouteAKeys(store: Store, words: RouteAWords): RouteAKeys | undefined {
	if (NAMES.some((name) => toldOf(words, name) !== '')) {
		if (CLIENTS.every((client) => toldOf(words, nameOf(client)) === ''))
			throw new RangeError('Route A: expected routeAKeys1=… or another client with keys');
		const values = NAMES.map((name) => parsed(name, toldOf(words, name)));
		for (let i = 0; i < NAMES.length; i++) keep(store, NAMES[i]!, values[i]);
	}
	return kept(store);
}

function toldOf(words: RouteAWords, name: string): string {
	return words[name] ?? '';
}

function nameOf(client: number): string {
	return CLIENT_KEYS + client;
}

/** The title last: of one that is in the store, the rest is there, too. */
const NAMES: readonly string[] = Object.freeze([KEK, BROADCAST, FIRMWARE_KEY, ...CLIENTS.map(nameOf), TITLE]);

function lengthOf(name: string): number {
	return name === TITLE ? TITLE_LENGTH : name.startsWith(CLIENT_KEYS) ? 2 * KEY_LENGTH : KEY_LENGTH;
}

function parsed(name: string, digits: string): Uint8Array | undefined {
	if (digits === '' && name !== TITLE) return undefined;
	const length = 2 * lengthOf(name);
	const expected = `Route A: ${name}: expected ${length} hexadecimal digits`;
	if (digits.length !== length) throw new RangeError(`${expected}, got ${digits.length}`);
	for (let i = 0; i < length; i++) {
		if ('0123456789abcdefABCDEF'.indexOf(digits.charAt(i)) < 0) throw new RangeError(`${expected}, but character ${i + 1} is something else`);
	}
	return fromHex(digits);
}

/** What is there already is not written again: flash wears. */
function keep(store: Store, name: string, value: Uint8Array | undefined): void {
	const before = store.get(name);
	if (value === undefined) {
		if (before !== undefined) store.delete(name);
	} else if (before === undefined || !equalBytes(before, value)) store.set(name, value);
}

function kept(store: Store): RouteAKeys | undefined {
	const systemTitle = keptValue(store, TITLE);
	if (systemTitle === undefined) return undefined;
	const clients: Record<number, ClientKeys> = {};
	for (const client of CLIENTS) {
		const keys = keptValue(store, nameOf(client));
		if (keys !== undefined) clients[client] = { encryption: keys.subarray(0, KEY_LENGTH), authentication: keys.subarray(KEY_LENGTH) };
	}
	const keys = { systemTitle, kek: keptValue(store, KEK), broadcast: keptValue(store, BROADCAST), clients };
	const firmwareKey = keptValue(store, FIRMWARE_KEY);
	return firmwareKey === undefined ? keys : { ...keys, firmwareKey };
}

/** The meter's system title, once it was told. */
export function systemTitleOf(store: Store): Uint8Array | undefined {
	return keptValue(store, TITLE);
}

/** A key of its own word: the one that the build was told, else the one kept; undefined: there is none. Throws RangeError as `deviceRouteAKeys` does. */
export function keptKey(store: Store, words: RouteAWords, name: string): Uint8Array | undefined {
	const told = toldOf(words, name);
	if (told !== '') keep(store, name, parsed(name, told));
	return keptValue(store, name);
}

function keptValue(store: Store, name: string): Uint8Array | undefined {
	const value = store.get(name);
	const length = lengthOf(name);
	if (value !== undefined && value.length !== length)
		throw new RangeError(`Route A: ${name}: expected ${length} bytes in the store, got ${value.length}`);
	return value;
}
