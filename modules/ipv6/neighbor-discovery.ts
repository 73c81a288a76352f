/**
 * Neighbor discovery (RFC 4861 §7.2) on a link of one hop, where each address tells its EUI-64: nothing is resolved, but real modules ask before they
 * start PANA, and wait for the answer.
 */
import type { Scheduler, Timer } from '../../hal/ports/scheduler.js';
import { equalBytes } from '../bytes/equal.js';
import { ALL_NODES, isUnspecified, solicitedNodeAddress } from './address.js';
import { encodeAdvertisement, encodeSolicitation, type NeighborAdvertisement, type NeighborSolicitation } from './icmpv6.js';

/** MAX_UNICAST_SOLICIT and MAX_MULTICAST_SOLICIT, RETRANS_TIMER in ms (RFC 4861 §10). */
const TRIES = 3;
const RETRANSMIT_INTERVAL = 1000;

/** How many addresses may be solicited at a time. */
const PENDING_LIMIT = 4;

export interface Neighbor {
	readonly address: Uint8Array;
	readonly eui64: Uint8Array;
	/** Time of its last solicitation or advertisement, by the scheduler's `now`. */
	readonly heard: number;
}

export interface NeighborDiscoveryOptions {
	readonly address: Uint8Array;
	readonly eui64: Uint8Array;
	readonly scheduler: Scheduler;
	/** How many neighbors are remembered; the one that was silent for longest gives way. */
	readonly limit: number;
	/** Ask the address itself, as real modules do, or its solicited-node group. */
	readonly solicitation: 'unicast' | 'multicast';
	/** Sends an ICMPv6 message with hop limit 255. */
	readonly transmit: (message: Uint8Array, to: Uint8Array, secured: boolean) => void;
}

interface Pending {
	readonly target: Uint8Array;
	readonly secured: boolean;
	readonly done: (resolved: boolean) => void;
	tries: number;
	timer: Timer | undefined;
}

export class NeighborDiscovery {
	readonly #options: NeighborDiscoveryOptions;
	/** Longest silent first. */
	readonly #neighbors: Neighbor[] = [];
	readonly #pending: Pending[] = [];

	constructor(options: NeighborDiscoveryOptions) {
		this.#options = options;
	}

	get neighbors(): readonly Neighbor[] {
		return this.#neighbors;
	}

	/** Asks up to three times, a second apart; `done` comes later, with whether `target` answered. */
	solicit(target: Uint8Array, secured: boolean, done: (resolved: boolean) => void): void {
		if (this.#pending.length >= PENDING_LIMIT) {
			this.#options.scheduler.after(0, () => done(false));
			return;
		}
		const pending: Pending = { target, secured, done, tries: 0, timer: undefined };
		this.#pending.push(pending);
		this.try(pending);
	}

	/** @param from the asker's address, unspecified while it looks for a duplicate of the one it wants (RFC 4862 §5.4) */
	onSolicitation(message: NeighborSolicitation, from: Uint8Array, secured: boolean): void {
		const { address, eui64, transmit } = this.#options;
		if (message.linkLayer !== undefined) this.remember(from, message.linkLayer);
		if (!equalBytes(message.target, address)) return;
		const solicited = !isUnspecified(from);
		const to = solicited ? from : ALL_NODES;
		transmit(
			encodeAdvertisement({ kind: 'advertisement', target: address, router: false, solicited, override: true, linkLayer: eui64 }, address, to),
			to,
			secured,
		);
	}

	onAdvertisement(message: NeighborAdvertisement): void {
		if (message.linkLayer !== undefined) this.remember(message.target, message.linkLayer);
		const answered = this.#pending.filter(({ target }) => equalBytes(target, message.target));
		for (const pending of answered) this.settle(pending, true);
	}

	private try(pending: Pending): void {
		const { address, eui64, scheduler, solicitation, transmit } = this.#options;
		if (pending.tries === TRIES) {
			this.settle(pending, false);
			return;
		}
		pending.tries++;
		pending.timer = scheduler.after(RETRANSMIT_INTERVAL, () => this.try(pending));
		const to = solicitation === 'unicast' ? pending.target : solicitedNodeAddress(pending.target);
		transmit(encodeSolicitation({ kind: 'solicitation', target: pending.target, linkLayer: eui64 }, address, to), to, pending.secured);
	}

	private settle(pending: Pending, resolved: boolean): void {
		pending.timer?.cancel();
		this.#pending.splice(this.#pending.indexOf(pending), 1);
		pending.done(resolved);
	}

	/** Copies, so that no packet is kept for its addresses. */
	private remember(address: Uint8Array, eui64: Uint8Array): void {
		const known = this.#neighbors.findIndex((neighbor) => equalBytes(neighbor.address, address));
		if (known >= 0) this.#neighbors.splice(known, 1);
		else if (this.#neighbors.length >= this.#options.limit) this.#neighbors.shift();
		this.#neighbors.push({ address: address.slice(), eui64: eui64.slice(), heard: this.#options.scheduler.now() });
	}
}
