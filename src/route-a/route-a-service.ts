import type { Clock } from '../../hal/ports/clock.js';
import type { Scheduler } from '../../hal/ports/scheduler.js';
import { type Message, PLACE_OF, PLACES, type Place, type SwitchOrder, type UnitIdentity } from '../meter/backplane/messages.js';
import type { Contacts } from '../meter/backplane/unit.js';
import type { RouteCounts, Service, ServiceHost, UnitCredentials } from '../meter/communication/service.js';
import type { IntervalReadings } from '../meter/metering/readings.js';
import type { OnAnswered } from '../meter/switching/switch-orders.js';
import { type InstalledUnit, type LocalPort, type NetworkFacts, UNIT_KIND } from './facts.js';
import type { PushCarrier } from './push-carrier.js';
import { RouteA } from './route-a.js';
import type { RouteAOptions, RouteAPlace } from './route-a-options.js';

/** How clients get at Route A; it is there before the meter is, and outlasts its power. */
export interface RouteALink {
	/** Undefined: there is no IP, or no local port. */
	readonly network?: NetworkFacts | undefined;
	readonly localPort?: LocalPort | undefined;
	/** Undefined: there is no way for pushes. */
	readonly push?: PushCarrier | undefined;
	/** Lets clients in. */
	open(routeA: RouteA): void;
	/** Shuts them out again, and ends their associations. */
	close(): void;
}

/** Clients connect to its server themselves. */
export const NO_LINK: RouteALink = Object.freeze({ open() {}, close() {} });

/** How long Route A takes to restart with another firmware, ms. */
const RESTART = 3000;

export interface RouteAServiceOptions extends RouteAOptions {
	readonly link: RouteALink;
}

/**
 * Route A as a service of the communication unit, and what Route A sees there of the meter. It is built in a task of its own, and started in another: from within
 * the start of a base it would want more stack than XS has, and in one turn more instructions than a watchdog of a board waits for.
 */
export class RouteAService implements Service, RouteAPlace, Clock {
	readonly #options: RouteAServiceOptions;
	/** The units in the other places, as the base has told of them. */
	readonly #neighbours: UnitIdentity[] = [];
	#contacts: Contacts | undefined;
	#host: ServiceHost | undefined;
	#routeA: RouteA | undefined;
	#areTerminalsFaulty = false;

	constructor(options: RouteAServiceOptions) {
		this.#options = options;
	}

	/** Undefined without power, and until the task has come that builds it. */
	get routeA(): RouteA | undefined {
		return this.#routeA;
	}

	/** What `RouteA` throws for what it cannot be told is the end of the unit. */
	start(contacts: Contacts, host: ServiceHost): void {
		this.#contacts = contacts;
		this.#host = host;
		contacts.after(0, () => {
			const routeA = new RouteA(this.#options, this);
			this.#routeA = routeA;
			contacts.after(0, () => {
				routeA.openTariff();
				contacts.after(0, () => this.open(routeA));
			});
		});
	}

	/** What it keeps is looked at in another turn than it is built in. */
	private open(routeA: RouteA): void {
		routeA.start();
		// They were told of before.
		for (const { kind } of this.#neighbours) routeA.onPlace(PLACE_OF[kind], true);
		if (this.#areTerminalsFaulty) routeA.control.incidents.onMeasurementFault();
		this.#options.link.open(routeA);
	}

	receive(message: Message): void {
		if (message.kind === 'neighbour') this.onNeighbour(message.place, message.identity);
		else if (message.kind === 'contact') this.#routeA?.onContact(message.switchEntry, message.state);
		else if (message.kind === 'voltage') this.#routeA?.control.incidents.onVoltage(message.event);
		else if (message.kind === 'leave') this.#routeA?.record(this.#routeA.routeAProfile.events.powerDown);
	}

	onTerminals(areFaulty: boolean): void {
		this.#areTerminalsFaulty = areFaulty;
		if (areFaulty) this.#routeA?.control.incidents.onMeasurementFault();
	}

	stop(): void {
		if (this.#routeA !== undefined) this.#options.link.close();
		// Nobody takes what the line still brings.
		if (this.#options.mbus !== undefined) this.#options.mbus.port.onReceive = () => {};
		this.#routeA = undefined;
		this.#contacts = undefined;
		this.#host = undefined;
		this.#neighbours.length = 0;
	}

	/** An order of the utility to the switching unit. False: there is no power to bring it. */
	order(order: SwitchOrder, done: OnAnswered): boolean {
		this.#host?.order(order, done);
		return this.#host !== undefined;
	}

	get readings(): IntervalReadings {
		return this.#contacts!.readings;
	}

	/** What is due ends with the unit. */
	get scheduler(): Scheduler {
		return this.#contacts!;
	}

	/** Clients find nobody for a while. */
	restart(done: () => void): void {
		const { link } = this.#options;
		const routeA = this.#routeA!;
		link.close();
		done();
		this.#contacts!.after(RESTART, () => link.open(routeA));
	}

	/** The meter's, which a unit sets by the bus: the metering unit leaves a mark in its intervals. */
	get clock(): Clock {
		return this;
	}

	now(): number {
		return this.#contacts!.clock.now();
	}

	set(time: number): void {
		this.#contacts!.send({ kind: 'setClock', time });
	}

	/** Units in the order of the places; there is no number for a cover. */
	get units(): readonly InstalledUnit[] {
		const units: InstalledUnit[] = [];
		for (const place of PLACES) {
			const identity = place === 'communication' ? this.#host!.identity : this.#neighbours.find(({ kind }) => PLACE_OF[kind] === place);
			if (identity === undefined || identity.kind === 'cover') continue;
			const { kind, code, serial, firmware } = identity;
			units.push({ kind: UNIT_KIND[kind], type: code, serial, firmware });
		}
		return units;
	}

	get network(): NetworkFacts | undefined {
		return this.#options.link.network;
	}

	get localPort(): LocalPort | undefined {
		return this.#options.link.localPort;
	}

	/** Of the first service that counts. */
	get routeB(): RouteCounts | undefined {
		return this.#host?.services.find(({ counts }) => counts !== undefined)?.counts?.();
	}

	/** Of the first service that takes them. */
	get credentials(): UnitCredentials | undefined {
		return this.#host?.services.find(({ sealed }) => sealed !== undefined)?.sealed;
	}

	get push(): PushCarrier | undefined {
		return this.#options.link.push;
	}

	private onNeighbour(place: Place, identity: UnitIdentity | undefined): void {
		const at = this.#neighbours.findIndex(({ kind }) => PLACE_OF[kind] === place);
		if (at >= 0) this.#neighbours.splice(at, 1);
		if (identity !== undefined) this.#neighbours.push(identity);
		this.#routeA?.onPlace(place, identity !== undefined);
	}
}
