import type { Radio, TransmitResult } from '../../../hal/ports/radio.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import { WrappedRadio } from '../../../modules/medium/wrapped-radio.js';
import type { FaultSwitches } from './fault-switches.js';

const FRAME_TYPE = 7;
const BEACON = 0;

/** A radio whose beacons come late, or not at all: a device that wraps a device. */
export class LateBeacons extends WrappedRadio {
	readonly #scheduler: Scheduler;
	readonly #switches: FaultSwitches;

	constructor(inner: Radio, scheduler: Scheduler, switches: FaultSwitches) {
		super(inner);
		this.#scheduler = scheduler;
		this.#switches = switches;
	}

	override transmit(psdu: Uint8Array, cca: boolean, done: (result: TransmitResult) => void): void {
		if ((psdu[0]! & FRAME_TYPE) !== BEACON) this.inner.transmit(psdu, cca, done);
		else if (this.#switches.strikes('missing-beacon')) this.#scheduler.after(0, () => done('sent'));
		else this.#transmitAfter(this.#switches.delay('slow-beacon'), psdu, cca, done);
	}

	#transmitAfter(delay: number, psdu: Uint8Array, cca: boolean, done: (result: TransmitResult) => void): void {
		if (delay === 0) this.inner.transmit(psdu, cca, done);
		else this.#scheduler.after(delay, () => this.inner.transmit(psdu, cca, done));
	}
}
