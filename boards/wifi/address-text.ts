/** Bytes of an IPv4 address at the end of its mapped form. */
const IPV4 = 12;

/** `192.0.2.5`, of an IPv4 address in the mapped form; empty: there is none. */
export function addressText(address: Uint8Array | undefined): string {
	return address === undefined ? '' : address.subarray(IPV4).join('.');
}
