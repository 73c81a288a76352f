import type { Sample } from '../../../hal/ports/metrology.js';

/** Single-phase 2-wire, single-phase 3-wire, three-phase 3-wire. */
export type Wiring = '1p2w' | '1p3w' | '3p3w';

/** What a switching unit is built for. */
export interface Rating {
	readonly wiring: Wiring;
	/** Rated current of each conductor, A. */
	readonly amperes: number;
}

/** The most power that a unit may carry, W: 100 V on one leg, 100 V on both, 200 V line to line. */
export function ratedPower(rating: Rating): number {
	const volts = rating.wiring === '1p2w' ? 100 : rating.wiring === '1p3w' ? 200 : 200 * Math.sqrt(3);
	return Math.floor(volts * rating.amperes);
}

/**
 * The current that an ampere contract counts, A. On single-phase 3-wire the currents of both legs add up, so that a 200 V load counts twice, as in a
 * limiter between R, N and T. Only what flows into the house counts (assumed: the contract is one for use, not for what is fed in).
 */
export function contractCurrent(wiring: Wiring, sample: Sample): number {
	const r = Math.max(0, sample.currentR);
	return wiring === '1p2w' ? r : r + Math.max(0, sample.currentT ?? 0);
}
