import { existsSync } from 'node:fs';
import { TtySerial } from '../../../hal/node/tty-serial.js';
import type { Serial } from '../../../hal/ports/serial.js';
import { reasonOf } from '../shared/usage-error.js';
import { wrongUse } from './usage-words.js';

/** ms until a port that has gone is looked for again. */
const RETRY = 1_000;

/** The serial port of a USB dongle that may be pulled out and put in again. What is written while it is out is lost. */
export class RadioLine implements Serial {
	onReceive: (bytes: Uint8Array) => void = () => {};
	readonly #path: string;
	readonly #baud: number;
	#tty: TtySerial | undefined;
	#retry: NodeJS.Timeout | undefined;

	/** Throws UsageError if the port cannot be opened. */
	constructor(path: string, baud: number) {
		this.#path = path;
		this.#baud = baud;
		try {
			this.#tty = this.#opened();
		} catch (error) {
			throw existsSync(path) ? wrongUse('reason', `--radio serial:${path}`, reasonOf(error)) : wrongUse('noPort', path);
		}
	}

	write(bytes: Uint8Array): void {
		this.#tty?.write(bytes);
	}

	close(): void {
		clearTimeout(this.#retry);
		this.#tty?.close();
		this.#tty = undefined;
	}

	#reopen(): void {
		try {
			this.#tty = this.#opened();
		} catch {
			this.#retry = setTimeout(() => this.#reopen(), RETRY);
		}
	}

	#opened(): TtySerial {
		const tty = new TtySerial(this.#path, this.#baud);
		tty.onReceive = (bytes) => this.onReceive(bytes);
		tty.onClose = () => {
			this.#tty = undefined;
			this.#retry = setTimeout(() => this.#reopen(), RETRY);
		};
		return tty;
	}
}
