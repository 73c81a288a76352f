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

const FORM = /^(?:\[([0-9a-f:.]{2,45})\]|(\d{1,3}(?:\.\d{1,3}){3}))(?::(\d{1,5}))?$/i;
const LAST_PORT = 0xffff;
/** 127 is all of them. */
const LAST_CLIENT = 126;
/** Of IPv4 in the mapped form, the first byte: 0 is nobody, from 224 on there are groups and broadcasts. */
const IPV4 = 12;
const FIRST_GROUP = 224;

/** Undefined: it is no such place. */
export function endpointOf(destination: Uint8Array): Endpoint | undefined {
	const [, v6, v4, digits] = FORM.exec(asciiText(destination)) ?? [];
	const address = parseAddress(v6 ?? `::ffff:${v4}`);
	const port = digits === undefined ? COSEM_PORT : Number(digits);
	if (address === undefined || port < 1 || port > LAST_PORT || isMulticast(address) || isUnspecified(address)) return undefined;
	return isIpv4(address) && (address[IPV4] === 0 || address[IPV4]! >= FIRST_GROUP) ? undefined : { address, port };
}

/** A client's address in HDLC: 1 to 126, in decimal; undefined: it is none. */
export function hdlcClientOf(destination: Uint8Array): number | undefined {
	const text = asciiText(destination);
	const client = /^\d{1,3}$/.test(text) ? Number(text) : 0;
	return client < 1 || client > LAST_CLIENT ? undefined : client;
}

/** Whether an address is one of IPv4, in the mapped form. */
export function isIpv4(address: Uint8Array): boolean {
	for (let i = 0; i < IPV4; i++) if (address[i] !== (i < 10 ? 0 : 0xff)) return false;
	return true;
}
