/**
 * Unslotted CSMA-CA, acknowledgement and retransmission (IEEE 802.15.4-2015 §6.2.5, §6.7.4), and the acknowledgements that others wait for.
 *
 * ```
 *  idle ──▶ backoff ──────▶ onAir ──────▶ ackWait ──▶ idle
 *            ▲  ▲   delay     │ busy         │ no acknowledgement
 *            │  └─────────────┘              │
 *            └───────────────────────────────┘
 * ```
 * An acknowledgement has the radio first: a back-off that ends between a frame and its acknowledgement starts again.
 */
import type { Radio, TransmitResult } from '../../hal/ports/radio.js';
import type { Random } from '../../hal/ports/random.js';
import type { Scheduler, Timer } from '../../hal/ports/scheduler.js';
import type { MacCounters } from './counters.js';
import type { MacTiming } from './timing.js';

/** `noAck`: all tries went unanswered. `busy`: the channel was never free, or the queue is full. `noKey`: no key to secure it with, or worn out. `off`: in no PAN. */
export type SendResult = 'sent' | 'noAck' | 'busy' | 'limited' | 'noKey' | 'off';

/** One frame on its way. */
export interface Transmission {
	/** FCS included; `prepare` fills it in when its turn comes. A retransmission is the same bytes. */
	psdu: Uint8Array | undefined;
	/** Sequence number of the acknowledgement to wait for; NO_ACK if none is asked for. */
	awaited: number;
	readonly done: (result: SendResult) => void;
}

export const NO_ACK = -1;

export interface TransmitterOptions {
	readonly radio: Radio;
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly timing: MacTiming;
	/** Time from the end of a frame to the latest end of its acknowledgement, ms. */
	readonly ackWait: number;
	/** Transmissions that may wait behind the one on its way. */
	readonly queueLength: number;
	readonly counters: MacCounters;
	/** Fills in `psdu` and `awaited`; false if there is no key. */
	readonly prepare: (transmission: Transmission) => boolean;
}

type State = 'idle' | 'backoff' | 'onAir' | 'ackWait';

export class Transmitter {
	readonly #options: TransmitterOptions;
	readonly #queue: Transmission[] = [];
	readonly #randomByte = new Uint8Array(1);
	#state: State = 'idle';
	#current: Transmission | undefined;
	#timer: Timer | undefined;
	#exponent = 0;
	#backoffs = 0;
	/** Bytes of what is on the air. */
	#length = 0;
	#retries = 0;
	/** The current frame was on the air, and its acknowledgement has come while it still was. */
	#isSent = false;
	#isAcknowledged = false;
	/** A transmission that the radio has not called done, of a frame or an acknowledgement. */
	#radioBusy = false;
	/** The acknowledgement to send, from the end of the frame it answers to its own end. */
	#ack: Uint8Array | undefined;
	#ackTimer: Timer | undefined;
	/** A back-off that ended while an acknowledgement had the radio. */
	#isPutOff = false;
	#isHeld = false;
	#whenIdle: (() => void) | undefined;

	constructor(options: TransmitterOptions) {
		this.#options = options;
	}

	/** Transmissions that wait. */
	get waiting(): number {
		return this.#queue.length;
	}

	/** False if the queue is full: `done` will not be called. */
	submit(transmission: Transmission): boolean {
		if (this.#queue.length >= this.#options.queueLength) return false;
		this.#queue.push(transmission);
		this.next();
		return true;
	}

	/** Sends this PSDU after the turnaround, without carrier sense. Of two at once only the first is sent. */
	acknowledge(psdu: Uint8Array): void {
		if (this.#ack) return;
		this.#ack = psdu;
		this.#ackTimer = this.#options.scheduler.after(this.#options.timing.turnaround, this.#onTurnaround);
	}

	/** An acknowledgement has come. Also a late one counts, heard during the back-off of the retransmission. */
	onAck(sequence: number): void {
		if (!this.#current || !this.#isSent || this.#current.awaited !== sequence) return;
		if (this.#state === 'onAir') this.#isAcknowledged = true;
		else this.finish('sent');
	}

	/** Holds the queue back, and calls `ready` once nothing is on its way; from then on only `sendHeld` sends, until `release`. */
	hold(ready: () => void): void {
		this.#isHeld = true;
		this.#whenIdle = ready;
		this.#options.scheduler.after(0, this.#settle);
	}

	/** Sends past the queue. Only while held, one at a time. */
	sendHeld(transmission: Transmission): void {
		this.begin(transmission);
	}

	release(): void {
		this.#isHeld = false;
		this.next();
	}

	/** Forgets everything on its way: it is `off`. */
	stop(): void {
		const { scheduler } = this.#options;
		for (const { done } of this.#current ? [this.#current, ...this.#queue] : this.#queue) scheduler.after(0, () => done('off'));
		this.#timer?.cancel();
		this.#ackTimer?.cancel();
		this.#queue.length = 0;
		this.#current = undefined;
		this.#state = 'idle';
		this.#ack = undefined;
		this.#isPutOff = false;
		this.#isHeld = false;
		this.#whenIdle = undefined;
	}

	private next(): void {
		if (this.#current || this.#isHeld) return;
		const transmission = this.#queue.shift();
		if (transmission) this.begin(transmission);
	}

	private begin(transmission: Transmission): void {
		this.#current = transmission;
		this.#retries = 0;
		this.#isSent = false;
		this.startCsma();
	}

	private startCsma(): void {
		this.#backoffs = 0;
		this.#exponent = this.#options.timing.minBackoffExponent;
		this.backOff();
	}

	private backOff(): void {
		const { random, scheduler, timing } = this.#options;
		random.fill(this.#randomByte);
		const periods = this.#randomByte[0]! & ((1 << this.#exponent) - 1);
		this.#state = 'backoff';
		this.#timer = scheduler.after(periods * timing.backoffPeriod, this.#onBackoffEnd);
	}

	readonly #onBackoffEnd = (): void => {
		const current = this.#current!;
		if (this.#radioBusy || this.#ack) {
			this.#isPutOff = true;
			return;
		}
		if (!current.psdu && !this.#options.prepare(current)) {
			this.finish('noKey');
			return;
		}
		this.#state = 'onAir';
		this.#isAcknowledged = false;
		this.#radioBusy = true;
		this.#length = current.psdu!.length;
		this.#options.radio.transmit(current.psdu!, true, this.#onFrameDone);
		this.#isSent = true;
	};

	readonly #onFrameDone = (result: TransmitResult): void => {
		if (result === 'sent') this.count();
		this.#radioBusy = false;
		if (this.#state !== 'onAir') this.resume();
		else if (result === 'busy') this.onBusy();
		else if (result === 'limited') this.finish('limited');
		else if (this.#current!.awaited === NO_ACK || this.#isAcknowledged) this.finish('sent');
		else {
			this.#state = 'ackWait';
			this.#timer = this.#options.scheduler.after(this.#options.ackWait, this.#onAckTimeout);
		}
	};

	private onBusy(): void {
		const { counters, timing } = this.#options;
		counters.channelBusy++;
		this.#backoffs++;
		if (this.#backoffs > timing.maxBackoffs) {
			this.finish('busy');
			return;
		}
		this.#exponent = Math.min(this.#exponent + 1, timing.maxBackoffExponent);
		this.backOff();
	}

	readonly #onAckTimeout = (): void => {
		const { counters, timing } = this.#options;
		counters.acksMissing++;
		if (this.#retries >= timing.maxRetries) {
			this.finish('noAck');
			return;
		}
		this.#retries++;
		counters.retries++;
		this.startCsma();
	};

	private finish(result: SendResult): void {
		const { done } = this.#current!;
		this.#timer?.cancel();
		this.#isPutOff = false;
		this.#current = undefined;
		this.#state = 'idle';
		if (result === 'sent') this.#options.counters.sent++;
		this.next();
		this.#settle();
		done(result);
	}

	readonly #onTurnaround = (): void => {
		if (this.#radioBusy) {
			this.#ack = undefined;
			return;
		}
		this.#radioBusy = true;
		this.#length = this.#ack!.length;
		this.#options.radio.transmit(this.#ack!, false, this.#onAckDone);
	};

	readonly #onAckDone = (result: TransmitResult): void => {
		this.#radioBusy = false;
		this.#ack = undefined;
		if (result === 'sent') {
			this.#options.counters.acksSent++;
			this.count();
		}
		this.resume();
	};

	/** What was on the air has left. */
	private count(): void {
		const { counters, radio } = this.#options;
		counters.transmissions++;
		counters.airTime += radio.capabilities.headerTime + this.#length * radio.capabilities.byteTime;
	}

	private resume(): void {
		if (this.#isPutOff) {
			this.#isPutOff = false;
			this.backOff();
		}
		this.#settle();
	}

	readonly #settle = (): void => {
		if (!this.#whenIdle || this.#current || this.#ack || this.#radioBusy) return;
		const ready = this.#whenIdle;
		this.#whenIdle = undefined;
		ready();
	};
}
