import { equalBytes } from '../bytes/equal.js';

interface Heard {
	source: Uint8Array;
	sequence: number;
	time: number;
}

/**
 * Knows a retransmission by its sender and sequence number. Of no use for secured frames: their frame counter tells the same, and a stranger's
 * frame with a guessed sequence number could suppress a genuine one.
 */
export class Duplicates {
	readonly #window: number;
	readonly #capacity: number;
	readonly #heard: Heard[] = [];

	/** Remembers the last frame of `capacity` senders for `window` ms. */
	constructor(window: number, capacity = 8) {
		this.#window = window;
		this.#capacity = capacity;
	}

	/** Whether the last frame of `source` (EUI-64) had this sequence number too, less than the window before `now`. Remembers this one. */
	isRepeat(source: Uint8Array, sequence: number, now: number): boolean {
		const heard = this.heardOf(source);
		if (!heard) {
			this.remember({ source, sequence, time: now });
			return false;
		}
		const repeat = heard.sequence === sequence && now - heard.time < this.#window;
		heard.sequence = sequence;
		heard.time = now;
		return repeat;
	}

	private heardOf(source: Uint8Array): Heard | undefined {
		for (const heard of this.#heard) if (equalBytes(heard.source, source)) return heard;
		return undefined;
	}

	/** Takes the place of the one heard least recently, when all are taken. */
	private remember(latest: Heard): void {
		const heard = this.#heard;
		if (heard.length < this.#capacity) {
			heard.push(latest);
			return;
		}
		let oldest = 0;
		for (let i = 1; i < heard.length; i++) if (heard[i]!.time < heard[oldest]!.time) oldest = i;
		heard[oldest] = latest;
	}
}
