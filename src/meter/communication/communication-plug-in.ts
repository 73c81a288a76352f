import type { Message, SwitchOrder, UnitIdentity } from '../backplane/messages.js';
import { PlugIn } from '../backplane/plug-in.js';
import { type Answered, type OnAnswered, SwitchOrders } from '../switching/switch-orders.js';
import type { Service, ServiceHost } from './service.js';

export interface CommunicationPlugInOptions {
	readonly identity: UnitIdentity & { readonly kind: 'communication' };
	/** Services in the order in which they start. */
	readonly services: readonly Service[];
}

const NO_POWER: Answered = Object.freeze({ result: 'unanswered', reason: 'the communication unit has no power' });

/** A communication unit as it plugs into the base, and what it serves. */
export class CommunicationPlugIn extends PlugIn implements ServiceHost {
	readonly services: readonly Service[];
	#orders: SwitchOrders | undefined;

	constructor({ identity, services }: CommunicationPlugInOptions) {
		super(identity);
		this.services = services;
	}

	order(order: SwitchOrder, done: OnAnswered): void {
		if (this.contacts === undefined) {
			done(NO_POWER);
			return;
		}
		this.#orders ??= new SwitchOrders(this.contacts);
		this.#orders.send(order, done);
	}

	/** The terminals tell nothing any more, or they do again. */
	onTerminals(areFaulty: boolean): void {
		for (const service of this.services) service.onTerminals?.(areFaulty);
	}

	protected override begin(): void {
		for (const service of this.services) service.start(this.contacts!, this);
	}

	protected override hear(message: Message): void {
		if (message.kind === 'answer') this.#orders?.answered(message.number, message);
		for (let i = 0; i < this.services.length; i++) this.services[i]!.receive(message);
	}

	protected override end(): void {
		for (const service of this.services) service.stop();
		this.#orders?.end();
		this.#orders = undefined;
	}
}
