/** Pushes of many meters for bench/collector.ts: title and keys of each follow from its number, so that nobody has to keep 27 million of them to send. */
import { identityOf } from '../src/world/meter/identity.js';

export const KEYS_SIZE = 32;
const SEED = 1;

export function titleOf(number: number): Uint8Array {
	return identityOf(SEED, number).systemTitle;
}

/** Puts encryption and authentication key of a meter into `into`: eight words, each mixed as MurmurHash3 does at its end. */
export function putKeys(number: number, into: Uint8Array): void {
	for (let i = 0; i < 8; i++) {
		let word = Math.imul(number, 0x9e3779b1) + i * 0x7f4a7c15;
		word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
		word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
		word ^= word >>> 16;
		for (let j = 0; j < 4; j++) into[4 * i + j] = word >> (24 - 8 * j);
	}
}

/** The numbers of meters in an order that no cache likes, each once. */
export function numberAt(i: number, meters: number): number {
	return 1 + ((i * 7919) % meters);
}
