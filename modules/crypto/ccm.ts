import { type Aes128, word } from './aes.js';
import { BLOCK } from './lengths.js';

/**
 * CCM (RFC 3610) with a length field of L = 2 bytes and so a nonce of 13, and CCM* of IEEE 802.15.4 Annex B, which also allows no tag at all.
 *
 * | block     | byte 0                              | bytes 1–13 | bytes 14–15    |
 * |-----------|-------------------------------------|------------|----------------|
 * | B0        | 64 · (header?) + 8 · (M − 2)/2 + L − 1 | nonce   | length of the plaintext |
 * | A0, A1, … | L − 1                               | nonce      | counter        |
 *
 * The tag is the CBC-MAC of B0, of the header behind its 2-byte length, and of the plaintext (each padded with zeros to whole blocks), XOR E(A0).
 */
const NONCE_LENGTH = 13;
const L = 2;
/** Length of the header from which on its length takes another form (§2.2). */
const HEADER_LIMIT = 0xff00;
const PLAIN_LIMIT = 0x10000;

/** CCM under the key that `aes` uses. */
export class Ccm {
	readonly #aes: Aes128;
	/** The counter block A0. */
	readonly #start = new Int32Array(4);
	readonly #tag = new Int32Array(4);

	constructor(aes: Aes128) {
		this.#aes = aes;
	}

	/** Ciphertext ‖ tag. Throws RangeError for a length that CCM does not have. */
	seal(nonce: Uint8Array, header: Uint8Array, plain: Uint8Array, tagLength: number): Uint8Array {
		checkLengths(nonce, header, plain.length, tagLength);
		const sealed = new Uint8Array(plain.length + tagLength);
		this.begin(nonce);
		if (tagLength > 0) this.authenticate(header, plain, plain.length, tagLength);
		this.count(plain, plain.length, sealed);
		for (let i = 0; i < tagLength; i++) sealed[plain.length + i] = byteOf(this.#tag, i);
		return sealed;
	}

	/** The plaintext; undefined when the tag is wrong. Throws RangeError like `seal`. */
	open(nonce: Uint8Array, header: Uint8Array, sealed: Uint8Array, tagLength: number): Uint8Array | undefined {
		const length = sealed.length - tagLength;
		checkLengths(nonce, header, length, tagLength);
		if (length < 0) return undefined;
		const plain = new Uint8Array(length);
		this.begin(nonce);
		this.count(sealed, length, plain);
		if (tagLength === 0) return plain;
		this.authenticate(header, plain, length, tagLength);
		let difference = 0;
		for (let i = 0; i < tagLength; i++) difference |= sealed[length + i]! ^ byteOf(this.#tag, i);
		return difference === 0 ? plain : undefined;
	}

	private begin(nonce: Uint8Array): void {
		const start = this.#start;
		start[0] = ((L - 1) << 24) | (nonce[0]! << 16) | (nonce[1]! << 8) | nonce[2]!;
		start[1] = word(nonce, 3);
		start[2] = word(nonce, 7);
		start[3] = (nonce[11]! << 24) | (nonce[12]! << 16);
	}

	/** Counter mode over the first `length` bytes. */
	private count(from: Uint8Array, length: number, into: Uint8Array): void {
		const aes = this.#aes;
		for (let at = 0, counter = 1; at < length; at += BLOCK, counter++) {
			this.counterBlock(counter);
			aes.apply(from, at, Math.min(BLOCK, length - at), into, at);
		}
	}

	/** Leaves the tag in `#tag`. */
	private authenticate(header: Uint8Array, plain: Uint8Array, length: number, tagLength: number): void {
		const aes = this.#aes;
		const block = aes.block;
		const start = this.#start;
		block[0] = start[0]! | (header.length > 0 ? 0x40000000 : 0) | (((tagLength - 2) / 2) << 27);
		block[1] = start[1]!;
		block[2] = start[2]!;
		block[3] = start[3]! | length;
		aes.encrypt();
		if (header.length > 0) {
			block[0]! ^= header.length << 16;
			const first = Math.min(BLOCK - 2, header.length);
			aes.mix(header, 0, first, 2);
			aes.encrypt();
			this.absorb(header, first, header.length);
		}
		this.absorb(plain, 0, length);
		const tag = this.#tag;
		for (let i = 0; i < 4; i++) tag[i] = block[i]!;
		this.counterBlock(0);
		for (let i = 0; i < 4; i++) tag[i]! ^= block[i]!;
	}

	private absorb(bytes: Uint8Array, from: number, end: number): void {
		const aes = this.#aes;
		for (let at = from; at < end; at += BLOCK) {
			aes.mix(bytes, at, Math.min(BLOCK, end - at));
			aes.encrypt();
		}
	}

	private counterBlock(counter: number): void {
		const block = this.#aes.block;
		const start = this.#start;
		block[0] = start[0]!;
		block[1] = start[1]!;
		block[2] = start[2]!;
		block[3] = start[3]! | counter;
		this.#aes.encrypt();
	}
}

function checkLengths(nonce: Uint8Array, header: Uint8Array, plainLength: number, tagLength: number): void {
	if (nonce.length !== NONCE_LENGTH) throw new RangeError(`CCM: nonce: expected ${NONCE_LENGTH} bytes, got ${nonce.length}`);
	if (header.length >= HEADER_LIMIT) throw new RangeError(`CCM: header: expected less than ${HEADER_LIMIT} bytes, got ${header.length}`);
	if (plainLength >= PLAIN_LIMIT) throw new RangeError(`CCM: plaintext: expected less than ${PLAIN_LIMIT} bytes, got ${plainLength}`);
	if (tagLength !== 0 && tagLength !== 4 && tagLength !== 8 && tagLength !== 16)
		throw new RangeError(`CCM: tag: expected 0, 4, 8 or 16 bytes, got ${tagLength}`);
}

function byteOf(words: Int32Array, index: number): number {
	return (words[index >> 2]! >> (24 - 8 * (index & 3))) & 255;
}
