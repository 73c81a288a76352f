import type { Sample } from '../../../hal/ports/metrology.js';
import { frozen } from '../../../modules/bytes/frozen.js';

/** The supplies that there are voltage units for: single-phase 3-wire and three-phase 3-wire. */
export type Wiring = '1p3w' | '3p3w';

/** Limits at which a voltage is too low, too high or gone, all in mV. A limit itself is still inside. */
export interface VoltageLimits {
	readonly nominal: number;
	readonly low: number;
	readonly high: number;
	/** How far back inside a voltage must come to end a sag or a swell. */
	readonly hysteresis: number;
	/** Voltage below which the supply is interrupted. */
	readonly interruption: number;
	/** How far above it the voltage must come to end an interruption. */
	readonly interruptionHysteresis: number;
}

/** A voltage that is watched. */
export interface Quantity {
	readonly name: string;
	readonly limits: VoltageLimits;
}

export interface Grid {
	readonly quantities: readonly Quantity[];
	/**
	 * Imbalance is how much the first two quantities differ, in 0.01 % of their mean. It begins above `begin` and ends at or below `end`. While one of
	 * the two is interrupted there is none.
	 */
	readonly imbalance: { readonly begin: number; readonly end: number };
}

/**
 * The bands 101 ± 6 V and 202 ± 20 V are the law's (Electricity Business Act, enforcement regulation, article 38). An interruption below 10 % of nominal and
 * 2 % hysteresis around it are usual (IEC 61000-4-30 leaves both to choice); the hysteresis of 1 V and 2 V at the band and the limits of imbalance are assumed.
 */
const LEG: VoltageLimits = Object.freeze({
	nominal: 101_000,
	low: 95_000,
	high: 107_000,
	hysteresis: 1000,
	interruption: 10_100,
	interruptionHysteresis: 2020,
});
const LINE: VoltageLimits = Object.freeze({
	nominal: 202_000,
	low: 182_000,
	high: 222_000,
	hysteresis: 2000,
	interruption: 20_200,
	interruptionHysteresis: 4040,
});

/**
 * What a sample's two voltages stand for:
 *
 * | wiring | voltageR | voltageT | their sum |
 * |---|---|---|---|
 * | 1p3w | R-N, 101 V | T-N, 101 V | R-T, 202 V: the legs are in opposition |
 * | 3p3w | R-S, 202 V | T-S, 202 V | – |
 *
 * A three-phase 3-wire meter measures with two elements against S, so S stands where "neutral" stands in the port. T-R would need the angle between the
 * two and is not watched.
 */
export const GRIDS: Readonly<Record<Wiring, Grid>> = frozen({
	'1p3w': {
		quantities: [
			{ name: 'R-N', limits: LEG },
			{ name: 'T-N', limits: LEG },
			{ name: 'R-T', limits: LINE },
		],
		imbalance: { begin: 600, end: 500 },
	},
	'3p3w': {
		quantities: [
			{ name: 'R-S', limits: LINE },
			{ name: 'T-S', limits: LINE },
		],
		imbalance: { begin: 300, end: 200 },
	},
});

/** More counts as this much: means are kept in 16 bits of 0.01 V, and the sum of two must fit. */
const MOST_VOLTS = 327;

/** Sets `into` to the voltages of the grid's quantities, in whole mV; false if the sample does not tell them. */
export function toMillivolts(wiring: Wiring, sample: Sample | undefined, into: Int32Array): boolean {
	if (sample === undefined || !isVoltage(sample.voltageR) || !isVoltage(sample.voltageT)) return false;
	into[0] = Math.round(Math.min(MOST_VOLTS, sample.voltageR) * 1000);
	into[1] = Math.round(Math.min(MOST_VOLTS, sample.voltageT) * 1000);
	if (wiring === '1p3w') into[2] = into[0]! + into[1]!;
	return true;
}

function isVoltage(value: number | undefined): value is number {
	return value !== undefined && value >= 0 && value < Number.POSITIVE_INFINITY;
}
