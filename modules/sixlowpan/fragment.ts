/**
 * Fragments of an IPv6 packet that one frame cannot carry (RFC 4944 §5.3, with compressed headers RFC 6282 §2).
 *
 * | bits | field           |                                                                                    |
 * |------|-----------------|------------------------------------------------------------------------------------|
 * | 5    | 11000 or 11100  | FRAG1, the first fragment, or FRAGN, each later one                                |
 * | 11   | datagram_size   | bytes of the IPv6 packet before compression, the same in all its fragments         |
 * | 16   | datagram_tag    | the same in all its fragments                                                      |
 * | 8    | datagram_offset | FRAGN only: where it goes in the IPv6 packet before compression, in units of 8     |
 *
 * A first fragment goes on with a dispatch and all compressed headers. All but the last end at a multiple of 8 bytes of the packet.
 */
import { Reader } from '../bytes/reader.js';

const FORMAT = '6LoWPAN fragment';

const FRAG1 = 0xc000;
const FRAGN = 0xe000;
const KIND_MASK = 0xf800;
const SIZE_MASK = 0x07ff;
const FRAG1_LENGTH = 4;
const FRAGN_LENGTH = 5;
const OCTETS_PER_INCREMENT = 8;

/** The largest datagram_size that its 11 bits can say. */
const MAXIMUM_DATAGRAM = SIZE_MASK;

/** The fewest bytes a frame must carry so that a first fragment holds all headers: uncompressed ones of IPv6 and UDP, and 8 bytes of data. */
export const MINIMUM_CAPACITY = 64;

export interface FragmentHeader {
	/** Bytes of the whole packet, uncompressed. */
	readonly size: number;
	readonly tag: number;
	/** Where the data goes in the packet, bytes; 0 in a first fragment. */
	readonly offset: number;
	/** Where the data starts in the fragment: 4 (FRAG1) or 5 (FRAGN). */
	readonly dataAt: number;
}

export function isFragment(payload: Uint8Array): boolean {
	const kind = (payload[0]! << 8) & KIND_MASK;
	return kind === FRAG1 || kind === FRAGN;
}

/** Throws DecodeError. */
export function decodeFragmentHeader(payload: Uint8Array): FragmentHeader {
	const r = new Reader(FORMAT, payload);
	const word = r.uint(2, 'datagram_size');
	const kind = word & KIND_MASK;
	if (kind !== FRAG1 && kind !== FRAGN) throw r.error('FRAG1 (11000…) or FRAGN (11100…)', 0);
	const tag = r.uint(2, 'datagram_tag');
	if (kind === FRAG1) return { size: word & SIZE_MASK, tag, offset: 0, dataAt: FRAG1_LENGTH };
	const offset = r.uint(1, 'datagram_offset') * OCTETS_PER_INCREMENT;
	if (offset === 0) throw r.error('an offset above 0 in FRAGN', FRAGN_LENGTH - 1);
	return { size: word & SIZE_MASK, tag, offset, dataAt: FRAGN_LENGTH };
}

/** Cuts one packet into fragments, in order. */
export class Fragments {
	readonly #payload: Uint8Array;
	readonly #size: number;
	readonly #tag: number;
	readonly #capacity: number;
	#sent = 0;

	/**
	 * @param payload dispatch and packet, compressed or not, whole
	 * @param size bytes of the packet before compression, at most 2047
	 * @param tag 0 to 65535
	 * @param capacity the most bytes that a fragment may have, its header included; at least 64
	 */
	constructor(payload: Uint8Array, size: number, tag: number, capacity: number) {
		if (size > MAXIMUM_DATAGRAM) throw new RangeError(`${FORMAT}: expected a packet of at most ${MAXIMUM_DATAGRAM} bytes, got ${size}`);
		if (capacity < MINIMUM_CAPACITY) throw new RangeError(`${FORMAT}: expected room for at least ${MINIMUM_CAPACITY} bytes, got ${capacity}`);
		this.#payload = payload;
		this.#size = size;
		this.#tag = tag;
		this.#capacity = capacity;
	}

	/** The next fragment; undefined after the last. */
	next(): Uint8Array | undefined {
		const payload = this.#payload;
		const start = this.#sent;
		if (start === payload.length) return undefined;
		const first = start === 0;
		const headerLength = first ? FRAG1_LENGTH : FRAGN_LENGTH;
		// Compression touches the headers only, so behind them payload and packet run in step, this many bytes apart.
		const elided = this.#size - payload.length;
		let end = start + this.#capacity - headerLength;
		end = end >= payload.length ? payload.length : end - ((end + elided) % OCTETS_PER_INCREMENT);
		const fragment = new Uint8Array(headerLength + end - start);
		const word = (first ? FRAG1 : FRAGN) | this.#size;
		fragment[0] = word >> 8;
		fragment[1] = word & 0xff;
		fragment[2] = this.#tag >> 8;
		fragment[3] = this.#tag & 0xff;
		if (!first) fragment[4] = (start + elided) / OCTETS_PER_INCREMENT;
		fragment.set(payload.subarray(start, end), headerLength);
		this.#sent = end;
		return fragment;
	}
}
