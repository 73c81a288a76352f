/** New keys for a client of a meter: made, wrapped with the KEK, and transferred by method 2 of the security setup (class 64). */
import type { Cipher } from '../../hal/ports/cipher.js';
import type { Random } from '../../hal/ports/random.js';
import { NAME } from '../../modules/cosem/object-names.js';
import { KEY_ID } from '../../modules/cosem/security-setup.js';
import { KEY_LENGTH } from '../../modules/crypto/lengths.js';
import type { Target } from '../../modules/dlms/apdu/descriptor.js';
import { DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import { logicalNameOf } from '../../modules/dlms/axdr/obis.js';
import { ASSOCIATION_CLASS, CURRENT_ASSOCIATION } from '../../modules/dlms/current-association.js';
import { HeadEndError } from './head-end-error.js';
import type { MeterSession } from './meter-session.js';
import { attributeTarget } from './reading.js';

const SECURITY_SETUP = 64;
const KEY_TRANSFER = 2;
const SETUP_REFERENCE = 9;

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
