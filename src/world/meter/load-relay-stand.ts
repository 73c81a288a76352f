/** The contact of a load relay on the stand, and what hangs on it: a water heater that draws the same power whenever it is on. */
import type { LoadOutput } from '../../route-a/household/load-relay.js';

export class LoadRelayStand implements LoadOutput {
	readonly #watts: number;
	readonly #onMoved: (on: boolean, watts: number) => void;
	#on = true;

	/** @param watts of the load @param onMoved told of the contact, and of what the load draws then, W */
	constructor(watts: number, onMoved: (on: boolean, watts: number) => void) {
		this.#watts = watts;
		this.#onMoved = onMoved;
	}

	get on(): boolean {
		return this.#on;
	}

	/** What the load draws, W. */
	get watts(): number {
		return this.#on ? this.#watts : 0;
	}

	set(on: boolean): void {
		if (on === this.#on) return;
		this.#on = on;
		this.#onMoved(on, this.watts);
	}
}
