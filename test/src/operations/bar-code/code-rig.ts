/** A work order's bar code to be spoiled by tests. */

import { loadHpke } from '../../../../boards/host/office/password/hpke.js';
import { NodeCipher } from '../../../../hal/node/cipher.js';
import { SYSTEM_RANDOM } from '../../../../hal/node/random.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { drawnPair } from '../../../../modules/dlms/security/general-keys.js';
import { handheldName, type WorkOrderCode } from '../../../../src/operations/bar-code/work-order-code.js';

export const CIPHER = new NodeCipher(new PortableCipher());
export const HPKE = await loadHpke();

/** Two keys of P-256. */
export const newPair = () => drawnPair(CIPHER, SYSTEM_RANDOM, 1)!;

export const OFFICE = newPair();
export const HANDHELD = newPair();
export const NAME = handheldName(CIPHER, HANDHELD.publicKey);
/** What the office, and what the hand-held has. */
export const TO_HANDHELD = { privateKey: OFFICE.privateKey, publicKey: HANDHELD.publicKey };
export const AT_HANDHELD = { privateKey: HANDHELD.privateKey, publicKey: OFFICE.publicKey };

export const CODE: WorkOrderCode = {
	order: 'W00000012',
	meter: '4A504D0000000001',
	notBefore: 1_796_000_000_001,
	notAfter: 1_796_600_000_000,
	version: 0xfffffffe,
	sealed: Uint8Array.from({ length: 108 }, (_, i) => 7 * i),
};
