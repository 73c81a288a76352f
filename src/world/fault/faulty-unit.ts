import type { Message } from '../../meter/backplane/messages.js';
import type { Contacts, Unit } from '../../meter/backplane/unit.js';
import type { IntervalReadings } from '../../meter/metering/readings.js';

/**
 * How a unit fails. `silent`: nothing that it says gets through. `late`: it all comes so many ms later. `lies`: it says it is of another type. `crashes`: at
 * whatever it is told or does next, and each time it gets power again.
 */
export type UnitFailure =
	| { readonly how: 'silent' | 'crashes' }
	| { readonly how: 'late'; readonly delay: number }
	| { readonly how: 'lies'; readonly code: string };

/** What a unit says, before it fails in any way. */
export type Listener = (message: Message) => void;

/** A unit that can fail on the stand, as a device that wraps a device. Whatever is wrong with it goes along with it into another base. */
export class FaultyUnit implements Unit {
	readonly #inner: Unit;
	readonly #onMessage: Listener;
	#contacts: Contacts | undefined;
	#failure: UnitFailure | undefined;
	/** Its last hello. */
	#hello: (Message & { readonly kind: 'hello' }) | undefined;

	constructor(inner: Unit, onMessage: Listener) {
		this.#inner = inner;
		this.#onMessage = onMessage;
	}

	get readings(): IntervalReadings | undefined {
		return this.#inner.readings;
	}

	get failure(): UnitFailure | undefined {
		return this.#failure;
	}

	/** From now on it fails like this; undefined: it is whole again. */
	fail(failure: UnitFailure | undefined): void {
		this.#failure = failure;
		const contacts = this.#contacts;
		if (contacts === undefined || failure === undefined) return;
		if (failure.how === 'crashes') contacts.after(0, () => this.#check());
		if (failure.how === 'lies' && this.#hello !== undefined) this.#send(this.#hello);
	}

	plugged(contacts: Contacts): void {
		this.#check();
		this.#contacts = contacts;
		this.#inner.plugged({
			clock: contacts.clock,
			readings: contacts.readings,
			now: () => contacts.now(),
			after: (delay, task) => contacts.after(delay, task),
			send: (message) => {
				this.#onMessage(message);
				if (message.kind === 'hello') this.#hello = message;
				this.#send(message);
			},
		});
	}

	receive(message: Message): void {
		this.#check();
		this.#inner.receive(message);
	}

	unplugged(): void {
		this.#contacts = undefined;
		this.#hello = undefined;
		this.#inner.unplugged();
	}

	#check(): void {
		if (this.#failure?.how === 'crashes') throw new Error('it was told to fail');
	}

	#send(message: Message): void {
		const contacts = this.#contacts;
		const failure = this.#failure;
		if (failure === undefined || failure.how === 'crashes') contacts?.send(message);
		else if (failure.how === 'late') {
			const kept = copied(message);
			contacts?.after(failure.delay, () => contacts.send(kept));
		} else if (failure.how === 'lies')
			contacts?.send(message.kind === 'hello' ? { ...message, identity: { ...message.identity, code: failure.code } } : message);
	}
}

/** What is the same object again and again would say something else by then. */
function copied(message: Message): Message {
	if (message.kind === 'alive' && message.registers !== undefined) return { ...message, registers: message.registers.slice() };
	return { ...message };
}
