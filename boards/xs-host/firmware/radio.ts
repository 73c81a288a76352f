import type { Radio, RadioCapabilities, ReceivedFrame, TransmitResult } from '../../../hal/ports/radio.js';

/** The figures of the virtual air (modules/medium). */
const CAPABILITIES: RadioCapabilities = Object.freeze({ acknowledges: false, maxPsdu: 255, byteTime: 0.08, headerTime: 0.96 });

/** A radio at the other end of stdin and stdout. */
export class LineRadio implements Radio {
	readonly capabilities = CAPABILITIES;
	onReceive: (frame: ReceivedFrame) => void = () => {};
	/** The host was told to do something since this was set to false. */
	acted = false;
	#transmitted: ((result: TransmitResult) => void) | undefined;
	#sensed: ((level: number) => void) | undefined;

	listen(channel: number): void {
		this.#tell(`listen ${channel}`);
	}

	sleep(): void {
		this.#tell('sleep');
	}

	transmit(psdu: Uint8Array, cca: boolean, done: (result: TransmitResult) => void): void {
		if (this.#transmitted !== undefined) throw new Error('radio: expected one transmission at a time');
		this.#transmitted = done;
		this.acted = true;
		printBytes(cca ? 'transmit 1 ' : 'transmit 0 ', psdu);
	}

	detectEnergy(duration: number, done: (level: number) => void): void {
		this.#sensed = done;
		this.#tell(`sense ${duration}`);
	}

	onTransmitted(result: TransmitResult): void {
		const done = this.#transmitted!;
		this.#transmitted = undefined;
		done(result);
	}

	onSensed(level: number): void {
		const done = this.#sensed!;
		this.#sensed = undefined;
		done(level);
	}

	#tell(line: string): void {
		this.acted = true;
		print(line);
	}
}
