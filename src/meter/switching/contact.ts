import type { Relay } from '../../../hal/ports/relay.js';
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import type { Result } from './switch-entry.js';

export interface ContactOptions {
	readonly relay: Relay;
	readonly scheduler: Scheduler;
	/** How long the contact may take to move, ms; default: 500. */
	readonly confirmWithin?: number;
}

/** `O`: what the owner wants to find again at the end of an order. */
export interface ContactHost<O> {
	/** The order has ended, in the way that the contact's real state tells. */
	onEnd(order: O, result: Result): void;
	/** The contact moved without an order. */
	onStray(): void;
}

/** Sends the contact one way and watches that it gets there. One order at a time: a new one overtakes the other. */
export class Contact<O extends { readonly closed: boolean }> {
	readonly #relay: Relay;
	readonly #scheduler: Scheduler;
	readonly #confirmWithin: number;
	readonly #host: ContactHost<O>;
	#order: O | undefined;
	#timer: Timer | undefined;
	#running = false;

	constructor(host: ContactHost<O>, options: ContactOptions) {
		this.#host = host;
		this.#relay = options.relay;
		this.#scheduler = options.scheduler;
		this.#confirmWithin = options.confirmWithin ?? 500;
	}

	start(): void {
		this.#running = true;
		this.#relay.start(() => this.onChange());
	}

	/** An order under way is forgotten; the contact may still move. */
	stop(): void {
		this.#running = false;
		this.#order = undefined;
		this.#timer?.cancel();
	}

	get closed(): boolean {
		return this.#relay.closed;
	}

	get loadLive(): boolean {
		return this.#relay.loadLive;
	}

	/** The order under way. */
	get order(): O | undefined {
		return this.#order;
	}

	send(order: O): void {
		const relay = this.#relay;
		const overtaken = this.#order;
		this.#order = order;
		this.#timer?.cancel();
		if (overtaken !== undefined) this.#host.onEnd(overtaken, 'overtaken');
		else if (relay.closed === order.closed) {
			this.end('done');
			return;
		}
		if (order.closed) relay.close();
		else relay.open();
		// A contact that was on its way elsewhere shows only with time where it ends.
		this.#timer = this.#scheduler.after(this.#confirmWithin, () => this.end(relay.closed === order.closed ? 'done' : 'stuck'));
	}

	private end(result: Result): void {
		const order = this.#order!;
		this.#order = undefined;
		this.#timer?.cancel();
		// Called back, lest it close when nobody expects it any more.
		if (result === 'stuck' && order.closed) this.#relay.open();
		this.#host.onEnd(order, result);
	}

	private onChange(): void {
		if (!this.#running) return;
		if (this.#order === undefined) this.#host.onStray();
		else if (this.#order.closed === this.#relay.closed) this.end('done');
	}
}
