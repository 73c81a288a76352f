import type { Serial } from '../../../hal/ports/serial.js';

/** A serial line at the other end of stdin and stdout. */
export class LineSerial implements Serial {
	onReceive: (bytes: Uint8Array) => void = () => {};
	/** Something was written since this was set to false. */
	acted = false;
	readonly #prefix: string;

	/** @param name that its lines begin with */
	constructor(name: string) {
		this.#prefix = `${name} `;
	}

	write(bytes: Uint8Array): void {
		this.acted = true;
		printBytes(this.#prefix, bytes);
	}
}
