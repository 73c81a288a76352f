import { type Aes128, word } from './aes.js';
import { BLOCK } from './lengths.js';

/**
 * GCM (NIST SP 800-38D) with an IV of 12 bytes, so that the first counter block J0 is IV ‖ 00000001.
 *
 * The ciphertext is counter mode from J0 + 1. The tag is E(J0) XOR GHASH of the header, of the ciphertext (each padded with zeros to whole
 * blocks), and of a block with both lengths in bits; of that its first bytes.
 *
 * GHASH takes four bits at a time (Shoup): a table of the 16 products of H = E(0) with polynomials of degree below 4, 256 bytes a key,
 * and one for all keys of what the four bits that fall off at the end add at the front. Behind a key's table stands the hash of its last header, for
 * in a session the header mostly stays the same (DLMS: security control and authentication key), and with it half of a short message's GHASH.
 */
const IV_LENGTH = 12;
/** The last counter block but J0's is number 2^32 − 1; far more than a message here ever is. */
const PLAIN_LIMIT = 0x10000000;
/** The key itself stands before its table. */
const TABLE_AT = 4;
/** Header behind the table: its length and words, padded with zeros, and its hash. */
const HEADER_AT = TABLE_AT + 16 * 4;
const HEADER_LONGEST = 20;
const HEADER_HASH_AT = HEADER_AT + 1 + HEADER_LONGEST / 4;
const TABLE_WORDS = HEADER_HASH_AT + 4;
const TABLES_KEPT = 4;

/** The top 16 bits of x^128 times a polynomial of degree below 4, modulo x^128 + x^7 + x^2 + x + 1, bit-reflected as GCM has it. */
const REDUCTION = new Int32Array([
	0x0000, 0x1c20, 0x3840, 0x2460, 0x7080, 0x6ca0, 0x48c0, 0x54e0, 0xe100, 0xfd20, 0xd940, 0xc560, 0x9180, 0x8da0, 0xa9c0, 0xb5e0,
]);

/** GCM under the key that `aes` uses, which its methods are told again to find its table. */
export class Gcm {
	readonly #aes: Aes128;
	/** Tables of the last keys, the one in use first. */
	readonly #tables: Int32Array[] = [];
	readonly #hash = new Int32Array(4);
	/** The IV's words, and the counter. */
	readonly #counter = new Int32Array(4);

	constructor(aes: Aes128) {
		this.#aes = aes;
	}

	/** Ciphertext ‖ tag. Throws RangeError for a length that GCM does not have. */
	seal(key: Uint8Array, iv: Uint8Array, header: Uint8Array, plain: Uint8Array, tagLength: number): Uint8Array {
		const length = plain.length;
		checkLengths(iv, length, tagLength);
		const sealed = new Uint8Array(length + tagLength);
		this.begin(iv);
		this.count(plain, length, sealed);
		this.authenticate(key, header, sealed, length);
		this.#aes.take(sealed, length, tagLength);
		return sealed;
	}

	/** The plaintext; undefined when the tag is wrong. Throws RangeError like `seal`. */
	open(key: Uint8Array, iv: Uint8Array, header: Uint8Array, sealed: Uint8Array, tagLength: number): Uint8Array | undefined {
		const length = sealed.length - tagLength;
		checkLengths(iv, length, tagLength);
		if (length < 0) return undefined;
		this.begin(iv);
		this.authenticate(key, header, sealed, length);
		const tag = this.#aes.block;
		let difference = 0;
		for (let i = 0; i < tagLength; i++) difference |= sealed[length + i]! ^ ((tag[i >> 2]! >> (24 - 8 * (i & 3))) & 255);
		if (difference !== 0) return undefined;
		const plain = new Uint8Array(length);
		this.count(sealed, length, plain);
		return plain;
	}

	private begin(iv: Uint8Array): void {
		const counter = this.#counter;
		counter[0] = word(iv, 0);
		counter[1] = word(iv, 4);
		counter[2] = word(iv, 8);
	}

	/** Counter mode over the first `length` bytes. */
	private count(from: Uint8Array, length: number, into: Uint8Array): void {
		for (let at = 0, number = 2; at < length; at += BLOCK, number++) {
			this.counterBlock(number);
			this.#aes.apply(from, at, Math.min(BLOCK, length - at), into, at);
		}
	}

	/** Leaves the whole tag in the block of `aes`. */
	private authenticate(key: Uint8Array, header: Uint8Array, sealed: Uint8Array, length: number): void {
		const table = this.tableOf(key);
		const hash = this.#hash;
		takeHeader(hash, table, header);
		absorb(hash, table, sealed, length);
		hash[0]! ^= header.length >>> 29;
		hash[1]! ^= header.length << 3;
		hash[3]! ^= length << 3;
		multiply(hash, table);
		this.counterBlock(1);
		const block = this.#aes.block;
		for (let i = 0; i < 4; i++) block[i]! ^= hash[i]!;
	}

	private counterBlock(number: number): void {
		const block = this.#aes.block;
		const counter = this.#counter;
		block[0] = counter[0]!;
		block[1] = counter[1]!;
		block[2] = counter[2]!;
		block[3] = number;
		this.#aes.encrypt();
	}

	private tableOf(key: Uint8Array): Int32Array {
		const k0 = word(key, 0);
		const k1 = word(key, 4);
		const k2 = word(key, 8);
		const k3 = word(key, 12);
		const tables = this.#tables;
		for (let i = 0; i < tables.length; i++) {
			const table = tables[i]!;
			if (table[0] !== k0 || table[1] !== k1 || table[2] !== k2 || table[3] !== k3) continue;
			for (let j = i; j > 0; j--) tables[j] = tables[j - 1]!;
			tables[0] = table;
			return table;
		}
		const table = tables.length < TABLES_KEPT ? new Int32Array(TABLE_WORDS) : tables.pop()!;
		table[0] = k0;
		table[1] = k1;
		table[2] = k2;
		table[3] = k3;
		this.#aes.clear();
		this.#aes.encrypt();
		fillTable(table, this.#aes.block);
		tables.unshift(table);
		return table;
	}
}

/** The products of `h`: of 1000₂ (the polynomial 1) itself, of 0100₂ times x, and so on; the others are sums. */
function fillTable(table: Int32Array, h: Int32Array): void {
	let h0 = h[0]!;
	let h1 = h[1]!;
	let h2 = h[2]!;
	let h3 = h[3]!;
	table.fill(0, TABLE_AT, TABLE_AT + 4);
	table[HEADER_AT] = -1;
	for (let i = 8; i > 0; i >>= 1) {
		const at = TABLE_AT + 4 * i;
		table[at] = h0;
		table[at + 1] = h1;
		table[at + 2] = h2;
		table[at + 3] = h3;
		const carry = h3 & 1 ? 0xe1000000 : 0;
		h3 = (h3 >>> 1) | (h2 << 31);
		h2 = (h2 >>> 1) | (h1 << 31);
		h1 = (h1 >>> 1) | (h0 << 31);
		h0 = (h0 >>> 1) ^ carry;
	}
	for (let i = 2; i < 16; i <<= 1) {
		for (let j = 1; j < i; j++) {
			for (let k = 0; k < 4; k++) table[TABLE_AT + 4 * (i + j) + k] = table[TABLE_AT + 4 * i + k]! ^ table[TABLE_AT + 4 * j + k]!;
		}
	}
}

/** The hash is that of the header alone. */
function takeHeader(hash: Int32Array, table: Int32Array, header: Uint8Array): void {
	const { length } = header;
	if (!isKept(table, header)) {
		hash[0] = hash[1] = hash[2] = hash[3] = 0;
		absorb(hash, table, header, length);
		if (length > HEADER_LONGEST) return;
		table[HEADER_AT] = length;
		for (let i = 0; i < HEADER_LONGEST; i += 4) table[HEADER_AT + 1 + (i >> 2)] = paddedWord(header, i);
		for (let i = 0; i < 4; i++) table[HEADER_HASH_AT + i] = hash[i]!;
		return;
	}
	for (let i = 0; i < 4; i++) hash[i] = table[HEADER_HASH_AT + i]!;
}

function isKept(table: Int32Array, header: Uint8Array): boolean {
	if (table[HEADER_AT] !== header.length) return false;
	for (let i = 0; i < header.length; i += 4) if (table[HEADER_AT + 1 + (i >> 2)] !== paddedWord(header, i)) return false;
	return true;
}

function paddedWord(bytes: Uint8Array, at: number): number {
	if (at + 4 <= bytes.length) return word(bytes, at);
	let value = 0;
	for (let i = at; i < bytes.length; i++) value |= bytes[i]! << (24 - 8 * (i - at));
	return value;
}

/** Takes the first `length` bytes into the hash, padded with zeros to whole blocks. */
function absorb(hash: Int32Array, table: Int32Array, bytes: Uint8Array, length: number): void {
	let at = 0;
	for (; length - at >= BLOCK; at += BLOCK) {
		for (let i = 0; i < 4; i++) hash[i]! ^= word(bytes, at + 4 * i);
		multiply(hash, table);
	}
	if (at === length) return;
	for (let i = 0; at + i < length; i++) hash[i >> 2]! ^= bytes[at + i]! << (24 - 8 * (i & 3));
	multiply(hash, table);
}

/**
 * `hash` becomes its product with H, four bits at a time from its end. Shifts to the right are signed, and masked: what `>>>` makes of a negative number is
 * floating point to XS.
 */
function multiply(hash: Int32Array, table: Int32Array): void {
	let z0 = 0;
	let z1 = 0;
	let z2 = 0;
	let z3 = 0;
	for (let i = 3; i >= 0; i--) {
		const x = hash[i]!;
		for (let shift = 0; shift < 32; shift += 4) {
			const at = TABLE_AT + (((x >> shift) & 15) << 2);
			const off = z3 & 15;
			z3 = ((z3 >> 4) & 0xfffffff) ^ (z2 << 28) ^ table[at + 3]!;
			z2 = ((z2 >> 4) & 0xfffffff) ^ (z1 << 28) ^ table[at + 2]!;
			z1 = ((z1 >> 4) & 0xfffffff) ^ (z0 << 28) ^ table[at + 1]!;
			z0 = ((z0 >> 4) & 0xfffffff) ^ (REDUCTION[off]! << 16) ^ table[at]!;
		}
	}
	hash[0] = z0;
	hash[1] = z1;
	hash[2] = z2;
	hash[3] = z3;
}

function checkLengths(iv: Uint8Array, plainLength: number, tagLength: number): void {
	if (iv.length !== IV_LENGTH) throw new RangeError(`GCM: IV: expected ${IV_LENGTH} bytes, got ${iv.length}`);
	if (plainLength >= PLAIN_LIMIT) throw new RangeError(`GCM: plaintext: expected less than ${PLAIN_LIMIT} bytes, got ${plainLength}`);
	if (tagLength !== 4 && tagLength !== 8 && !(tagLength >= 12 && tagLength <= 16))
		throw new RangeError(`GCM: tag: expected 4, 8 or 12 to 16 bytes, got ${tagLength}`);
}
