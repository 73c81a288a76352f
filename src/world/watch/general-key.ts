/** Keys of general-ciphering, as far as the keys of a meter tell them. */
import type { Cipher } from '../../../hal/ports/cipher.js';
import { privateKeyOf, publicKeyOf } from '../../../modules/crypto/key-halves.js';
import { APDU } from '../../../modules/dlms/apdu/apdu.js';
import { CONTROL } from '../../../modules/dlms/security/ciphering.js';
import {
	AGREEMENT,
	decodeGeneralCiphered,
	decodeGeneralSigned,
	type GeneralCiphered,
	KEY_ID,
	type KeyInfo,
} from '../../../modules/dlms/security/general.js';
import { derivedKey, hasCurves, scalarLength, staticOriginator } from '../../../modules/dlms/security/key-agreement.js';
import type { AgreementKeys, ClientKeySet } from './cosem-keys.js';

/** Keys of an association that are tried for a message which tells none, the newest ones. */
export const MOST_KEYS = 32;

/** What an APDU tells of its key, signed or not; undefined: nothing. Throws DecodeError. */
export function keyInfoIn(apdu: Uint8Array): KeyInfo | undefined {
	const bytes = apdu[0] === APDU.generalSigning ? decodeGeneralSigned(apdu).content : apdu;
	return bytes[0] === APDU.generalCiphering ? decodeGeneralCiphered(bytes).keyInfo : undefined;
}

/**
 * Undefined: it is nobody's who is known.
 * @param info what the message, or one before it, tells of the key
 * @param isServers the meter sent it
 */
export function generalKey(
	cipher: Cipher,
	message: GeneralCiphered,
	info: KeyInfo,
	own: ClientKeySet,
	agreement: AgreementKeys,
	isServers: boolean,
): Uint8Array | undefined {
	if (info.kind === 'identified') return info.id === KEY_ID.unicast ? own.encryption : info.id === KEY_ID.broadcast ? own.broadcast : undefined;
	if (info.kind === 'wrapped') return own.kek && cipher.keyUnwrap(own.kek, info.key);
	const suite = message.control & CONTROL.suite;
	if (!hasCurves(cipher, suite)) return undefined;
	const { transaction, originator, recipient } = message;
	if (info.scheme === AGREEMENT.onePass) {
		const shared = agreed(cipher, suite, isServers ? agreement.client : agreement.meter, info.data.subarray(0, 2 * scalarLength(suite)));
		return shared && derivedKey(cipher, suite, shared, originator, recipient);
	}
	if (info.scheme !== AGREEMENT.static) return undefined;
	const shared = agreed(cipher, suite, agreement.meter, agreement.client) ?? agreed(cipher, suite, agreement.client, agreement.meter);
	return shared && derivedKey(cipher, suite, shared, staticOriginator(originator, transaction), recipient);
}

/** Undefined: the own key is none of the suite's, or public. */
function agreed(cipher: Cipher, suite: number, own: Uint8Array | undefined, other: Uint8Array | undefined): Uint8Array | undefined {
	const [mine, theirs] = [privateKeyOf(own), publicKeyOf(other, cipher)];
	return mine?.length === scalarLength(suite) && theirs?.length === 2 * mine.length ? cipher.agree!(mine, theirs) : undefined;
}
