import type { Random } from '../../hal/ports/random.js';

/** A number from 0 to below 1, of 2^-24 grain, from three random bytes. */
export function fraction(random: Random): number {
	const bytes = new Uint8Array(3);
	random.fill(bytes);
	return ((bytes[0]! << 16) | (bytes[1]! << 8) | bytes[2]!) / 0x1000000;
}

/** A number from `min` to below `max`. */
export function between(random: Random, min: number, max: number): number {
	return min + fraction(random) * (max - min);
}
