/**
 * A PDU of a protocol above all others in a capture (LINKTYPE_WIRESHARK_UPPER_PDU, as tcpdump.org's list of link types has it): before its bytes stand
 * options, which say what it is.
 *
 * | option | value                                                                                 |
 * |--------|---------------------------------------------------------------------------------------|
 * | 12     | name of the dissector, ASCII, padded with zeros to 4                                  |
 * | 35     | direction, 4 bytes: 0 sent, 1 received, as the one sees it who writes the capture      |
 * | 0      | none: the PDU follows                                                                 |
 *
 * An option: code u16, length of the value u16, value. All big endian.
 */
import { asciiBytes } from '../bytes/ascii.js';
import { Writer } from '../bytes/writer.js';

/** LINKTYPE_WIRESHARK_UPPER_PDU. */
export const LINKTYPE_UPPER_PDU = 252;

const DISSECTOR_NAME = 12;
const DIRECTION = 35;
const END_OF_OPTIONS = 0;
const DIRECTIONS = Object.freeze({ sent: 0, received: 1 });

/** @param dissector Wireshark's name of the protocol */
export function encodeUpperPdu(dissector: string, direction: keyof typeof DIRECTIONS, pdu: Uint8Array): Uint8Array {
	const padded = (dissector.length + 3) & ~3;
	const w = new Writer(4 + padded + 8 + 4 + pdu.length);
	w.uint(2, DISSECTOR_NAME).uint(2, padded).put(asciiBytes(dissector));
	for (let i = dissector.length; i < padded; i++) w.uint(1, 0);
	w.uint(2, DIRECTION).uint(2, 4).uint(4, DIRECTIONS[direction]);
	w.uint(2, END_OF_OPTIONS).uint(2, 0);
	return w.put(pdu).bytes;
}
