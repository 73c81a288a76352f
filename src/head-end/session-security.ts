/** What a session with a meter ciphers and signs with. */
import type { Cipher } from '../../hal/ports/cipher.js';
import type { GeneralOptions } from '../../modules/dlms/client/client-options.js';
import { type Protocol, SecuritySuite } from '../../modules/dlms/security/ciphering.js';
import type { GeneralMaterial } from '../../modules/dlms/security/general-keys.js';
import { ClientSecurity, type Keys } from '../../modules/dlms/security/security.js';
import { SESSION_COUNTERS } from './session-counters.js';
import type { TransmitSupply } from './transmit-supply.js';

export interface SessionSecurity {
	readonly keys: Keys;
	/** 0, 1 or 2. */
	readonly suite?: number;
	/** The head-end's own system title, 8 bytes. */
	readonly title: Uint8Array;
	readonly protocol: Exclude<Protocol, 'plain'>;
	/** General-ciphering and general-signing, and what is needed for them. */
	readonly general?: GeneralOptions & { readonly material: GeneralMaterial };
	/** A and E of `CONTROL`. */
	readonly control: number;
	/** The first invocation counter, unless the supply is past it; undefined: the meter is asked. */
	readonly counter: number | undefined;
	/** Counters of all sessions under this title and key. */
	readonly supply: TransmitSupply;
}

/** The keys with their counters, which the supply has by now. */
export function clientSecurityOf({ keys, title, supply, suite = 0, general }: SessionSecurity, cipher: Cipher): ClientSecurity {
	return new ClientSecurity({
		suite: new SecuritySuite(cipher, suite),
		title,
		keys,
		policy: 0,
		counters: SESSION_COUNTERS,
		transmit: supply,
		name: '',
		takesSuite1: true,
		...(general && { general: general.material }),
	});
}
