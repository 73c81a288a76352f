/** A prefix whose addresses all are this host's (AnyIP of Linux: `ip -6 route add local PREFIX dev lo`), one for each meter: the number is its last four bytes. */
import { isIPv6 } from 'node:net';
import { bytesOf } from '../../../hal/node/addresses.js';

export interface AnyIpPrefix {
	/** The address that all begin with. */
	readonly text: string;
	readonly bytes: Uint8Array;
	/** How many bits of it count, 8 to 96. */
	readonly bits: number;
	readonly port: number;
}

const LEAST_BITS = 8;
const MOST_BITS = 96;

/** `fd4b:4549::/64`, with `,PORT` behind it or not; undefined: it is none. */
export function parseAnyIp(text: string, otherwise: number): AnyIpPrefix | undefined {
	const [, address = '', bits, digits] = /^([0-9A-Fa-f:]+)\/(\d{1,3})(?:,(\d{1,5}))?$/.exec(text) ?? [];
	const port = digits === undefined ? otherwise : Number(digits);
	if (!isIPv6(address) || Number(bits) < LEAST_BITS || Number(bits) > MOST_BITS || port < 1 || port > 0xffff) return undefined;
	const prefix = { text: address, bytes: bytesOf(address), bits: Number(bits), port };
	// What stands behind its bits is the number's place.
	for (let bit = prefix.bits; bit < 128; bit++) if (bitOf(prefix.bytes, bit) !== 0) return undefined;
	return prefix;
}

/** The address of a meter, as a URL has it without brackets. */
export function addressOf({ bytes }: AnyIpPrefix, number: number): string {
	const words = Array.from({ length: 8 }, (_, i) => (bytes[2 * i]! << 8) | bytes[2 * i + 1]!);
	words[6] = number >>> 16;
	words[7] = number & 0xffff;
	return new URL(`http://[${words.map((word) => word.toString(16)).join(':')}]`).hostname.slice(1, -1);
}

function bitOf(bytes: Uint8Array, bit: number): number {
	return (bytes[bit >> 3]! >> (7 - (bit & 7))) & 1;
}
