/**
 * The journal of a collector: what a worker received, in its order, in blocks. A segment is a file of blocks, end to end. All little-endian.
 *
 * | offset | bytes | of a block                                                                            |
 * |--------|-------|---------------------------------------------------------------------------------------|
 * | 0      | 4     | `KJ01`                                                                                |
 * | 4      | 4     | records that follow the header, 1 to 1,048,576                                        |
 * | 8      | 4     | worker                                                                                |
 * | 12     | 4     | sequence: from 1, rising without gap in a worker's journal                            |
 * | 16     | 8     | when the first record was received, ms since 1970 (float64)                           |
 * | 24     | 12    | 0                                                                                     |
 * | 36     | 4     | CRC-32 of the 36 bytes before and of the records                                      |
 *
 * | offset | bytes | of a record                                                                           |
 * |--------|-------|---------------------------------------------------------------------------------------|
 * | 0      | 4     | number of the meter, from 1                                                           |
 * | 4      | 4     | slot: half-hours since 1970-01-01T00:00Z of the boundary                              |
 * | 8      | 4     | import, counts of the register; `NO_COUNT`: none                                      |
 * | 12     | 4     | export, the same                                                                      |
 * | 16     | 4     | invocation counter of the message that brought it; 0: none                            |
 * | 20     | 1     | bits of `INTERVAL_STATUS`                                                             |
 * | 21     | 1     | one of `SOURCE`                                                                       |
 * | 22     | 2     | lag from the boundary to the receipt, s; 65,535 at most                               |
 *
 * A block is identified by worker and sequence: whoever takes blocks takes each once.
 */
import { crc32 } from '../../../modules/bytes/crc.js';

export const BLOCK_HEADER = 40;
export const RECORD_SIZE = 24;
export const MOST_RECORDS = 1 << 20;
/** There is no count. */
export const NO_COUNT = 0xffffffff;
export const MOST_LAG = 0xffff;
const MAGIC = 0x31304a4b;
const CRC_AT = 36;

/** How a reading came. */
export const SOURCE = Object.freeze({ registers: 1, profile: 2, range: 3, byHand: 4 });

/** One meter at one boundary. */
export interface Reading {
	/** From 1. */
	readonly number: number;
	/** Half-hours since 1970-01-01T00:00Z. */
	readonly slot: number;
	/** Counts of the registers; `NO_COUNT`: none. */
	readonly import: number;
	readonly export: number;
	/** Of the message that brought it; 0: none. */
	readonly counter: number;
	/** Bits of `INTERVAL_STATUS`. */
	readonly status: number;
	/** One of `SOURCE`. */
	readonly source: number;
	/** s. */
	readonly lag: number;
}

export interface JournalBlock {
	/** Which collector wrote it. */
	readonly worker: number;
	/** From 1, rising without gap. */
	readonly sequence: number;
	/** ms since 1970 at which the first was received. */
	readonly receivedAt: number;
	/** Of `RECORD_SIZE` bytes each. */
	readonly records: Uint8Array;
}

/** What stands in a segment: its blocks, and how it ends. */
export interface SegmentEnd {
	/** Offset behind the last whole block. */
	readonly end: number;
	/** Bytes behind it of a block that was not written to its end: a crash, as a rule, and nothing that was acknowledged. */
	readonly torn: number;
}

/** A block that is damaged though whole ones follow it. */
export class JournalError extends Error {
	/** Of the block, in its segment. */
	readonly offset: number;

	constructor(offset: number) {
		super(`journal: offset ${offset}: expected a whole block, for whole ones follow it`);
		this.offset = offset;
	}
}

/** Throws RangeError for a worker, a sequence or a length that a block cannot have. */
export function encodeBlock({ worker, sequence, receivedAt, records }: JournalBlock): Uint8Array {
	const bytes = new Uint8Array(BLOCK_HEADER + records.length);
	bytes.set(records, BLOCK_HEADER);
	sealBlock(bytes, worker, sequence, receivedAt);
	return bytes;
}

/**
 * Makes a block of bytes whose records stand behind the room of its header.
 * @throws RangeError
 */
export function sealBlock(bytes: Uint8Array, worker: number, sequence: number, receivedAt: number): void {
	const records = (bytes.length - BLOCK_HEADER) / RECORD_SIZE;
	if (!Number.isInteger(records) || records < 1 || records > MOST_RECORDS)
		throw new RangeError(`journal: records: expected 1 to ${MOST_RECORDS} of ${RECORD_SIZE} bytes, got ${bytes.length - BLOCK_HEADER} bytes`);
	if (!isUint32(worker)) throw new RangeError(`journal: worker: expected 0 to 4294967295, got ${worker}`);
	if (!isUint32(sequence) || sequence === 0) throw new RangeError(`journal: sequence: expected 1 to 4294967295, got ${sequence}`);
	const view = viewOf(bytes);
	bytes.fill(0, 0, BLOCK_HEADER);
	view.setUint32(0, MAGIC, true);
	view.setUint32(4, records, true);
	view.setUint32(8, worker, true);
	view.setUint32(12, sequence, true);
	view.setFloat64(16, receivedAt, true);
	view.setUint32(CRC_AT, crcOf(bytes, 0, bytes.length), true);
}

/** The block that begins at `offset`, its records a view; undefined: none that is whole does. */
export function decodeBlock(bytes: Uint8Array, offset = 0): JournalBlock | undefined {
	if (bytes.length - offset < BLOCK_HEADER) return undefined;
	const view = viewOf(bytes);
	const records = view.getUint32(offset + 4, true);
	if (view.getUint32(offset, true) !== MAGIC || records < 1 || records > MOST_RECORDS) return undefined;
	const end = offset + BLOCK_HEADER + records * RECORD_SIZE;
	const sequence = view.getUint32(offset + 12, true);
	if (end > bytes.length || sequence === 0 || view.getUint32(offset + CRC_AT, true) !== crcOf(bytes, offset, end)) return undefined;
	return {
		worker: view.getUint32(offset + 8, true),
		sequence,
		receivedAt: view.getFloat64(offset + 16, true),
		records: bytes.subarray(offset + BLOCK_HEADER, end),
	};
}

/**
 * Takes the blocks of a segment in their order.
 * @param from where the first begins
 * @throws JournalError where a block is damaged that whole ones follow
 */
export function readSegment(bytes: Uint8Array, onBlock: (block: JournalBlock, offset: number) => void, from = 0): SegmentEnd {
	let at = from;
	for (let block = decodeBlock(bytes, at); block !== undefined; block = decodeBlock(bytes, at)) {
		onBlock(block, at);
		at += BLOCK_HEADER + block.records.length;
	}
	for (let later = at + 1; later <= bytes.length - BLOCK_HEADER - RECORD_SIZE; later++)
		if (bytes[later] === (MAGIC & 255) && decodeBlock(bytes, later) !== undefined) throw new JournalError(at);
	return { end: at, torn: bytes.length - at };
}

export function putReading(view: DataView, at: number, reading: Reading): void {
	view.setUint32(at, reading.number, true);
	view.setUint32(at + 4, reading.slot, true);
	view.setUint32(at + 8, reading.import, true);
	view.setUint32(at + 12, reading.export, true);
	view.setUint32(at + 16, reading.counter, true);
	view.setUint8(at + 20, reading.status);
	view.setUint8(at + 21, reading.source);
	view.setUint16(at + 22, Math.max(0, Math.min(MOST_LAG, reading.lag)), true);
}

export function readingAt(view: DataView, at: number): Reading {
	return {
		number: view.getUint32(at, true),
		slot: view.getUint32(at + 4, true),
		import: view.getUint32(at + 8, true),
		export: view.getUint32(at + 12, true),
		counter: view.getUint32(at + 16, true),
		status: view.getUint8(at + 20),
		source: view.getUint8(at + 21),
		lag: view.getUint16(at + 22, true),
	};
}

/** The records of a block. */
export function* readingsOf({ records }: Pick<JournalBlock, 'records'>): Generator<Reading> {
	const view = viewOf(records);
	for (let at = 0; at < records.length; at += RECORD_SIZE) yield readingAt(view, at);
}

/** Records of readings, for `encodeBlock`. */
export function recordsOf(readings: readonly Reading[]): Uint8Array {
	const records = new Uint8Array(readings.length * RECORD_SIZE);
	const view = viewOf(records);
	for (const [i, reading] of readings.entries()) putReading(view, i * RECORD_SIZE, reading);
	return records;
}

function crcOf(bytes: Uint8Array, start: number, end: number): number {
	return crc32(bytes, start + BLOCK_HEADER, end, crc32(bytes, start, start + CRC_AT));
}

function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function isUint32(value: number): boolean {
	return Number.isInteger(value) && value >= 0 && value <= 0xffffffff;
}
