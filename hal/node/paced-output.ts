import type { Scheduler, Timer } from '../ports/scheduler.js';

/** Bits of a character in 8N1: a start bit, eight of data, a stop bit. */
const BITS = 10;
/** The most that lies between two pieces, ms. */
const TICK = 5;
/** What waits beyond this many bytes is lost, as on a wire. */
const BACKLOG = 65_536;

export interface PacedOutputOptions {
	readonly scheduler: Scheduler;
	readonly baud: number;
	/** The line, which takes each piece at once. */
	readonly write: (bytes: Uint8Array) => void;
}

/** Output at the pace of a UART, for lines that know none: a byte is through when its last bit is. */
export class PacedOutput {
	readonly #scheduler: Scheduler;
	readonly #write: (bytes: Uint8Array) => void;
	#baud: number;
	#queue: Uint8Array[] = [];
	#waiting = 0;
	/** What goes out now began here, and so many bytes of it are through. */
	#since = 0;
	#sent = 0;
	#timer: Timer | undefined;
	#held = false;

	constructor({ scheduler, baud, write }: PacedOutputOptions) {
		this.#scheduler = scheduler;
		this.#baud = baud;
		this.#write = write;
	}

	/** False: too much waits, and these are lost. */
	write(bytes: Uint8Array): boolean {
		if (this.#waiting + bytes.length > BACKLOG) return false;
		this.#queue.push(bytes);
		this.#waiting += bytes.length;
		if (this.#timer === undefined && !this.#held) this.#begin();
		return true;
	}

	/** Sets the speed, for what waits, too. */
	setSpeed(baud: number): void {
		this.#baud = baud;
		if (this.#timer !== undefined) this.#begin();
	}

	/** Nothing goes out until `resume`. */
	hold(): void {
		this.#held = true;
		this.#stop();
	}

	resume(): void {
		if (!this.#held) return;
		this.#held = false;
		if (this.#waiting > 0) this.#begin();
	}

	/** What waits is lost. */
	clear(): void {
		this.#stop();
		this.#queue = [];
		this.#waiting = 0;
	}

	#begin(): void {
		this.#stop();
		this.#since = this.#scheduler.now();
		this.#sent = 0;
		this.#wait();
	}

	#stop(): void {
		this.#timer?.cancel();
		this.#timer = undefined;
	}

	#wait(): void {
		const end = this.#since + ((this.#sent + this.#waiting) * BITS * 1000) / this.#baud;
		const delay = Math.min(TICK, Math.max(0, Math.ceil(end - this.#scheduler.now())));
		this.#timer = this.#scheduler.after(delay, () => this.#handOn());
	}

	#handOn(): void {
		this.#timer = undefined;
		const through = Math.floor(((this.#scheduler.now() - this.#since) * this.#baud) / (BITS * 1000));
		let due = Math.min(through - this.#sent, this.#waiting);
		this.#sent += due;
		this.#waiting -= due;
		while (due > 0) {
			const first = this.#queue[0]!;
			const piece = first.subarray(0, due);
			if (piece.length === first.length) this.#queue.shift();
			else this.#queue[0] = first.subarray(piece.length);
			due -= piece.length;
			this.#write(piece);
		}
		if (this.#waiting > 0 && this.#timer === undefined && !this.#held) this.#wait();
	}
}
