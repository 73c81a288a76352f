/**
 * Keys and MACs of EAP-PSK (RFC 4764 §3), all from AES-128 block encryption E and CMAC:
 *
 *     c0 = E(PSK, 0)        AK  = E(PSK, c0 ⊕ 1)    KDK = E(PSK, c0 ⊕ 2)
 *     c1 = E(KDK, RAND_P)   TEK = E(KDK, c1 ⊕ 1)    MSK = E(KDK, c1 ⊕ 2) ‖ … ‖ E(KDK, c1 ⊕ 5)    EMSK = E(KDK, c1 ⊕ 6) ‖ … ‖ E(KDK, c1 ⊕ 9)
 */
import type { Cipher } from '../../hal/ports/cipher.js';
import { joined } from '../bytes/joined.js';
import { BLOCK } from '../crypto/lengths.js';
import type { EapKeys } from './eap.js';

const MSK_BLOCKS = 4;

/** Keys of the PSK alone: AK authenticates, KDK derives. 16 bytes each. */
export interface PskKeys {
	readonly ak: Uint8Array;
	readonly kdk: Uint8Array;
}

/** Keys of one run: TEK (16 bytes) protects PCHANNEL; MSK and EMSK are the method's yield. */
export interface SessionKeys extends EapKeys {
	readonly tek: Uint8Array;
}

/** §3.1; `psk` has 16 bytes. */
export function pskKeys(cipher: Cipher, psk: Uint8Array): PskKeys {
	const c0 = cipher.encryptBlock(psk, new Uint8Array(BLOCK));
	return { ak: counted(cipher, psk, c0, 1), kdk: counted(cipher, psk, c0, 2) };
}

/** §3.2; `randP` has 16 bytes. */
export function sessionKeys(cipher: Cipher, kdk: Uint8Array, randP: Uint8Array): SessionKeys {
	const c1 = cipher.encryptBlock(kdk, randP);
	const msk = new Uint8Array(MSK_BLOCKS * BLOCK);
	const emsk = new Uint8Array(MSK_BLOCKS * BLOCK);
	for (let i = 0; i < MSK_BLOCKS; i++) {
		msk.set(counted(cipher, kdk, c1, 2 + i), i * BLOCK);
		emsk.set(counted(cipher, kdk, c1, 2 + MSK_BLOCKS + i), i * BLOCK);
	}
	return { tek: counted(cipher, kdk, c1, 1), msk, emsk };
}

/** MAC_P = CMAC(AK, ID_P ‖ ID_S ‖ RAND_S ‖ RAND_P). */
export function macP(cipher: Cipher, ak: Uint8Array, idP: Uint8Array, idS: Uint8Array, randS: Uint8Array, randP: Uint8Array): Uint8Array {
	return cipher.cmac(ak, joined([idP, idS, randS, randP]));
}

/** MAC_S = CMAC(AK, ID_S ‖ RAND_P). */
export function macS(cipher: Cipher, ak: Uint8Array, idS: Uint8Array, randP: Uint8Array): Uint8Array {
	return cipher.cmac(ak, joined([idS, randP]));
}

function counted(cipher: Cipher, key: Uint8Array, block: Uint8Array, counter: number): Uint8Array {
	const input = block.slice();
	input[BLOCK - 1]! ^= counter;
	return cipher.encryptBlock(key, input);
}
