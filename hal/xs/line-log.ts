import { asciiBytes } from '../../modules/bytes/ascii.js';
import type { Log } from '../ports/log.js';
import type { Serial } from '../ports/serial.js';

/** Lines on a serial line, for a board whose build has no debugger. */
export class LineLog implements Log {
	readonly #serial: Serial;

	constructor(serial: Serial) {
		this.#serial = serial;
	}

	write(layer: string, text: string): void {
		this.#serial.write(asciiBytes(`${layer}: ${text}\r\n`));
	}
}
