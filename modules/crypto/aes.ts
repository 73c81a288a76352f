/**
 * AES-128 (FIPS 197). Encryption is all that CMAC, CCM, EAX, GCM and CTR need, and what is made to be fast; only key wrap and CBC decrypt.
 *
 * The state is four words, most significant byte first: a column each. SubBytes, ShiftRows and MixColumns of one byte are one look-up in `TABLE`
 * (1 KB); the tables of the other three rows are this one, rotated, which costs little and keeps flash and cache small. `Int32Array`, because
 * words of 2^31 and above in a `Uint32Array` become floating-point numbers on XS.
 *
 * Look-ups that depend on the key can be timed by whoever shares the processor's cache. On a meter nobody does.
 */
const ROUNDS = 10;
const SCHEDULE_WORDS = 4 * (ROUNDS + 1);
/** How many keys stay expanded: the link key in use and its successor, and those of one authentication. */
const SCHEDULES_KEPT = 4;

const SBOX = sbox();
const TABLE = table();
const INVERSE_SBOX = inverseSbox();

/** An AES-128 that works on one block of its own, so that nothing is allocated for each. */
export class Aes128 {
	/** The block that `encrypt` transforms. */
	readonly block = new Int32Array(4);
	/** Expanded keys, the one in use first. The first four words of each are the key itself. */
	readonly #schedules: Int32Array[] = [];

	/** `encrypt` uses this key (16 bytes) from now on. */
	use(key: Uint8Array): void {
		const k0 = word(key, 0);
		const k1 = word(key, 4);
		const k2 = word(key, 8);
		const k3 = word(key, 12);
		const schedules = this.#schedules;
		for (let i = 0; i < schedules.length; i++) {
			const schedule = schedules[i]!;
			if (schedule[0] !== k0 || schedule[1] !== k1 || schedule[2] !== k2 || schedule[3] !== k3) continue;
			for (let j = i; j > 0; j--) schedules[j] = schedules[j - 1]!;
			schedules[0] = schedule;
			return;
		}
		const schedule = schedules.length < SCHEDULES_KEPT ? new Int32Array(SCHEDULE_WORDS) : schedules.pop()!;
		schedule[0] = k0;
		schedule[1] = k1;
		schedule[2] = k2;
		schedule[3] = k3;
		expand(schedule);
		schedules.unshift(schedule);
	}

	/** FIPS 197 §5.1 on `block`, in place. A key must be in use. */
	encrypt(): void {
		const block = this.block;
		const schedule = this.#schedules[0]!;
		const t = TABLE;
		let s0 = block[0]! ^ schedule[0]!;
		let s1 = block[1]! ^ schedule[1]!;
		let s2 = block[2]! ^ schedule[2]!;
		let s3 = block[3]! ^ schedule[3]!;
		let at = 4;
		while (at < SCHEDULE_WORDS - 4) {
			const t0 = t[s0 >>> 24]! ^ turn(t[(s1 >>> 16) & 255]!, 8) ^ turn(t[(s2 >>> 8) & 255]!, 16) ^ turn(t[s3 & 255]!, 24) ^ schedule[at++]!;
			const t1 = t[s1 >>> 24]! ^ turn(t[(s2 >>> 16) & 255]!, 8) ^ turn(t[(s3 >>> 8) & 255]!, 16) ^ turn(t[s0 & 255]!, 24) ^ schedule[at++]!;
			const t2 = t[s2 >>> 24]! ^ turn(t[(s3 >>> 16) & 255]!, 8) ^ turn(t[(s0 >>> 8) & 255]!, 16) ^ turn(t[s1 & 255]!, 24) ^ schedule[at++]!;
			const t3 = t[s3 >>> 24]! ^ turn(t[(s0 >>> 16) & 255]!, 8) ^ turn(t[(s1 >>> 8) & 255]!, 16) ^ turn(t[s2 & 255]!, 24) ^ schedule[at++]!;
			s0 = t0;
			s1 = t1;
			s2 = t2;
			s3 = t3;
		}
		block[0] = substitute(SBOX, s0, s1, s2, s3) ^ schedule[at]!;
		block[1] = substitute(SBOX, s1, s2, s3, s0) ^ schedule[at + 1]!;
		block[2] = substitute(SBOX, s2, s3, s0, s1) ^ schedule[at + 2]!;
		block[3] = substitute(SBOX, s3, s0, s1, s2) ^ schedule[at + 3]!;
	}

	/** FIPS 197 §5.3 on `block`, in place. A key must be in use. */
	decrypt(): void {
		const block = this.block;
		const schedule = this.#schedules[0]!;
		for (let at = SCHEDULE_WORDS - 4; at > 0; at -= 4) {
			for (let i = 0; i < 4; i++) {
				block[i]! ^= schedule[at + i]!;
				// What encryption's last round leaves out.
				if (at < SCHEDULE_WORDS - 4) block[i] = unmix(block[i]!);
			}
			const s0 = block[0]!;
			const s1 = block[1]!;
			const s2 = block[2]!;
			const s3 = block[3]!;
			block[0] = substitute(INVERSE_SBOX, s0, s3, s2, s1);
			block[1] = substitute(INVERSE_SBOX, s1, s0, s3, s2);
			block[2] = substitute(INVERSE_SBOX, s2, s1, s0, s3);
			block[3] = substitute(INVERSE_SBOX, s3, s2, s1, s0);
		}
		for (let i = 0; i < 4; i++) block[i]! ^= schedule[i]!;
	}

	clear(): void {
		this.block[0] = this.block[1] = this.block[2] = this.block[3] = 0;
	}

	/** XORs `count` bytes from `offset` of `bytes` into the block, the first of them into its byte number `at`. */
	mix(bytes: Uint8Array, offset: number, count: number, at = 0): void {
		const block = this.block;
		if (count === 16) {
			for (let i = 0; i < 4; i++) block[i]! ^= word(bytes, offset + 4 * i);
			return;
		}
		for (let i = 0; i < count; i++) block[(at + i) >> 2]! ^= bytes[offset + i]! << (24 - 8 * ((at + i) & 3));
	}

	/** Writes the first `count` bytes of the block to `offset` of `into`. */
	take(into: Uint8Array, offset: number, count: number): void {
		const block = this.block;
		for (let i = 0; i < count; i++) into[offset + i] = block[i >> 2]! >> (24 - 8 * (i & 3));
	}

	/** Writes `count` bytes of `from` XOR the block to `intoOffset` of `into`: one block of counter mode. */
	apply(from: Uint8Array, fromOffset: number, count: number, into: Uint8Array, intoOffset: number): void {
		const block = this.block;
		for (let i = 0; i < count; i++) into[intoOffset + i] = from[fromOffset + i]! ^ (block[i >> 2]! >> (24 - 8 * (i & 3)));
	}
}

/** The big-endian word at `offset`. */
export function word(bytes: Uint8Array, offset: number): number {
	return (bytes[offset]! << 24) | (bytes[offset + 1]! << 16) | (bytes[offset + 2]! << 8) | bytes[offset + 3]!;
}

function turn(value: number, bits: number): number {
	return (value >>> bits) | (value << (32 - bits));
}

/** SubBytes on one byte of each word: after ShiftRows, a column. */
function substitute(box: Uint8Array, a: number, b: number, c: number, d: number): number {
	return (box[a >>> 24]! << 24) | (box[(b >>> 16) & 255]! << 16) | (box[(c >>> 8) & 255]! << 8) | box[d & 255]!;
}

/** InvMixColumns (§5.3.3) of a column: its polynomial is that of MixColumns times 4x² + 5. */
function unmix(column: number): number {
	const far = column ^ turn(column, 16);
	const c = column ^ doubles(doubles(far));
	const next = turn(c, 24);
	return doubles(c ^ next) ^ next ^ turn(c, 16) ^ turn(c, 8);
}

/** Times x on each of four bytes. */
function doubles(word: number): number {
	return ((word & 0x7f7f7f7f) << 1) ^ (((word >>> 7) & 0x01010101) * 0x1b);
}

/** Key expansion (FIPS 197 §5.2) of the key in the first four words. */
function expand(schedule: Int32Array): void {
	let rcon = 1;
	for (let i = 4; i < SCHEDULE_WORDS; i++) {
		let next = schedule[i - 1]!;
		if (i % 4 === 0) {
			next = turn(next, 24);
			next = substitute(SBOX, next, next, next, next) ^ (rcon << 24);
			rcon = double(rcon);
		}
		schedule[i] = schedule[i - 4]! ^ next;
	}
}

/** Times x in GF(2^8) modulo x^8 + x^4 + x^3 + x + 1 (§4.2.1). */
function double(value: number): number {
	return (value << 1) ^ (value & 0x80 ? 0x11b : 0);
}

/** The S-box (§5.1.1): the inverse in GF(2^8), then an affine map. 3 generates the field's other elements, so 3^i and 3^-i pass all inverse pairs. */
function sbox(): Uint8Array {
	const box = new Uint8Array(256);
	let value = 1;
	let inverse = 1;
	do {
		value ^= double(value);
		inverse ^= inverse << 1;
		inverse ^= inverse << 2;
		inverse ^= inverse << 4;
		inverse = (inverse & 0xff) ^ (inverse & 0x80 ? 0x09 : 0);
		const twice = inverse | (inverse << 8);
		box[value] = inverse ^ (twice >> 7) ^ (twice >> 6) ^ (twice >> 5) ^ (twice >> 4) ^ 0x63;
	} while (value !== 1);
	box[0] = 0x63;
	return box;
}

function inverseSbox(): Uint8Array {
	const box = new Uint8Array(256);
	for (let i = 0; i < 256; i++) box[SBOX[i]!] = i;
	return box;
}

/** MixColumns (§5.1.3) of one substituted byte: 2s ‖ s ‖ s ‖ 3s. */
function table(): Int32Array {
	const words = new Int32Array(256);
	for (let i = 0; i < 256; i++) {
		const s = SBOX[i]!;
		const s2 = double(s);
		words[i] = (s2 << 24) | (s << 16) | (s << 8) | (s2 ^ s);
	}
	return words;
}
