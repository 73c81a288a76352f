/** The lamp of the metering unit that blinks by energy: one pulse for each Wh, in virtual time, as fast as an eye can follow. */

/** As the face has it printed. */
export const PULSES_PER_KWH = 1000;
/** Blinks in a second above which the lamp would only seem to glow. */
export const MOST_PULSES = 6;
/** ms of one flash. */
export const FLASH = 60;

const MS_PER_HOUR = 3_600_000;

export interface PulseStep {
	/** Energy since the last pulse, in pulses: 0 to 1. */
	readonly phase: number;
	/** There is a pulse now. */
	readonly isPulse: boolean;
}

/**
 * Lets time pass.
 * @param phase as it was
 * @param watts either way, as a meter's lamp has it
 * @param virtualMs that have passed
 * @param wallMs in which they passed
 */
export function pulseStep(phase: number, watts: number, virtualMs: number, wallMs: number): PulseStep {
	const pulses = (Math.abs(watts) / 1000) * PULSES_PER_KWH * (virtualMs / MS_PER_HOUR);
	const next = phase + Math.min(pulses, (MOST_PULSES * wallMs) / 1000);
	return { phase: next % 1, isPulse: next >= 1 };
}

/** Virtual ms in one of the wall clock, from two messages of the meter; 1 until there are two. */
export function paceOf(before: { readonly elapsedMs: number; readonly at: number } | undefined, elapsedMs: number, at: number): number {
	if (before === undefined || at <= before.at) return 1;
	return Math.max(0, (elapsedMs - before.elapsedMs) / (at - before.at));
}
