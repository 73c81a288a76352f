import type { Message, UnitIdentity } from './messages.js';
import type { Contacts, Unit } from './unit.js';

/** A terminal cover: it can only be there. That it is opened is seen by its going. */
export class CoverPlugIn implements Unit {
	readonly identity: UnitIdentity;
	readonly #alive = { kind: 'alive' as const, number: 0 };
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
		this.#alive.number = message.number;
		this.#contacts?.send(this.#alive);
	}

	unplugged(): void {
		this.#contacts = undefined;
	}
}
