import type { Radio, RadioCapabilities, ReceivedFrame, Station, TransmitResult } from '../../hal/ports/radio.js';

/** A radio around a radio, the same in everything: what it should do otherwise, a class that extends it says. */
export class WrappedRadio implements Radio {
	protected readonly inner: Radio;

	constructor(inner: Radio) {
		this.inner = inner;
	}

	get capabilities(): RadioCapabilities {
		return this.inner.capabilities;
	}

	get onReceive(): (frame: ReceivedFrame) => void {
		return this.inner.onReceive;
	}

	set onReceive(handler: (frame: ReceivedFrame) => void) {
		this.inner.onReceive = handler;
	}

	listen(channel: number, as?: Station): void {
		this.inner.listen(channel, as);
	}

	sleep(): void {
		this.inner.sleep();
	}

	detectEnergy(duration: number, done: (level: number) => void): void {
		this.inner.detectEnergy(duration, done);
	}

	transmit(psdu: Uint8Array, cca: boolean, done: (result: TransmitResult) => void): void {
		this.inner.transmit(psdu, cca, done);
	}
}
