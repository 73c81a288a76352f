/**
 * What a Route B id and password become on the air. None of the derivations here is confirmed against a real meter: they are recollections of
 * TTC JJ-300.10 that no public capture proves or refutes. They stand in this one object, so that a correction is a change in one place; what is
 * known, and how to confirm the rest, is told in README.
 */
import type { Cipher } from '../../hal/ports/cipher.js';
import { asciiBytes } from '../../modules/bytes/ascii.js';
import { KEY_LENGTH } from '../../modules/crypto/lengths.js';
import { prfPlus } from '../../modules/crypto/prf-plus.js';

export interface Derivations {
	/** ID_S of EAP-PSK, 34 characters. Seen on the air. */
	serverId(routeBId: string): string;
	/** ID_P of EAP-PSK, 36 characters. Unconfirmed. */
	peerId(routeBId: string): string;
	/** 8 characters. Seen on the air. */
	pairingId(routeBId: string): string;
	/** 16 bytes. Unconfirmed. */
	psk(cipher: Cipher, password: string): Uint8Array;
	/** The key of 16 bytes that secures frames between both, from the EMSK (64 bytes) of their authentication. Unconfirmed. */
	linkKey(cipher: Cipher, emsk: Uint8Array, peerId: string, serverId: string): Uint8Array;
	/** Key index of that key in the auxiliary security header. Unconfirmed. */
	readonly keyIndex: number;
}

const LINK_KEY_LABEL = 'Wi-SUN JP Route B';

export const PROVISIONAL_DERIVATIONS: Derivations = Object.freeze({
	serverId: (routeBId: string) => `SM${routeBId}`,
	peerId: (routeBId: string) => `HEMS${routeBId}`,
	pairingId: (routeBId: string) => routeBId.slice(-8),
	/** The 16 least significant bytes of SHA-256 over the password in capitals. */
	psk: (cipher: Cipher, password: string) => cipher.sha256(asciiBytes(password.toUpperCase())).slice(-KEY_LENGTH),
	/** A usage-specific root key by RFC 5295, §3.1: prf+(EMSK, label ‖ 0 ‖ ID_P ‖ ID_S ‖ length in 2 bytes). */
	linkKey: (cipher: Cipher, emsk: Uint8Array, peerId: string, serverId: string) =>
		prfPlus(cipher, emsk, asciiBytes(`${LINK_KEY_LABEL}\0${peerId}${serverId}\0${String.fromCharCode(KEY_LENGTH)}`), KEY_LENGTH),
	keyIndex: 1,
});
