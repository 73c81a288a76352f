/**
 * Keys of many meters from one, for trials: a key is HMAC-SHA-256 (RFC 2104) under the master of the meter's number (4 bytes, big-endian) and the purpose in
 * ASCII, of which it is the first 16 bytes. Who has the master has all of them.
 */
import type { Cipher } from '../../../hal/ports/cipher.js';
import { asciiBytes } from '../../../modules/bytes/ascii.js';
import { putUint32 } from '../../../modules/bytes/uint.js';
import { KEY_LENGTH } from '../../../modules/crypto/lengths.js';

/** Least bytes of a master. */
export const LEAST_MASTER = 16;

/** What a key is for. The numbers are clients of `RouteAKeys`. */
export const KEY_PURPOSE = Object.freeze({
	kek: 'kek',
	broadcast: 'broadcast',
	firmware: 'firmware',
	encryption1: 'encryption 1',
	authentication1: 'authentication 1',
	encryption2: 'encryption 2',
	authentication2: 'authentication 2',
	encryption102: 'encryption 102',
	authentication102: 'authentication 102',
} as const);
/** Number of what all meters have alike: the broadcast key, and their maker's for images. */
const ALL = 0;
export type KeyPurpose = (typeof KEY_PURPOSE)[keyof typeof KEY_PURPOSE];

/**
 * 16 bytes.
 * @param number of the meter, from 1; 0: what all meters have alike, as the broadcast key
 * @throws RangeError for a master that is too short, or no number of a meter
 */
export function derivedKey(cipher: Pick<Cipher, 'hmacSha256'>, master: Uint8Array, number: number, purpose: KeyPurpose): Uint8Array {
	if (master.length < LEAST_MASTER) throw new RangeError(`derived keys: master: expected at least ${LEAST_MASTER} bytes, got ${master.length}`);
	if (!Number.isInteger(number) || number < 0 || number > 0xffffffff)
		throw new RangeError(`derived keys: number of a meter: expected 0 to 4294967295, got ${number}`);
	const name = asciiBytes(purpose);
	const message = new Uint8Array(4 + name.length);
	putUint32(message, 0, number);
	message.set(name, 4);
	return cipher.hmacSha256(master, message).slice(0, KEY_LENGTH);
}

/** Those of client 102, who is associated with all meters from the start (IDIS): alike for all. Throws RangeError like `derivedKey`. */
export function derivedKeysOfAll(cipher: Pick<Cipher, 'hmacSha256'>, master: Uint8Array) {
	const [encryption, authentication] = ([KEY_PURPOSE.encryption102, KEY_PURPOSE.authentication102] as const).map((purpose) =>
		derivedKey(cipher, master, ALL, purpose),
	) as [Uint8Array, Uint8Array];
	return { encryption, authentication };
}

/** All keys of a meter, as `RouteAKeys` has them but for its system title. Throws RangeError like `derivedKey`. */
export function derivedKeys(cipher: Pick<Cipher, 'hmacSha256'>, master: Uint8Array, number: number) {
	const key = (purpose: KeyPurpose): Uint8Array => derivedKey(cipher, master, number, purpose);
	return {
		kek: key('kek'),
		broadcast: derivedKey(cipher, master, ALL, 'broadcast'),
		firmwareKey: derivedKey(cipher, master, ALL, 'firmware'),
		clients: {
			1: { encryption: key('encryption 1'), authentication: key('authentication 1') },
			2: { encryption: key('encryption 2'), authentication: key('authentication 2') },
		},
	};
}
