import type { Relay } from '../ports/relay.js';
import type { Scheduler, Timer } from '../ports/scheduler.js';

/** `welded`: a closed contact does not open. `refuses`: it moves neither way. `sluggish`: it takes `sluggishTravel`. */
export type RelayFault = 'none' | 'welded' | 'refuses' | 'sluggish';

export interface VirtualRelayOptions {
	readonly scheduler: Scheduler;
	/** Where the contact is at first; default: closed. */
	readonly closed?: boolean;
	/** How long a healthy contact moves, ms. */
	readonly travel?: number;
	/** How long a sluggish one moves, ms. */
	readonly sluggishTravel?: number;
}

/** A contact that can weld, stick, take its time, be moved by another hand, and see voltage from the house. */
export class VirtualRelay implements Relay {
	fault: RelayFault = 'none';
	/** Something in the house feeds voltage to the open contact. */
	backFeed = false;
	/** How often the contact moved. */
	operations = 0;
	readonly #scheduler: Scheduler;
	readonly #travel: number;
	readonly #sluggishTravel: number;
	#closed: boolean;
	#moving: Timer | undefined;
	#onChange: () => void = () => {};

	constructor(options: VirtualRelayOptions) {
		this.#scheduler = options.scheduler;
		this.#closed = options.closed ?? true;
		this.#travel = options.travel ?? 20;
		this.#sluggishTravel = options.sluggishTravel ?? 5000;
	}

	get closed(): boolean {
		return this.#closed;
	}

	get loadLive(): boolean {
		return this.#closed || this.backFeed;
	}

	open(): void {
		this.#send(false);
	}

	close(): void {
		this.#send(true);
	}

	start(onChange: () => void): void {
		this.#onChange = onChange;
	}

	/** Moves the contact at once, as a hand or a magnet would. */
	force(closed: boolean): void {
		this.#moving?.cancel();
		this.#arrive(closed);
	}

	#send(closed: boolean): void {
		this.#moving?.cancel();
		const travel = this.fault === 'sluggish' ? this.#sluggishTravel : this.#travel;
		this.#moving = this.#scheduler.after(travel, () => {
			if (this.fault !== 'refuses' && (closed || this.fault !== 'welded')) this.#arrive(closed);
		});
	}

	#arrive(closed: boolean): void {
		if (this.#closed === closed) return;
		this.#closed = closed;
		this.operations++;
		this.#onChange();
	}
}
