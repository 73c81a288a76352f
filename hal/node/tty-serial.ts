import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { isatty, ReadStream } from 'node:tty';
import type { Serial } from '../ports/serial.js';
import { DescriptorOutput } from './descriptor-output.js';
import { flock, LOCKING_FLAG } from './flock.js';

export interface TtyOptions {
	/** Nobody else who asks for it by flock(2) has the port meanwhile; else, as programs open one, whoever likes. */
	readonly exclusive?: boolean;
}

/** A serial port of this host, opened as a program opens one: a USB dongle's, or a pseudo-terminal. Raw, 8 bits, no parity, no flow control. */
export class TtySerial implements Serial {
	onReceive: (bytes: Uint8Array) => void = () => {};
	/** The line has gone: unplugged, or closed from the other side. */
	onClose: () => void = () => {};
	readonly #path: string;
	readonly #file: number;
	readonly #stream: ReadStream;
	readonly #output: DescriptorOutput;

	/** @throws if it cannot be opened (the system's error), is no terminal (ENOTTY), somebody else has it (EBUSY), or there is no `stty` that sets it so */
	constructor(path: string, baud: number, { exclusive = false }: TtyOptions = {}) {
		this.#path = path;
		this.#file = opened(path, exclusive);
		this.#stream = streamOf(this.#file);
		try {
			// On the stream's file: for a pseudo-terminal it is another one than was opened, and the lock is with the file.
			if (exclusive && !flock(this.#file)) throw refused('EBUSY', `${path}: somebody else has locked it`);
			this.#stty(String(baud), 'raw', '-echo', 'cs8', '-parenb', '-cstopb', '-crtscts', 'clocal');
		} catch (error) {
			this.#stream.destroy();
			throw error;
		}
		this.#stream.on('data', (bytes) => this.onReceive(new Uint8Array(bytes as Buffer)));
		this.#stream.on('error', () => this.#stream.destroy());
		this.#output = new DescriptorOutput(
			this.#file,
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

function opened(path: string, exclusive: boolean): number {
	let file: number;
	try {
		file = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK | (exclusive ? LOCKING_FLAG : 0));
	} catch (error) {
		if (exclusive && LOCKING_FLAG !== 0 && (error as NodeJS.ErrnoException).code === 'EAGAIN')
			throw refused('EBUSY', `${path}: somebody else has locked it`);
		throw error;
	}
	if (isatty(file)) return file;
	closeSync(file);
	throw refused('ENOTTY', `${path}: no serial port`);
}

/** Node reads a pseudo-terminal by another file than the one that it is given, leaves that one open, and reads a serial port by the very one, which it closes. */
function streamOf(file: number): ReadStream {
	let stream: ReadStream;
	try {
		stream = new ReadStream(file);
	} catch (error) {
		closeSync(file);
		throw error;
	}
	const { fd } = (stream as unknown as { readonly _handle: { readonly fd: number } })._handle;
	if (fd !== file) stream.once('close', () => closeSync(file));
	return stream;
}

function refused(code: string, text: string): Error {
	return Object.assign(new Error(text), { code });
}
