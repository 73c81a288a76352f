import type { Address, AirCounts, Datagrams } from '../../modules/datagram/datagram.js';
import type { Message } from '../meter/backplane/messages.js';
import type { Contacts } from '../meter/backplane/unit.js';
import type { RouteCounts, Service } from '../meter/communication/service.js';
import type { Credentials } from './credentials.js';
import { rowOf, statusItems, type Verdict } from './diagnosis.js';
import { RouteB, type RouteBOptions } from './route-b.js';

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
}

/** Route B as a service of the communication unit. */
export class RouteBService<Link extends RouteBLink = RouteBLink> implements Service {
	readonly #options: RouteBServiceOptions<Link>;
	#contacts: Contacts | undefined;
	#link: Link | undefined;
	#routeB: RouteB | undefined;
	/** The last one that it told the base. */
	#verdict: Verdict | undefined;

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
		this.#verdict = undefined;
		this.#link = this.#options.link.connect(contacts);
		this.#routeB = new RouteB(this.#options, this.#link.datagrams, contacts, contacts.readings);
		this.#routeB.start(this.#options.credentials);
	}

	receive(message: Message): void {
		switch (message.kind) {
			case 'poll':
				if (this.#options.credentials !== undefined) this.#tellVerdict();
				return;
			case 'neighbour':
				if (message.place === 'metering') this.#routeB?.setFaulty(message.identity === undefined);
				return;
			case 'leave':
				this.#routeB?.keep();
		}
	}

	stop(): void {
		this.#link?.close(this.#routeB?.hems);
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

	#tellVerdict(): void {
		const contacts = this.#contacts!;
		const { verdict } = rowOf(statusItems({ report: this.#routeB?.status.report(), working: true, now: contacts.clock.now() }));
		if (verdict === this.#verdict) return;
		this.#verdict = verdict;
		contacts.send({ kind: 'status', verdict });
	}
}
