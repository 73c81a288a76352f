/** What a meter knows of its Route B, for whoever finds out why a HEMS does not get through: startup, authentication, connection. */
import type { Address, Delivery, PeerEvent } from '../../modules/datagram/datagram.js';

/** Times are milliseconds since 1970-01-01T00:00:00Z by the meter's clock. */
export interface PeerRecord {
	readonly at: number;
	readonly event: PeerEvent;
	readonly peer: Address;
	/** What the layer below saw, e.g. the PANA result. */
	readonly evidence: string;
}

export interface RouteBReport {
	/** When Route B was last started; undefined if it never was. */
	readonly startedAt: number | undefined;
	/** The last `joined`, `rejoined` or `failed`. */
	readonly authentication: PeerRecord | undefined;
	/** The last `joined`, `rejoined`, `left` or `expired`. */
	readonly connection: PeerRecord | undefined;
	/** The HEMS of the session there is now. */
	readonly hems: Address | undefined;
	/** When its last message came. */
	readonly heardAt: number | undefined;
	/** Datagrams that the layer below took, could not deliver, or refused because of the hourly transmit limit. */
	readonly sent: number;
	readonly failed: number;
	readonly limited: number;
	/** How many could not be delivered in a row, up to now: since one was, or the HEMS was heard. */
	readonly undelivered: number;
	/** Datagrams that came in from outside the session, unsecured, or faster than they could be served. */
	readonly refused: number;
	readonly overrun: number;
	/** Datagrams of the HEMS, and peers' events, since the start. */
	readonly received: number;
	readonly counts: Readonly<Record<PeerEvent, number>>;
	/** The newest events, oldest first. */
	readonly events: readonly PeerRecord[];
}

const EVENTS_KEPT = 8;

export class RouteBStatus {
	readonly #clock: { now(): number };
	readonly #events: PeerRecord[] = [];
	readonly #deliveries: Record<Delivery, number> = { sent: 0, failed: 0, limited: 0 };
	readonly #counts: Record<PeerEvent, number> = { joined: 0, rejoined: 0, left: 0, expired: 0, failed: 0 };
	#received = 0;
	#startedAt: number | undefined;
	#authentication: PeerRecord | undefined;
	#connection: PeerRecord | undefined;
	#hems: Address | undefined;
	#heardAt: number | undefined;
	#undelivered = 0;
	#refused = 0;
	#overrun = 0;

	constructor(clock: { now(): number }) {
		this.#clock = clock;
	}

	started(): void {
		this.#startedAt = this.#clock.now();
	}

	/** `hems`: whom the session is with after this event. */
	peer(event: PeerEvent, peer: Address, evidence: string, hems: Address | undefined): void {
		const record: PeerRecord = { at: this.#clock.now(), event, peer, evidence };
		this.#counts[event]++;
		if (event !== 'left' && event !== 'expired') this.#authentication = record;
		if (event !== 'failed') this.#connection = record;
		this.#hems = hems;
		if (event === 'joined' || event === 'rejoined') this.#undelivered = 0;
		this.#events.push(record);
		if (this.#events.length > EVENTS_KEPT) this.#events.shift();
	}

	heard(): void {
		this.#received++;
		this.#heardAt = this.#clock.now();
		this.#undelivered = 0;
	}

	delivered(delivery: Delivery): void {
		this.#deliveries[delivery]++;
		if (delivery === 'sent') this.#undelivered = 0;
		else if (delivery === 'failed') this.#undelivered++;
	}

	refused(): void {
		this.#refused++;
	}

	overrun(): void {
		this.#overrun++;
	}

	report(): RouteBReport {
		return {
			startedAt: this.#startedAt,
			authentication: this.#authentication,
			connection: this.#connection,
			hems: this.#hems,
			heardAt: this.#heardAt,
			...this.#deliveries,
			undelivered: this.#undelivered,
			refused: this.#refused,
			overrun: this.#overrun,
			received: this.#received,
			counts: { ...this.#counts },
			events: this.#events.slice(),
		};
	}
}
