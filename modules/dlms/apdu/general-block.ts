/**
 * General-Block-Transfer (Green Book): a part of an APDU of any kind, ciphered or signed before it was cut.
 *
 * | bytes  | field                                                                                                      |
 * |--------|------------------------------------------------------------------------------------------------------------|
 * | 1      | E0                                                                                                         |
 * | 1      | block control: 80 last block, 40 streaming (more follow at once), 3F window: blocks that its sender can take in a row |
 * | 2      | block number, from 1 on, each side its own                                                                 |
 * | 2      | block number acknowledged: the other side's last one before any gap; 0 none                                |
 * | 1 to 5 | length                                                                                                     |
 * | n      | the part; none: the block only acknowledges                                                                |
 */
import { readSize } from '../axdr/data-length.js';
import type { DataWriter } from '../axdr/data-writer.js';
import { APDU, openApdu } from './apdu.js';

const LAST = 0x80;
const STREAMING = 0x40;
const WINDOW = 0x3f;

/** The most blocks that a side can take in a row. */
export const MAX_WINDOW = WINDOW;
export const LAST_BLOCK_NUMBER = 0xffff;
/** Bytes of a block before the length of its part. */
export const GENERAL_BLOCK_HEAD = 1 + 1 + 2 + 2;

export interface GeneralBlock {
	readonly last: boolean;
	readonly streaming: boolean;
	readonly window: number;
	readonly number: number;
	readonly acknowledged: number;
	readonly part: Uint8Array;
}

/** The part is a view. Throws DecodeError. */
export function decodeGeneralBlock(bytes: Uint8Array): GeneralBlock {
	const r = openApdu(bytes, APDU.generalBlockTransfer, 'General-Block-Transfer');
	const control = r.uint(1, 'block control');
	const number = r.uint(2, 'block number');
	const acknowledged = r.uint(2, 'block number acknowledged');
	const part = r.bytes(readSize(r), 'block data');
	r.end();
	return { last: (control & LAST) !== 0, streaming: (control & STREAMING) !== 0, window: control & WINDOW, number, acknowledged, part };
}

export function encodeGeneralBlock(w: DataWriter, { last, streaming, window, number, acknowledged, part }: GeneralBlock): void {
	w.uint(1, APDU.generalBlockTransfer)
		.uint(1, (last ? LAST : 0) | (streaming ? STREAMING : 0) | window)
		.uint(2, number)
		.uint(2, acknowledged)
		.size(part.length)
		.put(part);
}
