import type { Relay } from '../../../hal/ports/relay.js';
import type { Message, SwitchOrder, UnitIdentity } from '../backplane/messages.js';
import type { Contacts, Unit } from '../backplane/unit.js';
import type { SwitchEntry } from './switch-entry.js';
import { type SwitchingOptions, SwitchingUnit } from './switching-unit.js';

export interface SwitchingPlugInOptions extends Omit<SwitchingOptions, 'scheduler' | 'clock' | 'onEntry'> {
	readonly identity: UnitIdentity & { readonly kind: 'switching' };
}

/** A switching unit as it plugs into the base. Its contact is bistable: without power, and in another base, it stays where it is. */
export class SwitchingPlugIn implements Unit {
	readonly identity: UnitIdentity;
	readonly #options: SwitchingPlugInOptions;
	#contacts: Contacts | undefined;
	#unit: SwitchingUnit | undefined;

	constructor(options: SwitchingPlugInOptions) {
		this.identity = options.identity;
		this.#options = options;
	}

	/** For a hand at the unit itself: its button, its display. Undefined without power. */
	get unit(): SwitchingUnit | undefined {
		return this.#unit;
	}

	/** @throws JournalError if its flash holds something else than the memory of a switching unit */
	plugged(contacts: Contacts): void {
		this.#contacts = contacts;
		this.#unit = new SwitchingUnit({
			...this.#options,
			relay: new PluggedRelay(this.#options.relay, contacts),
			scheduler: contacts,
			clock: contacts.clock,
			onEntry: (entry) => this.#report(entry),
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
			case 'command':
				this.#carryOut(message.order, message.number);
				return;
			case 'neighbour':
				if (message.place === 'communication' && message.identity !== undefined) this.#report(undefined);
				return;
			case 'leave':
				this.#unit?.stop();
				this.#contacts?.send({ kind: 'goodbye' });
		}
	}

	unplugged(): void {
		this.#unit?.stop();
		this.#unit = undefined;
		this.#contacts = undefined;
	}

	#report(entry: SwitchEntry | undefined): void {
		const unit = this.#unit;
		if (unit === undefined) return;
		this.#contacts?.send({ kind: 'contact', entry, state: { ...unit.state, capacity: unit.capacity, demandLimit: unit.demandLimit } });
	}

	#carryOut(order: SwitchOrder, number: number): void {
		const unit = this.#unit;
		if (unit === undefined) return;
		const answer = (refusal: string | undefined) => this.#contacts?.send({ kind: 'answer', number, refusal, closed: unit.state.closed });
		const done = ({ result, reason }: { readonly result: string; readonly reason: string }) =>
			answer(result === 'done' ? undefined : `${result}: ${reason}`);
		switch (order.action) {
			case 'open':
				unit.open(order.origin, order.reason, done);
				return;
			case 'close':
				unit.close(order.origin, order.reason, done);
				return;
			case 'ready':
				unit.remoteReconnect(order.reason, done);
				return;
			case 'capacity':
				answer(unit.setCapacity(order.amperes, order.origin));
				return;
			case 'demand limit':
				answer(unit.setDemandLimit(order.limit, order.origin));
				return;
			case 'control mode':
				answer(unit.setControlMode(order.mode, order.origin));
		}
	}
}

/** The contact tells of itself in a task of the unit, like all that happens to it. */
class PluggedRelay implements Relay {
	readonly #relay: Relay;
	readonly #contacts: Contacts;

	constructor(relay: Relay, contacts: Contacts) {
		this.#relay = relay;
		this.#contacts = contacts;
	}

	get closed(): boolean {
		return this.#relay.closed;
	}

	get loadLive(): boolean {
		return this.#relay.loadLive;
	}

	open(): void {
		this.#relay.open();
	}

	close(): void {
		this.#relay.close();
	}

	start(onChange: () => void): void {
		this.#relay.start(() => void this.#contacts.after(0, onChange));
	}
}
