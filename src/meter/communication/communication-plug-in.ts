import type { Message, SwitchOrder, UnitIdentity } from '../backplane/messages.js';
import { PlugIn } from '../backplane/plug-in.js';
import type { Contacts } from '../backplane/unit.js';
import { type OnAnswered, SwitchOrders } from '../switching/switch-orders.js';
import type { Service, ServiceFactory, ServiceHost } from './service.js';

export interface CommunicationPlugInOptions {
	readonly identity: UnitIdentity & { readonly kind: 'communication' };
	/** What it offers, in the order in which it starts; asked each time it gets power. */
	readonly services: () => readonly ServiceFactory[];
}

/** A communication unit as it plugs into the base, and what it serves. */
export class CommunicationPlugIn extends PlugIn implements ServiceHost {
	readonly #offer: () => readonly ServiceFactory[];
	readonly #services: Service[] = [];
	#orders: SwitchOrders | undefined;

	constructor({ identity, services }: CommunicationPlugInOptions) {
		super(identity);
		this.#offer = services;
	}

	/** Those that run. */
	get services(): readonly Service[] {
		return this.#services;
	}

	/** One service more, until the power goes. */
	add(factory: ServiceFactory): void {
		if (this.contacts === undefined) return;
		const service = factory(this.contacts, this);
		this.#services.push(service);
		service.start();
	}

	/** The first service of this class, while the unit has power. */
	find<Kind extends Service>(kind: new (...options: never[]) => Kind): Kind | undefined {
		return this.#services.find((service) => service instanceof kind) as Kind | undefined;
	}

	order(order: SwitchOrder, done: OnAnswered): void {
		this.#orders?.send(order, done);
	}

	protected override boot(contacts: Contacts): void {
		this.#orders = new SwitchOrders(contacts);
		for (const factory of this.#offer()) this.#services.push(factory(contacts, this));
	}

	protected override begin(): void {
		for (let i = 0; i < this.#services.length; i++) this.#services[i]!.start();
	}

	protected override hear(message: Message): void {
		if (message.kind === 'answer') this.#orders?.answered(message.number, message);
		for (let i = 0; i < this.#services.length; i++) this.#services[i]!.receive(message);
	}

	protected override end(): void {
		for (const service of this.#services.splice(0)) service.stop();
		this.#orders?.end();
		this.#orders = undefined;
	}
}
