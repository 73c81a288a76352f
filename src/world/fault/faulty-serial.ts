import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import type { Serial } from '../../../hal/ports/serial.js';
import type { FaultSwitches } from './fault-switches.js';

export interface FaultySerialOptions {
	readonly inner: Serial;
	readonly scheduler: Scheduler;
	readonly switches: FaultSwitches;
	/** Whether a module writes lines; else it writes frames, each at once. */
	readonly hasLines: boolean;
}

interface Piece {
	readonly bytes: Uint8Array;
	/** ms after the piece before it. */
	readonly pause: number;
}

const CR = 0x0d;
const LF = 0x0a;
/** Length of a piece, bytes: cuts do not fall on the ends of lines for long. */
const PIECE = 7;
/** Most bytes that wait: beyond them the oldest go at once. */
const MOST_WAITING = 1024;
/** Bytes of a line that nobody drives: no characters, and no header of a J11 frame. */
const NOISE = Object.freeze([0x00, 0xff, 0xfe]);

/**
 * What goes wrong on the wire between a module and a program: a device that wraps a device.
 *
 * | fault          | what the program reads                                                 |
 * |----------------|------------------------------------------------------------------------|
 * | chunked-serial | what the module writes at once, in pieces of 7 bytes with pauses       |
 * | noise          | bytes that are no characters before a line, or before a frame of J11   |
 */
export class FaultySerial implements Serial {
	readonly #options: FaultySerialOptions;
	readonly #waiting: Piece[] = [];
	#length = 0;
	#timer: Timer | undefined;
	/** Whether the next byte begins a line or a frame. */
	#isBetween = true;

	constructor(options: FaultySerialOptions) {
		this.#options = options;
	}

	get onReceive(): Serial['onReceive'] {
		return this.#options.inner.onReceive;
	}

	set onReceive(handler: Serial['onReceive']) {
		this.#options.inner.onReceive = handler;
	}

	write(bytes: Uint8Array): void {
		const { inner, switches } = this.#options;
		if (bytes.length === 0) return;
		const noisy = this.#isBetween && switches.strikes('noise') ? behindNoise(bytes) : bytes;
		const last = bytes[bytes.length - 1];
		this.#isBetween = !this.#options.hasLines || last === CR || last === LF;
		const fault = switches.take('chunked-serial');
		if (fault === undefined && this.#waiting.length === 0) {
			inner.write(noisy);
			return;
		}
		const size = fault === undefined ? noisy.length : PIECE;
		for (let at = 0; at < noisy.length; at += size) {
			this.#waiting.push({ bytes: noisy.slice(at, at + size), pause: at === 0 || fault === undefined ? 0 : switches.delayOf(fault) });
		}
		this.#length += noisy.length;
		this.#goOn();
	}

	/** Drops what is not sent yet: the module has lost its power. */
	clear(): void {
		this.#timer?.cancel();
		this.#timer = undefined;
		this.#waiting.length = 0;
		this.#length = 0;
		this.#isBetween = true;
	}

	#goOn(): void {
		if (this.#timer !== undefined && this.#length <= MOST_WAITING) return;
		this.#timer?.cancel();
		this.#timer = undefined;
		for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
			if (next.pause > 0 && this.#length <= MOST_WAITING) {
				this.#timer = this.#options.scheduler.after(next.pause, () => {
					this.#timer = undefined;
					this.#sendFirst();
					this.#goOn();
				});
				return;
			}
			this.#sendFirst();
		}
	}

	#sendFirst(): void {
		const { bytes } = this.#waiting.shift()!;
		this.#length -= bytes.length;
		this.#options.inner.write(bytes);
	}
}

function behindNoise(bytes: Uint8Array): Uint8Array {
	const noisy = new Uint8Array(NOISE.length + bytes.length);
	noisy.set(NOISE);
	noisy.set(bytes, NOISE.length);
	return noisy;
}
