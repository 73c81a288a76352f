/**
 * Where pushes go: ASCII `a.b.c.d:port` or `[v6]:port`; without a port the registered one. One host alone: neither a group nor a name, as there is
 * nobody here to ask for the address of a name.
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
const PORT_DIGITS = 5;
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

/** Of a colon and digits. */
function portIn(text: string): number | undefined {
	if (text.length < 2 || text.length > 1 + PORT_DIGITS || text[0] !== ':') return undefined;
	let port = 0;
	for (let i = 1; i < text.length; i++) {
		const digit = text.charCodeAt(i) - 0x30;
		if (digit < 0 || digit > 9) return undefined;
		port = 10 * port + digit;
	}
	return port === 0 || port > LAST_PORT ? undefined : port;
}

/** Whether an address is one of IPv4, in the mapped form. */
export function isIpv4(address: Uint8Array): boolean {
	for (let i = 0; i < IPV4; i++) if (address[i] !== (i < 10 ? 0 : 0xff)) return false;
	return true;
}
