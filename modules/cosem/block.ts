/**
 * Parts of long values (Green Book, DataBlock-SA): `last | number(4) | length | raw`, and the cutting of what a source produces.
 */
import type { Reader } from '../bytes/reader.js';
import { type DataBlock, readBoolean } from './apdu.js';
import { readSize } from './axdr.js';
import type { DataSource, DataWriter } from './data-writer.js';

export function readBlock(r: Reader): DataBlock {
	const last = readBoolean(r, 'last block');
	const number = r.uint(4, 'block number');
	return { last, number, raw: r.bytes(readSize(r), 'raw data') };
}

export function writeBlock(w: DataWriter, block: DataBlock): void {
	w.uint(1, block.last ? 1 : 0)
		.uint(4, block.number)
		.size(block.raw.length)
		.put(block.raw);
}

/**
 * Fills `w` from `source` until it holds more than `limit` bytes or the source has no more. Then at most `limit` bytes are a block, which the
 * caller takes with `drop`. Returns whether the source has more.
 */
export function fill(w: DataWriter, source: DataSource, limit: number): boolean {
	while (w.length <= limit) if (!source.produce(w)) return false;
	return true;
}
