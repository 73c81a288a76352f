/** SHA-256 (FIPS 180-4). */
import { word } from './aes.js';

export const SHA256_BLOCK = 64;
export const SHA256_LENGTH = 32;
/** The last block ends in the message's length, in bits. */
const LENGTH_FIELD = 8;

/** §4.2.2: the fractions of the cube roots of the first 64 primes. */
// biome-ignore format: eight words a line
const K = new Int32Array([
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);

/** §5.3.3: the fractions of the square roots of the first 8 primes. */
const INITIAL = new Int32Array([0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19]);

/** Takes a message in pieces, and then the next message. */
export class Sha256 {
	readonly #state = new Int32Array(8);
	readonly #schedule = new Int32Array(64);
	readonly #block = new Uint8Array(SHA256_BLOCK);
	#length = 0;

	begin(): void {
		this.#state.set(INITIAL);
		this.#length = 0;
	}

	/** Goes on from a saved state, `length` bytes into the message: a whole number of blocks. */
	resume(state: Int32Array, length: number): void {
		this.#state.set(state);
		this.#length = length;
	}

	save(into: Int32Array): void {
		into.set(this.#state);
	}

	update(bytes: Uint8Array): void {
		const block = this.#block;
		const length = bytes.length;
		let filled = this.#length % SHA256_BLOCK;
		this.#length += length;
		let at = 0;
		while (filled + length - at >= SHA256_BLOCK) {
			if (filled === 0) {
				this.compress(bytes, at);
				at += SHA256_BLOCK;
				continue;
			}
			while (filled < SHA256_BLOCK) block[filled++] = bytes[at++]!;
			this.compress(block, 0);
			filled = 0;
		}
		while (at < length) block[filled++] = bytes[at++]!;
	}

	/** 32 bytes, written to the start of `into`. */
	finish(into: Uint8Array): void {
		const block = this.#block;
		const state = this.#state;
		let filled = this.#length % SHA256_BLOCK;
		block[filled++] = 0x80;
		if (filled > SHA256_BLOCK - LENGTH_FIELD) {
			block.fill(0, filled);
			this.compress(block, 0);
			filled = 0;
		}
		block.fill(0, filled);
		// The length in bits, as two words: a message here stays below 2^32 bytes.
		putWord(block, SHA256_BLOCK - 8, this.#length >>> 29);
		putWord(block, SHA256_BLOCK - 4, this.#length << 3);
		this.compress(block, 0);
		for (let i = 0; i < 8; i++) putWord(into, 4 * i, state[i]!);
	}

	/** §6.2.2. */
	private compress(bytes: Uint8Array, offset: number): void {
		const w = this.#schedule;
		const state = this.#state;
		for (let t = 0; t < 16; t++) w[t] = word(bytes, offset + 4 * t);
		for (let t = 16; t < 64; t++) {
			const w15 = w[t - 15]!;
			const w2 = w[t - 2]!;
			const s0 = turn(w15, 7) ^ turn(w15, 18) ^ (w15 >>> 3);
			const s1 = turn(w2, 17) ^ turn(w2, 19) ^ (w2 >>> 10);
			w[t] = (w[t - 16]! + s0 + w[t - 7]! + s1) | 0;
		}
		let a = state[0]!;
		let b = state[1]!;
		let c = state[2]!;
		let d = state[3]!;
		let e = state[4]!;
		let f = state[5]!;
		let g = state[6]!;
		let h = state[7]!;
		for (let t = 0; t < 64; t++) {
			const t1 = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[t]! + w[t]!) | 0;
			const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
			h = g;
			g = f;
			f = e;
			e = (d + t1) | 0;
			d = c;
			c = b;
			b = a;
			a = (t1 + t2) | 0;
		}
		state[0]! += a;
		state[1]! += b;
		state[2]! += c;
		state[3]! += d;
		state[4]! += e;
		state[5]! += f;
		state[6]! += g;
		state[7]! += h;
	}
}

function putWord(bytes: Uint8Array, offset: number, value: number): void {
	bytes[offset] = value >> 24;
	bytes[offset + 1] = value >> 16;
	bytes[offset + 2] = value >> 8;
	bytes[offset + 3] = value;
}

function turn(value: number, bits: number): number {
	return (value >>> bits) | (value << (32 - bits));
}
