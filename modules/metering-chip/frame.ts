/**
 * What the metering chips HLW8032 (Hiliwei) and CSE7766 (Chipsea) say by themselves, some 20 times a second, at 4,800 bit/s, 8E1 (HLW8032 data sheet,
 * "UART"; the CSE7766 is the same chip).
 *
 * | byte     | field                                                                                                              |
 * |----------|--------------------------------------------------------------------------------------------------------------------|
 * | 0        | state: 55 sound; AA its correction does not work; Fx a bit each, the lowest: its coefficients are damaged; power, current, voltage too small to be measured |
 * | 1        | 5A                                                                                                                 |
 * | 2, 5     | of the voltage: coefficient, and period of its pulses, µs; 3 bytes each                                             |
 * | 8, 11    | of the current, the same                                                                                           |
 * | 14, 17   | of the active power, the same                                                                                      |
 * | 20       | bit 7 changes whenever the pulses pass 65,535; bits 6, 5, 4: voltage, current, power were measured once more         |
 * | 21       | pulses of the energy, 2 bytes, from 0 to 65,535 and from 0 on again                                                 |
 * | 23       | checksum: sum of bytes 2 to 22, modulo 256                                                                         |
 *
 * All fields have their most significant byte first.
 */
import { DecodeError } from '../bytes/reader.js';
import { putUint16, uint16 } from '../bytes/uint.js';

export const FRAME_LENGTH = 24;

const FORMAT = 'HLW8032';
export const STATE = Object.freeze({ sound: 0x55, uncorrected: 0xaa, flags: 0xf0 });
/** Of a state from F0 on. */
export const STATE_FLAG = Object.freeze({ coefficients: 0x01, power: 0x02, current: 0x04, voltage: 0x08 });
const MARK = 0x5a;
const FROM = Object.freeze({ mark: 1, voltage: 2, current: 8, power: 14, update: 20, pulses: 21, checksum: 23 });
const PERIOD = 3;
const UPDATE = Object.freeze({ carry: 0x80, voltage: 0x40, current: 0x20, power: 0x10 });
const MOST = 0xff_ffff;

/** One of the three quantities: it is coefficient / period, times what the resistors around the chip make of it. */
export interface Quantity {
	/** 24 bits. */
	readonly coefficient: number;
	/** µs, 24 bits. */
	readonly period: number;
	/** Its period was measured to the end; else it goes on, and is longer than that. */
	readonly isFresh: boolean;
}

export interface ChipFrame {
	readonly state: number;
	readonly voltage: Quantity;
	readonly current: Quantity;
	readonly power: Quantity;
	/** 16 bits. */
	readonly pulses: number;
	/** Another than before: the pulses began at 0 again. */
	readonly carry: boolean;
}

/** Of 24 bytes. Throws DecodeError. */
export function decodeChipFrame(bytes: Uint8Array): ChipFrame {
	if (bytes.length !== FRAME_LENGTH) throw new DecodeError(FORMAT, bytes.length, `${FRAME_LENGTH} bytes`);
	if (!isState(bytes[0]!)) throw new DecodeError(FORMAT, 0, 'a state of 55, AA or F0 to FF');
	if (bytes[FROM.mark] !== MARK) throw new DecodeError(FORMAT, FROM.mark, '5A');
	if (bytes[FROM.checksum] !== checksumOf(bytes)) throw new DecodeError(FORMAT, FROM.checksum, 'a right checksum');
	const update = bytes[FROM.update]!;
	return {
		state: bytes[0]!,
		voltage: quantityAt(bytes, FROM.voltage, (update & UPDATE.voltage) !== 0),
		current: quantityAt(bytes, FROM.current, (update & UPDATE.current) !== 0),
		power: quantityAt(bytes, FROM.power, (update & UPDATE.power) !== 0),
		pulses: uint16(bytes, FROM.pulses),
		carry: (update & UPDATE.carry) !== 0,
	};
}

/** Throws RangeError for a state that there is not, or a number of more bits than its field has. The four lowest bits of byte 20 are 1, as chips have them. */
export function encodeChipFrame(frame: ChipFrame): Uint8Array {
	const { state, voltage, current, power, pulses, carry } = frame;
	if (!isState(state)) throw new RangeError(`${FORMAT}: state: expected 55, AA or F0 to FF, got ${state.toString(16)}`);
	if (!(pulses >= 0 && pulses <= 0xffff)) throw new RangeError(`${FORMAT}: pulses: expected at most 65535, got ${pulses}`);
	const bytes = new Uint8Array(FRAME_LENGTH);
	bytes[0] = state;
	bytes[FROM.mark] = MARK;
	putQuantity(bytes, FROM.voltage, voltage);
	putQuantity(bytes, FROM.current, current);
	putQuantity(bytes, FROM.power, power);
	const fresh = (voltage.isFresh ? UPDATE.voltage : 0) | (current.isFresh ? UPDATE.current : 0) | (power.isFresh ? UPDATE.power : 0);
	bytes[FROM.update] = (carry ? UPDATE.carry : 0) | fresh | 1;
	putUint16(bytes, FROM.pulses, pulses);
	bytes[FROM.checksum] = checksumOf(bytes);
	return bytes;
}

function isState(byte: number): boolean {
	return byte === STATE.sound || byte === STATE.uncorrected || (byte & STATE.flags) === STATE.flags;
}

function quantityAt(bytes: Uint8Array, at: number, isFresh: boolean): Quantity {
	return { coefficient: uint24(bytes, at), period: uint24(bytes, at + PERIOD), isFresh };
}

function putQuantity(bytes: Uint8Array, at: number, { coefficient, period }: Quantity): void {
	putUint24(bytes, at, coefficient);
	putUint24(bytes, at + PERIOD, period);
}

function uint24(bytes: Uint8Array, at: number): number {
	return (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
}

function putUint24(bytes: Uint8Array, at: number, value: number): void {
	if (!(value >= 0 && value <= MOST)) throw new RangeError(`${FORMAT}: byte ${at}: expected at most ${MOST}, got ${value}`);
	bytes[at] = value >> 16;
	putUint16(bytes, at + 1, value & 0xffff);
}

function checksumOf(bytes: Uint8Array): number {
	let sum = 0;
	for (let i = FROM.voltage; i < FROM.checksum; i++) sum += bytes[i]!;
	return sum & 0xff;
}

/** Finds frames in what a line brings, in whatever pieces, and also behind noise or a byte that was lost. */
export class ChipStream {
	/** Bytes that were in no frame. */
	strays = 0;
	private readonly onFrame: (bytes: Uint8Array) => void;
	private readonly bytes = new Uint8Array(FRAME_LENGTH);
	private length = 0;

	/** `onFrame` gets what `decodeChipFrame` takes; the bytes are good during the call only. */
	constructor(onFrame: (bytes: Uint8Array) => void) {
		this.onFrame = onFrame;
	}

	receive(bytes: Uint8Array): void {
		const held = this.bytes;
		let { length } = this;
		for (let i = 0; i < bytes.length; i++) {
			held[length++] = bytes[i]!;
			// A beginning stays one until the frame is whole: 20 frames come each second, so most bytes end here.
			if (length > 2 && length < FRAME_LENGTH) continue;
			while (length > 0 && !canGoOn(held, length)) {
				this.strays++;
				held.copyWithin(0, 1, length--);
			}
			if (length < FRAME_LENGTH) continue;
			length = 0;
			this.onFrame(held);
		}
		this.length = length;
	}
}

/** Whether so many bytes may be the beginning of a frame, or are a whole one. */
function canGoOn(bytes: Uint8Array, length: number): boolean {
	if (!isState(bytes[0]!) || (length > 1 && bytes[1] !== MARK)) return false;
	return length < FRAME_LENGTH || bytes[FROM.checksum] === checksumOf(bytes);
}
