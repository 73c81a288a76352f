/**
 * New keys for a client of a meter, by the security setup (class 64): made, wrapped with the KEK, and transferred by method 2; or agreed on by method 3, so that
 * they go over no line.
 */
import type { Cipher } from '../../hal/ports/cipher.js';
import type { Random } from '../../hal/ports/random.js';
import { NAME } from '../../modules/cosem/object-names.js';
import { KEY_ID } from '../../modules/cosem/security-setup.js';
import { anyOctetsIn, itemsOf } from '../../modules/cosem/value-parts.js';
import { KEY_LENGTH } from '../../modules/crypto/lengths.js';
import type { Target } from '../../modules/dlms/apdu/descriptor.js';
import type { Data } from '../../modules/dlms/axdr/data.js';
import { DataTag, DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import { logicalNameOf } from '../../modules/dlms/axdr/obis.js';
import { ASSOCIATION_CLASS, CURRENT_ASSOCIATION } from '../../modules/dlms/current-association.js';
import { drawnPair } from '../../modules/dlms/security/general-keys.js';
import { derivedKey, ephemeralData, ephemeralIn } from '../../modules/dlms/security/key-agreement.js';
import { readingOf } from './decoding.js';
import { HeadEndError } from './head-end-error.js';
import type { MeterSession } from './meter-session.js';
import { attributeTarget } from './reading.js';

const SECURITY_SETUP = 64;
const KEY_TRANSFER = 2;
const KEY_AGREEMENT = 3;
const AGREED = Object.freeze([KEY_ID.encryption, KEY_ID.authentication]);
const SETUP_REFERENCE = 9;

/** What keys are agreed on with. */
export interface AgreementMaterial {
	readonly cipher: Cipher;
	readonly random: Random;
	readonly suite: number;
	/** Titles of client and meter. */
	readonly client: Uint8Array;
	readonly meter: Uint8Array;
	/** Private key of the client's signatures, and public key of the meter's. */
	readonly signatureKey: Uint8Array;
	readonly peerSignatureKey: Uint8Array;
}

/** The two global keys of a client. */
export interface GlobalKeys {
	readonly encryption: Uint8Array;
	readonly authentication: Uint8Array;
}

/** @param length of each, in bytes */
export function newKeys(random: Random, length = KEY_LENGTH): GlobalKeys {
	const encryption = new Uint8Array(length);
	const authentication = new Uint8Array(length);
	random.fill(encryption);
	random.fill(authentication);
	return { encryption, authentication };
}

/** The parameter of global_key_transfer: an array of structures of key id and wrapped key (RFC 3394). */
export function keyTransferParameter(cipher: Cipher, kek: Uint8Array, { encryption, authentication }: GlobalKeys): Uint8Array {
	const w = new DataWriter().array(2);
	for (const [id, key] of [
		[KEY_ID.encryption, encryption],
		[KEY_ID.authentication, authentication],
	] as const)
		w.structure(2).enum(id).octetString(cipher.keyWrap(kek, key));
	return w.copy();
}

/** The security setup of the client's own association. */
export async function securitySetupOf(session: MeterSession): Promise<Target> {
	const reading = await session.get(attributeTarget(ASSOCIATION_CLASS, CURRENT_ASSOCIATION, SETUP_REFERENCE), 'securitySetup');
	const bytes = typeof reading === 'object' && 'bytes' in reading ? reading.bytes : undefined;
	const told = bytes?.length === 6 ? logicalNameOf(bytes) : 0;
	return { classId: SECURITY_SETUP, name: told === 0 ? NAME.securitySetup : told, index: KEY_TRANSFER };
}

/** Hands the wrapped keys over: they serve from the next association on. Throws HeadEndError; a `passing` one leaves open whether they do. */
export async function transferKeys(session: MeterSession, setup: Target, parameter: Uint8Array): Promise<void> {
	const { result } = await session.act(setup, parameter);
	if (result !== 0) throw new HeadEndError({ kind: 'keysNotTaken', result });
}

/** Agrees on both keys with the meter: they serve from the next association on. Throws HeadEndError; a `passing` one leaves open whether the meter has others. */
export async function agreeOnKeys(session: MeterSession, setup: Target, material: AgreementMaterial): Promise<GlobalKeys> {
	const { cipher, random, suite, signatureKey } = material;
	const own = AGREED.map(() => drawnPair(cipher, random, suite)!);
	const w = new DataWriter().array(AGREED.length);
	for (const [i, id] of AGREED.entries())
		w.structure(2)
			.enum(id)
			.octetString(ephemeralData(cipher, signatureKey, id, own[i]!.publicKey));
	const { result, returned } = await session.act({ ...setup, index: KEY_AGREEMENT }, w.copy());
	if (result !== 0) throw new HeadEndError({ kind: 'keysNotTaken', result });
	const value = returned === undefined ? undefined : readingOf(returned);
	const items = typeof value === 'object' && value.tag === DataTag.array ? value.items : [];
	const [encryption, authentication] = AGREED.map((id, i) => agreedKey(material, id, own[i]!.privateKey, items[i]));
	if (encryption === undefined || authentication === undefined) throw new HeadEndError({ kind: 'agreementUnproven' });
	return { encryption, authentication };
}

/** Undefined: what the meter told is not signed by it, or no public key. */
function agreedKey(material: AgreementMaterial, id: number, privateKey: Uint8Array, item: Data | undefined): Uint8Array | undefined {
	const { cipher, suite, client, meter, peerSignatureKey } = material;
	const [told, data] = item === undefined ? [] : itemsOf(item, 2);
	const octets = anyOctetsIn(data);
	if (told?.tag !== DataTag.enum || told.value !== id || octets === undefined) return undefined;
	const theirs = ephemeralIn(cipher, suite, peerSignatureKey, id, octets);
	const shared = theirs && cipher.agree!(privateKey, theirs);
	return shared && derivedKey(cipher, suite, shared, client, meter);
}
