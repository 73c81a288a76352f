/**
 * The master's side of M-Bus: a request has its answer, is said again where none comes, or is given up. Whoever asks a slave lets it begin anew first
 * (SND_NKE), so that nobody else's frame count bits matter.
 */
import type { Scheduler, Timer } from '../../hal/ports/scheduler.js';
import { CONTROL, encodeMbusFrame, type MbusFrame, MbusStream } from './frame.js';

/** How often a request is said (EN 13757-2 §5.7.5). */
const ATTEMPTS = 3;
/** Until an acknowledgment is there at 2,400 baud, and an answer of the greatest length: 330 bit times and 50 ms, then 1 byte, or 261; ms. */
const TIMEOUT = Object.freeze({ acknowledgment: 300, telegram: 1500 });
/** Bit of the control field: from a master to a slave. Lines with an echo bring it back. */
const OF_MASTER = 0x40;
/** Undefined: there was no answer. Good only during the call. */
export type OnMbusAnswer = (answer: MbusFrame | undefined) => void;

interface Waiting {
	readonly frame: MbusFrame;
	readonly done: OnMbusAnswer;
	readonly attempts: number;
}

export interface MbusMasterOptions {
	readonly scheduler: Scheduler;
	write(bytes: Uint8Array): void;
	/** Bytes were dropped that are no frame, for the first time. */
	onDropped(why: string): void;
}

/** Each only rises. */
export interface MbusCounts {
	readonly sent: number;
	readonly received: number;
	readonly noise: number;
}

export class MbusMaster implements MbusCounts {
	/** Frames and bytes that were none, or that nobody waited for. */
	dropped = 0;
	/** Frames that were said, repetitions with them; frames that were answers. */
	sent = 0;
	received = 0;
	/** How often bytes came that were no frame: somebody spoke, or several at once. */
	noise = 0;
	readonly #options: MbusMasterOptions;
	readonly #stream: MbusStream;
	#waiting: Waiting | undefined;
	#attempts = 0;
	#timer: Timer | undefined;

	constructor(options: MbusMasterOptions) {
		this.#options = options;
		this.#stream = new MbusStream({
			onFrame: (frame) => this.#onFrame(frame),
			onError: (error) => {
				this.noise++;
				this.#drop(error.message);
			},
		});
	}

	/** The next one after its answer. Throws RangeError while one is under way. @param attempts how often it is said without an answer */
	request(frame: MbusFrame, done: OnMbusAnswer, attempts = ATTEMPTS): void {
		if (this.#waiting !== undefined) throw new RangeError('M-Bus: expected a request after the answer to the one before');
		this.#waiting = { frame, done, attempts };
		this.#attempts = 0;
		this.#say();
	}

	/** What the line brought next. */
	receive(bytes: Uint8Array): void {
		this.#stream.receive(bytes, this.#options.scheduler.now());
	}

	#say(): void {
		const { scheduler, write } = this.#options;
		this.#attempts++;
		this.sent++;
		this.#stream.reset();
		const { frame, attempts } = this.#waiting!;
		const timeout = frame.kind === 'short' && (frame.control & ~CONTROL.frameCount) === CONTROL.reqUd2 ? TIMEOUT.telegram : TIMEOUT.acknowledgment;
		this.#timer = scheduler.after(timeout, () => {
			if (this.#attempts < attempts) this.#say();
			else this.#end(undefined);
		});
		write(encodeMbusFrame(frame));
	}

	#onFrame(frame: MbusFrame): void {
		if (frame.kind !== 'acknowledgment' && (frame.control & OF_MASTER) !== 0)
			this.#drop('a request: an echo of what was said here, or of another master');
		else if (this.#waiting === undefined || frame.kind === 'short') this.#drop('a frame that nobody waited for');
		else {
			this.received++;
			this.#end(frame);
		}
	}

	#end(answer: MbusFrame | undefined): void {
		const { done } = this.#waiting!;
		this.#timer?.cancel();
		this.#waiting = undefined;
		done(answer);
	}

	#drop(why: string): void {
		if (this.dropped++ === 0) this.#options.onDropped(why);
	}
}
