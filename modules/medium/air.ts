/**
 * A virtual 920 MHz air: radios that hear each other, in virtual time. A transmission takes its time on air; a radio hears it if it listens on that
 * channel from its first bit to its last and sends nothing meanwhile; two that overlap at a receiver destroy each other there, unless one is much stronger.
 * There is no chance in it: the same transmissions give the same air.
 */

import type { Radio, ReceivedFrame } from '../../hal/ports/radio.js';
import type { Scheduler } from '../../hal/ports/scheduler.js';
import type { Medium } from './medium.js';
import { VirtualRadio } from './virtual-radio.js';

/** Figures of a physical layer. */
export interface Physical {
	/** ms that a byte takes on air. */
	readonly byteTime: number;
	/** ms before the PSDU: preamble, SFD, PHR. */
	readonly headerTime: number;
	/** The longest PSDU, bytes. */
	readonly maxPsdu: number;
	/** ms that a carrier sense takes. */
	readonly senseTime: number;
	/** dBm below which a receiver hears nothing. */
	readonly sensitivity: number;
	/** dBm from which on the channel counts as busy. */
	readonly busyLevel: number;
	/** dBm at a receiver without path loss of its own. */
	readonly nominalLevel: number;
	readonly noiseLevel: number;
	/** dB by which a signal must stand above another to survive it. */
	readonly captureMargin: number;
}

/** SUN FSK at 100 kbit/s in the Japanese 920 MHz band (IEEE 802.15.4g operating mode 2; ARIB STD-T108: carrier sense of 128 µs above 922.4 MHz). */
export const SUN_FSK_100K: Physical = Object.freeze({
	byteTime: 0.08,
	headerTime: 0.96,
	maxPsdu: 255,
	senseTime: 0.128,
	sensitivity: -98,
	busyLevel: -80,
	nominalLevel: -52,
	noiseLevel: -104,
	captureMargin: 10,
});

export interface AirOptions {
	readonly scheduler: Scheduler;
	readonly physical?: Physical;
}

/** One transmission as a sniffer close to its sender hears it. */
export interface Transmission {
	readonly sender: VirtualRadio;
	readonly channel: number;
	readonly psdu: Uint8Array;
	/** First and last bit, ms of the scheduler's time. */
	readonly start: number;
	readonly end: number;
}

/** What became of a transmission at one receiver. */
export type Reception = 'received' | 'collided' | 'weak';

interface Hearing {
	readonly radio: VirtualRadio;
	readonly level: number;
	destroyed: boolean;
}

interface OnAir extends Transmission {
	readonly hearings: Hearing[];
}

export class Air implements Medium {
	readonly physical: Physical;
	/** Called for each radio on the channel with what became of a transmission there. */
	onReception: ((transmission: Transmission, receiver: VirtualRadio, outcome: Reception) => void) | undefined;
	readonly #scheduler: Scheduler;
	readonly #radios: VirtualRadio[] = [];
	readonly #pathLoss = new Map<string, number>();
	#onAir: OnAir[] = [];
	#taps: readonly ((transmission: Transmission) => void)[] = [];

	constructor(options: AirOptions) {
		this.#scheduler = options.scheduler;
		this.physical = options.physical ?? SUN_FSK_100K;
	}

	/** From now on `listener` is called at the end of each transmission, before anyone receives it. Returns what ends that. */
	tap(listener: (transmission: Transmission) => void): () => void {
		this.#taps = [...this.#taps, listener];
		return () => {
			this.#taps = this.#taps.filter((each) => each !== listener);
		};
	}

	/** A new radio in this air. `name` is for people and for `setPathLoss`; `remoteness` is in dB, to and from everybody. */
	createRadio(name: string, remoteness = 0): VirtualRadio {
		const radio = new VirtualRadio(this, this.#scheduler, name, remoteness);
		this.#radios.push(radio);
		return radio;
	}

	removeRadio(radio: Radio): void {
		const at = this.#radios.indexOf(radio as VirtualRadio);
		if (at < 0) return;
		radio.sleep();
		this.#radios.splice(at, 1);
	}

	moveRadio(radio: Radio, remoteness: number): void {
		const own = this.#radios.find((each) => each === radio);
		if (own !== undefined) own.remoteness = remoteness;
	}

	/** Distance and walls between two radios: dB less than the nominal level, both ways. */
	setPathLoss(a: string, b: string, loss: number): void {
		this.#pathLoss.set(pair(a, b), loss);
	}

	/** The strongest signal that `radio` hears on its channel now, dBm. */
	levelAt(radio: VirtualRadio): number {
		let level = this.physical.noiseLevel;
		for (const each of this.#onAir) {
			if (each.sender !== radio && each.channel === radio.channel) level = Math.max(level, this.#level(each.sender, radio));
		}
		return level;
	}

	/** ms until the last bit of a PSDU of `length` bytes, from the first bit of the preamble. */
	airTime(length: number): number {
		return this.physical.headerTime + length * this.physical.byteTime;
	}

	/** Puts a PSDU on the air now and calls `done` after its last bit. For `VirtualRadio`. */
	transmit(sender: VirtualRadio, channel: number, psdu: Uint8Array, done: () => void): void {
		const start = this.#scheduler.now();
		const sent: OnAir = { sender, channel, psdu, start, end: start + this.airTime(psdu.length), hearings: this.#hear(sender, channel) };
		this.#onAir.push(sent);
		this.#scheduler.after(sent.end - start, () => {
			this.#onAir = this.#onAir.filter((each) => each !== sent);
			for (let i = 0; i < this.#taps.length; i++) this.#taps[i]!(sent);
			done();
			for (const hearing of sent.hearings) this.#arrive(sent, hearing);
		});
	}

	/** A radio that leaves its channel, or begins to send, loses what it was hearing. */
	deafen(radio: VirtualRadio): void {
		for (const each of this.#onAir) {
			for (const hearing of each.hearings) if (hearing.radio === radio) hearing.destroyed = true;
		}
	}

	#hear(sender: VirtualRadio, channel: number): Hearing[] {
		const hearings: Hearing[] = [];
		for (const radio of this.#radios) {
			if (radio === sender || radio.channel !== channel || !radio.isReceiving) continue;
			const hearing: Hearing = { radio, level: this.#level(sender, radio), destroyed: false };
			for (const other of this.#onAir) {
				if (other.channel !== channel) continue;
				const rival = other.hearings.find((each) => each.radio === radio);
				if (rival === undefined) continue;
				if (hearing.level < rival.level + this.physical.captureMargin) hearing.destroyed = true;
				if (rival.level < hearing.level + this.physical.captureMargin) rival.destroyed = true;
			}
			hearings.push(hearing);
		}
		return hearings;
	}

	#arrive(sent: OnAir, hearing: Hearing): void {
		const outcome = this.#outcome(hearing);
		this.onReception?.(sent, hearing.radio, outcome);
		if (outcome === 'received') hearing.radio.deliver({ psdu: sent.psdu.slice(), rssi: hearing.level } satisfies ReceivedFrame);
	}

	#outcome(hearing: Hearing): Reception {
		if (hearing.level < this.physical.sensitivity) return 'weak';
		return hearing.destroyed ? 'collided' : 'received';
	}

	#level(a: VirtualRadio, b: VirtualRadio): number {
		return this.physical.nominalLevel - a.remoteness - b.remoteness - (this.#pathLoss.get(pair(a.name, b.name)) ?? 0);
	}
}

function pair(a: string, b: string): string {
	return a < b ? `${a}\n${b}` : `${b}\n${a}`;
}
