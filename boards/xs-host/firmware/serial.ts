import type { Serial } from '../../../hal/ports/serial.js';

/** A serial line at the other end of stdin and stdout. */
export class LineSerial implements Serial {
	onReceive: (bytes: Uint8Array) => void = () => {};
	/** Something was written since this was set to false. */
	acted = false;

	write(bytes: Uint8Array): void {
		this.acted = true;
		printBytes('serial ', bytes);
	}
}
