import type { Message, SwitchOrder, UnitIdentity } from '../backplane/messages.js';
import type { Contacts } from '../backplane/unit.js';
import type { OnAnswered } from '../switching/switch-orders.js';

/** Something that a communication unit offers while it has power, over a link that was handed to it: Route B, Route A. */
export interface Service {
	/**
	 * The unit has power: it begins anew from what it stored. It reads the meter by `contacts.readings`, and says by `contacts.send` what a communication unit
	 * says; what it schedules there ends with the unit.
	 */
	start(contacts: Contacts, host: ServiceHost): void;
	/** What the base and the neighbours say, `poll` and `leave` included: the power is about to go. */
	receive(message: Message): void;
	/** The power is gone: its link ends at once. */
	stop(): void;
}

/** What a service gets from the unit in which it runs. */
export interface ServiceHost {
	readonly identity: UnitIdentity;
	/** Sends an order to the switching unit; `done` hears what came of it, once, whatever happens. */
	order(order: SwitchOrder, done: OnAnswered): void;
}
