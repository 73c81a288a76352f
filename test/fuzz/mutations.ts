import type { SeededRandom } from '../../hal/virtual/random.js';
import { fuzzRandom, tried } from './campaign.js';

/** What a mutation begins with: one of several messages, or a new one each time. */
export type Source = readonly Uint8Array[] | ((random: SeededRandom) => Uint8Array);

const LONGEST = 4096;
const LONGEST_NOISE = 40;

/**
 * Messages with a few bytes changed, cut off, added or moved; some are as they were, some random bytes. Each is good until the next. Of several messages
 * each comes once as it is before the first mutation: what is behind them is met however few inputs are tried.
 */
export class Mutations {
	readonly random: SeededRandom;
	readonly #source: Source;
	readonly #whole: number;
	readonly #bytes = new Uint8Array(LONGEST);
	#met = 0;

	/** @param whole the share of messages that are left as they are, at least */
	constructor(name: string, source: Source, whole = 0) {
		this.random = fuzzRandom(4059, name);
		this.#source = source;
		this.#whole = whole;
	}

	next(): Uint8Array {
		const { random } = this;
		const source = this.#source;
		const bytes = this.#bytes;
		const first = typeof source === 'function' ? undefined : source[this.#met++];
		const seed = first ?? (typeof source === 'function' ? source(random) : source[random.below(source.length)]!);
		bytes.set(seed);
		let length = seed.length;
		if (first !== undefined) return tried(bytes.subarray(0, length));
		if (this.#whole > 0 && random.fraction() < this.#whole) return tried(bytes.subarray(0, length));
		const way = random.below(8);
		if (way === 0) {
			const noise = bytes.subarray(0, random.below(LONGEST_NOISE));
			random.fill(noise);
			return tried(noise);
		}
		if (way === 1) length = random.below(length);
		if (way === 2) length += random.below(4);
		if (way === 3 && length > 2) {
			const at = 1 + random.below(length - 1);
			bytes.copyWithin(at, at - 1, length);
			if (random.below(2) === 0) length++;
		}
		// Small numbers are tags, choices and counts.
		for (let i = random.below(4); i > 0; i--) bytes[random.below(length + 1)] = random.below(2) === 0 ? random.below(256) : random.below(28);
		return tried(bytes.subarray(0, length));
	}
}
