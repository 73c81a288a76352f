/** Orders to the switching unit that wait for its answer. */
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import type { SwitchOrder } from '../../meter/backplane/messages.js';
import type { Contacts } from '../../meter/backplane/unit.js';

/** Hears why an order was not carried out; undefined if it was. */
type Done = (refusal: string | undefined) => void;

/** How long an order waits for the answer, ms. */
const PATIENCE = 15_000;

export class SwitchOrders {
	readonly #scheduler: Scheduler;
	readonly #waiting = new Map<number, Done>();
	#number = 0;

	constructor(scheduler: Scheduler) {
		this.#scheduler = scheduler;
	}

	/** `contacts`: of the unit that brings the order. */
	send(contacts: Contacts, order: SwitchOrder, done: Done): void {
		const number = ++this.#number;
		this.#waiting.set(number, done);
		contacts.send({ kind: 'command', number, order });
		this.#scheduler.after(PATIENCE, () => this.answered(number, 'the switching unit did not answer'));
	}

	answered(number: number, refusal: string | undefined): void {
		const done = this.#waiting.get(number);
		this.#waiting.delete(number);
		done?.(refusal);
	}

	/** Nobody answers any more. */
	forget(): void {
		this.#waiting.clear();
	}
}
