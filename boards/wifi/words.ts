/**
 * The Wi-Fi network of a device, as words of `mc/config` and as it is kept.
 *
 * | word                                       | what                                       | without it                          |
 * |--------------------------------------------|--------------------------------------------|-------------------------------------|
 * | ssid: name of the network                  | 1 to 32 bytes of UTF-8                     | the one kept, else the device asks for one |
 * | wifiPassword: its password                 | 8 to 63 ASCII characters, or none (open)   |                                     |
 * | setupKey: of the device's own access point | 8 to 63 ASCII characters                   | the one kept, else one is drawn      |
 */
import type { Random } from '../../hal/ports/random.js';
import type { Store } from '../../hal/ports/store.js';
import { asciiBytes, asciiText } from '../../modules/bytes/ascii.js';
import { equalBytes } from '../../modules/bytes/equal.js';
import { utf8Bytes, utf8Text } from '../../modules/http/utf8.js';
import type { RouteAWords } from '../route-a-keys.js';

export interface WifiCredentials {
	readonly ssid: string;
	/** Empty: the network is open. */
	readonly password: string;
}

/** What a person got wrong; what would be right stands in `checkSsid` and `checkPassword`. */
export type WifiFlaw = 'ssid' | 'password';

/** Names in the store. A value has 60 bytes at most, so a password lies there in two parts. */
const SSID = 'wifi.ssid';
const PASSWORDS = Object.freeze(['wifi.password', 'wifi.password2'] as const);
const SETUP_KEY = 'wifi.setupKey';
const SETUP = 'wifi.setup';
const PART = 32;
const MOST_SSID = 32;
const LEAST_PASSWORD = 8;
const MOST_PASSWORD = 63;
/** Digits and letters that nobody takes for one another: 32 of them. */
const ALPHABET = '23456789abcdefghijkmnpqrstuvwxyz';
const DRAWN = 10;

/** Undefined: they can be those of a network. */
export function flawOf({ ssid, password }: WifiCredentials): WifiFlaw | undefined {
	const { length } = utf8Bytes(ssid);
	if (length < 1 || length > MOST_SSID || hasControl(ssid)) return 'ssid';
	return password === '' || isPassword(password) ? undefined : 'password';
}

/**
 * The credentials of the network: those that the build was told are kept from then on, and a build that was told none goes on with those kept. Undefined:
 * there are none.
 * @throws RangeError if they are malformed; it tells nothing of a password
 */
export function wifiCredentials(store: Store, { ssid = '', wifiPassword = '' }: RouteAWords): WifiCredentials | undefined {
	if (ssid === '' && wifiPassword !== '') throw new RangeError('Wi-Fi: wifiPassword without ssid');
	if (ssid !== '') {
		const flaw = flawOf({ ssid, password: wifiPassword });
		if (flaw === 'ssid') throw new RangeError(`ssid: expected 1 to ${MOST_SSID} bytes, got ${utf8Bytes(ssid).length}`);
		if (flaw === 'password')
			throw new RangeError(`wifiPassword: expected ${LEAST_PASSWORD} to ${MOST_PASSWORD} ASCII characters, got ${wifiPassword.length}, or others`);
		keepWifi(store, { ssid, password: wifiPassword });
	}
	return keptWifi(store);
}

/** The name last: of one that is in the store, the password is there, too. */
export function keepWifi(store: Store, { ssid, password }: WifiCredentials): void {
	const name = utf8Bytes(ssid);
	const before = store.get(SSID);
	const parts = PASSWORDS.map((_, i) => asciiBytes(password.slice(i * PART, (i + 1) * PART)));
	if (before !== undefined && equalBytes(before, name) && PASSWORDS.every((each, i) => equalBytes(store.get(each) ?? new Uint8Array(0), parts[i]!)))
		return;
	if (before !== undefined) store.delete(SSID);
	PASSWORDS.forEach((each, i) => {
		if (parts[i]!.length > 0) store.set(each, parts[i]!);
		else if (store.get(each) !== undefined) store.delete(each);
	});
	store.set(SSID, name);
}

function keptWifi(store: Store): WifiCredentials | undefined {
	const name = store.get(SSID);
	const ssid = name && utf8Text(name);
	if (ssid === undefined) return undefined;
	return { ssid, password: PASSWORDS.map((each) => asciiText(store.get(each) ?? new Uint8Array(0))).join('') };
}

/**
 * The key of the device's own access point: told, or drawn once and kept.
 * @throws RangeError if it is malformed
 */
export function setupKeyOf(store: Store, { setupKey = '' }: RouteAWords, random: Random): string {
	if (setupKey !== '' && !isPassword(setupKey)) throw new RangeError(`setupKey: expected ${LEAST_PASSWORD} to ${MOST_PASSWORD} ASCII characters`);
	if (setupKey !== '') return setupKey;
	const kept = store.get(SETUP_KEY);
	if (kept !== undefined) return asciiText(kept);
	const bytes = new Uint8Array(DRAWN);
	random.fill(bytes);
	let key = '';
	for (let i = 0; i < DRAWN; i++) key += ALPHABET.charAt(bytes[i]! & 31);
	store.set(SETUP_KEY, asciiBytes(key));
	return key;
}

/** From the next start on the device opens its access point, once. */
export function wishSetup(store: Store): void {
	store.set(SETUP, Uint8Array.of(1));
}

/** Whether it was wished; it is not any more. */
export function takeSetupWish(store: Store): boolean {
	const wished = store.get(SETUP) !== undefined;
	if (wished) store.delete(SETUP);
	return wished;
}

function isPassword(text: string): boolean {
	if (text.length < LEAST_PASSWORD || text.length > MOST_PASSWORD) return false;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code < 0x20 || code > 0x7e) return false;
	}
	return true;
}

function hasControl(text: string): boolean {
	for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) < 0x20 || text.charCodeAt(i) === 0x7f) return true;
	return false;
}
