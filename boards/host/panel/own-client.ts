/**
 * A client of Route A that the panel alone is: under keys that were drawn for it, that nobody is ever shown, and that end with it. It meets the objects of a
 * meter at a COSEM server of the panel's, so that it counts no counter of another client up.
 */
import { SYSTEM_RANDOM } from '../../../hal/node/random.js';
import type { Cipher } from '../../../hal/ports/cipher.js';
import { KEY_LENGTH } from '../../../modules/crypto/lengths.js';
import { MECHANISM } from '../../../modules/dlms/apdu/acse.js';
import { CONTROL, Suite0, TITLE_LENGTH } from '../../../modules/dlms/security/ciphering.js';
import type { CounterStore } from '../../../modules/dlms/security/counters.js';
import { POLICY } from '../../../modules/dlms/security/policy.js';
import { ClientSecurity, type Keys } from '../../../modules/dlms/security/security.js';
import type { ServedClient } from '../../../modules/dlms/server/admission.js';
import type { SessionSecurity } from '../../../src/head-end/session-security.js';
import { TransmitSupply } from '../../../src/head-end/transmit-supply.js';
import type { RouteA } from '../../../src/route-a/route-a.js';

export interface OwnClientOptions {
	readonly routeA: RouteA;
	readonly id: number;
	readonly rights: number;
	/** System title of the meter, 8 bytes. */
	readonly meterTitle: Uint8Array;
	readonly cipher: Cipher;
}

export interface OwnClient {
	/** 8 bytes. */
	readonly title: Uint8Array;
	/** As the server serves it. */
	readonly served: ServedClient;
	/** For its session. */
	readonly security: SessionSecurity;
}

/** Letters of the maker in its system title: KEI. */
const FLAG: readonly number[] = Object.freeze([0x4b, 0x45, 0x49]);

export function createOwnClient({ routeA, id, rights, meterTitle, cipher }: OwnClientOptions): OwnClient {
	const keys: Keys = { encryption: drawn(KEY_LENGTH), authentication: drawn(KEY_LENGTH), broadcast: undefined, kek: undefined };
	const title = Uint8Array.of(...FLAG, ...drawn(TITLE_LENGTH - FLAG.length));
	const suite = new Suite0(cipher);
	return {
		title,
		served: {
			id,
			rights,
			mechanism: MECHANISM.highGmac,
			conformance: routeA.routeAProfile.keyedConformance,
			security: new ClientSecurity({ suite, title: meterTitle, keys, policy: POLICY.both, counters: new LostCounters(), name: '' }),
		},
		security: {
			keys,
			title,
			protocol: 'glo',
			control: CONTROL.authentication | CONTROL.encryption,
			// Nobody has ever used these keys.
			counter: 1,
			supply: new TransmitSupply(undefined),
		},
	};
}

function drawn(length: number): Uint8Array {
	const bytes = new Uint8Array(length);
	SYSTEM_RANDOM.fill(bytes);
	return bytes;
}

/** Counters that live as long as their keys. */
class LostCounters implements CounterStore {
	readonly #values = new Map<string, number>();

	read(name: string): number | undefined {
		return this.#values.get(name);
	}

	write(name: string, value: number): void {
		this.#values.set(name, value);
	}
}
