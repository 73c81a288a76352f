import { execFileSync } from 'node:child_process';
import { constants, openSync, writeSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import type { Serial } from '../ports/serial.js';

/** Output that the line does not take is lost beyond this many bytes, as on a wire. */
const BACKLOG = 65_536;
/** ms until a full line is tried again. */
const RETRY = 5;

/** A serial port of this host, opened as a program opens one: a USB dongle's, or a pseudo-terminal. Raw, 8 bits, no parity. */
export class TtySerial implements Serial {
	onReceive: (bytes: Uint8Array) => void = () => {};
	/** The line has gone: unplugged, or closed from the other side. */
	onClose: () => void = () => {};
	readonly #path: string;
	readonly #file: number;
	readonly #stream: ReadStream;
	readonly #queue: Uint8Array[] = [];
	#backlog = 0;
	#retry: NodeJS.Timeout | undefined;

	/** @throws if it cannot be opened, is no terminal, or there is no `stty` */
	constructor(path: string, baud: number) {
		this.#path = path;
		this.#stty(String(baud), 'raw', '-echo', 'cs8', '-parenb', 'clocal');
		this.#file = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
		this.#stream = new ReadStream(this.#file);
		this.#stream.on('data', (bytes) => this.onReceive(new Uint8Array(bytes as Buffer)));
		this.#stream.on('error', () => this.#stream.destroy());
		this.#stream.on('close', () => this.onClose());
	}

	write(bytes: Uint8Array): void {
		if (this.#backlog + bytes.length > BACKLOG) return;
		this.#queue.push(bytes);
		this.#backlog += bytes.length;
		if (this.#retry === undefined) this.#flush();
	}

	/** The line goes on at this speed, once all that was written is out. Throws if the line has gone. */
	setSpeed(baud: number): void {
		// stty waits until the line's buffer is empty.
		this.#stty(String(baud));
	}

	close(): void {
		clearTimeout(this.#retry);
		this.onClose = () => {};
		this.#stream.destroy();
	}

	#stty(...settings: readonly string[]): void {
		execFileSync('stty', [process.platform === 'darwin' ? '-f' : '-F', this.#path, ...settings], { stdio: 'pipe' });
	}

	#flush(): void {
		this.#retry = undefined;
		while (this.#queue.length > 0 && !this.#stream.destroyed) {
			const bytes = this.#queue[0]!;
			let written = 0;
			try {
				written = writeSync(this.#file, bytes);
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') {
					this.#stream.destroy();
					return;
				}
			}
			this.#backlog -= written;
			if (written === bytes.length) this.#queue.shift();
			else {
				this.#queue[0] = bytes.subarray(written);
				this.#retry = setTimeout(() => this.#flush(), RETRY);
				return;
			}
		}
	}
}
