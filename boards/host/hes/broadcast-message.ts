/** A message of client 102 to all meters: pre-established, under the broadcast key, and answered by none (IDIS). */
import type { Cipher } from '../../../hal/ports/cipher.js';
import { INVOKE } from '../../../modules/dlms/apdu/apdu.js';
import type { AttributeTarget } from '../../../modules/dlms/apdu/descriptor.js';
import { encodeSetRequest } from '../../../modules/dlms/apdu/set.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { CONTROL, SecuritySuite } from '../../../modules/dlms/security/ciphering.js';
import { ClientSecurity } from '../../../modules/dlms/security/security.js';
import { SESSION_COUNTERS } from '../../../src/head-end/session-counters.js';
import type { TransmitSupply } from '../../../src/head-end/transmit-supply.js';
import { keysOfClient, type RouteAKeys } from '../../../src/route-a/keys.js';

export const PRE_ESTABLISHED = 102;
const TO_ALL = CONTROL.authentication | CONTROL.encryption | CONTROL.broadcastKey;

export interface BroadcastOptions {
	readonly cipher: Cipher;
	/** Of this head-end, 8 bytes. */
	readonly title: Uint8Array;
	readonly keys: RouteAKeys;
	/** Counters under the broadcast key. */
	readonly supply: TransmitSupply;
}

/** The broadcast key; undefined: the keys have none, or no client 102. */
export function broadcastKeyOf(keys: RouteAKeys): Uint8Array | undefined {
	return keys.clients[PRE_ESTABLISHED] === undefined ? undefined : keysOfClient(keys, PRE_ESTABLISHED).broadcast;
}

/** The APDU of a SET that is not confirmed; undefined: no counter is left. Of keys that have a broadcast key. */
export function setForAll({ cipher, title, keys, supply }: BroadcastOptions, target: AttributeTarget, value: Uint8Array): Uint8Array | undefined {
	const security = new ClientSecurity({
		suite: new SecuritySuite(cipher, keys.clients[PRE_ESTABLISHED]?.suite ?? 0),
		title,
		keys: keysOfClient(keys, PRE_ESTABLISHED),
		policy: 0,
		counters: SESSION_COUNTERS,
		transmit: supply,
		name: '',
	});
	const [plain, w] = [new DataWriter(), new DataWriter()];
	encodeSetRequest(plain, { kind: 'normal', invoke: INVOKE.high | 1, target, value });
	return security.presetSession().seal(w, plain.bytes, 'general-glo', TO_ALL) ? w.copy() : undefined;
}
