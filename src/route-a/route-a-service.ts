import type { Clock } from '../../hal/ports/clock.js';
import { type Message, PLACE_OF, PLACES, type Place, type SwitchOrder, type UnitIdentity } from '../meter/backplane/messages.js';
import type { Contacts } from '../meter/backplane/unit.js';
import type { Service, ServiceFactory, ServiceHost } from '../meter/communication/service.js';
import type { OnAnswered } from '../meter/switching/switch-orders.js';
import { type InstalledUnit, type LocalPort, type NetworkFacts, UNIT_KIND } from './facts.js';
import { RouteA, type RouteAOptions } from './route-a.js';

/** How clients get at Route A; it is there before the meter is, and outlasts its power. */
export interface RouteALink {
	/** Undefined: there is no IP, or no local port. */
	readonly network?: NetworkFacts | undefined;
	readonly localPort?: LocalPort | undefined;
	/** Lets clients in. Returns what shuts them out again, and ends their associations. */
	open(routeA: RouteA): () => void;
}

/** Clients connect to its server themselves. */
export const NO_LINK: RouteALink = Object.freeze({ open: () => () => {} });

export interface RouteAServiceOptions extends Omit<RouteAOptions, 'readings' | 'clock' | 'units' | 'network' | 'localPort'> {
	readonly link: RouteALink;
}

export function routeAService(options: RouteAServiceOptions): ServiceFactory {
	return (contacts, host) => new RouteAService(options, contacts, host);
}

/** Route A as a service of the communication unit. */
export class RouteAService implements Service {
	readonly routeA: RouteA;
	readonly #host: ServiceHost;
	readonly #link: RouteALink;
	/** The units in the other places, as the base has told of them. */
	readonly #neighbours: UnitIdentity[] = [];
	#close: (() => void) | undefined;

	/**
	 * @throws RangeError for what `RouteA` cannot be told
	 * @throws JournalError if the flash of the event log holds something else
	 */
	constructor(options: RouteAServiceOptions, contacts: Contacts, host: ServiceHost) {
		const { link } = options;
		const { network, localPort } = link;
		const units = () => this.#installed();
		this.#host = host;
		this.#link = link;
		this.routeA = new RouteA({
			...options,
			...(network && { network }),
			...(localPort && { localPort }),
			readings: contacts.readings,
			clock: new BusClock(contacts),
			get units() {
				return units();
			},
		});
	}

	start(): void {
		this.routeA.start();
		this.#close = this.#link.open(this.routeA);
	}

	receive(message: Message): void {
		if (message.kind === 'neighbour') this.#onNeighbour(message.place, message.identity);
		else if (message.kind === 'leave') this.routeA.record(this.routeA.profile.events.powerDown);
	}

	stop(): void {
		this.#close?.();
		this.#close = undefined;
	}

	/** An order of the utility to the switching unit. */
	order(order: SwitchOrder, done: OnAnswered): void {
		this.#host.order(order, done);
	}

	#onNeighbour(place: Place, identity: UnitIdentity | undefined): void {
		const at = this.#neighbours.findIndex(({ kind }) => PLACE_OF[kind] === place);
		if (at >= 0) this.#neighbours.splice(at, 1);
		if (identity !== undefined) this.#neighbours.push(identity);
		// What was on record went with the unit.
		if (place === 'metering') this.routeA.forgetRows();
	}

	/** In the order of the places; there is no number for a cover. */
	#installed(): InstalledUnit[] {
		const units: InstalledUnit[] = [];
		for (const place of PLACES) {
			const identity = place === 'communication' ? this.#host.identity : this.#neighbours.find(({ kind }) => PLACE_OF[kind] === place);
			if (identity === undefined || identity.kind === 'cover') continue;
			const { kind, code, serial, firmware } = identity;
			units.push({ kind: UNIT_KIND[kind], type: code, serial, firmware });
		}
		return units;
	}
}

/** The meter's clock, which a unit sets by the bus: the metering unit leaves a mark in its intervals. */
class BusClock implements Clock {
	readonly #contacts: Contacts;

	constructor(contacts: Contacts) {
		this.#contacts = contacts;
	}

	now(): number {
		return this.#contacts.clock.now();
	}

	set(time: number): void {
		this.#contacts.send({ kind: 'setClock', time });
	}
}
