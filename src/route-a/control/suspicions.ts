/**
 * What clients were refused that looks like somebody without the keys: counted by client, and told when there is much of it within an hour, once an hour of
 * each kind whatever comes.
 */

import type { Suspicion } from '../../../modules/dlms/server/refusals.js';
import { HOUR } from '../../../modules/time/durations.js';

/** Code of the fraud log, and from how many within an hour on it is entered. */
export interface SuspicionRow {
	readonly code: number;
	readonly threshold: number;
}

export type SuspicionRows = Readonly<Record<Suspicion, SuspicionRow>>;

const KINDS: readonly Suspicion[] = Object.freeze(['authentication', 'deciphering', 'replay'] as const);

export class Suspicions {
	readonly #rows: SuspicionRows;
	readonly #clients: readonly { readonly id: number }[];
	/** Of each of `KINDS`, in the hour that began at `#since`, ms by the scheduler. */
	readonly #counts = new Float64Array(KINDS.length);
	readonly #since = new Float64Array(KINDS.length);
	/** Failed authentications of each client. */
	readonly #failures: Float64Array;

	constructor(rows: SuspicionRows, clients: readonly { readonly id: number }[]) {
		this.#rows = rows;
		this.#clients = clients;
		this.#failures = new Float64Array(clients.length);
	}

	/** True: there were as many of it now as its row says. @param now ms by the scheduler */
	count(suspicion: Suspicion, client: number, now: number): boolean {
		const kind = KINDS.indexOf(suspicion);
		if (suspicion === 'authentication') this.#failures[this.#clients.findIndex(({ id }) => id === client)]!++;
		if (now - this.#since[kind]! >= HOUR) {
			this.#since[kind] = now;
			this.#counts[kind] = 0;
		}
		return ++this.#counts[kind]! === this.#rows[suspicion].threshold;
	}

	/** Failed authentications of a client. */
	failures(client: number): number {
		return this.#failures[this.#clients.findIndex(({ id }) => id === client)] ?? 0;
	}
}
