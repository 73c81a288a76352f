/** IPv4 addresses in dotted decimals, as the SDK tells them, and as the 16 bytes in the mapped form that the ports speak of. */

/** ::ffff:0:0/96 */
const MAPPED = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0);
const IPV4 = 12;

/** Undefined: it is none. */
export function mappedAddress(text: string | undefined): Uint8Array | undefined {
	const parts = text?.split('.') ?? [];
	if (parts.length !== 4) return undefined;
	const address = MAPPED.slice();
	for (let i = 0; i < 4; i++) {
		const value = Number(parts[i]);
		if (parts[i] === '' || !(value >= 0 && value <= 255) || value % 1 !== 0) return undefined;
		address[IPV4 + i] = value;
	}
	return address;
}

/** Undefined: it is none of IPv4. */
export function dottedAddress(address: Uint8Array): string | undefined {
	for (let i = 0; i < IPV4; i++) if (address[i] !== MAPPED[i]) return undefined;
	return address.subarray(IPV4).join('.');
}
