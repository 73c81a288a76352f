/**
 * The PANA security association (RFC 5191 §5.3, §5.4), with PRF_HMAC_SHA2_256 and AUTH_HMAC_SHA2_256_128:
 *
 * - PANA_AUTH_KEY = prf+(MSK, "IETF PANA" ‖ I_PAR ‖ I_PAN ‖ PaC_nonce ‖ PAA_nonce ‖ Key_ID), 32 bytes. I_PAR and I_PAN are PAR[S] and PAN[S] of the
 *   session, headers included, in a re-authentication too; the text ends without a zero.
 * - AUTH = the first 16 bytes of HMAC-SHA-256(PANA_AUTH_KEY, the message with 16 zeros as AUTH).
 */
import type { Cipher } from '../../hal/ports/cipher.js';
import { equalSecrets } from '../bytes/equal.js';
import { Writer } from '../bytes/writer.js';
import { prfPlus } from '../crypto/prf-plus.js';
import { type Avp, AvpCode } from './message.js';

const AUTH_KEY_LENGTH = 32;
export const AUTH_LENGTH = 16;
/** "IETF PANA". */
const LABEL = new Uint8Array([0x49, 0x45, 0x54, 0x46, 0x20, 0x50, 0x41, 0x4e, 0x41]);

export interface AuthKeyInput {
	/** 64 bytes. */
	readonly msk: Uint8Array;
	/** Whole messages. */
	readonly iPar: Uint8Array;
	readonly iPan: Uint8Array;
	readonly pacNonce: Uint8Array;
	readonly paaNonce: Uint8Array;
	readonly keyId: number;
}

/** PANA_AUTH_KEY: 32 bytes. */
export function deriveAuthKey(cipher: Cipher, { msk, iPar, iPan, pacNonce, paaNonce, keyId }: AuthKeyInput): Uint8Array {
	const seed = new Writer(LABEL.length + iPar.length + iPan.length + pacNonce.length + paaNonce.length + 4);
	seed.put(LABEL).put(iPar).put(iPan).put(pacNonce).put(paaNonce).uint(4, keyId);
	return prfPlus(cipher, msk, seed.bytes, AUTH_KEY_LENGTH);
}

/** The AVP that `sign` fills: the last of its message. */
export function blankAuth(): Avp {
	return { code: AvpCode.AUTH, value: new Uint8Array(AUTH_LENGTH) };
}

/** Fills the AUTH of a message that ends with a blank one. */
export function sign(cipher: Cipher, authKey: Uint8Array, message: Uint8Array): void {
	message.set(auth(cipher, authKey, message), message.length - AUTH_LENGTH);
}

/** Whether the AUTH that the message ends with is right. */
export function verify(cipher: Cipher, authKey: Uint8Array, message: Uint8Array): boolean {
	const start = message.length - AUTH_LENGTH;
	const blank = message.slice();
	blank.fill(0, start);
	return equalSecrets(auth(cipher, authKey, blank), message.subarray(start));
}

function auth(cipher: Cipher, authKey: Uint8Array, message: Uint8Array): Uint8Array {
	return cipher.hmacSha256(authKey, message).subarray(0, AUTH_LENGTH);
}
