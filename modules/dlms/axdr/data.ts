/**
 * Values of COSEM attributes in A-XDR (IEC 61334-6; Green Book, "Data" of COSEMpdu): a tag, for some a length or a count, the content.
 *
 * | type                                  | tag    | content                                            |
 * |---------------------------------------|--------|----------------------------------------------------|
 * | null-data                             | 0      | none                                               |
 * | array, structure                      | 1, 2   | count, then so many values                         |
 * | boolean                               | 3      | 1 byte, 0 is false                                 |
 * | bit-string                            | 4      | count of bits, then they, the last byte filled up  |
 * | double-long, double-long-unsigned     | 5, 6   | 4 bytes                                            |
 * | octet-, visible-, utf8-string         | 9, 10, 12 | length, then so many bytes                      |
 * | bcd, integer, unsigned, enum          | 13, 15, 17, 22 | 1 byte                                     |
 * | long, long-unsigned                   | 16, 18 | 2 bytes                                            |
 * | compact-array                         | 19     | a type, then values of it without tags (compact-array.ts); read as an array |
 * | long64, long64-unsigned               | 20, 21 | 8 bytes                                            |
 * | float32, float64                      | 23, 24 | 4, 8 bytes (IEEE 754)                              |
 * | date-time, date, time                 | 25, 26, 27 | 12, 5, 4 bytes                                 |
 *
 * Numbers are big endian; a length or a count takes one byte below 128, else 0x81 and one byte, 0x82 and two, up to 0x84 and four.
 */
import { Reader } from '../../bytes/reader.js';
import { CompactType, skipCompactArray } from './compact-array.js';
import { bytesOfBits, contentLength, readContentLength, readSize } from './data-length.js';
import { DataTag, DataWriter } from './data-writer.js';

/** One value with its type. Bytes are views of the message they came in. */
export type Data =
	| { readonly tag: typeof DataTag.nullData }
	| { readonly tag: typeof DataTag.array | typeof DataTag.structure; readonly items: readonly Data[] }
	| { readonly tag: typeof DataTag.boolean; readonly value: boolean }
	| { readonly tag: typeof DataTag.bitString; readonly bits: number; readonly bytes: Uint8Array }
	| { readonly tag: NumberTag; readonly value: number }
	| { readonly tag: typeof DataTag.long64 | typeof DataTag.long64Unsigned; readonly value: bigint }
	| { readonly tag: BytesTag; readonly bytes: Uint8Array };

type NumberTag = (typeof DataTag)[
	| 'doubleLong'
	| 'doubleLongUnsigned'
	| 'bcd'
	| 'integer'
	| 'long'
	| 'unsigned'
	| 'longUnsigned'
	| 'enum'
	| 'float32'
	| 'float64'];
type BytesTag = (typeof DataTag)['octetString' | 'visibleString' | 'utf8String' | 'dateTime' | 'date' | 'time'];

/** How much a message may make its reader build. */
export interface DataLimits {
	/** How deep arrays and structures may lie in each other. */
	readonly depth: number;
	/** How many values there may be, those inside others included. */
	readonly values: number;
}

/** Limits of what a client sends to a meter: more than any attribute that may be set needs. */
export const SMALL: DataLimits = Object.freeze({ depth: 8, values: 256 });
/** Limits of what a meter sends to a client: 2,160 rows of some ten columns, and to spare. */
export const LARGE: DataLimits = Object.freeze({ depth: 12, values: 1_000_000 });

/** An array or structure whose values are not all there yet. */
interface Open {
	readonly items: Data[];
	missing: number;
}

/** Takes one value off a message. Throws DecodeError. It does not call itself, for stack is dear on a small machine. */
export function readData(r: Reader, limits: DataLimits): Data {
	const open: Open[] = [];
	let root: Data | undefined;
	for (let left = limits.values; ; ) {
		if (--left < 0) throw r.error('fewer values');
		const tag = r.uint(1, 'data tag');
		let data: Data;
		let inner: Open | undefined;
		if (tag === DataTag.array || tag === DataTag.structure) {
			if (open.length === limits.depth) throw r.error('values less deep in each other', r.offset - 1);
			inner = { items: [], missing: readCount(r) };
			if (inner.missing > left) throw r.error('fewer values');
			data = { tag, items: inner.items };
		} else if (tag === DataTag.compactArray) {
			if (open.length === limits.depth) throw r.error('values less deep in each other', r.offset - 1);
			const items: Data[] = [];
			left -= readCompactArray(r, { depth: limits.depth - open.length - 1, values: left }, items);
			data = { tag: DataTag.array, items };
		} else {
			data = readContent(r, tag);
		}
		root ??= data;
		if (open.length > 0) open[open.length - 1]!.items.push(data);
		if (inner !== undefined && inner.missing > 0) {
			open.push(inner);
			continue;
		}
		// This value is complete, and with it perhaps what it lies in.
		while (open.length > 0 && --open[open.length - 1]!.missing === 0) open.pop();
		if (open.length === 0) return root;
	}
}

/** The values of a compact-array whose tag was read; how many they are, those inside others included. */
function readCompactArray(r: Reader, limits: DataLimits, items: Data[]): number {
	const type = CompactType.read(r);
	const contents = new Reader('A-XDR', r.bytes(readSize(r), 'array-contents'));
	const w = new DataWriter();
	let count = 0;
	let values = 0;
	for (; contents.left > 0; count++) values += type.expand(w, contents, limits.values - values);
	const expanded = new Reader('A-XDR', w.bytes);
	while (count-- > 0) items.push(readData(expanded, limits));
	return values;
}

/** Passes over one value, however deep, and checks that it is one. Throws DecodeError. */
export function skipData(r: Reader): void {
	for (let pending = 1; pending > 0; pending--) {
		const tag = r.uint(1, 'data tag');
		const content = contentLength(tag);
		if (content >= 0) r.skip(content, 'data');
		else if (tag === DataTag.array || tag === DataTag.structure) pending += readCount(r);
		else if (tag === DataTag.compactArray) skipCompactArray(r);
		else r.skip(readContentLength(r, tag), 'data');
	}
}

/** Puts one value. Throws RangeError for one that does not fit its type. */
export function writeData(w: DataWriter, data: Data): void {
	switch (data.tag) {
		case DataTag.nullData:
			w.nullData();
			return;
		case DataTag.array:
		case DataTag.structure:
			w.uint(1, data.tag).size(data.items.length);
			for (const item of data.items) writeData(w, item);
			return;
		case DataTag.boolean:
			w.boolean(data.value);
			return;
		case DataTag.bitString:
			w.bitString(data.bits, data.bytes);
			return;
		case DataTag.long64:
			w.long64(data.value);
			return;
		case DataTag.long64Unsigned:
			w.long64Unsigned(data.value);
			return;
		case DataTag.float32:
			w.float32(data.value);
			return;
		case DataTag.float64:
			w.float64(data.value);
			return;
		case DataTag.octetString:
		case DataTag.visibleString:
		case DataTag.utf8String:
			w.uint(1, data.tag).size(data.bytes.length).put(data.bytes);
			return;
		case DataTag.dateTime:
		case DataTag.date:
		case DataTag.time:
			if (data.bytes.length !== contentLength(data.tag))
				throw new RangeError(`A-XDR: type ${data.tag}: expected ${contentLength(data.tag)} bytes, got ${data.bytes.length}`);
			w.uint(1, data.tag).put(data.bytes);
			return;
		default:
			w.number(data.tag, data.value);
	}
}

/** The value as a number: of a number type, or a boolean. Undefined for the others. 64 bits lose precision beyond 2^53. */
export function numberOf(data: Data): number | undefined {
	return 'value' in data ? Number(data.value) : undefined;
}

/** The value behind a tag, of all types that hold no others. */
function readContent(r: Reader, tag: number): Data {
	switch (tag) {
		case DataTag.nullData:
			return { tag };
		case DataTag.boolean:
			return { tag, value: r.uint(1, 'boolean') !== 0 };
		case DataTag.bitString: {
			const bits = readSize(r);
			return { tag, bits, bytes: r.bytes(bytesOfBits(bits), 'bit-string') };
		}
		case DataTag.doubleLong:
			return { tag, value: r.uint(4, 'double-long') | 0 };
		case DataTag.doubleLongUnsigned:
			return { tag, value: r.uint(4, 'double-long-unsigned') };
		case DataTag.integer:
			return { tag, value: (r.uint(1, 'integer') << 24) >> 24 };
		case DataTag.long:
			return { tag, value: (r.uint(2, 'long') << 16) >> 16 };
		case DataTag.longUnsigned:
			return { tag, value: r.uint(2, 'long-unsigned') };
		case DataTag.bcd:
		case DataTag.unsigned:
		case DataTag.enum:
			return { tag, value: r.uint(1, 'data') };
		case DataTag.long64:
			return { tag, value: BigInt.asIntN(64, readUint64(r)) };
		case DataTag.long64Unsigned:
			return { tag, value: readUint64(r) };
		case DataTag.float32:
			return { tag, value: viewOf(r.bytes(4, 'float32')).getFloat32(0) };
		case DataTag.float64:
			return { tag, value: viewOf(r.bytes(8, 'float64')).getFloat64(0) };
		case DataTag.dateTime:
		case DataTag.date:
		case DataTag.time:
			return { tag, bytes: r.bytes(contentLength(tag), 'time') };
		case DataTag.octetString:
		case DataTag.visibleString:
		case DataTag.utf8String:
			return { tag, bytes: r.bytes(readSize(r), 'string') };
		default:
			throw r.error(`a data type, found ${tag}`, r.offset - 1);
	}
}

/** The count of an array or structure: each value in it takes a byte at least. */
function readCount(r: Reader): number {
	const count = readSize(r);
	if (count > r.left) throw r.error(`${count} values, found ${r.left} bytes`);
	return count;
}

function readUint64(r: Reader): bigint {
	const high = r.uint(4, '64 bits');
	return (BigInt(high) << 32n) | BigInt(r.uint(4, '64 bits'));
}

function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
