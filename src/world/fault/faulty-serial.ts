import type { Scheduler } from '../../../hal/ports/scheduler.js';
import type { Serial } from '../../../hal/ports/serial.js';
import { joined } from '../../../modules/bytes/joined.js';
import type { FaultSwitches } from './fault-switches.js';
import { LateLine, type Piece } from './late-line.js';

export interface FaultySerialOptions {
	readonly inner: Serial;
	readonly scheduler: Scheduler;
	readonly switches: FaultSwitches;
	/** Whether a module writes lines; else it writes frames, each at once. */
	readonly hasLines: boolean;
}

const CR = 0x0d;
const LF = 0x0a;
/** Length of a piece, bytes: cuts do not fall on the ends of lines for long. */
const PIECE = 7;
/** Most bytes that wait: beyond them the oldest go at once. */
const MOST_WAITING = 1024;
/** Bytes of a line that nobody drives: no characters, and no header of a J11 frame. */
const NOISE = new Uint8Array([0x00, 0xff, 0xfe]);

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
	readonly #line: LateLine;
	/** Whether the next byte begins a line or a frame. */
	#isBetween = true;

	constructor(options: FaultySerialOptions) {
		this.#options = options;
		this.#line = new LateLine(options.scheduler, MOST_WAITING, (bytes) => options.inner.write(bytes));
	}

	get onReceive(): Serial['onReceive'] {
		return this.#options.inner.onReceive;
	}

	set onReceive(handler: Serial['onReceive']) {
		this.#options.inner.onReceive = handler;
	}

	write(bytes: Uint8Array): void {
		const { switches } = this.#options;
		if (bytes.length === 0) return;
		const noisy = this.#isBetween && switches.strikes('noise') ? joined([NOISE, bytes]) : bytes;
		const last = bytes[bytes.length - 1];
		this.#isBetween = !this.#options.hasLines || last === CR || last === LF;
		const fault = switches.take('chunked-serial');
		if (fault === undefined) {
			this.#line.put(noisy, 0);
			return;
		}
		const pieces: Piece[] = [];
		for (let at = 0; at < noisy.length; at += PIECE) {
			pieces.push({ bytes: noisy.slice(at, at + PIECE), pause: at === 0 ? 0 : switches.delayOf(fault) });
		}
		this.#line.putAll(pieces);
	}

	/** Drops what is not sent yet: the module has lost its power. */
	clear(): void {
		this.#line.clear();
		this.#isBetween = true;
	}
}
