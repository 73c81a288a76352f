/**
 * The wrapper of COSEM over TCP and UDP (IEC 62056-47, now 62056-4-7), all big endian.
 *
 * | offset | bytes | field             |                                                      |
 * |--------|-------|-------------------|------------------------------------------------------|
 * | 0      | 2     | version           | 0001                                                 |
 * | 2      | 2     | source wPort      | of the sender: a client, or a logical device         |
 * | 4      | 2     | destination wPort | of the receiver                                      |
 * | 6      | 2     | length            | of the APDU that follows, at least 1                 |
 *
 * A segment of TCP may hold many frames, and a frame may come in many segments. One datagram of UDP is one frame.
 */
import { DecodeError, Reader } from '../bytes/reader.js';
import { putUint16, uint16 } from '../bytes/uint.js';
import type { DataWriter } from './axdr/data-writer.js';

/** Registered port of DLMS/COSEM, for TCP and for UDP. */
export const COSEM_PORT = 4059;
export const WRAPPER_HEADER_LENGTH = 8;
/** The longest APDU of a frame, and of one that is a datagram, bytes: one of IPv4 holds 65,507 at most; one of IPv6 some more. */
export const LONGEST_WRAPPED = 0xffff;
export const LONGEST_IN_DATAGRAM = 65_507 - WRAPPER_HEADER_LENGTH;
const FORMAT = 'wrapper';
const VERSION = 1;
const LENGTH_AT = 6;

export interface WrapperFrame {
	readonly source: number;
	readonly destination: number;
	readonly apdu: Uint8Array;
}

/** One datagram. The APDU is a view of it. Throws DecodeError. */
export function decodeWrapper(bytes: Uint8Array): WrapperFrame {
	const r = new Reader(FORMAT, bytes);
	if (r.uint(2, 'version') !== VERSION) throw r.error('version 0001', 0);
	const source = r.uint(2, 'source wPort');
	const destination = r.uint(2, 'destination wPort');
	const length = r.uint(2, 'length');
	if (length === 0) throw r.error('a length of at least 1', LENGTH_AT);
	const apdu = r.bytes(length, 'APDU');
	r.end();
	return { source, destination, apdu };
}

/** The header alone, for an APDU of `length` bytes that follows. */
export function writeWrapperHeader(w: DataWriter, source: number, destination: number, length: number): void {
	w.uint(2, VERSION).uint(2, source).uint(2, destination).uint(2, length);
}

/** A frame in an array of its own. Throws RangeError for an APDU of more than 65,535 bytes. */
export function encodeWrapper({ source, destination, apdu }: WrapperFrame): Uint8Array {
	if (apdu.length > LONGEST_WRAPPED) throw new RangeError(`wrapper: APDU: expected at most ${LONGEST_WRAPPED} bytes, got ${apdu.length}`);
	const bytes = new Uint8Array(WRAPPER_HEADER_LENGTH + apdu.length);
	putUint16(bytes, 0, VERSION);
	putUint16(bytes, 2, source);
	putUint16(bytes, 4, destination);
	putUint16(bytes, LENGTH_AT, apdu.length);
	bytes.set(apdu, WRAPPER_HEADER_LENGTH);
	return bytes;
}

export interface WrapperStreamOptions {
	/** The longest APDU that is taken, in bytes. */
	readonly maxApdu: number;
	/** Good only during the call: the next frame takes the same place. */
	readonly onFrame: (source: number, destination: number, apdu: Uint8Array) => void;
	/** The stream is of no use any more, and is to be closed: nothing comes after. */
	readonly onError: (error: DecodeError) => void;
}

/**
 * Takes frames off a stream of TCP. A frame that comes whole in one segment is handed on where it lies; only of one that is split a copy is
 * made, as long as its header says.
 */
export class WrapperStream {
	readonly #options: WrapperStreamOptions;
	readonly #header = new Uint8Array(WRAPPER_HEADER_LENGTH);
	/** The APDU of the frame that is not complete, once its header is. */
	#apdu: Uint8Array | undefined;
	/** How many bytes of header and APDU are there. */
	#filled = 0;
	#closed = false;
	#held = false;

	constructor(options: WrapperStreamOptions) {
		this.#options = options;
	}

	/** Whether a frame has begun and is not complete. */
	get waiting(): boolean {
		return this.#filled > 0;
	}

	/** What the stream brought next, from byte `from` on. Returns where it stopped: at the end, unless `hold` was called or the stream is of no use. */
	receive(bytes: Uint8Array, from = 0): number {
		let at = from;
		this.#held = false;
		while (at < bytes.length && !this.#closed && !this.#held) {
			if (this.#filled === 0 && bytes.length - at >= WRAPPER_HEADER_LENGTH) {
				const length = this.#check(bytes, at);
				if (length === undefined) return at;
				const end = at + WRAPPER_HEADER_LENGTH + length;
				if (end <= bytes.length) {
					this.#options.onFrame(uint16(bytes, at + 2), uint16(bytes, at + 4), bytes.subarray(at + WRAPPER_HEADER_LENGTH, end));
					at = end;
					continue;
				}
			}
			at = this.#collect(bytes, at);
		}
		return at;
	}

	/** Marks the present frame as the last that this `receive` hands on; for `onFrame`. */
	hold(): void {
		this.#held = true;
	}

	/** Nothing is handed on any more, not even the rest of what is being received. */
	close(): void {
		this.#closed = true;
		this.#apdu = undefined;
		this.#filled = 0;
	}

	/** Takes what is missing of the header, or else of the APDU. Returns where it stopped. */
	#collect(bytes: Uint8Array, from: number): number {
		const header = this.#header;
		let at = from;
		if (this.#apdu === undefined) {
			while (this.#filled < WRAPPER_HEADER_LENGTH && at < bytes.length) header[this.#filled++] = bytes[at++]!;
			if (this.#filled < WRAPPER_HEADER_LENGTH) return at;
			const length = this.#check(header, 0);
			if (length === undefined) return bytes.length;
			this.#apdu = new Uint8Array(length);
		}
		const apdu = this.#apdu;
		const filled = this.#filled - WRAPPER_HEADER_LENGTH;
		const count = Math.min(apdu.length - filled, bytes.length - at);
		apdu.set(bytes.subarray(at, at + count), filled);
		this.#filled += count;
		if (filled + count === apdu.length) {
			this.#apdu = undefined;
			this.#filled = 0;
			this.#options.onFrame(uint16(header, 2), uint16(header, 4), apdu);
		}
		return at + count;
	}

	/** The length that the header at `AT` tells; undefined, and an error, if the header is none. */
	#check(bytes: Uint8Array, at: number): number | undefined {
		const { maxApdu, onError } = this.#options;
		const length = uint16(bytes, at + LENGTH_AT);
		if (uint16(bytes, at) === VERSION && length >= 1 && length <= maxApdu) return length;
		this.close();
		if (uint16(bytes, at) !== VERSION) onError(new DecodeError(FORMAT, 0, `version 0001, found ${uint16(bytes, at)}`));
		else onError(new DecodeError(FORMAT, LENGTH_AT, `a length of 1 to ${maxApdu}, found ${length}`));
		return undefined;
	}
}
