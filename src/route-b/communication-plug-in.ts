import type { Message, UnitIdentity } from '../meter/backplane/messages.js';
import type { Contacts, Unit } from '../meter/backplane/unit.js';
import type { RouteBMedium } from '../meter/catalogue/unit-types.js';
import { unitType } from '../meter/catalogue/unit-types.js';
import { type Diagnosis, diagnose, rowOf, statusItems, type Verdict } from './diagnosis.js';
import type { RouteB } from './route-b.js';

/** What runs in a communication unit while it has power. */
export interface CommunicationServices {
	/** Not started yet; undefined where the unit has none. */
	readonly routeB?: RouteB;
	start(): void;
	/** The power is gone: link, sessions and services end at once, without a word on the air. */
	stop(): void;
	/** Messages of the neighbours, for services that want them. */
	receive?(message: Message): void;
	/** How strongly the HEMS was heard last, dBm. */
	signal?(): number | undefined;
}

export interface CommunicationPlugInOptions {
	readonly identity: UnitIdentity & { readonly kind: 'communication' };
	/**
	 * Builds the services anew, each time the unit gets power: over the link of its own, from the credentials and settings that it stored. They read the
	 * meter by `contacts.readings`, and say what a communication unit may say by `contacts.send`. Nothing is started yet.
	 */
	readonly boot: (contacts: Contacts) => CommunicationServices;
}

/** A communication unit as it plugs into the base: Route B, and whatever else it serves, over a link of any medium. */
export class CommunicationPlugIn implements Unit {
	readonly identity: UnitIdentity;
	readonly #boot: (contacts: Contacts) => CommunicationServices;
	#contacts: Contacts | undefined;
	#services: CommunicationServices | undefined;
	/** The last one that it told the base. */
	#verdict: Verdict | undefined;

	constructor({ identity, boot }: CommunicationPlugInOptions) {
		this.identity = identity;
		this.#boot = boot;
	}

	/** By which medium its Route B goes, as its type says. */
	get medium(): RouteBMedium {
		const type = unitType(this.identity.code);
		return type?.kind === 'communication' ? type.routeB : 'none';
	}

	get routeB(): RouteB | undefined {
		return this.#services?.routeB;
	}

	/**
	 * Why the HEMS does or does not get through; undefined of a unit without Route B.
	 * @param working whether the base sees this unit in its place, and at work
	 */
	diagnosis(working: boolean, now: number): Diagnosis | undefined {
		const { medium, routeB } = this;
		if (medium === 'none') return undefined;
		return diagnose({ report: routeB?.status.report(), working, medium, signal: this.#services?.signal?.(), now });
	}

	plugged(contacts: Contacts): void {
		this.#contacts = contacts;
		this.#verdict = undefined;
		this.#services = this.#boot(contacts);
		this.#services.start();
		contacts.send({ kind: 'hello', identity: this.identity });
	}

	receive(message: Message): void {
		if (message.kind === 'poll') {
			this.#contacts?.send({ kind: 'alive', number: message.number });
			this.#tellVerdict();
			return;
		}
		if (message.kind === 'neighbour' && message.place === 'metering') this.routeB?.setFaulty(message.identity === undefined);
		if (message.kind === 'leave') this.routeB?.keep();
		this.#services?.receive?.(message);
	}

	unplugged(): void {
		this.#services?.stop();
		this.#services = undefined;
		this.#contacts = undefined;
	}

	#tellVerdict(): void {
		const contacts = this.#contacts;
		if (contacts === undefined) return;
		const { medium, routeB } = this;
		if (medium === 'none') return;
		const { verdict } = rowOf(statusItems({ report: routeB?.status.report(), working: true, now: contacts.clock.now() }));
		if (verdict === this.#verdict) return;
		this.#verdict = verdict;
		contacts.send({ kind: 'status', text: `HEMS: ${verdict}` });
	}
}
