/**
 * Frames of HDLC as COSEM uses it on a serial line (IEC 62056-46 §6.4; ISO/IEC 13239, frame format type 3). Nothing is escaped: the length
 * tells where a frame ends.
 *
 * | bytes     | field       |                                                                                       |
 * |-----------|-------------|---------------------------------------------------------------------------------------|
 * | 1         | flag        | 7E; one may close a frame and open the next                                           |
 * | 2         | format      | A (4 bits), segmented (1), length of all between the flags (11)                       |
 * | 1, 2 or 4 | destination | 7 bits a byte from the top, lowest bit 1 in the last byte                             |
 * | 1, 2 or 4 | source      | the client's takes one byte                                                           |
 * | 1         | control     | see `CONTROL`                                                                         |
 * | 2         | HCS         | CRC-16/X-25 of all since the flag, low byte first; only in front of information       |
 * | n         | information |                                                                                       |
 * | 2         | FCS         | CRC-16/X-25 of all since the flag, low byte first                                     |
 * | 1         | flag        | 7E                                                                                    |
 *
 * A server's address of two or four bytes is an upper half, its logical device, and a lower half, the physical one.
 */
import { crcX25 } from '../bytes/crc.js';
import { DecodeError } from '../bytes/reader.js';

export const FLAG = 0x7e;

/** The control field; `pollFinal` says that the sender yields, N(S) and N(R) are numbers modulo 8. */
export const CONTROL = Object.freeze({ pollFinal: 0x10, rr: 0x01, rnr: 0x05, snrm: 0x83, disc: 0x43, ua: 0x63, dm: 0x0f, frmr: 0x87, ui: 0x03 });

export interface HdlcAddress {
	/** Logical device of a server, or the client. */
	readonly upper: number;
	/** Physical device; 0 where the address has one byte. */
	readonly lower: number;
	/** 1, 2 or 4 bytes: 7 bits in all, 7 bits each half, or 14 bits each. */
	readonly length: number;
}

export interface HdlcFrame {
	/** More segments of the same APDU follow. */
	readonly segmented: boolean;
	readonly destination: HdlcAddress;
	readonly source: HdlcAddress;
	readonly control: number;
	readonly information: Uint8Array;
}

const FORMAT = 'HDLC';
const FORMAT_TYPE = 0xa0;
const SEGMENTED = 0x08;
const CRC_LENGTH = 2;
/** Format, two addresses of one byte, control, FCS. */
const SHORTEST = 7;
const LONGEST = 0x7ff;
/** All that may stand around the information: format, addresses of 4 bytes, control, HCS, FCS. */
const HDLC_OVERHEAD = 2 + 4 + 4 + 1 + CRC_LENGTH + CRC_LENGTH;
/** `/?` of mode E with its parity bits: behind a flag it looks like the header of a long frame, and is no error. */
const OPENING = Object.freeze([0xaf, 0x3f]);

/** A frame without its flags. The information is a view. Throws DecodeError. */
export function decodeHdlcFrame(bytes: Uint8Array): HdlcFrame {
	const { length } = bytes;
	if (length < SHORTEST) throw new DecodeError(FORMAT, length, `${SHORTEST} bytes or more`);
	if ((bytes[0]! & 0xf0) !== FORMAT_TYPE) throw new DecodeError(FORMAT, 0, 'frame format type 3 (a)');
	if (lengthOf(bytes[0]!, bytes[1]!) !== length) throw new DecodeError(FORMAT, 0, `a length of ${length}`);
	const end = length - CRC_LENGTH;
	if (crcX25(bytes, 0, end) !== uint16(bytes, end)) throw new DecodeError(FORMAT, end, 'a right FCS');
	const destination = addressAt(bytes, 2);
	const source = addressAt(bytes, 2 + destination.length);
	const controlAt = 2 + destination.length + source.length;
	if (controlAt >= end) throw new DecodeError(FORMAT, controlAt, 'a control field');
	let start = controlAt + 1;
	if (start < end) {
		if (end - start <= CRC_LENGTH) throw new DecodeError(FORMAT, start, 'HCS and information');
		if (crcX25(bytes, 0, start) !== uint16(bytes, start)) throw new DecodeError(FORMAT, start, 'a right HCS');
		start += CRC_LENGTH;
	}
	return {
		segmented: (bytes[0]! & SEGMENTED) !== 0,
		destination,
		source,
		control: bytes[controlAt]!,
		information: bytes.subarray(start, end),
	};
}

/** A frame with its flags. Throws RangeError where it would be longer than 2,047 bytes, or an address does not fit its length. */
export function encodeHdlcFrame({ segmented, destination, source, control, information }: HdlcFrame): Uint8Array {
	const headerLength = 2 + destination.length + source.length + 1;
	const count = information.length;
	const length = headerLength + (count > 0 ? CRC_LENGTH + count : 0) + CRC_LENGTH;
	if (length > LONGEST) throw new RangeError(`HDLC: frame: expected at most ${LONGEST} bytes, got ${length}`);
	const bytes = new Uint8Array(length + 2);
	bytes[0] = bytes[length + 1] = FLAG;
	bytes[1] = FORMAT_TYPE | (segmented ? SEGMENTED : 0) | (length >> 8);
	bytes[2] = length;
	putAddress(bytes, 3, destination);
	putAddress(bytes, 3 + destination.length, source);
	bytes[headerLength] = control;
	if (count > 0) {
		putCrc(bytes, headerLength + 1);
		bytes.set(information, headerLength + 1 + CRC_LENGTH);
	}
	putCrc(bytes, length - 1);
	return bytes;
}

/** A client, or a logical device without a physical one: 1 byte. */
export function shortAddress(upper: number): HdlcAddress {
	return { upper, lower: 0, length: 1 };
}

export function sameAddress(a: HdlcAddress, b: HdlcAddress): boolean {
	return a.upper === b.upper && a.lower === b.lower && a.length === b.length;
}

/** Whether a frame is an I frame, and the numbers in a control field. */
export function isInformation(control: number): boolean {
	return (control & 1) === 0;
}

/** RR, RNR, REJ: they carry N(R). */
export function isSupervisory(control: number): boolean {
	return (control & 3) === 1;
}

/** RNR: its sender takes no I frames for now. */
export function isNotReady(control: number): boolean {
	return (control & 0x0f) === CONTROL.rnr;
}

export function sendNumber(control: number): number {
	return (control >> 1) & 7;
}

export function receiveNumber(control: number): number {
	return control >> 5;
}

export interface HdlcStreamOptions {
	/** The longest information of a frame that is taken. */
	readonly maxInformation: number;
	/** Good only during the call: the next frame takes the same place. */
	onFrame(frame: HdlcFrame): void;
	/** Bytes were dropped: no frame, one that is too long, or one that was cut short or changed on its way. Told once for each flag that opened none. */
	onError(error: DecodeError): void;
	/** A byte that stands between frames. It may reset the stream. */
	onStray?(byte: number): void;
}

/** Finds frames in a stream of bytes, and finds back into it after bytes were lost or changed: a frame that is whole is never lost for one that is not. */
export class HdlcStream {
	readonly #options: HdlcStreamOptions;
	/** Bytes of the frame in the making, from its flag on. */
	readonly #buffer: Uint8Array;
	#filled = 0;

	constructor(options: HdlcStreamOptions) {
		this.#options = options;
		this.#buffer = new Uint8Array(Math.min(options.maxInformation + HDLC_OVERHEAD, LONGEST) + 2);
	}

	/** Whether a frame has begun and is not complete. */
	get isUnderWay(): boolean {
		return this.#filled > 1;
	}

	/** Forgets what was begun: the line was silent for too long. */
	reset(): void {
		this.#filled = 0;
	}

	receive(bytes: Uint8Array): void {
		const buffer = this.#buffer;
		for (let i = 0; i < bytes.length; i++) {
			const byte = bytes[i]!;
			if (byte === FLAG) {
				// Behind a flag, another is only more of it.
				if (this.#filled === 1) continue;
			} else if (this.#filled === 0 || (this.#filled === 1 && (byte & 0xf0) !== FORMAT_TYPE)) {
				this.#filled = 0;
				this.#options.onStray?.(byte);
				continue;
			}
			buffer[this.#filled++] = byte;
			this.#settle();
		}
	}

	/** Takes what is whole and passes over what is none, until the rest has to wait for more. */
	#settle(): void {
		const buffer = this.#buffer;
		while (this.#filled > 1) {
			const frame = this.#judge();
			if (frame === 'unfinished') return;
			if (frame === 'none') {
				this.#resume();
				continue;
			}
			// The flag that closed this frame may open the next. Behind it there is more only where a frame that was none had taken it in.
			const end = lengthOf(buffer[1]!, buffer[2]!) + 1;
			const rest = this.#filled > end + 1 ? buffer.slice(end, this.#filled) : undefined;
			this.#filled = 1;
			this.#options.onFrame(frame);
			// A reset forgets the rest, too.
			if (rest === undefined || this.#filled !== 1) return;
			buffer.set(rest);
			this.#filled = rest.length;
		}
	}

	/** What the first flag opens. */
	#judge(): HdlcFrame | 'unfinished' | 'none' {
		const buffer = this.#buffer;
		const filled = this.#filled;
		if ((buffer[1]! & 0xf0) !== FORMAT_TYPE) return 'none';
		if (filled < 3) return 'unfinished';
		const length = lengthOf(buffer[1]!, buffer[2]!);
		const longest = buffer.length - 2;
		if (length < SHORTEST || length > longest) {
			if (buffer[1] !== OPENING[0] || buffer[2] !== OPENING[1])
				this.#options.onError(new DecodeError(FORMAT, 0, `a length of ${SHORTEST} to ${longest}, found ${length}`));
			return 'none';
		}
		if (filled < length + 2) return 'unfinished';
		try {
			if (buffer[length + 1] !== FLAG) throw new DecodeError(FORMAT, length, 'a flag that closes the frame');
			return decodeHdlcFrame(buffer.subarray(1, length + 1));
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			this.#options.onError(error);
			return 'none';
		}
	}

	/** Goes on at the next flag behind the first. */
	#resume(): void {
		const buffer = this.#buffer;
		const first = buffer[1]!;
		const second = buffer[2]!;
		// Two bytes that are no header stand between frames, too.
		if (this.#filled === 3 && (first & 0xf0) === FORMAT_TYPE && second !== FLAG) {
			this.#filled = 0;
			this.#options.onStray?.(first);
			this.#options.onStray?.(second);
			return;
		}
		let at = 1;
		while (at < this.#filled && buffer[at] !== FLAG) at++;
		// Of several flags the last opens the frame.
		while (at + 1 < this.#filled && buffer[at + 1] === FLAG) at++;
		buffer.copyWithin(0, at, this.#filled);
		this.#filled -= at;
	}
}

function lengthOf(first: number, second: number): number {
	return ((first & 7) << 8) | second;
}

function addressAt(bytes: Uint8Array, at: number): HdlcAddress {
	let length = 1;
	while (length < 4 && (bytes[at + length - 1]! & 1) === 0) length++;
	if (at + length > bytes.length || (bytes[at + length - 1]! & 1) === 0 || length === 3)
		throw new DecodeError(FORMAT, at, 'an address of 1, 2 or 4 bytes');
	const seven = (index: number): number => bytes[at + index]! >> 1;
	if (length === 1) return shortAddress(seven(0));
	if (length === 2) return { upper: seven(0), lower: seven(1), length };
	return { upper: (seven(0) << 7) | seven(1), lower: (seven(2) << 7) | seven(3), length };
}

function putAddress(bytes: Uint8Array, at: number, { upper, lower, length }: HdlcAddress): void {
	const limit = length === 4 ? 0x4000 : 0x80;
	if ((length !== 1 && length !== 2 && length !== 4) || !(upper >= 0 && upper < limit) || !(lower >= 0 && lower < limit))
		throw new RangeError(`HDLC: address: expected one of 1, 2 or 4 bytes, got ${upper}, ${lower} in ${length}`);
	if (length === 4) {
		bytes[at] = (upper >> 7) << 1;
		bytes[at + 1] = upper << 1;
		bytes[at + 2] = (lower >> 7) << 1;
		bytes[at + 3] = lower << 1;
	} else {
		bytes[at] = upper << 1;
		if (length === 2) bytes[at + 1] = lower << 1;
	}
	bytes[at + length - 1]! |= 1;
}

function putCrc(bytes: Uint8Array, at: number): void {
	const crc = crcX25(bytes, 1, at);
	bytes[at] = crc;
	bytes[at + 1] = crc >> 8;
}

function uint16(bytes: Uint8Array, at: number): number {
	return bytes[at]! | (bytes[at + 1]! << 8);
}
