import type { RadioCapabilities } from '../../hal/ports/radio.js';

/** The MAC's times and tries (IEEE 802.15.4-2015 §8.4.2), times in ms. */
export interface MacTiming {
	/** aTurnaroundTime: from the end of a frame to the start of its acknowledgement. */
	readonly turnaround: number;
	/** aUnitBackoffPeriod. The longest wait for the start of an acknowledgement is this beyond the turnaround. */
	readonly backoffPeriod: number;
	/** macMinBe, macMaxBe (at most 8), macMaxCsmaBackoffs. */
	readonly minBackoffExponent: number;
	readonly maxBackoffExponent: number;
	readonly maxBackoffs: number;
	/** macMaxFrameRetries: transmissions of one frame after the first, while no acknowledgement comes. */
	readonly maxRetries: number;
	/** How long a sender's sequence number is remembered to know its retransmission: longer than all tries of one frame take. */
	readonly duplicateWindow: number;
}

/**
 * The standard's defaults at 100 kbit/s 2-FSK, 10 µs a symbol: turnaround 1 ms (SUN PHYs), back-off period = turnaround + 0.13 ms of
 * carrier sense. Unconfirmed for Route B (TTC JJ-300.10).
 */
export const TIMING_100_KBIT: MacTiming = Object.freeze({
	turnaround: 1,
	backoffPeriod: 1.13,
	minBackoffExponent: 3,
	maxBackoffExponent: 5,
	maxBackoffs: 4,
	maxRetries: 3,
	duplicateWindow: 1000,
});

/** macAckWaitDuration: from the end of a frame to the latest end of its acknowledgement of `length` bytes (FCS included), ms. */
export function ackWait(timing: MacTiming, { headerTime, byteTime }: RadioCapabilities, length: number): number {
	return timing.backoffPeriod + timing.turnaround + headerTime + byteTime * length;
}
