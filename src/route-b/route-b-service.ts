import type { Address, Datagrams } from '../../modules/datagram/datagram.js';
import type { Message } from '../meter/backplane/messages.js';
import type { Contacts } from '../meter/backplane/unit.js';
import type { Service, ServiceFactory } from '../meter/communication/service.js';
import type { Credentials } from './credentials.js';
import { rowOf, statusItems, type Verdict } from './diagnosis.js';
import { RouteB, type RouteBOptions } from './route-b.js';

/** What carries Route B's datagrams, from when the communication unit gets power. */
export interface RouteBLink {
	readonly datagrams: Datagrams;
	/** How strongly the HEMS was heard last, dBm; undefined where nobody knows. */
	readonly signal?: number | undefined;
	/** The power is gone. A link that ends with its unit says no word on the air to the HEMS that there is. */
	close(hems: Address | undefined): void;
}

export interface RouteBServiceOptions extends Omit<RouteBOptions, 'datagrams' | 'scheduler' | 'readings'> {
	readonly connect: (contacts: Contacts) => RouteBLink;
	/** Of the PAA. Undefined: on this link nobody is authenticated, and the base is not told whether a HEMS is there. */
	readonly credentials?: Credentials | undefined;
}

export function routeBService(options: RouteBServiceOptions): ServiceFactory {
	return (contacts) => new RouteBService(options, contacts);
}

/** Route B as a service of the communication unit. */
export class RouteBService implements Service {
	readonly link: RouteBLink;
	readonly routeB: RouteB;
	readonly #contacts: Contacts;
	readonly #credentials: Credentials | undefined;
	/** The last one that it told the base. */
	#verdict: Verdict | undefined;

	constructor(options: RouteBServiceOptions, contacts: Contacts) {
		this.#contacts = contacts;
		this.#credentials = options.credentials;
		this.link = options.connect(contacts);
		const { datagrams } = this.link;
		this.routeB = new RouteB({ ...options, datagrams, scheduler: contacts, readings: contacts.readings });
	}

	start(): void {
		this.routeB.start(this.#credentials);
	}

	receive(message: Message): void {
		switch (message.kind) {
			case 'poll':
				if (this.#credentials !== undefined) this.#tellVerdict();
				return;
			case 'neighbour':
				if (message.place === 'metering') this.routeB.setFaulty(message.identity === undefined);
				return;
			case 'leave':
				this.routeB.keep();
		}
	}

	stop(): void {
		this.link.close(this.routeB.hems);
	}

	#tellVerdict(): void {
		const contacts = this.#contacts;
		const { verdict } = rowOf(statusItems({ report: this.routeB.status.report(), working: true, now: contacts.clock.now() }));
		if (verdict === this.#verdict) return;
		this.#verdict = verdict;
		contacts.send({ kind: 'status', text: `HEMS: ${verdict}` });
	}
}
