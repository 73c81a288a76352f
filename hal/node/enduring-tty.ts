import type { Serial } from '../ports/serial.js';
import { type TtyOptions, TtySerial } from './tty-serial.js';

/** ms until a port that has gone is tried again: at first, and at most; each wait doubles the one before. */
const FIRST_RETRY = 250;
const LAST_RETRY = 4_000;
/** A port that held for so long, ms, is tried again soon when it goes; one that comes and goes is not. */
const STEADY = 10_000;

/** A serial port that may be pulled out and put in again, or whose other end may hang up. What is written while it is out is lost. */
export class EnduringTty implements Serial {
	onReceive: (bytes: Uint8Array) => void = () => {};
	/** The port has gone, or is back. */
	onPresence: (there: boolean) => void = () => {};
	readonly #path: string;
	readonly #baud: number;
	readonly #options: TtyOptions;
	#tty: TtySerial | undefined;
	#wait = FIRST_RETRY;
	#since = 0;
	#retry: NodeJS.Timeout | undefined;

	/** Throws as `TtySerial` does. */
	constructor(path: string, baud: number, options: TtyOptions = {}) {
		this.#path = path;
		this.#baud = baud;
		this.#options = options;
		this.#tty = this.#opened();
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
			this.#later();
			return;
		}
		this.onPresence(true);
	}

	#later(): void {
		this.#retry = setTimeout(() => this.#reopen(), this.#wait);
		this.#wait = Math.min(2 * this.#wait, LAST_RETRY);
	}

	#opened(): TtySerial {
		const tty = new TtySerial(this.#path, this.#baud, this.#options);
		this.#since = performance.now();
		tty.onReceive = (bytes) => this.onReceive(bytes);
		tty.onClose = () => {
			this.#tty = undefined;
			if (performance.now() - this.#since > STEADY) this.#wait = FIRST_RETRY;
			this.#later();
			this.onPresence(false);
		};
		return tty;
	}
}
