import { readFileSync } from 'node:fs';
import { isIPv4 } from 'node:net';
import { bytesOf } from './addresses.js';

/**
 * Whether some socket has this very address and UDP port, be it shared or not: of two that share it only one hears what comes. A socket on all
 * addresses does not count. Linux alone tells; elsewhere it is false.
 */
export function isTaken(address: string, port: number): boolean {
	const local = `${wordsOf(address)}:${port.toString(16).toUpperCase().padStart(4, '0')}`;
	let table: string;
	try {
		table = readFileSync(isIPv4(address) ? '/proc/net/udp' : '/proc/net/udp6', 'utf8');
	} catch {
		return false;
	}
	return table.split('\n').some((line) => line.trim().split(/\s+/)[1] === local);
}

/** The kernel's text of an address: words of 32 bits in the order of the processor, which is little-endian wherever Node runs in practice. */
function wordsOf(address: string): string {
	const bytes = bytesOf(address).subarray(isIPv4(address) ? 12 : 0);
	let words = '';
	for (let at = 0; at < bytes.length; at += 4)
		words += Buffer.from(bytes.subarray(at, at + 4))
			.reverse()
			.toString('hex')
			.toUpperCase();
	return words;
}
