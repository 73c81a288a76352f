import type { Random } from '../../hal/ports/random.js';
import { fraction } from '../bytes/chance.js';

/** What the air does to frames, each by its own probability (0 to 1) for each frame at each receiver. */
export interface AirFaults {
	/** The frame is not heard. */
	readonly drop: number;
	/** One bit arrives flipped. */
	readonly corrupt: number;
	/** The frame arrives again, `lag` ms later. */
	readonly duplicate: number;
	/** The frame arrives `lag` ms late, after those that follow it. */
	readonly reorder: number;
	readonly lag: number;
	/** How long each frame waits before it goes on air, ms. */
	readonly delay: { readonly min: number; readonly max: number };
}

export const NO_FAULTS: AirFaults = Object.freeze({
	drop: 0,
	corrupt: 0,
	duplicate: 0,
	reorder: 0,
	lag: 40,
	delay: Object.freeze({ min: 0, max: 0 }),
});

export function flipBit(psdu: Uint8Array, random: Random): void {
	const bit = Math.floor(fraction(random) * psdu.length * 8);
	psdu[bit >> 3] = psdu[bit >> 3]! ^ (1 << (bit & 7));
}

/** Frame type 2 in the frame control field (IEEE 802.15.4-2015, 7.2.2.2). */
export function isAcknowledgement(psdu: Uint8Array): boolean {
	return (psdu[0]! & 7) === 2;
}
