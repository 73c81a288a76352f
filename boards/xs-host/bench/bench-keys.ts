import type { RouteAKeys } from '../../../src/route-a/keys.js';
import { DEMO_KEYS } from '../../../src/world/meter/demo-keys.js';

/** What a meter of the bench may be told: the demo keys, and those of a hand-held. */
export const BENCH_KEYS: RouteAKeys = Object.freeze({
	...DEMO_KEYS,
	clients: Object.freeze({
		...DEMO_KEYS.clients,
		3: Object.freeze({ encryption: new Uint8Array(16).fill(0x33), authentication: new Uint8Array(16).fill(0x44) }),
	}),
});

/** Of its communication unit. */
export const CREDENTIAL_KEY = new Uint8Array(16).fill(0x55);
