import type { IntervalReadings } from '../metering/readings.js';
import { type Message, PLACE_OF, type Place, type RegisterBytes, type UnitIdentity } from './messages.js';
import type { Contacts, Unit } from './unit.js';

/** What every unit does at the base in the same way: it says hello once it has power, that it is alive when it is polled, and goodbye when it is to leave. */
export abstract class PlugIn implements Unit {
	readonly identity: UnitIdentity;
	/** Undefined without power. */
	protected contacts: Contacts | undefined;

	constructor(identity: UnitIdentity) {
		this.identity = identity;
	}

	get place(): Place {
		return PLACE_OF[this.identity.kind];
	}

	/** Readings of a metering unit. */
	get readings(): IntervalReadings | undefined {
		return undefined;
	}

	plugged(contacts: Contacts): void {
		this.contacts = contacts;
		this.boot(contacts);
		contacts.send({ kind: 'hello', identity: this.identity, registers: this.registers() });
		this.begin();
	}

	receive(message: Message): void {
		if (message.kind === 'poll') this.contacts?.send({ kind: 'alive', number: message.number, registers: this.registers() });
		this.hear(message);
		if (message.kind === 'leave') this.contacts?.send({ kind: 'goodbye', registers: this.registers() });
	}

	unplugged(): void {
		this.end();
		this.contacts = undefined;
	}

	/** It has power: what it stored is read. Errors isolate the unit. */
	protected boot(_contacts: Contacts): void {}

	/** Registers of a metering unit. */
	protected registers(): RegisterBytes {
		return undefined;
	}

	/** Hello has been said. */
	protected begin(): void {}

	/** Whatever comes from the base and from neighbours. At `leave` the power is about to go: what must be kept is written down. */
	protected hear(_message: Message): void {}

	/** The power is gone. */
	protected end(): void {}
}
