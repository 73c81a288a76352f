import type { Relay } from '../../../hal/ports/relay.js';
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import type { Result } from './entry.js';

/** `O`: what the owner wants to find again at the end of an order. */
export interface ContactOptions<O> {
	readonly relay: Relay;
	readonly scheduler: Scheduler;
	/** How long the contact may take to move, ms. */
	readonly confirmWithin: number;
	/** The order has ended, in the way that the contact's real state tells. */
	readonly onEnd: (order: O, result: Result) => void;
	/** The contact moved without an order. */
	readonly onStray: () => void;
}

/** Sends the contact one way and watches that it gets there. One order at a time: a new one overtakes the other. */
export class Contact<O extends { readonly closed: boolean }> {
	readonly #options: ContactOptions<O>;
	#order: O | undefined;
	#timer: Timer | undefined;
	#running = false;

	constructor(options: ContactOptions<O>) {
		this.#options = options;
	}

	start(): void {
		this.#running = true;
		this.#options.relay.start(() => this.#onChange());
	}

	/** An order under way is forgotten; the contact may still move. */
	stop(): void {
		this.#running = false;
		this.#order = undefined;
		this.#timer?.cancel();
	}

	get closed(): boolean {
		return this.#options.relay.closed;
	}

	get loadLive(): boolean {
		return this.#options.relay.loadLive;
	}

	/** The order under way. */
	get order(): O | undefined {
		return this.#order;
	}

	send(order: O): void {
		const { relay, scheduler, confirmWithin, onEnd } = this.#options;
		const overtaken = this.#order;
		this.#order = order;
		this.#timer?.cancel();
		if (overtaken !== undefined) onEnd(overtaken, 'overtaken');
		else if (relay.closed === order.closed) {
			this.#end('done');
			return;
		}
		if (order.closed) relay.close();
		else relay.open();
		// A contact that was on its way elsewhere shows only with time where it ends.
		this.#timer = scheduler.after(confirmWithin, () => this.#end(relay.closed === order.closed ? 'done' : 'stuck'));
	}

	#end(result: Result): void {
		const order = this.#order!;
		this.#order = undefined;
		this.#timer?.cancel();
		// Called back, lest it close when nobody expects it any more.
		if (result === 'stuck' && order.closed) this.#options.relay.open();
		this.#options.onEnd(order, result);
	}

	#onChange(): void {
		if (!this.#running) return;
		if (this.#order === undefined) this.#options.onStray();
		else if (this.#order.closed === this.#options.relay.closed) this.#end('done');
	}
}
