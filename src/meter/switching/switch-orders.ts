/** Orders to the switching unit that wait for its answer, in the unit that brings them. */
import type { SwitchOrder } from '../backplane/messages.js';
import type { Contacts } from '../backplane/unit.js';
import type { Result } from './switch-entry.js';

/** What came of an order, and why. */
export interface Outcome {
	readonly result: Result;
	readonly reason: string;
}

/** `unanswered`: there is no switching unit, or it does not say. */
export type Answered = Outcome | { readonly result: 'unanswered'; readonly reason: string };

export type OnAnswered = (outcome: Answered) => void;

interface Waiting {
	readonly number: number;
	readonly done: OnAnswered;
}

/** How long an order waits for the answer, ms. */
const PATIENCE = 15_000;
const UNANSWERED: Answered = Object.freeze({ result: 'unanswered', reason: 'the switching unit did not answer' });
const UNHEARD: Answered = Object.freeze({ result: 'unanswered', reason: 'the communication unit went before there was an answer' });

export class SwitchOrders {
	readonly #contacts: Contacts;
	readonly #waiting: Waiting[] = [];
	#number = 0;
	#ended = false;

	/** `contacts`: of the unit that brings the orders. */
	constructor(contacts: Contacts) {
		this.#contacts = contacts;
	}

	/** `done` is called once: at once behind the end. */
	send(order: SwitchOrder, done: OnAnswered): void {
		if (this.#ended) {
			done(UNHEARD);
			return;
		}
		const number = ++this.#number;
		this.#waiting.push({ number, done });
		this.#contacts.send({ kind: 'command', number, order });
		this.#contacts.after(PATIENCE, () => this.answered(number, UNANSWERED));
	}

	/** The unit is gone: all that waits is told so. */
	end(): void {
		this.#ended = true;
		for (const { done } of this.#waiting.splice(0)) done(UNHEARD);
	}

	answered(number: number, outcome: Answered): void {
		const at = this.#waiting.findIndex((each) => each.number === number);
		if (at >= 0) this.#waiting.splice(at, 1)[0]!.done(outcome);
	}
}
