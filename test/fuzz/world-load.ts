import type { Sample } from '../../hal/ports/metrology.js';
import { type LoadSource, sampleOf } from '../../src/world/load/source.js';

const MINUTE = 60_000;

/** A load that is a pure function of the time, in whole watts, so that whoever knows it can reckon the energy of any stretch to the last bit. */
export class FuzzLoad implements LoadSource {
	readonly #seed: number;
	readonly #step: number;
	readonly #most: number;
	readonly #feeding: number;

	/** @param step minutes that a power lasts */
	constructor(seed: number, step: number, most: number, feeding: number) {
		this.#seed = seed;
		this.#step = step * MINUTE;
		this.#most = most;
		this.#feeding = feeding;
	}

	at(time: number): { readonly sample: Sample; readonly until: number } {
		return { sample: sampleOf(this.watts(time)), until: this.until(time) };
	}

	/** W, negative where it is fed in. */
	watts(time: number): number {
		const step = Math.floor(time / this.#step);
		const watts = Math.floor(chance(this.#seed, step, 1) ** 2 * this.#most);
		return chance(this.#seed, step, 2) < this.#feeding ? -watts : watts;
	}

	/** Until when the power of this time lasts. */
	until(time: number): number {
		return (Math.floor(time / this.#step) + 1) * this.#step;
	}
}

/** From 0 to below 1: an integer hash (Murmur3's finaliser) of seed, place and stream. */
function chance(seed: number, at: number, stream: number): number {
	let h = Math.imul(seed ^ Math.imul(at, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(stream, 0x27d4eb2f);
	h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
	h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
	return ((h ^ (h >>> 16)) >>> 0) / 0x100000000;
}
