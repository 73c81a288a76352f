import type { Radio, TransmitResult } from '../../../hal/ports/radio.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import { WrappedRadio } from '../../../modules/medium/wrapped-radio.js';

const FRAME_TYPE = 7;
const BEACON = 0;

/** A radio whose beacons come late, or not at all: a device that wraps a device. */
export class LateBeacons extends WrappedRadio {
	readonly #scheduler: Scheduler;
	readonly #delay: () => number;
	readonly #misses: () => boolean;

	/** Both are asked for each beacon. @param delay ms that it waits @param misses true swallows it */
	constructor(radio: Radio, scheduler: Scheduler, delay: () => number, misses: () => boolean) {
		super(radio);
		this.#scheduler = scheduler;
		this.#delay = delay;
		this.#misses = misses;
	}

	override transmit(psdu: Uint8Array, cca: boolean, done: (result: TransmitResult) => void): void {
		if ((psdu[0]! & FRAME_TYPE) !== BEACON) this.inner.transmit(psdu, cca, done);
		else if (this.#misses()) this.#scheduler.after(0, () => done('sent'));
		else this.#scheduler.after(this.#delay(), () => this.inner.transmit(psdu, cca, done));
	}
}
