/**
 * Where encoders put their bytes, in order.
 *
 * The methods from `nullData` on put values of A-XDR (data.ts), tag first; `array` and `structure` only begin one. All of them throw RangeError for what
 * does not fit its type: a value that was cut would be another value.
 */
import { asciiBytes } from '../../bytes/ascii.js';
import { frozen } from '../../bytes/frozen.js';
import { GrowingWriter } from '../../bytes/growing-writer.js';
import { TWO_TO_32 } from '../../bytes/uint.js';
import { DATE_TIME_LENGTH } from './date-time.js';

/** Tags of the common data types (Green Book, COSEMpdu; Blue Book, table "Common data types"). */
export const DataTag = Object.freeze({
	nullData: 0,
	array: 1,
	structure: 2,
	boolean: 3,
	bitString: 4,
	doubleLong: 5,
	doubleLongUnsigned: 6,
	octetString: 9,
	visibleString: 10,
	utf8String: 12,
	bcd: 13,
	integer: 15,
	long: 16,
	unsigned: 17,
	longUnsigned: 18,
	compactArray: 19,
	long64: 20,
	long64Unsigned: 21,
	enum: 22,
	float32: 23,
	float64: 24,
	dateTime: 25,
	date: 26,
	time: 27,
} as const);

type NumberTag = (typeof DataTag)['doubleLong' | 'doubleLongUnsigned' | 'bcd' | 'integer' | 'long' | 'unsigned' | 'longUnsigned' | 'enum'];

/** The types of whole numbers: name (Green Book, "Data" of COSEMpdu), bytes, least and greatest value. */
const NUMBERS: Readonly<Record<NumberTag, readonly [name: string, width: number, least: number, greatest: number]>> = frozen({
	[DataTag.doubleLong]: ['double-long', 4, -0x80000000, 0x7fffffff],
	[DataTag.doubleLongUnsigned]: ['double-long-unsigned', 4, 0, 0xffffffff],
	[DataTag.bcd]: ['bcd', 1, 0, 0xff],
	[DataTag.integer]: ['integer', 1, -0x80, 0x7f],
	[DataTag.long]: ['long', 2, -0x8000, 0x7fff],
	[DataTag.unsigned]: ['unsigned', 1, 0, 0xff],
	[DataTag.longUnsigned]: ['long-unsigned', 2, 0, 0xffff],
	[DataTag.enum]: ['enum', 1, 0, 0xff],
});

/**
 * A value that is produced piece by piece, so that a long one (an object list, a profile) is never whole in memory. A piece is an entry, or
 * the count before the entries; it should not exceed a few hundred bytes.
 */
export interface DataSource {
	/** Puts the next piece at the end of `w`. False: that was the last one. */
	produce(w: DataWriter): boolean;
}

const NAMES = 2 ** 48;

export class DataWriter extends GrowingWriter {
	/** A length or a count, as BER and A-XDR write it: one byte below 128, else 0x81 and one byte, 0x82 and two, and so on. */
	size(value: number): this {
		if (!(value >= 0)) throw new RangeError(`length: expected a whole number from 0 to 4294967295, got ${value}`);
		if (value < 0x80) return this.uint(1, value);
		if (value < 0x100) return this.uint(2, 0x8100 | value);
		if (value < 0x10000) return this.uint(1, 0x82).uint(2, value);
		return this.uint(1, 0x84).uint(4, value);
	}

	/** 8 bytes, most significant first; a negative number as its two's complement. */
	uint64(value: bigint): this {
		if (value >= 1n << 64n || value < -(1n << 63n)) throw new RangeError(`number of 8 bytes: expected one from -2^63 to 2^64 - 1, got ${value}`);
		return this.uint(4, Number(BigInt.asUintN(32, value >> 32n))).uint(4, Number(BigInt.asUintN(32, value)));
	}

	/** 4 or 8 bytes of IEEE 754. */
	float(width: 4 | 8, value: number): this {
		const bytes = new Uint8Array(width);
		const view = new DataView(bytes.buffer);
		if (width === 4) view.setFloat32(0, value);
		else view.setFloat64(0, value);
		return this.put(bytes);
	}

	/** A whole number with its tag. */
	number(tag: NumberTag, value: number): this {
		const [name, width, least, greatest] = NUMBERS[tag];
		if (!(value >= least && value <= greatest) || value % 1 !== 0)
			throw new RangeError(`A-XDR: ${name}: expected a whole number from ${least} to ${greatest}, got ${value}`);
		this.room(1 + width);
		this.buffer[this.end++] = tag;
		for (let i = width - 1; i >= 0; i--) this.buffer[this.end++] = value >>> (8 * i);
		return this;
	}

	nullData(): this {
		return this.uint(1, DataTag.nullData);
	}

	/** `count` values, all of one type, follow. */
	array(count: number): this {
		return this.uint(1, DataTag.array).size(count);
	}

	/** `count` values follow. */
	structure(count: number): this {
		return this.uint(1, DataTag.structure).size(count);
	}

	boolean(value: boolean): this {
		return this.uint(2, (DataTag.boolean << 8) | (value ? 1 : 0));
	}

	/** `bits` bits, the first of them the most significant of the first byte. */
	bitString(bits: number, bytes: Uint8Array): this {
		const expected = Math.ceil(bits / 8);
		if (bytes.length !== expected) throw new RangeError(`A-XDR: bit-string: expected ${expected} bytes for ${bits} bits, got ${bytes.length}`);
		return this.uint(1, DataTag.bitString).size(bits).put(bytes);
	}

	doubleLong(value: number): this {
		return this.number(DataTag.doubleLong, value);
	}

	doubleLongUnsigned(value: number): this {
		return this.number(DataTag.doubleLongUnsigned, value);
	}

	octetString(bytes: Uint8Array): this {
		return this.uint(1, DataTag.octetString).size(bytes.length).put(bytes);
	}

	/** A logical name, as the octet-string of 6 bytes. */
	logicalName(name: number): this {
		return this.uint(2, (DataTag.octetString << 8) | 6).name(name);
	}

	/** The 6 bytes of a logical name alone (see obis.ts). */
	name(name: number): this {
		if (!(name >= 0 && name < NAMES) || name % 1 !== 0) throw new RangeError(`logical name: expected one of 48 bits, got ${name}`);
		return this.uint(2, Math.floor(name / TWO_TO_32)).uint(4, name % TWO_TO_32);
	}

	/** ASCII only. */
	visibleString(text: string): this {
		for (let i = 0; i < text.length; i++)
			if (text.charCodeAt(i) > 0x7f) throw new RangeError(`A-XDR: visible-string: expected ASCII, got ${JSON.stringify(text)}`);
		return this.uint(1, DataTag.visibleString).size(text.length).put(asciiBytes(text));
	}

	/** Text that is in UTF-8 already. */
	utf8String(bytes: Uint8Array): this {
		return this.uint(1, DataTag.utf8String).size(bytes.length).put(bytes);
	}

	/** Two decimal digits in a byte. */
	bcd(value: number): this {
		return this.number(DataTag.bcd, value);
	}

	integer(value: number): this {
		return this.number(DataTag.integer, value);
	}

	long(value: number): this {
		return this.number(DataTag.long, value);
	}

	unsigned(value: number): this {
		return this.number(DataTag.unsigned, value);
	}

	longUnsigned(value: number): this {
		return this.number(DataTag.longUnsigned, value);
	}

	long64(value: bigint): this {
		if (BigInt.asIntN(64, value) !== value) throw new RangeError(`A-XDR: long64: expected a number from -2^63 to 2^63 - 1, got ${value}`);
		return this.uint(1, DataTag.long64).uint64(value);
	}

	long64Unsigned(value: bigint): this {
		if (BigInt.asUintN(64, value) !== value) throw new RangeError(`A-XDR: long64-unsigned: expected a number from 0 to 2^64 - 1, got ${value}`);
		return this.uint(1, DataTag.long64Unsigned).uint64(value);
	}

	enum(value: number): this {
		return this.number(DataTag.enum, value);
	}

	float32(value: number): this {
		return this.uint(1, DataTag.float32).float(4, value);
	}

	float64(value: number): this {
		return this.uint(1, DataTag.float64).float(8, value);
	}

	/** 12 bytes (see date-time.ts). Most attributes hold a time as octet-string instead. */
	dateTime(bytes: Uint8Array): this {
		if (bytes.length !== DATE_TIME_LENGTH) throw new RangeError(`A-XDR: date-time: expected ${DATE_TIME_LENGTH} bytes, got ${bytes.length}`);
		return this.uint(1, DataTag.dateTime).put(bytes);
	}
}
