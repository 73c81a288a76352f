import type { Radio, RadioCapabilities, ReceivedFrame, Station, TransmitResult } from '../../../hal/ports/radio.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';

const FRAME_TYPE = 7;
const BEACON = 0;

/** A radio whose beacons come late, or not at all: a device that wraps a device. */
export class LateBeacons implements Radio {
	readonly #radio: Radio;
	readonly #scheduler: Scheduler;
	readonly #delay: () => number;
	readonly #misses: () => boolean;

	/** Both are asked for each beacon. @param delay ms that it waits @param misses true swallows it */
	constructor(radio: Radio, scheduler: Scheduler, delay: () => number, misses: () => boolean) {
		this.#radio = radio;
		this.#scheduler = scheduler;
		this.#delay = delay;
		this.#misses = misses;
	}

	get capabilities(): RadioCapabilities {
		return this.#radio.capabilities;
	}

	get onReceive(): (frame: ReceivedFrame) => void {
		return this.#radio.onReceive;
	}

	set onReceive(handler: (frame: ReceivedFrame) => void) {
		this.#radio.onReceive = handler;
	}

	listen(channel: number, as?: Station): void {
		this.#radio.listen(channel, as);
	}

	sleep(): void {
		this.#radio.sleep();
	}

	detectEnergy(duration: number, done: (level: number) => void): void {
		this.#radio.detectEnergy(duration, done);
	}

	transmit(psdu: Uint8Array, cca: boolean, done: (result: TransmitResult) => void): void {
		if ((psdu[0]! & FRAME_TYPE) !== BEACON) this.#radio.transmit(psdu, cca, done);
		else if (this.#misses()) this.#scheduler.after(0, () => done('sent'));
		else this.#scheduler.after(this.#delay(), () => this.#radio.transmit(psdu, cca, done));
	}
}
