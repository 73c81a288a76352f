import type { Address, AirCounts, Datagrams } from '../../modules/datagram/datagram.js';
import type { Message } from '../meter/backplane/messages.js';
import type { Contacts } from '../meter/backplane/unit.js';
import type { CredentialRefusal, OnTaken, RouteCounts, RouteStatus, Service, UnitCredentials, UnitKeyPair } from '../meter/communication/service.js';
import { rowOf, type Verdict } from '../meter/communication/status-information.js';
import type { Credentials, KeyedCredentials } from './credentials.js';
import { statusItems } from './diagnosis.js';
import { RouteB, type RouteBOptions } from './route-b.js';
import type { KeptCredentials } from './sealed/kept-credentials.js';

/** What carries Route B's datagrams while the communication unit has power. */
export interface RouteBLink {
	readonly datagrams: Datagrams;
	/** How strongly the HEMS was heard last, dBm; undefined where nobody knows. */
	readonly signal?: number | undefined;
	/** What it has sent on the air; undefined where nobody knows. */
	readonly air?: AirCounts | undefined;
	/** The power is gone. A link that ends with its unit says no word on the air to the HEMS that there is. */
	close(hems: Address | undefined): void;
}

export interface RouteBServiceOptions<Link extends RouteBLink = RouteBLink> extends RouteBOptions {
	/** Makes the link each time the unit gets power. */
	readonly link: { connect(contacts: Contacts): Link };
	/** Credentials of the PAA; undefined: on this link nobody is authenticated, and the base is not told whether a HEMS is there. */
	readonly credentials?: Credentials | undefined;
	/** Takes sealed ones, which come before `credentials` and may come without. */
	readonly kept?: KeptCredentials | undefined;
}

/** There is no metering unit; the terminals tell nothing. A bit each. */
const UNMETERED = 1;
const TERMINALS = 2;

/** Route B as a service of the communication unit. */
export class RouteBService<Link extends RouteBLink = RouteBLink> implements Service, UnitCredentials {
	readonly #options: RouteBServiceOptions<Link>;
	#contacts: Contacts | undefined;
	#link: Link | undefined;
	#routeB: RouteB | undefined;
	/** The last one that it told the base. */
	#verdict: Verdict | undefined;
	#isOpening = false;
	/** The last one that was seen, and since when. */
	#seen: Verdict | undefined;
	#since = 0;
	/** What EPC 88 tells of: `UNMETERED`, `TERMINALS`. */
	#faults = 0;

	constructor(options: RouteBServiceOptions<Link>) {
		this.#options = options;
	}

	/** Undefined without power, as is the link. */
	get routeB(): RouteB | undefined {
		return this.#routeB;
	}

	get link(): Link | undefined {
		return this.#link;
	}

	start(contacts: Contacts): void {
		this.#contacts = contacts;
		this.#verdict = this.#seen = undefined;
		this.#link = this.#options.link.connect(contacts);
		this.#routeB = new RouteB(this.#options, this.#link.datagrams, contacts, contacts.readings);
		this.#routeB.start(this.inForce);
		if (this.#faults !== 0) this.#routeB.setFaulty(true);
	}

	/** Of the unit: this, if it can be given others. */
	get sealed(): UnitCredentials | undefined {
		return this.#options.kept?.canTake ? this : undefined;
	}

	get pair(): UnitKeyPair | undefined {
		return this.#options.kept!.pair;
	}

	get version(): number {
		return this.#options.kept!.version;
	}

	get since(): number {
		return this.#options.kept!.since;
	}

	get isOpening(): boolean {
		return this.#isOpening;
	}

	take(version: number, sealed: Uint8Array, done: OnTaken): CredentialRefusal | undefined {
		const refusal = this.#isOpening ? 'busy' : this.#options.kept!.refusalOf(version, sealed.length);
		if (refusal !== undefined) return refusal;
		const copy = sealed.slice();
		this.#isOpening = true;
		this.#contacts!.after(0, () => this.openSealed(version, copy, done));
		return undefined;
	}

	/** The link is told last. */
	private openSealed(version: number, sealed: Uint8Array, done: OnTaken): void {
		this.#isOpening = false;
		const refusal = this.#options.kept!.take(version, sealed, this.#contacts!.clock.now());
		done(refusal);
		if (refusal === undefined) this.#routeB?.configure(this.inForce!);
	}

	/** While it has power. */
	status(): RouteStatus {
		const now = this.#contacts!.clock.now();
		const items = statusItems({ report: this.#routeB?.status.report(), working: true, now });
		const { verdict } = rowOf(items);
		if (verdict !== this.#seen) {
			this.#seen = verdict;
			this.#since = now;
		}
		return { items, verdict, since: this.#since };
	}

	/** Undefined: nobody is let in. */
	private get inForce(): Credentials | KeyedCredentials | undefined {
		const { credentials, kept } = this.#options;
		return kept?.inForce ?? credentials;
	}

	receive(message: Message): void {
		switch (message.kind) {
			case 'poll':
				if (this.#options.credentials !== undefined || this.#options.kept !== undefined) this.tellVerdict();
				return;
			case 'neighbour':
				if (message.place === 'metering') this.setFault(UNMETERED, message.identity === undefined);
				return;
			case 'leave':
				this.#routeB?.keep();
		}
	}

	onTerminals(areFaulty: boolean): void {
		this.setFault(TERMINALS, areFaulty);
	}

	private setFault(fault: number, isThere: boolean): void {
		this.#faults = isThere ? this.#faults | fault : this.#faults & ~fault;
		this.#routeB?.setFaulty(this.#faults !== 0);
	}

	stop(): void {
		this.#faults &= TERMINALS;
		this.#link?.close(this.#routeB?.hems);
		this.#isOpening = false;
		this.#link = undefined;
		this.#routeB = undefined;
		this.#contacts = undefined;
	}

	counts(): RouteCounts | undefined {
		if (this.#routeB === undefined) return undefined;
		const { counts, received, sent, failed, limited } = this.#routeB.status.report();
		const { joined, rejoined, failed: refused } = counts;
		return { joined, rejoined, ended: counts.left + counts.expired, refused, received, sent, failed, limited, air: this.#link?.air };
	}

	private tellVerdict(): void {
		const { verdict } = this.status();
		if (verdict === this.#verdict) return;
		this.#verdict = verdict;
		this.#contacts!.send({ kind: 'status', verdict });
	}
}
