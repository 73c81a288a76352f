import { execFileSync } from 'node:child_process';
import { constants, openSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import type { Serial } from '../ports/serial.js';
import { PacedOutput } from './paced-output.js';

/** A serial port of this host, opened as a program opens one: a USB dongle's, or a pseudo-terminal. Raw, 8 bits, no parity. */
export class TtySerial implements Serial {
	onReceive: (bytes: Uint8Array) => void = () => {};
	/** The line has gone: unplugged, or closed from the other side. */
	onClose: () => void = () => {};
	readonly #path: string;
	readonly #stream: ReadStream;
	readonly #output: PacedOutput;

	/** @throws if it cannot be opened, is no terminal, or there is no `stty` */
	constructor(path: string, baud: number) {
		this.#path = path;
		this.#stty(String(baud), 'raw', '-echo', 'cs8', '-parenb', 'clocal');
		const file = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
		this.#stream = new ReadStream(file);
		this.#stream.on('data', (bytes) => this.onReceive(new Uint8Array(bytes as Buffer)));
		this.#stream.on('error', () => this.#stream.destroy());
		this.#output = new PacedOutput(
			file,
			() => !this.#stream.destroyed,
			() => this.#stream.destroy(),
		);
		this.#stream.on('close', () => this.onClose());
	}

	write(bytes: Uint8Array): void {
		this.#output.write(bytes);
	}

	/** The line goes on at this speed, once all that was written is out. Throws if the line has gone. */
	setSpeed(baud: number): void {
		// stty waits until the line's buffer is empty.
		this.#stty(String(baud));
	}

	close(): void {
		this.#output.close();
		this.onClose = () => {};
		this.#stream.destroy();
	}

	#stty(...settings: readonly string[]): void {
		execFileSync('stty', [process.platform === 'darwin' ? '-f' : '-F', this.#path, ...settings], { stdio: 'pipe' });
	}
}
