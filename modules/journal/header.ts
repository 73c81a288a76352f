import { Reader } from '../bytes/reader.js';
import { Writer } from '../bytes/writer.js';
import { isSealed, seal } from './seal.js';

/**
 * The header at the start of each sector of a journal. Every version keeps magic, version, length and seal, so that each knows the others.
 *
 * | offset | length | field |
 * |---|---|---|
 * | 0 | 4 | magic, "KJnl" |
 * | 4 | 1 | version of the format, 2 |
 * | 5 | 1 | kind: what the records are, the owner's number |
 * | 6 | 2 | length of a record without its seal |
 * | 8 | 2 | sectors of the ring |
 * | 10 | 4 | sequence: 1 for the first sector ever filled, then one more each; it lives in sector (sequence − 1) mod sectors of the ring |
 * | 14 | 4 | how often this sector was erased, as far as known |
 * | 18 | 8 | 0xFF, for later |
 * | 26 | 6 | seal, for place 2^32 − 1 |
 */
export interface Header {
	readonly version: number;
	readonly kind: number;
	readonly recordLength: number;
	readonly sectors: number;
	readonly sequence: number;
	readonly erasures: number;
}

export const HEADER_LENGTH = 32;
export const VERSION = 2;
export const MAGIC = 0x4b4a6e6c;
const PLACE = 0xffffffff;
const UNUSED = 0xffffffff;

/** 32 bytes. */
export function encodeHeader(header: Header): Uint8Array {
	const writer = new Writer(HEADER_LENGTH).uint(4, MAGIC).uint(1, header.version).uint(1, header.kind);
	writer.uint(2, header.recordLength).uint(2, header.sectors).uint(4, header.sequence).uint(4, header.erasures).uint(4, UNUSED).uint(4, UNUSED);
	seal(writer.bytes, PLACE);
	return writer.bytes;
}

/** Header in 32 bytes; undefined if they are not a whole header of any version. */
export function decodeHeader(bytes: Uint8Array): Header | undefined {
	if (bytes.length !== HEADER_LENGTH || !isSealed(bytes, PLACE)) return undefined;
	const reader = new Reader('journal header', bytes);
	if (reader.uint(4, 'magic') !== MAGIC) return undefined;
	return {
		version: reader.uint(1, 'version'),
		kind: reader.uint(1, 'kind'),
		recordLength: reader.uint(2, 'record length'),
		sectors: reader.uint(2, 'sectors'),
		sequence: reader.uint(4, 'sequence'),
		erasures: reader.uint(4, 'erasures'),
	};
}
