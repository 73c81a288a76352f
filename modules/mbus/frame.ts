/**
 * Frames of the link layer of M-Bus (EN 13757-2 §5.3; FT 1.2 of IEC 60870-5-1).
 *
 * | frame          | bytes                                                                    |
 * |----------------|--------------------------------------------------------------------------|
 * | acknowledgment | E5                                                                       |
 * | short          | 10, C, A, checksum, 16                                                   |
 * | control, long  | 68, L, L, 68, C, A, CI, data of L − 3 bytes (none: control), checksum, 16 |
 *
 * The checksum is the sum of all from C on, modulo 256. C is one of `CONTROL`, A one of 1 to 250 or of `ADDRESS`, CI tells what the data are (`CI`).
 */
import { DecodeError } from '../bytes/reader.js';

/** The control field. A master's has the frame count bit, which changes with each new request, and the bit that says that it counts. */
export const CONTROL = Object.freeze({
	/** The slave begins anew, or is no longer selected. */
	sndNke: 0x40,
	sndUd: 0x53,
	/** Class 1: alarms. */
	reqUd1: 0x5a,
	/** Class 2: data. */
	reqUd2: 0x5b,
	rspUd: 0x08,
	frameCount: 0x20,
});

export const ADDRESS = Object.freeze({
	/** Of a slave as it comes from the factory. */
	unconfigured: 0,
	lastPrimary: 250,
	/** The one slave that was selected by its secondary address. */
	selected: 0xfd,
	/** All slaves, and all answer. */
	test: 0xfe,
	/** All slaves, and none answers. */
	broadcast: 0xff,
});

/** CI field (EN 13757-3 §5). */
export const CI = Object.freeze({
	applicationReset: 0x50,
	dataSend: 0x51,
	select: 0x52,
	applicationError: 0x70,
	/** Header of 12 bytes, of 4 bytes, and none. */
	longHeader: 0x72,
	shortHeader: 0x7a,
	noHeader: 0x78,
});

export type MbusFrame =
	| { readonly kind: 'acknowledgment' }
	| { readonly kind: 'short'; readonly control: number; readonly address: number }
	/** Without data it is a control frame. */
	| { readonly kind: 'long'; readonly control: number; readonly address: number; readonly ci: number; readonly data: Uint8Array };

export const ACKNOWLEDGMENT: MbusFrame = Object.freeze({ kind: 'acknowledgment' });

const FORMAT = 'M-Bus';
const SINGLE = 0xe5;
const SHORT = 0x10;
const LONG = 0x68;
const STOP = 0x16;
const SHORT_LENGTH = 5;
/** Start, L, L, start in front, checksum and stop behind. */
const LONG_AROUND = 6;
const LONG_HEAD = 4;
/** C, A, CI. */
const FIELDS = 3;
export const MOST_DATA = 0xff - FIELDS;
const LONGEST = LONG_AROUND + 0xff;

/** The data are a view. Throws DecodeError. */
export function decodeMbusFrame(bytes: Uint8Array): MbusFrame {
	const { length } = bytes;
	const expected = lengthOf(bytes, length);
	if (expected === undefined) throw new DecodeError(FORMAT, length, 'a whole frame');
	if (expected !== length) throw new DecodeError(FORMAT, 0, `${expected} bytes, found ${length}`);
	if (length === 1) return ACKNOWLEDGMENT;
	const from = bytes[0] === SHORT ? 1 : LONG_HEAD;
	if (bytes[length - 1] !== STOP) throw new DecodeError(FORMAT, length - 1, 'a stop byte');
	if (checksum(bytes, from, length - 2) !== bytes[length - 2]) throw new DecodeError(FORMAT, length - 2, 'a right checksum');
	const control = bytes[from]!;
	const address = bytes[from + 1]!;
	if (from === 1) return { kind: 'short', control, address };
	return { kind: 'long', control, address, ci: bytes[from + 2]!, data: bytes.subarray(from + FIELDS, length - 2) };
}

/** Throws RangeError where there are more than 252 bytes of data. */
export function encodeMbusFrame(frame: MbusFrame): Uint8Array {
	if (frame.kind === 'acknowledgment') return Uint8Array.of(SINGLE);
	const { control, address } = frame;
	if (frame.kind === 'short') return Uint8Array.of(SHORT, control, address, (control + address) & 0xff, STOP);
	const { ci, data } = frame;
	if (data.length > MOST_DATA) throw new RangeError(`M-Bus: data: expected at most ${MOST_DATA} bytes, got ${data.length}`);
	const length = FIELDS + data.length;
	const bytes = new Uint8Array(LONG_AROUND + length);
	bytes[0] = bytes[3] = LONG;
	bytes[1] = bytes[2] = length;
	bytes[4] = control;
	bytes[5] = address;
	bytes[6] = ci;
	bytes.set(data, LONG_HEAD + FIELDS);
	bytes[LONG_HEAD + length] = checksum(bytes, LONG_HEAD, LONG_HEAD + length);
	bytes[LONG_HEAD + length + 1] = STOP;
	return bytes;
}

/** How long the frame is that begins here; undefined: more bytes must come before that can be told. Throws DecodeError where none begins. */
function lengthOf(bytes: Uint8Array, filled: number): number | undefined {
	if (filled === 0) return undefined;
	switch (bytes[0]) {
		case SINGLE:
			return 1;
		case SHORT:
			return SHORT_LENGTH;
		case LONG:
			break;
		default:
			throw new DecodeError(FORMAT, 0, 'a start byte');
	}
	if (filled < LONG_HEAD) return undefined;
	const length = bytes[1]!;
	if (length < FIELDS || bytes[2] !== length) throw new DecodeError(FORMAT, 1, `a length of ${FIELDS} or more, twice`);
	if (bytes[3] !== LONG) throw new DecodeError(FORMAT, 3, 'the start byte again');
	return LONG_AROUND + length;
}

function checksum(bytes: Uint8Array, from: number, to: number): number {
	let sum = 0;
	for (let i = from; i < to; i++) sum += bytes[i]!;
	return sum & 0xff;
}

/** A pause that ends a frame that is not whole, ms: 33 bit times at 300 baud, and what a computer may be late. */
const SILENCE = 250;

export interface MbusStreamOptions {
	/** Good only during the call: the next frame takes the same place. */
	onFrame(frame: MbusFrame): void;
	/** Bytes were dropped. Told once for each frame that was none, or bytes between frames. */
	onError(error: DecodeError): void;
}

/** Finds frames in a stream of bytes, and finds back into it after bytes were lost or changed. */
export class MbusStream {
	readonly #options: MbusStreamOptions;
	readonly #buffer = new Uint8Array(LONGEST);
	#filled = 0;
	#at = 0;
	/** The last byte was dropped, and that was told. */
	#isLost = false;

	constructor(options: MbusStreamOptions) {
		this.#options = options;
	}

	/** Forgets what was begun. */
	reset(): void {
		this.#filled = 0;
		this.#isLost = false;
	}

	/** @param now ms of a clock that never goes back */
	receive(bytes: Uint8Array, now: number): void {
		if (now - this.#at > SILENCE) this.#breakOff();
		this.#at = now;
		for (const byte of bytes) {
			this.#buffer[this.#filled++] = byte;
			this.#settle();
		}
	}

	#breakOff(): void {
		if (this.#filled > 0 && !this.#isLost) this.#options.onError(new DecodeError(FORMAT, this.#filled, 'the rest of the frame'));
		this.reset();
	}

	/** Takes what is whole and passes over what is none, until the rest has to wait for more. A frame is behind it even where who was told of it throws. */
	#settle(): void {
		while (this.#filled > 0) {
			const found = this.#begins();
			if (found === undefined) return;
			if (found instanceof DecodeError) {
				this.#lose(found);
				continue;
			}
			this.#isLost = false;
			try {
				this.#options.onFrame(found.frame);
			} finally {
				this.#drop(found.length);
			}
		}
	}

	/** The frame that begins here, or why none does; undefined: more bytes must come before that can be told. */
	#begins(): { readonly frame: MbusFrame; readonly length: number } | DecodeError | undefined {
		try {
			const length = lengthOf(this.#buffer, this.#filled);
			if (length === undefined || length > this.#filled) return undefined;
			return { frame: decodeMbusFrame(this.#buffer.subarray(0, length)), length };
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			return error;
		}
	}

	#lose(error: DecodeError): void {
		const isNew = !this.#isLost;
		this.#isLost = true;
		this.#drop(1);
		if (isNew) this.#options.onError(error);
	}

	#drop(count: number): void {
		this.#buffer.copyWithin(0, count, this.#filled);
		this.#filled -= Math.min(count, this.#filled);
	}
}
