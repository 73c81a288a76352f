import type { Message, UnitIdentity } from '../backplane/messages.js';
import type { Contacts, Unit } from '../backplane/unit.js';
import { type VoltageOptions, VoltageUnit } from './voltage-unit.js';

export interface VoltagePlugInOptions extends Omit<VoltageOptions, 'scheduler' | 'clock' | 'onEvent'> {
	readonly identity: UnitIdentity & { readonly kind: 'voltage' };
}

/** A voltage measurement unit as it plugs into the base: it tells of events as they begin and end, and keeps the rest on its own flash. */
export class VoltagePlugIn implements Unit {
	readonly identity: UnitIdentity;
	readonly #options: VoltagePlugInOptions;
	#contacts: Contacts | undefined;
	#unit: VoltageUnit | undefined;

	constructor(options: VoltagePlugInOptions) {
		this.identity = options.identity;
		this.#options = options;
	}

	/** For whoever reads the unit itself: statistics, minutes, events. Undefined without power. */
	get unit(): VoltageUnit | undefined {
		return this.#unit;
	}

	/** @throws JournalError if its flash holds something else than the memory of a voltage unit */
	plugged(contacts: Contacts): void {
		this.#contacts = contacts;
		this.#unit = new VoltageUnit({
			...this.#options,
			scheduler: contacts,
			clock: contacts.clock,
			onEvent: (event) => contacts.send({ kind: 'voltage', event }),
		});
		contacts.send({ kind: 'hello', identity: this.identity });
		this.#unit.start();
	}

	receive(message: Message): void {
		switch (message.kind) {
			case 'sample':
				this.#unit?.measure(message.sample);
				return;
			case 'poll':
				this.#contacts?.send({ kind: 'alive', number: message.number });
				return;
			case 'leave':
				this.#unit?.stop();
				this.#contacts?.send({ kind: 'goodbye' });
		}
	}

	unplugged(): void {
		this.#unit = undefined;
		this.#contacts = undefined;
	}
}
