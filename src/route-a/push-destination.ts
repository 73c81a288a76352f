/**
 * Where pushes go: ASCII, by IP `a.b.c.d:port` or `[v6]:port`; without a port the registered one. One host alone: neither a group nor a name, as there is
 * nobody here to ask for the address of a name. By HDLC, the address of a client.
 */
import { asciiText } from '../../modules/bytes/ascii.js';
import { COSEM_PORT } from '../../modules/dlms/wrapper.js';
import { isMulticast, isUnspecified, parseAddress } from '../../modules/ipv6/address.js';

export interface Endpoint {
	/** 16 bytes; of IPv4 in the mapped form. */
	readonly address: Uint8Array;
	readonly port: number;
}

const LAST_PORT = 0xffff;
/** 127 is all of them. */
const LAST_CLIENT = 126;
const PORT_DIGITS = 5;
const CLIENT_DIGITS = 3;
/** Of IPv4 in the mapped form, the first byte: 0 is nobody, from 224 on there are groups and broadcasts. */
const IPV4 = 12;
const FIRST_GROUP = 224;

/** Undefined: it is no such place. */
export function endpointOf(destination: Uint8Array): Endpoint | undefined {
	const text = asciiText(destination);
	const isBracketed = text.startsWith('[');
	const end = text.indexOf(isBracketed ? ']' : ':');
	if (isBracketed && end < 0) return undefined;
	const host = end < 0 ? text : text.slice(0, end);
	const behind = end < 0 ? '' : text.slice(isBracketed ? end + 1 : end);
	const address = parseAddress(isBracketed ? host.slice(1) : `::ffff:${host}`);
	const port = behind === '' ? COSEM_PORT : portIn(behind);
	if (address === undefined || port === undefined || isMulticast(address) || isUnspecified(address)) return undefined;
	if (!isBracketed && !isIpv4(address)) return undefined;
	return isIpv4(address) && (address[IPV4] === 0 || address[IPV4]! >= FIRST_GROUP) ? undefined : { address, port };
}

/** A client's address in HDLC: 1 to 126, in decimal; undefined: it is none. */
export function hdlcClientOf(destination: Uint8Array): number | undefined {
	return numberIn(asciiText(destination), 0, CLIENT_DIGITS, LAST_CLIENT);
}

/** Of a colon and digits. */
function portIn(text: string): number | undefined {
	return text[0] === ':' ? numberIn(text, 1, PORT_DIGITS, LAST_PORT) : undefined;
}

/** 1 to `most`, in up to so many digits, of what stands from `start` on; undefined: it is none. */
function numberIn(text: string, start: number, digits: number, most: number): number | undefined {
	if (text.length <= start || text.length > start + digits) return undefined;
	let number = 0;
	for (let i = start; i < text.length; i++) {
		const digit = text.charCodeAt(i) - 0x30;
		if (digit < 0 || digit > 9) return undefined;
		number = 10 * number + digit;
	}
	return number === 0 || number > most ? undefined : number;
}

/** Whether an address is one of IPv4, in the mapped form. */
export function isIpv4(address: Uint8Array): boolean {
	for (let i = 0; i < IPV4; i++) if (address[i] !== (i < 10 ? 0 : 0xff)) return false;
	return true;
}
