/**
 * The two-wire line with the meters on it. Where several answer at once, their bytes meet on the line: a slave sends a 0 as more current, so of each bit the 0
 * wins, and a master hears what is no frame; the E5 of several it hears as one.
 */
import type { Log } from '../../../hal/ports/log.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import type { Serial } from '../../../hal/ports/serial.js';
import { type MbusFrame, MbusStream } from '../../../modules/mbus/frame.js';
import { MbusSlave } from '../../../modules/mbus/slave.js';
import type { MbusMeter } from './mbus-meter.js';

const IDLE = 0xff;
/** Bits of a byte on the line: start, 8, parity, stop. */
const BYTE_BITS = 11;
const BAUD = 2400;
/** From a request to its answer (EN 13757-2 §5.7.4): here the least, bit times. */
const TURN = 11;

export class MbusLine {
	readonly meters: readonly MbusMeter[];
	readonly #slaves: readonly MbusSlave[];

	constructor(meters: readonly MbusMeter[]) {
		this.meters = meters;
		this.#slaves = meters.map((meter) => new MbusSlave(meter));
	}

	/** What a master hears after this frame; undefined: nothing. */
	answer(frame: MbusFrame): Uint8Array | undefined {
		let heard: Uint8Array | undefined;
		for (const slave of this.#slaves) {
			const answer = slave.receive(frame);
			if (answer !== undefined) heard = heard === undefined ? answer : together(heard, answer);
		}
		return heard;
	}
}

function together(a: Uint8Array, b: Uint8Array): Uint8Array {
	const both = new Uint8Array(Math.max(a.length, b.length));
	for (let i = 0; i < both.length; i++) both[i] = (a[i] ?? IDLE) & (b[i] ?? IDLE);
	return both;
}

export interface MbusMasterPortOptions {
	readonly line: MbusLine;
	readonly scheduler: Scheduler;
	readonly log: Log;
	/** Whether an answer takes the time that it takes at 2,400 baud; a program of this host waits by another clock, and gets it at once. */
	readonly isTimed: boolean;
}

/** The line as a master has it. */
export class MbusMasterPort implements Serial {
	onReceive: (bytes: Uint8Array) => void = () => {};
	/** Frames and bytes that were none. */
	dropped = 0;
	readonly #options: MbusMasterPortOptions;
	readonly #stream: MbusStream;

	constructor(options: MbusMasterPortOptions) {
		this.#options = options;
		this.#stream = new MbusStream({
			onFrame: (frame) => this.#onFrame(frame),
			onError: (error) => {
				if (this.dropped++ === 0) options.log.write('M-Bus', `dropped what is no frame: ${error.message}`);
			},
		});
	}

	write(bytes: Uint8Array): void {
		this.#stream.receive(bytes, this.#options.scheduler.now());
	}

	#onFrame(frame: MbusFrame): void {
		const { line, scheduler, isTimed } = this.#options;
		const answer = line.answer(frame);
		if (answer === undefined) return;
		if (isTimed) scheduler.after(((TURN + BYTE_BITS * answer.length) * 1000) / BAUD, () => this.onReceive(answer));
		else this.onReceive(answer);
	}
}
