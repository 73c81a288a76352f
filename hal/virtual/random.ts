import type { Random } from '../ports/random.js';

/** Repeatable random numbers from a seed (xorshift128, Marsaglia 2003). Not for keys of a real device. */
export class SeededRandom implements Random {
	readonly #state = new Int32Array(4);

	/** Streams of one seed that differ in `name` are independent of each other. */
	constructor(seed: number, name = '') {
		let mix = (seed | 0) ^ 0x9e3779b9;
		for (let i = 0; i < name.length; i++) mix = Math.imul(mix ^ name.charCodeAt(i), 0x01000193);
		for (let i = 0; i < 4; i++) {
			mix = (mix + 0x6d2b79f5) | 0;
			let word = Math.imul(mix ^ (mix >>> 15), mix | 1);
			word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
			this.#state[i] = word ^ (word >>> 14) || i + 1;
		}
	}

	/** Four words that a stream goes on from where it stood. */
	get state(): Int32Array {
		return this.#state.slice();
	}

	set state(state: Int32Array) {
		this.#state.set(state);
	}

	fill(bytes: Uint8Array): void {
		for (let i = 0; i < bytes.length; i++) bytes[i] = this.#next() >>> 24;
	}

	/** A number from 0 to below 1, of 2^-31 grain. */
	fraction(): number {
		return (this.#next() >>> 1) / 0x80000000;
	}

	/** A whole number from 0 to below `limit`. */
	below(limit: number): number {
		return Math.floor(this.fraction() * limit);
	}

	#next(): number {
		const s = this.#state;
		const t = s[0]! ^ (s[0]! << 11);
		s[0] = s[1]!;
		s[1] = s[2]!;
		s[2] = s[3]!;
		s[3] = s[3]! ^ (s[3]! >>> 19) ^ t ^ (t >>> 8);
		return s[3]!;
	}
}
