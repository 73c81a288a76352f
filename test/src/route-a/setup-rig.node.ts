/** Class 64 version 1 of a meter whose clients have suite 1 or 2, and the client that manages it. */
import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Store } from '../../../hal/ports/store.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import type { CosemClientOptions, GeneralOptions } from '../../../modules/dlms/client/client-options.js';
import { SecuritySuite } from '../../../modules/dlms/security/ciphering.js';
import type { GeneralMaterial } from '../../../modules/dlms/security/general-keys.js';
import { ClientSecurity, type Keys } from '../../../modules/dlms/security/security.js';
import { keysOfClient, type RouteAKeys } from '../../../src/route-a/keys.js';
import { CLIENT_TITLE, Line, MANAGEMENT, MemoryCounters } from '../../modules/dlms/device-rig.js';
import { CURVES, materialOf, withCurves } from './general-rig.node.js';
import { decoded, type Meter, meter, newKeys, PRE_ESTABLISHED, READING } from './route-a-rig.js';

export const SETUP = 64;
const CLIENTS = [MANAGEMENT, READING, PRE_ESTABLISHED];

export const fill = (byte: number, suite: number) => new Uint8Array(suite === 2 ? 32 : 16).fill(byte);

/** Keys of a meter, with which its clients sign and agree on keys. */
export function setupKeys(suite: number): RouteAKeys {
	const row = (client: number) => ({ encryption: fill(client, suite), authentication: fill(client + 1, suite), suite });
	const clients = Object.fromEntries(CLIENTS.map((client) => [client, row(client)]));
	return withCurves({ ...newKeys(), kek: fill(0xf0, suite), broadcast: fill(0xb0, suite), clients }, suite);
}

/** A meter of the rig, and the next counters of its clients. */
export class SetupRig {
	readonly suite: number;
	readonly keys: RouteAKeys;
	readonly store: Store | undefined;
	readonly material: GeneralMaterial;
	readonly #changes: Parameters<typeof meter>[0];
	meter: Meter;
	#next = 1;

	constructor(suite: number, changes: Parameters<typeof meter>[0] = {}) {
		this.suite = suite;
		this.keys = changes?.keys ?? setupKeys(suite);
		this.material = materialOf(suite, new SeededRandom(9));
		this.#changes = { cipher: CURVES, ...changes, keys: this.keys };
		this.meter = meter(this.#changes);
		this.store = this.meter.store;
	}

	/** Only what the store holds is left. */
	restart(changes: { readonly keys?: RouteAKeys; readonly cipher?: Cipher } = {}): void {
		this.meter = meter({ ...this.#changes, ...changes, store: this.store! });
	}

	/** A client that has not associated yet. */
	line(
		options: Partial<CosemClientOptions> & {
			readonly keys?: Keys;
			readonly client?: number;
			readonly title?: Uint8Array;
			readonly general?: GeneralOptions;
		} = {},
	): Line {
		const { client = MANAGEMENT, keys = keysOfClient(this.keys, client), title = CLIENT_TITLE, ...more } = options;
		const counters = new MemoryCounters();
		counters.write('tc', this.#next);
		this.#next += 1000;
		const security = new ClientSecurity({
			...{ suite: new SecuritySuite(CURVES, this.suite), title, keys, policy: 0, counters, name: 'c' },
			...{ general: this.material, agreement: this.material },
		});
		return new Line(this.meter.routeA.server, client, { security, ...more });
	}
}

/** The Action-Result of a method of the set-up, and the value that it returns; −1: there was no answer. */
export function called(line: Line, method: number, put: (w: DataWriter) => DataWriter | undefined) {
	const w = new DataWriter();
	put(w);
	let result = -1;
	let returned: Uint8Array | undefined;
	line.act({ classId: SETUP, name: NAME.securitySetup, index: method }, w.copy(), (_, outcome) => {
		result = outcome?.result ?? -1;
		returned = typeof outcome?.returned === 'object' ? outcome.returned.slice() : undefined;
	});
	return { result, value: returned && decoded(returned) };
}

/** Result of method 1. */
export function activate(line: Line, policy: number): number {
	return called(line, 1, (w) => w.enum(policy)).result;
}

/** Result of method 2. */
export function transfer(line: Line, kek: Uint8Array, keys: readonly (readonly [number, Uint8Array])[]): number {
	return called(line, 2, (w) => {
		w.array(keys.length);
		for (const [id, key] of keys) w.structure(2).enum(id).octetString(CURVES.keyWrap(kek, key));
		return w;
	}).result;
}
