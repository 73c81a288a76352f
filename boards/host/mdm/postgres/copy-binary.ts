/**
 * PostgreSQL's binary format of COPY, both ways (manual, COPY, "Binary Format"): a head, tuples, and −1 at the end. All numbers are big-endian.
 *
 * | | bytes |
 * |---|---|
 * | head | `PGCOPY\n\xff\r\n\0`, flags 4, length of what else the head has 4 |
 * | tuple | number of fields 2, then of each field its length 4 (−1: null) and the field |
 * | array | dimensions 4, whether there are nulls 4, type of an element 4, length 4, first index 4, then elements as fields are |
 */
const SIGNATURE = Object.freeze([0x50, 0x47, 0x43, 0x4f, 0x50, 0x59, 0x0a, 0xff, 0x0d, 0x0a, 0x00]);
const HEAD = SIGNATURE.length + 8;
const NULL = 0xffffffff;
/** Type of an element of `integer[]` (pg_type). */
const INT4 = 23;
/** Days from 1970-01-01 to 2000-01-01, from which PostgreSQL counts. */
const EPOCH = 10_957;

/** Writes rows; what is written is taken in parts by `take`. */
export class CopyWriter {
	#bytes: Buffer;
	#at = 0;

	constructor(size = 1 << 16) {
		this.#bytes = Buffer.allocUnsafe(size);
		this.#room(HEAD);
		for (const each of SIGNATURE) this.#bytes[this.#at++] = each;
		this.#bytes.fill(0, this.#at, this.#at + 8);
		this.#at += 8;
	}

	/** Bytes that wait to be taken. */
	get length(): number {
		return this.#at;
	}

	row(fields: number): this {
		this.#room(2);
		this.#at = this.#bytes.writeInt16BE(fields, this.#at);
		return this;
	}

	null(): this {
		this.#room(4);
		this.#at = this.#bytes.writeUInt32BE(NULL, this.#at);
		return this;
	}

	int2(value: number): this {
		this.#field(2);
		this.#at = this.#bytes.writeInt16BE(value, this.#at);
		return this;
	}

	int4(value: number): this {
		this.#field(4);
		this.#at = this.#bytes.writeInt32BE(value, this.#at);
		return this;
	}

	/** A whole number that JavaScript tells from its neighbours. */
	int8(value: number): this {
		this.#field(8);
		this.#at = this.#bytes.writeBigInt64BE(BigInt(value), this.#at);
		return this;
	}

	/** @param day since 1970-01-01 */
	date(day: number): this {
		return this.int4(day - EPOCH);
	}

	bytea(value: Uint8Array): this {
		this.#field(value.length);
		this.#bytes.set(value, this.#at);
		this.#at += value.length;
		return this;
	}

	/** `integer[]` of values from −2^31 to 2^31 − 1. @param none what stands for null */
	int4Array(values: ArrayLike<number>, none: number): this {
		this.#room(24 + 8 * values.length);
		const begin = this.#at;
		let at = begin + 24;
		let hasNull = 0;
		for (let i = 0; i < values.length; i++) {
			const value = values[i]!;
			if (value === none) {
				hasNull = 1;
				at = this.#bytes.writeUInt32BE(NULL, at);
			} else {
				at = this.#bytes.writeInt32BE(4, at);
				at = this.#bytes.writeInt32BE(value, at);
			}
		}
		for (const [i, word] of [at - begin - 4, 1, hasNull, INT4, values.length, 1].entries()) this.#bytes.writeInt32BE(word, begin + 4 * i);
		this.#at = at;
		return this;
	}

	/** After the last row. */
	end(): this {
		this.#room(2);
		this.#at = this.#bytes.writeInt16BE(-1, this.#at);
		return this;
	}

	/** What was written since the last time; it is the taker's. */
	take(): Buffer {
		const taken = this.#bytes.subarray(0, this.#at);
		this.#bytes = Buffer.allocUnsafe(this.#bytes.length);
		this.#at = 0;
		return taken;
	}

	#field(length: number): void {
		this.#room(4 + length);
		this.#at = this.#bytes.writeInt32BE(length, this.#at);
	}

	#room(length: number): void {
		if (this.#at + length <= this.#bytes.length) return;
		const larger = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, this.#at + length));
		this.#bytes.copy(larger, 0, 0, this.#at);
		this.#bytes = larger;
	}
}

/** A field of a row as it came; undefined: null. */
export type Field = Buffer | undefined;

/** Rows of what comes in parts of any length. Throws where it is not of this format or ends early. */
export async function* copyRows(parts: AsyncIterable<Buffer>, fields: number): AsyncGenerator<readonly Field[]> {
	let held: Buffer = Buffer.alloc(0);
	let isHeadOver = false;
	let isOver = false;
	for await (const part of parts) {
		// What sends is not ended early: it would end the connection.
		if (isOver) continue;
		held = held.length === 0 ? part : Buffer.concat([held, part]);
		let at = 0;
		if (!isHeadOver) {
			if (held.length < HEAD) continue;
			at = headLength(held);
			isHeadOver = true;
		}
		for (;;) {
			const row = rowAt(held, at, fields);
			isOver = row === 'end';
			if (row === 'end' || row === undefined) break;
			at = row.next;
			yield row.fields;
		}
		held = held.subarray(at);
	}
	if (!isOver) throw new Error('COPY: it ended before its end');
}

export const dateOf = (field: Buffer): number => field.readInt32BE(0) + EPOCH;

/** @param into gets the elements; longer arrays are an error */
export function intoInt4Array(field: Buffer, none: number, into: Int32Array): void {
	const length = field.readInt32BE(12);
	if (field.readInt32BE(0) !== 1 || length !== into.length) throw new Error(`COPY: expected an array of ${into.length}, got one of ${length}`);
	for (let i = 0, at = 20; i < length; i++) {
		const size = field.readInt32BE(at);
		into[i] = size < 0 ? none : field.readInt32BE(at + 4);
		at += size < 0 ? 4 : 8;
	}
}

function headLength(bytes: Buffer): number {
	if (SIGNATURE.some((each, i) => bytes[i] !== each)) throw new Error('COPY: expected its signature');
	return HEAD + bytes.readInt32BE(SIGNATURE.length + 4);
}

function rowAt(bytes: Buffer, begin: number, fields: number): { readonly fields: readonly Field[]; readonly next: number } | 'end' | undefined {
	if (bytes.length < begin + 2) return undefined;
	const count = bytes.readInt16BE(begin);
	if (count === -1) return 'end';
	if (count !== fields) throw new Error(`COPY: expected ${fields} fields, got ${count}`);
	const row: Field[] = [];
	let at = begin + 2;
	for (let i = 0; i < count; i++) {
		if (bytes.length < at + 4) return undefined;
		const length = bytes.readInt32BE(at);
		at += 4;
		if (length < 0) {
			row.push(undefined);
			continue;
		}
		if (bytes.length < at + length) return undefined;
		row.push(bytes.subarray(at, at + length));
		at += length;
	}
	return { fields: row, next: at };
}
