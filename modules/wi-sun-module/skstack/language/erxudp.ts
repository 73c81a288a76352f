/**
 * ERXUDP lines: a received datagram (BP35A1 command reference manual 5.1; the fields of the side grammar as logged).
 *
 * ```
 * single  ERXUDP <from> <to> <rport> <lport> <mac> <secured> <length> <payload>
 * side    ERXUDP <from> <to> <rport> <lport> <mac>[ <lqi>] <secured> <side> <length> <payload>      lqi where SA2 is 1
 * ```
 * Ports and length: 4 digits. Payload: two digits a byte, or (WOPT 00) the bytes themselves, which may contain CR, LF and spaces.
 */

import { toUpperHex } from '../../../bytes/hex.js';
import { DecodeError } from '../../../bytes/reader.js';
import { formatFullAddress } from '../../../ipv6/address.js';
import { parseByteDigits, toDigits, toText } from './digits.js';
import { Fields } from './fields.js';

export interface ReceivedDatagram {
	/** IPv6 addresses of sender and destination, 16 bytes each. */
	readonly from: Uint8Array;
	readonly to: Uint8Array;
	/** The sender's UDP port, and the one it arrived at. */
	readonly remotePort: number;
	readonly localPort: number;
	/** The sender's EUI-64. */
	readonly mac: Uint8Array;
	/** Signal strength as 0.275·lqi − 104.27 dBm. */
	readonly lqi: number;
	/** Its MAC frame was encrypted. */
	readonly secured: boolean;
	readonly payload: Uint8Array;
}

/** How a module writes its ERXUDP lines now. */
export interface ErxudpForm {
	readonly side: boolean;
	/** SA2 is 1 (side grammar). */
	readonly lqi: boolean;
	/** Payload as digits. */
	readonly digits: boolean;
}

const FORMAT = 'SKSTACK ERXUDP';

/** The line without its end, one character a byte. */
export function encodeErxudp(datagram: ReceivedDatagram, form: ErxudpForm): string {
	const { from, to, remotePort, localPort, mac, lqi, secured, payload } = datagram;
	return (
		`ERXUDP ${formatFullAddress(from)} ${formatFullAddress(to)} ${toDigits(remotePort, 4)} ${toDigits(localPort, 4)} ${toUpperHex(mac)}` +
		(form.side && form.lqi ? ` ${toDigits(lqi, 2)}` : '') +
		` ${secured ? 1 : 0}${form.side ? ' 0' : ''} ${toDigits(payload.length, 4)} ` +
		(form.digits ? toUpperHex(payload) : toText(payload))
	);
}

/** `line` without its end, one byte a character. `lqi` is 0 where the line has none. Throws DecodeError. */
export function decodeErxudp(line: Uint8Array, form: ErxudpForm): ReceivedDatagram {
	const { fields, length, ...head } = decodeHeader(line, form);
	const start = fields.offset;
	const left = line.length - start;
	if (!form.digits) {
		if (left !== length) throw new DecodeError(FORMAT, start, `a payload of ${length} bytes, found ${Math.max(0, left)}`);
		return { ...head, payload: line.slice(start) };
	}
	const payload = parseByteDigits(line, start, length);
	if (payload === undefined) throw new DecodeError(FORMAT, start, `a payload of ${2 * length} digits`);
	return { ...head, payload };
}

/** How many bytes follow the header in `line`, once it ends with the space after its length; undefined as long as it does not. */
export function payloadLength(line: Uint8Array, form: ErxudpForm): number | undefined {
	const spaces = 8 + (form.side ? 1 : 0) + (form.side && form.lqi ? 1 : 0);
	let count = 0;
	for (let i = 0; i < line.length; i++) if (line[i] === 0x20) count++;
	if (count !== spaces || line[line.length - 1] !== 0x20) return undefined;
	try {
		const { length } = decodeHeader(line, form);
		return form.digits ? 2 * length : length;
	} catch (error) {
		if (error instanceof DecodeError) return undefined;
		throw error;
	}
}

function decodeHeader(line: Uint8Array, form: ErxudpForm) {
	const fields = new Fields(FORMAT, toText(line, 0, Math.min(line.length, MAX_HEADER))).expect('ERXUDP');
	const from = fields.address('sender');
	const to = fields.address('destination');
	const remotePort = fields.number(4, 'remote port');
	const localPort = fields.number(4, 'local port');
	const mac = fields.bytes(8, 'EUI-64');
	const lqi = form.side && form.lqi ? fields.number(2, 'LQI') : 0;
	const secured = fields.number(1, 'secured') === 1;
	if (form.side) fields.number(1, 'side');
	const length = fields.number(4, 'length');
	return { from, to, remotePort, localPort, mac, lqi, secured, length, fields };
}

/** ERXUDP, two addresses of 39, two ports, EUI-64, LQI, secured, side and length, each followed by a space. */
const MAX_HEADER = 7 + 2 * 40 + 2 * 5 + 17 + 3 + 2 + 2 + 5;
