import type { Message, UnitIdentity } from './messages.js';
import type { Contacts, Unit } from './unit.js';

/** A terminal cover: it can only be there. That it is opened is seen by its going. */
export class CoverPlugIn implements Unit {
	readonly identity: UnitIdentity;
	#contacts: Contacts | undefined;

	constructor(identity: UnitIdentity & { readonly kind: 'cover' }) {
		this.identity = identity;
	}

	plugged(contacts: Contacts): void {
		this.#contacts = contacts;
		contacts.send({ kind: 'hello', identity: this.identity });
	}

	receive(message: Message): void {
		if (message.kind !== 'poll') return;
		this.#contacts?.send({ kind: 'alive', number: message.number });
	}

	unplugged(): void {
		this.#contacts = undefined;
	}
}
