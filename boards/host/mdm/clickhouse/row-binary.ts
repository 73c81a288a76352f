/** ClickHouse's format RowBinary, both ways: values one after the other as their types lie in memory, little-endian; a text with its length (LEB128) before. */

import type { JournalBlock } from '../../../../src/head-end/collection/journal.js';
import { RECORD_SIZE } from '../../../../src/head-end/collection/journal.js';
import { firstSlotOf, HALF_HOURS } from '../../../../src/mdm/day-matrix.js';
import { dayOfTime } from '../matrices.js';

/** A row of `reading`: the record as it is, then worker, sequence, place, received, arrived. */
const READING_SIZE = RECORD_SIZE + 4 + 4 + 4 + 8 + 2;

/** The rows of a block, the same bytes whenever they are asked for. */
export function readingRows({ worker, sequence, receivedAt, records }: JournalBlock): Buffer {
	const count = records.length / RECORD_SIZE;
	const rows = Buffer.allocUnsafe(count * READING_SIZE);
	const view = new DataView(rows.buffer, rows.byteOffset, rows.length);
	const received = BigInt(Math.floor(receivedAt));
	const arrived = dayOfTime(receivedAt);
	for (let place = 0, at = 0; place < count; place++, at += READING_SIZE) {
		rows.set(records.subarray(place * RECORD_SIZE, (place + 1) * RECORD_SIZE), at);
		view.setUint32(at + 24, worker, true);
		view.setUint32(at + 28, sequence, true);
		view.setUint32(at + 32, place, true);
		view.setBigUint64(at + 36, received, true);
		view.setUint16(at + 44, arrived, true);
	}
	return rows;
}

/** Writes rows of any length. */
export class RowWriter {
	#bytes: Buffer;
	#at = 0;

	constructor(size: number) {
		this.#bytes = Buffer.allocUnsafe(size);
	}

	u16(value: number): this {
		this.#at = this.#room(2).writeUInt16LE(value, this.#at);
		return this;
	}

	u32(value: number): this {
		this.#at = this.#room(4).writeUInt32LE(value, this.#at);
		return this;
	}

	i64(value: number): this {
		this.#at = this.#room(8).writeBigInt64LE(BigInt(value), this.#at);
		return this;
	}

	i32s(values: Int32Array): this {
		const bytes = this.#room(4 * values.length);
		for (const value of values) this.#at = bytes.writeInt32LE(value, this.#at);
		return this;
	}

	/** @param value of 16,383 bytes at most */
	text(value: Uint8Array): this {
		const bytes = this.#room(2 + value.length);
		if (value.length < 0x80) bytes[this.#at++] = value.length;
		else {
			bytes[this.#at++] = 0x80 | (value.length & 0x7f);
			bytes[this.#at++] = value.length >> 7;
		}
		bytes.set(value, this.#at);
		this.#at += value.length;
		return this;
	}

	/** All that was written. */
	bytes(): Buffer {
		return this.#bytes.subarray(0, this.#at);
	}

	#room(length: number): Buffer {
		if (this.#at + length > this.#bytes.length) {
			const larger = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, this.#at + length));
			this.#bytes.copy(larger, 0, 0, this.#at);
			this.#bytes = larger;
		}
		return this.#bytes;
	}
}

/** Reads what came. Throws RangeError where it ends early. */
export class RowReader {
	readonly #bytes: Buffer;
	#at = 0;

	constructor(bytes: Buffer) {
		this.#bytes = bytes;
	}

	get hasMore(): boolean {
		return this.#at < this.#bytes.length;
	}

	u8(): number {
		return this.#bytes.readUInt8(this.#next(1));
	}

	u16(): number {
		return this.#bytes.readUInt16LE(this.#next(2));
	}

	u32(): number {
		return this.#bytes.readUInt32LE(this.#next(4));
	}

	i32(): number {
		return this.#bytes.readInt32LE(this.#next(4));
	}

	i64(): number {
		return Number(this.#bytes.readBigInt64LE(this.#next(8)));
	}

	u64(): number {
		return Number(this.#bytes.readBigUInt64LE(this.#next(8)));
	}

	i32s(into: Int32Array): void {
		for (let i = 0; i < into.length; i++) into[i] = this.i32();
	}

	text(): Uint8Array {
		let length = 0;
		for (let shift = 0, byte = 0x80; byte >= 0x80; shift += 7) {
			byte = this.u8();
			length |= (byte & 0x7f) << shift;
		}
		const begin = this.#next(length);
		if (this.#at > this.#bytes.length) throw new RangeError('RowBinary: a text ends early');
		return this.#bytes.subarray(begin, this.#at);
	}

	#next(length: number): number {
		const begin = this.#at;
		this.#at += length;
		return begin;
	}
}

/** The first and the last boundary of a day. */
export const slotsOf = (day: number): readonly [number, number] => [firstSlotOf(day), firstSlotOf(day) + HALF_HOURS];
