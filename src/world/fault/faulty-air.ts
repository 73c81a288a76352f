/** An air around an air, whose radios lose, spoil, repeat, overtake and hold back frames: a device that wraps a device. */
import type { Radio, ReceivedFrame, Station, TransmitResult } from '../../../hal/ports/radio.js';
import type { Random } from '../../../hal/ports/random.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import { fraction } from '../../../modules/bytes/chance.js';
import type { Medium } from '../../../modules/medium/medium.js';
import { WrappedRadio } from '../../../modules/medium/wrapped-radio.js';

/** What happens to one frame at one receiver. `duplicate`: it arrives again, `LAG` later. `reorder`: so late, after those that follow it. */
export type FrameFault = 'drop' | 'corrupt' | 'duplicate' | 'reorder';

/** Whether each of them happens, asked once a frame. */
export interface FrameChances {
	strikes(fault: FrameFault): boolean;
	/** How long a frame waits before it goes on air, ms. */
	delay(): number;
}

/** How late a frame is that others overtake, ms. */
const LAG = 40;

export interface FaultyAirOptions {
	readonly inner: Medium;
	readonly scheduler: Scheduler;
	/** Of the bits that flip. */
	readonly random: Random;
	readonly chances: FrameChances;
}

export class FaultyAir implements Medium {
	readonly #options: FaultyAirOptions;
	readonly #radios = new Map<Radio, Radio>();

	constructor(options: FaultyAirOptions) {
		this.#options = options;
	}

	createRadio(name: string, remoteness?: number): Radio {
		const inner = this.#options.inner.createRadio(name, remoteness);
		const radio = new FaultyRadio(inner, this.#options);
		this.#radios.set(radio, inner);
		return radio;
	}

	removeRadio(radio: Radio): void {
		const inner = this.#radios.get(radio);
		if (inner === undefined) return;
		this.#radios.delete(radio);
		radio.sleep();
		this.#options.inner.removeRadio(inner);
	}

	moveRadio(radio: Radio, remoteness: number): void {
		const inner = this.#radios.get(radio);
		if (inner !== undefined) this.#options.inner.moveRadio(inner, remoteness);
	}
}

class FaultyRadio extends WrappedRadio {
	readonly #options: FaultyAirOptions;
	#handler: (frame: ReceivedFrame) => void = () => {};
	#listening = false;
	#sending = false;

	constructor(inner: Radio, options: FaultyAirOptions) {
		super(inner);
		this.#options = options;
		inner.onReceive = (frame) => this.#receive(frame);
	}

	override get onReceive(): (frame: ReceivedFrame) => void {
		return this.#handler;
	}

	override set onReceive(handler: (frame: ReceivedFrame) => void) {
		this.#handler = handler;
	}

	override listen(channel: number, as?: Station): void {
		this.#listening = true;
		this.inner.listen(channel, as);
	}

	override sleep(): void {
		this.#listening = false;
		this.inner.sleep();
	}

	/** An acknowledgement never waits: a late one is a lost one. */
	override transmit(psdu: Uint8Array, cca: boolean, done: (result: TransmitResult) => void): void {
		const wait = isAcknowledgement(psdu) ? 0 : this.#options.chances.delay();
		this.#sending = true;
		const sent = (result: TransmitResult) => {
			this.#sending = false;
			done(result);
		};
		if (wait === 0) this.inner.transmit(psdu, cca, sent);
		else this.#options.scheduler.after(wait, () => this.#transmitLate(psdu, cca, sent));
	}

	/** Asleep by then, it sends nothing. */
	#transmitLate(psdu: Uint8Array, cca: boolean, done: (result: TransmitResult) => void): void {
		if (this.#listening) this.inner.transmit(psdu, cca, done);
		else done('busy');
	}

	#receive(frame: ReceivedFrame): void {
		const { chances, random } = this.#options;
		if (chances.strikes('drop')) return;
		if (chances.strikes('corrupt')) flipBit(frame.psdu, random);
		if (isAcknowledgement(frame.psdu)) {
			this.#handler(frame);
			return;
		}
		if (chances.strikes('duplicate')) this.#receiveLate({ ...frame, psdu: frame.psdu.slice() });
		if (chances.strikes('reorder')) this.#receiveLate(frame);
		else this.#handler(frame);
	}

	#receiveLate(frame: ReceivedFrame): void {
		this.#options.scheduler.after(LAG, () => {
			if (this.#listening && !this.#sending) this.#handler(frame);
		});
	}
}

function flipBit(psdu: Uint8Array, random: Random): void {
	const bit = Math.floor(fraction(random) * psdu.length * 8);
	psdu[bit >> 3] = psdu[bit >> 3]! ^ (1 << (bit & 7));
}

/** Frame type 2 in the frame control field (IEEE 802.15.4-2015, 7.2.2.2). */
function isAcknowledgement(psdu: Uint8Array): boolean {
	return (psdu[0]! & 7) === 2;
}
