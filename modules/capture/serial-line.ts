/**
 * A serial line in a capture (LINKTYPE_RTAC_SERIAL, as tcpdump.org's list of link types has it): before the bytes stand
 *
 * | offset | bytes | field                                                                    |
 * |--------|-------|--------------------------------------------------------------------------|
 * | 0      | 4     | seconds, big endian                                                      |
 * | 4      | 4     | microseconds, big endian                                                 |
 * | 8      | 1     | event: 1 what is sent begins, 2 what is received begins                  |
 * | 9      | 1     | state of the control lines; 0: not known                                 |
 * | 10     | 2     | 0                                                                        |
 */
import { Writer } from '../bytes/writer.js';

/** LINKTYPE_RTAC_SERIAL. */
export const LINKTYPE_SERIAL = 250;

const HEADER_LENGTH = 12;
const EVENT = Object.freeze({ sent: 1, received: 2 });

/** `time` in ms since 1970-01-01T00:00:00Z, fractions included; `direction` as the one sees it who writes the capture. */
export function encodeSerialLine(time: number, direction: keyof typeof EVENT, bytes: Uint8Array): Uint8Array {
	const microseconds = Math.round(time * 1000);
	const w = new Writer(HEADER_LENGTH + bytes.length);
	w.uint(4, Math.floor(microseconds / 1_000_000)).uint(4, microseconds % 1_000_000);
	w.uint(1, EVENT[direction]).uint(1, 0).uint(2, 0);
	return w.put(bytes).bytes;
}
