/**
 * Data records (EN 13757-3 §6): what a value is, and the value.
 *
 * | field | bytes  | content                                                                                                        |
 * |-------|--------|----------------------------------------------------------------------------------------------------------------|
 * | DIB   | 1 – 11 | DIF: bit 7 a DIFE follows, bit 6 lowest bit of the storage number, bits 4–5 function, bits 0–3 form of the data; |
 * |       |        | DIFEs: bit 7 another follows, bit 6 subunit, bits 4–5 tariff, bits 0–3 storage number                           |
 * | VIB   | 1 – 11 | VIF and VIFEs: bit 7 another follows. Behind 7C and FC stand a length and a text                               |
 * | data  | n      | lowest byte first; of variable length (form D) behind a byte LVAR that tells how long                          |
 *
 * Instead of a DIF, 2F fills, and what is behind 0F or 1F is the manufacturer's; 1F says that another telegram follows.
 */
import { DecodeError } from '../bytes/reader.js';

export interface MbusRecord {
	readonly dib: Uint8Array;
	readonly vib: Uint8Array;
	/** With LVAR, where there is one. */
	readonly data: Uint8Array;
}

export interface MbusRecords {
	readonly records: readonly MbusRecord[];
	/** What only its maker knows; empty: there is none. */
	readonly manufacturerData: Uint8Array;
	/** Another telegram has more records. */
	readonly hasMore: boolean;
}

/** Form of the data. */
export const FORM = Object.freeze({ none: 0, int8: 1, int16: 2, int24: 3, int32: 4, real32: 5, bcd2: 9, bcd4: 10, bcd6: 11, bcd8: 12, variable: 13 });

const FORMAT = 'M-Bus record';
const FILLER = 0x2f;
const MANUFACTURER = 0x0f;
const MANUFACTURER_MORE = 0x1f;
const EXTENDED = 0x80;
const FORM_BITS = 0x0f;
const VARIABLE = 13;
const SPECIAL = 15;
const PLAIN_TEXT = 0x7c;
/** Bytes of a DIB or a VIB: DIF or VIF, and ten more. */
export const MOST_BLOCK = 11;
/** Bytes of each form of data; that of variable length tells itself. */
const LENGTHS = Object.freeze([0, 1, 2, 3, 4, 4, 6, 8, 0, 1, 2, 3, 4, 0, 6]);
/** LVAR from these on: text, positive and negative BCD, binary of so many bytes, and of four times as many. */
const LVAR = Object.freeze({ positive: 0xc0, negative: 0xd0, binary: 0xe0, long: 0xf0, longest: 0xf4, longBase: 0xec });

/** The parts of the records are views. Throws DecodeError. */
export function decodeRecords(bytes: Uint8Array): MbusRecords {
	const records: MbusRecord[] = [];
	let at = 0;
	while (at < bytes.length) {
		const dif = bytes[at]!;
		if (dif === FILLER) {
			at++;
			continue;
		}
		if (dif === MANUFACTURER || dif === MANUFACTURER_MORE)
			return { records, manufacturerData: bytes.subarray(at + 1), hasMore: dif === MANUFACTURER_MORE };
		const vibAt = blockEnd(bytes, at, 'DIFE');
		if ((dif & FORM_BITS) === SPECIAL) throw new DecodeError(FORMAT, at, 'a form of data');
		const dataAt = vibEnd(bytes, vibAt);
		const end = dataAt + dataLength(bytes, dataAt, dif & FORM_BITS);
		if (end > bytes.length) throw new DecodeError(FORMAT, bytes.length, `data of ${end - dataAt} bytes`);
		records.push({ dib: bytes.subarray(at, vibAt), vib: bytes.subarray(vibAt, dataAt), data: bytes.subarray(dataAt, end) });
		at = end;
	}
	return { records, manufacturerData: bytes.subarray(at), hasMore: false };
}

/** Records one behind the other, without a filler. */
export function encodeRecords(records: readonly MbusRecord[]): Uint8Array {
	const bytes = new Uint8Array(records.reduce((sum, { dib, vib, data }) => sum + dib.length + vib.length + data.length, 0));
	let at = 0;
	for (const record of records)
		for (const part of [record.dib, record.vib, record.data]) {
			bytes.set(part, at);
			at += part.length;
		}
	return bytes;
}

/** A record whose DIB is a DIF alone, with a number in it. Throws RangeError where the number does not fit, or the form has none. */
export function numberRecord(dif: number, vib: Uint8Array, value: number): MbusRecord {
	const form = dif & FORM_BITS;
	const length = LENGTHS[form] ?? 0;
	if (length === 0 || form === FORM.real32 || (dif & EXTENDED) !== 0)
		throw new RangeError(`M-Bus record: DIF: expected one of a whole number, got ${dif}`);
	const data = new Uint8Array(length);
	const isBcd = form >= FORM.bcd2;
	const base = isBcd ? 100 : 256;
	const most = isBcd ? base ** length - 1 : base ** length / 2 - 1;
	if (!(value <= most && value >= (isBcd ? 0 : -most - 1)) || value % 1 !== 0)
		throw new RangeError(`M-Bus record: value: expected a whole number of ${length} bytes, got ${value}`);
	let rest = isBcd || value >= 0 ? value : value + base ** length;
	for (let i = 0; i < length; i++) {
		const digit = rest % base;
		data[i] = isBcd ? Math.floor(digit / 10) * 16 + (digit % 10) : digit;
		rest = Math.floor(rest / base);
	}
	return { dib: Uint8Array.of(dif), vib, data };
}

/** The number in a record; undefined: it has none, or its digits are none. Of 8 bytes, it is as exact as a double is. */
export function numberIn({ dib, data }: MbusRecord): number | undefined {
	const form = dib[0]! & FORM_BITS;
	if (form === FORM.real32) return new DataView(data.buffer, data.byteOffset, data.length).getFloat32(0, true);
	if (form !== VARIABLE) return data.length === 0 ? undefined : form >= FORM.bcd2 ? bcdIn(data) : integerIn(data);
	const lvar = data[0]!;
	if (lvar >= LVAR.positive && lvar < LVAR.binary) {
		const digits = bcdIn(data.subarray(1));
		return digits === undefined || lvar < LVAR.negative ? digits : -digits;
	}
	return lvar > LVAR.binary && lvar <= LVAR.binary + 8 ? integerIn(data.subarray(1)) : undefined;
}

/** The text in a record of variable length; undefined: it has none. */
export function textIn({ dib, data }: MbusRecord): string | undefined {
	if ((dib[0]! & FORM_BITS) !== VARIABLE || data[0]! >= LVAR.positive) return undefined;
	let text = '';
	for (let i = data.length - 1; i > 0; i--) text += String.fromCharCode(data[i]!);
	return text;
}

/** Bytes in a record of variable length, in the order in which they are sent. Throws RangeError where there are neither up to 15, nor 16, 20, … 32. */
export function bytesRecord(vib: Uint8Array, bytes: Uint8Array): MbusRecord {
	const { length } = bytes;
	const lvar = length < 16 ? LVAR.binary + length : LVAR.longBase + length / 4;
	if (lvar % 1 !== 0 || lvar > LVAR.longest) throw new RangeError(`M-Bus record: expected up to 15 bytes, or 16, 20, … 32, got ${length}`);
	const data = new Uint8Array(1 + length);
	data[0] = lvar;
	data.set(bytes, 1);
	return { dib: Uint8Array.of(FORM.variable), vib, data };
}

/** The bytes in a record of variable length; undefined: it has none. */
export function bytesIn({ dib, data }: MbusRecord): Uint8Array | undefined {
	return (dib[0]! & FORM_BITS) === VARIABLE && data[0]! >= LVAR.binary ? data.subarray(1) : undefined;
}

/** Where a value belongs. */
export interface DibParts {
	/** 0 the value now, 1 the greatest, 2 the smallest, 3 one in an error. */
	readonly function: number;
	readonly storage: number;
	readonly tariff: number;
	readonly subunit: number;
}

export function dibParts(dib: Uint8Array): DibParts {
	let storage = (dib[0]! >> 6) & 1;
	let tariff = 0;
	let subunit = 0;
	for (let i = 1; i < dib.length; i++) {
		const dife = dib[i]!;
		storage += (dife & 15) * 2 ** (4 * i - 3);
		tariff += ((dife >> 4) & 3) * 4 ** (i - 1);
		subunit += ((dife >> 6) & 1) * 2 ** (i - 1);
	}
	return { function: (dib[0]! >> 4) & 3, storage, tariff, subunit };
}

/** Behind the DIF or VIF at `at` and what extends it. */
function blockEnd(bytes: Uint8Array, at: number, more: string): number {
	let end = at;
	while ((bytes[end]! & EXTENDED) !== 0) {
		end++;
		if (end >= bytes.length) throw new DecodeError(FORMAT, end, `a ${more}`);
		if (end - at >= MOST_BLOCK) throw new DecodeError(FORMAT, end, `at most ${MOST_BLOCK - 1} ${more}s`);
	}
	return end + 1;
}

function vibEnd(bytes: Uint8Array, at: number): number {
	if (at >= bytes.length) throw new DecodeError(FORMAT, at, 'a VIF');
	if ((bytes[at]! & ~EXTENDED) !== PLAIN_TEXT) return blockEnd(bytes, at, 'VIFE');
	if (at + 1 >= bytes.length) throw new DecodeError(FORMAT, at + 1, 'the length of a plain text');
	const end = at + 2 + bytes[at + 1]!;
	if (end > bytes.length) throw new DecodeError(FORMAT, bytes.length, `a plain text of ${bytes[at + 1]} bytes`);
	if ((bytes[at]! & EXTENDED) === 0) return end;
	if (end >= bytes.length) throw new DecodeError(FORMAT, end, 'a VIFE');
	return blockEnd(bytes, end, 'VIFE');
}

function dataLength(bytes: Uint8Array, at: number, form: number): number {
	if (form !== VARIABLE) return LENGTHS[form]!;
	if (at >= bytes.length) throw new DecodeError(FORMAT, at, 'LVAR');
	const lvar = bytes[at]!;
	if (lvar < LVAR.positive) return 1 + lvar;
	if (lvar < LVAR.long) return 1 + (lvar & 15);
	if (lvar <= LVAR.longest) return 1 + 4 * (lvar - LVAR.longBase);
	throw new DecodeError(FORMAT, at, 'LVAR up to F4');
}

/** Two's complement, lowest byte first; so many bytes that a double may have to round. */
function integerIn(bytes: Uint8Array): number {
	const isNegative = (bytes[bytes.length - 1]! & 0x80) !== 0;
	let value = 0;
	for (let i = bytes.length - 1; i >= 0; i--) value = value * 256 + (isNegative ? 255 - bytes[i]! : bytes[i]!);
	return isNegative ? -value - 1 : value;
}

/** Digits, two a byte, lowest first; F in the place of the highest is a minus. */
function bcdIn(bytes: Uint8Array): number | undefined {
	let value = 0;
	let isNegative = false;
	for (let i = bytes.length - 1; i >= 0; i--) {
		let high = bytes[i]! >> 4;
		const low = bytes[i]! & 15;
		if (i === bytes.length - 1 && high === 15) {
			isNegative = true;
			high = 0;
		}
		if (high > 9 || low > 9) return undefined;
		value = value * 100 + high * 10 + low;
	}
	return isNegative ? -value : value;
}
