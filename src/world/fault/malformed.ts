/**
 * What is no ECHONET Lite frame of format 1, or not all of one, made from a reply that is (ECHONET Lite Specification, Part 2, chapter 3).
 *
 * | in turn | what is wrong                                                      |
 * |---------|--------------------------------------------------------------------|
 * | 1       | PDC of the last property: one more than there is EDT               |
 * | 2       | OPC: 0, and nothing behind it                                      |
 * | 3       | EHD2: 82, a message of arbitrary format                            |
 * | 4       | one byte, the first of EHD                                         |
 * | 5       | 255 bytes: behind the last property there is more                  |
 */
import { decodeFrame } from '../../../modules/echonet-lite/frame.js';

/** Offsets in a frame. */
const EHD2 = 1;
const OPC = 11;
/** EHD2 of messages of arbitrary format. */
const ARBITRARY = 0x82;
const LONG = 255;
const FILLER = 0xff;

const KINDS: readonly ((reply: Uint8Array) => Uint8Array)[] = Object.freeze([
	(reply) => changed(reply, lastPdc(reply), (pdc) => pdc + 1),
	(reply) => changed(reply.subarray(0, OPC + 1), OPC, () => 0),
	(reply) => changed(reply, EHD2, () => ARBITRARY),
	(reply) => reply.slice(0, 1),
	(reply) => {
		const bytes = new Uint8Array(Math.max(LONG, reply.length + 1)).fill(FILLER);
		bytes.set(reply);
		return bytes;
	},
]);

/** One of them, by its turn from 0. @param reply a whole frame */
export function malformed(reply: Uint8Array, turn: number): Uint8Array {
	return KINDS[turn % KINDS.length]!(reply);
}

function changed(reply: Uint8Array, at: number, change: (byte: number) => number): Uint8Array {
	const bytes = reply.slice();
	bytes[at] = change(bytes[at]!);
	return bytes;
}

/** Where the PDC of the last property stands. */
function lastPdc(reply: Uint8Array): number {
	const { properties, got = properties } = decodeFrame(reply);
	return reply.length - got[got.length - 1]!.edt.length - 1;
}
