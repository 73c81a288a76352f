/**
 * Route B credentials on their way to a communication unit, which alone can open them: whoever carries them, a head-end or a hand-held, cannot. The format is
 * Keiki's own, and unconfirmed.
 *
 * | offset | bytes | what is sealed                          |
 * |--------|-------|-----------------------------------------|
 * | 0      | 16    | Route B id                              |
 * | 16     | 12    | password, ASCII                         |
 *
 * | bytes | sealed                                                                                         |
 * |-------|------------------------------------------------------------------------------------------------|
 * | 64    | ephemeral public key of P-256, x ‖ y: only for a unit that has a pair of keys                   |
 * | 28    | ciphertext of AES-GCM-128                                                                      |
 * | 16    | tag                                                                                            |
 *
 * The IV is the unit's system title (8 bytes) and the version (4): for one key, a version is sealed once and never again. Authenticated are those twelve, and
 * the logical name of the object that takes them (6). The key is the unit's own; or, for a pair, of one-pass agreement (SP 800-56A, C(1e, 1s)) with an
 * originator without a name, and the unit's title as the recipient.
 */
import type { Cipher } from '../../hal/ports/cipher.js';
import type { Random } from '../../hal/ports/random.js';
import { asciiBytes } from '../bytes/ascii.js';
import { fromHex, toUpperHex } from '../bytes/hex.js';
import { joined } from '../bytes/joined.js';
import { putUint32, putUint48 } from '../bytes/uint.js';
import { KEY_LENGTH } from '../crypto/lengths.js';
import { TITLE_LENGTH } from '../dlms/security/ciphering.js';
import { drawnPair } from '../dlms/security/general-keys.js';
import { derivedKey, scalarLength } from '../dlms/security/key-agreement.js';
import { NAME } from './object-names.js';

/** As they are told to people: 32 hexadecimal digits, and 12 letters and digits. */
export interface OpenedCredentials {
	readonly id: string;
	readonly password: string;
}

const ID_LENGTH = 16;
const PASSWORD_LENGTH = 12;
const TAG_LENGTH = 16;
const NAME_LENGTH = 6;
/** Of agreement: P-256, SHA-256. */
const SUITE = 1;
const SCALAR = scalarLength(SUITE);
const POINT = 2 * SCALAR;
const NOBODY = new Uint8Array(0);

/** The greatest version. */
export const LAST_VERSION = 0xffffffff;

/**
 * Undefined: the platform cannot, or the public key is no point of the curve.
 * @param key that of the unit, 16 bytes; or its public key, 64
 * @param title of the unit, 8 bytes
 * @param version from 1, and one that was never sealed for this key
 * @throws RangeError for a key or title of another length
 */
export function sealCredentials(
	cipher: Cipher,
	random: Random,
	key: Uint8Array,
	title: Uint8Array,
	version: number,
	{ id, password }: OpenedCredentials,
): Uint8Array | undefined {
	const plain = joined([fromHex(id), asciiBytes(password)]);
	if (plain.length !== ID_LENGTH + PASSWORD_LENGTH) throw new RangeError('Route B credentials: expected an id of 32 digits and a password of 12');
	if (key.length !== POINT) return gcm(cipher, key, title, version, plain);
	const ephemeral = drawnPair(cipher, random, SUITE);
	const shared = ephemeral && cipher.agree?.(ephemeral.privateKey, key);
	if (ephemeral === undefined || shared === undefined) return undefined;
	return joined([ephemeral.publicKey, gcm(cipher, derivedKey(cipher, SUITE, shared, NOBODY, title), title, version, plain)]);
}

/**
 * Undefined: they are not for this unit, not of this version, or were altered.
 * @param key that of the unit, 16 bytes; or its private key, 32
 */
export function openCredentials(
	cipher: Cipher,
	key: Uint8Array,
	title: Uint8Array,
	version: number,
	sealed: Uint8Array,
): OpenedCredentials | undefined {
	const isAgreed = key.length === SCALAR;
	if (sealed.length !== sealedLength(key)) return undefined;
	const used = isAgreed ? agreedKey(cipher, key, title, sealed.subarray(0, POINT)) : key;
	const iv = ivOf(title, version);
	const plain = used && cipher.gcmOpen(used, iv, headerOf(iv), isAgreed ? sealed.subarray(POINT) : sealed, TAG_LENGTH);
	return plain && openedIn(plain);
}

/** Bytes of what is sealed for a unit. @param key as that of `openCredentials` */
export function sealedLength(key: Uint8Array): number {
	return (key.length === SCALAR ? POINT : 0) + ID_LENGTH + PASSWORD_LENGTH + TAG_LENGTH;
}

function agreedKey(cipher: Cipher, key: Uint8Array, title: Uint8Array, ephemeral: Uint8Array): Uint8Array | undefined {
	const shared = cipher.agree?.(key, ephemeral);
	return shared && derivedKey(cipher, SUITE, shared, NOBODY, title);
}

/** Undefined: the password is of other characters than it can be of. */
function openedIn(plain: Uint8Array): OpenedCredentials | undefined {
	let password = '';
	for (let i = ID_LENGTH; i < plain.length; i++) password += String.fromCharCode(plain[i]!);
	return /^[0-9A-Za-z]+$/.test(password) ? { id: toUpperHex(plain.subarray(0, ID_LENGTH)), password } : undefined;
}

function gcm(cipher: Cipher, key: Uint8Array, title: Uint8Array, version: number, plain: Uint8Array): Uint8Array {
	if (key.length !== KEY_LENGTH) throw new RangeError(`credential key: expected ${KEY_LENGTH} bytes, got ${key.length}`);
	if (title.length !== TITLE_LENGTH) throw new RangeError(`system title: expected ${TITLE_LENGTH} bytes, got ${title.length}`);
	const iv = ivOf(title, version);
	return cipher.gcmSeal(key, iv, headerOf(iv), plain, TAG_LENGTH);
}

function ivOf(title: Uint8Array, version: number): Uint8Array {
	const iv = new Uint8Array(TITLE_LENGTH + 4);
	iv.set(title);
	putUint32(iv, TITLE_LENGTH, version);
	return iv;
}

function headerOf(iv: Uint8Array): Uint8Array {
	const header = new Uint8Array(iv.length + NAME_LENGTH);
	header.set(iv);
	putUint48(header, iv.length, NAME.routeBCredentials);
	return header;
}
