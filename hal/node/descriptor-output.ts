import { writeSync } from 'node:fs';

/** Output that a line does not take is lost beyond this many bytes, as on a wire. */
const BACKLOG = 65_536;
/** ms until a full line is tried again. */
const RETRY = 5;

/**
 * Output to a descriptor that does not block: what the line does not take waits, up to 64 KiB. Not by a stream: Node writes to a terminal until all is
 * taken, and would stand still for a program that does not read.
 */
export class DescriptorOutput {
	readonly #file: number;
	readonly #isOpen: () => boolean;
	readonly #onError: (error: unknown) => void;
	readonly #queue: Uint8Array[] = [];
	#backlog = 0;
	#retry: NodeJS.Timeout | undefined;
	#closed = false;

	/**
	 * @param isOpen whether the descriptor is still this line's
	 * @param onError the line has gone, with the system's error: no more is written
	 */
	constructor(file: number, isOpen: () => boolean, onError: (error: unknown) => void) {
		this.#file = file;
		this.#isOpen = isOpen;
		this.#onError = onError;
	}

	/** Bytes that wait. */
	get backlog(): number {
		return this.#backlog;
	}

	write(bytes: Uint8Array): void {
		if (this.#closed || this.#backlog + bytes.length > BACKLOG) return;
		this.#queue.push(bytes);
		this.#backlog += bytes.length;
		if (this.#retry === undefined) this.#flush();
	}

	/** What waits is lost. */
	close(): void {
		this.#closed = true;
		clearTimeout(this.#retry);
		this.#queue.length = 0;
	}

	#flush(): void {
		this.#retry = undefined;
		while (this.#queue.length > 0 && this.#isOpen()) {
			const bytes = this.#queue[0]!;
			let written = 0;
			try {
				written = writeSync(this.#file, bytes);
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') {
					this.close();
					this.#onError(error);
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
