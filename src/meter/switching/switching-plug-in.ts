import type { Relay } from '../../../hal/ports/relay.js';
import type { Message, SwitchOrder, UnitIdentity } from '../backplane/messages.js';
import { PlugIn } from '../backplane/plug-in.js';
import type { Contacts } from '../backplane/unit.js';
import { ratedPower } from './rating.js';
import type { SwitchEntry } from './switch-entry.js';
import type { Answered, OnAnswered, Outcome } from './switch-orders.js';
import { type SwitchingOptions, SwitchingUnit } from './switching-unit.js';

export interface SwitchingPlugInOptions extends Omit<SwitchingOptions, 'scheduler' | 'clock' | 'onSwitchEntry'> {
	readonly identity: UnitIdentity & { readonly kind: 'switching' };
}

const DONE: Outcome = Object.freeze({ result: 'done', reason: '' });
const GONE: Answered = Object.freeze({ result: 'unanswered', reason: 'the switching unit went before there was an answer' });

/** A switching unit as it plugs into the base. Its contact is bistable: without power, and in another base, it stays where it is. */
export class SwitchingPlugIn extends PlugIn {
	readonly #options: SwitchingPlugInOptions;
	#unit: SwitchingUnit | undefined;
	/** Hands that wait for what comes of the button. */
	readonly #waiting = new Set<OnAnswered>();

	constructor(options: SwitchingPlugInOptions) {
		super(options.identity);
		this.#options = options;
	}

	/** Unit as a hand at it has it: its button, its display. Undefined without power. */
	get unit(): SwitchingUnit | undefined {
		return this.#unit;
	}

	/** Resets by the button on the unit. Calls `done` once, also where power or place are lost before. Returns false without power: nothing is done. */
	reset(reason: string, done: OnAnswered): boolean {
		if (this.#unit === undefined) return false;
		const answer: OnAnswered = (outcome) => {
			if (this.#waiting.delete(answer)) done(outcome);
		};
		this.#waiting.add(answer);
		this.#unit.close('hand', reason, answer);
		return true;
	}

	/** @throws JournalError if its flash holds something else than the memory of a switching unit */
	protected override boot(contacts: Contacts): void {
		this.#unit = new SwitchingUnit({
			...this.#options,
			relay: new PluggedRelay(this.#options.relay, contacts),
			scheduler: contacts,
			clock: contacts.clock,
			onSwitchEntry: (switchEntry) => this.report(switchEntry),
		});
	}

	protected override begin(): void {
		this.#unit?.start();
	}

	protected override hear(message: Message): void {
		switch (message.kind) {
			case 'sample':
				this.#unit?.measure(message.sample);
				return;
			case 'command':
				this.carryOut(message.order, message.number);
				return;
			case 'neighbour':
				if (message.place === 'communication' && message.identity !== undefined) this.report(undefined);
				return;
			case 'leave':
				this.#unit?.stop();
		}
	}

	protected override end(): void {
		this.#unit?.stop();
		this.#unit = undefined;
		for (const answer of [...this.#waiting]) answer(GONE);
	}

	private report(switchEntry: SwitchEntry | undefined): void {
		const unit = this.#unit;
		if (unit === undefined) return;
		const { capacity, demandLimit, rating, utility } = unit;
		const mostAmperes = utility.ampereContract && rating.wiring !== '3p3w' ? rating.amperes : 0;
		const state = { ...unit.state, capacity, demandLimit, mostAmperes, mostWatts: ratedPower(rating) };
		this.contacts?.send({ kind: 'contact', switchEntry, state });
	}

	private carryOut(order: SwitchOrder, number: number): void {
		const unit = this.#unit;
		if (unit === undefined) return;
		const done = ({ result, reason }: Outcome) => this.contacts?.send({ kind: 'answer', number, result, reason, closed: unit.state.closed });
		const configured = (refusal: string | undefined) => done(refusal === undefined ? DONE : { result: 'refused', reason: refusal });
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
				configured(unit.setCapacity(order.amperes, order.origin));
				return;
			case 'demand limit':
				configured(unit.setDemandLimit(order.limit, order.origin));
				return;
			case 'control mode':
				configured(unit.setControlMode(order.mode, order.origin));
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
