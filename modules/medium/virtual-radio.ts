import type { Radio, RadioCapabilities, ReceivedFrame, TransmitResult } from '../../hal/ports/radio.js';
import type { Scheduler } from '../../hal/ports/scheduler.js';

/** What a radio asks of the air around it; an `Air` is one. */
export interface Surroundings {
	readonly physical: {
		readonly maxPsdu: number;
		readonly byteTime: number;
		readonly headerTime: number;
		readonly senseTime: number;
		readonly busyLevel: number;
	};
	levelAt(radio: VirtualRadio): number;
	transmit(sender: VirtualRadio, channel: number, psdu: Uint8Array, done: () => void): void;
	deafen(radio: VirtualRadio): void;
}

/** A radio in a virtual air. Made by `Air.createRadio`. */
export class VirtualRadio implements Radio {
	readonly capabilities: RadioCapabilities;
	readonly name: string;
	/** dB that it is weaker than the nominal level, to and from everybody. */
	remoteness: number;
	onReceive: (frame: ReceivedFrame) => void = () => {};
	readonly #air: Surroundings;
	readonly #scheduler: Scheduler;
	#channel: number | undefined;
	#busy = false;
	#onAir = false;

	constructor(air: Surroundings, scheduler: Scheduler, name: string, remoteness: number) {
		this.#air = air;
		this.#scheduler = scheduler;
		this.name = name;
		this.remoteness = remoteness;
		const { maxPsdu, byteTime, headerTime } = air.physical;
		this.capabilities = Object.freeze({ acknowledges: false, maxPsdu, byteTime, headerTime });
	}

	/** The channel it listens on; undefined while it sleeps. */
	get channel(): number | undefined {
		return this.#channel;
	}

	get isReceiving(): boolean {
		return this.#channel !== undefined && !this.#onAir;
	}

	listen(channel: number): void {
		if (channel !== this.#channel) this.#air.deafen(this);
		this.#channel = channel;
	}

	sleep(): void {
		this.#air.deafen(this);
		this.#channel = undefined;
	}

	transmit(psdu: Uint8Array, cca: boolean, done: (result: TransmitResult) => void): void {
		const channel = this.#channel;
		if (channel === undefined) throw new Error(`radio ${this.name}: expected to listen on a channel before it transmits`);
		if (this.#busy) throw new Error(`radio ${this.name}: expected one transmission at a time`);
		const { maxPsdu, senseTime, busyLevel } = this.#air.physical;
		if (psdu.length > maxPsdu) throw new RangeError(`radio ${this.name}: expected at most ${maxPsdu} bytes, got ${psdu.length}`);
		const wait = cca ? senseTime : 0;
		const finish = (result: TransmitResult) => {
			this.#busy = false;
			this.#onAir = false;
			done(result);
		};
		const start = () => {
			if (cca && this.#air.levelAt(this) >= busyLevel) return finish('busy');
			this.#onAir = true;
			this.#air.deafen(this);
			this.#air.transmit(this, channel, psdu, () => finish('sent'));
		};
		this.#busy = true;
		if (wait === 0) start();
		else this.#scheduler.after(wait, start);
	}

	detectEnergy(duration: number, done: (level: number) => void): void {
		const step = Math.max(1, duration / 16);
		const end = this.#scheduler.now() + duration;
		let highest = this.#air.levelAt(this);
		const sense = () => {
			highest = Math.max(highest, this.#air.levelAt(this));
			if (this.#scheduler.now() + step > end) done(highest);
			else this.#scheduler.after(step, sense);
		};
		this.#scheduler.after(step, sense);
	}

	/** Hands over what arrived, unless the radio sleeps or sends by now. For `Air`. */
	deliver(frame: ReceivedFrame): void {
		if (this.isReceiving) this.onReceive(frame);
	}
}
