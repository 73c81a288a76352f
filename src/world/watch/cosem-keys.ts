/** Keys of Route A that are, or were, in force at meters: those that a meter was told, and those that it was given by key transfers since. */
import { equalBytes } from '../../../modules/bytes/equal.js';
import type { Keys } from '../../../modules/dlms/security/security.js';
import type { ServedClient } from '../../../modules/dlms/server/admission.js';
import { PUSH_CLIENT } from '../../route-a/control/push-order.js';
import { keysOfClient, type RouteAKeys } from '../../route-a/keys.js';
import { IDIS_PROFILE } from '../../route-a/route-a-profile.js';
import { type CosemFrame, clientOf } from './cosem-frame.js';

/** The keys of a client at a time. */
export type ClientKeySet = Pick<Keys, 'encryption' | 'authentication' | 'broadcast' | 'kek'>;

/** Of agreements on keys, private or public as the meter was told them (modules/crypto/key-halves.ts). */
export interface AgreementKeys {
	readonly meter: Uint8Array | undefined;
	readonly client: Uint8Array | undefined;
}

/** What opens the frames of a meter. */
export interface MeterKeys {
	readonly systemTitle: Uint8Array;
	/** Of a client, the last that came into force first: an association keeps the keys with which it began. The same objects whenever it is asked. */
	of(client: number): readonly ClientKeySet[];
	agreement(client: number): AgreementKeys;
}

interface Change {
	readonly place: number;
	/** Virtual ms since the start. */
	readonly elapsed: number;
	readonly keys: ClientKeySet;
}

/** Of all meters together. */
const MAX_CHANGES = 4096;
const MAX_CLIENTS = 0x10000;

export class CosemKeys {
	readonly #told: (meter: number) => RouteAKeys;
	/** In the order of time. */
	readonly #changes: Change[] = [];
	/** What a client had when it was looked at last. */
	readonly #latest = new Map<number, ClientKeySet>();

	/** @param told the keys that a meter was told, by its number */
	constructor(told: (meter: number) => RouteAKeys) {
		this.#told = told;
	}

	/** @param elapsed when the frame went, virtual ms since the start */
	of(meter: number, elapsed: number): MeterKeys {
		const told = this.#told(meter);
		const known = new Map<number, readonly ClientKeySet[]>();
		return {
			systemTitle: told.systemTitle,
			of: (addressed) => {
				// Pushes go under the keys of the management client.
				const client = addressed === PUSH_CLIENT ? IDIS_PROFILE.clients.management : addressed;
				const own = known.get(client) ?? this.#inForce(told, meter, client, elapsed);
				known.set(client, own);
				return own;
			},
			agreement: (client) => ({ meter: told.agreementKey, client: told.clients[client]?.agreementKey }),
		};
	}

	#inForce(told: RouteAKeys, meter: number, client: number, elapsed: number): readonly ClientKeySet[] {
		const place = placeOf(meter, client);
		const found = this.#changes.filter((change) => change.place === place && change.elapsed <= elapsed).map(({ keys }) => keys);
		const first = toldOf(told, client);
		return (first === undefined ? found : [first, ...found]).reverse();
	}

	/**
	 * A frame goes at this time: keys of its client that were changed before it are in force from now on. Costs next to nothing where none were.
	 * @param clients as the meter serves them
	 */
	hear(meter: number, clients: readonly ServedClient[], frame: CosemFrame, elapsed: number): void {
		const client = clientOf(frame);
		const keys = clients.find(({ id }) => id === client)?.security?.keys;
		if (client === undefined || keys === undefined) return;
		const place = placeOf(meter, client);
		const latest = this.#latest.get(place);
		if (latest === keys) return;
		this.#latest.set(place, keys);
		const before = latest ?? toldOf(this.#told(meter), client);
		if (before !== undefined && sameKeys(before, keys)) return;
		this.#changes.push({ place, elapsed, keys });
		if (this.#changes.length > MAX_CHANGES) this.#changes.shift();
	}
}

function placeOf(meter: number, client: number): number {
	return meter * MAX_CLIENTS + client;
}

function toldOf(keys: RouteAKeys, client: number): ClientKeySet | undefined {
	return keys.clients[client] && keysOfClient(keys, client);
}

function sameKeys(one: ClientKeySet, other: ClientKeySet): boolean {
	return sameKey(one.encryption, other.encryption) && sameKey(one.authentication, other.authentication) && sameKey(one.broadcast, other.broadcast);
}

function sameKey(one: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
	return one === other || (one !== undefined && other !== undefined && equalBytes(one, other));
}
