/**
 * The Internet checksum (RFC 1071) over an upper-layer message and the pseudo-header of RFC 8200 §8.1: both addresses, the message's length, its next header.
 * Over a message whose checksum field is 0 it is what goes there; over one with a right checksum it is 0.
 */
export function internetChecksum(message: Uint8Array, nextHeader: number, source: Uint8Array, destination: Uint8Array): number {
	let sum = message.length + nextHeader + sumOfWords(source) + sumOfWords(destination) + sumOfWords(message);
	while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
	return ~sum & 0xffff;
}

/** An odd last byte counts as if a 0 followed. The sum of 2,047 bytes stays below 2^26. */
function sumOfWords(bytes: Uint8Array): number {
	let sum = 0;
	const even = bytes.length & ~1;
	for (let i = 0; i < even; i += 2) sum += (bytes[i]! << 8) | bytes[i + 1]!;
	return even === bytes.length ? sum : sum + (bytes[even]! << 8);
}
