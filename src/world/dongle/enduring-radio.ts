import type { Radio, TransmitResult } from '../../../hal/ports/radio.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import { WrappedRadio } from '../../../modules/medium/wrapped-radio.js';

/** The radio of a module whose stack SKRESET begins anew: while it still sends a frame of the stack before, the channel is `busy` to the next. */
export class EnduringRadio extends WrappedRadio {
	readonly #scheduler: Scheduler;
	#isSending = false;

	constructor(inner: Radio, scheduler: Scheduler) {
		super(inner);
		this.#scheduler = scheduler;
	}

	override transmit(psdu: Uint8Array, cca: boolean, done: (result: TransmitResult) => void): void {
		if (this.#isSending) {
			this.#scheduler.after(0, () => done('busy'));
			return;
		}
		this.#isSending = true;
		this.inner.transmit(psdu, cca, (result) => {
			this.#isSending = false;
			done(result);
		});
	}
}
