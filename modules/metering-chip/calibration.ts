/** What the numbers of the chip are in volts, amperes and watts: its own coefficients, and the resistors around it. */
import type { ChipFrame, Quantity } from './frame.js';
import { STATE, STATE_FLAG } from './frame.js';

export interface Calibration {
	/** What the voltage is divided by before the chip: 1,880 with 4 × 470 kΩ over 1 kΩ, 1,000 with 1 MΩ over 1 kΩ. */
	readonly divider: number;
	/** The shunt of the current, mΩ; behind a current transformer what stands for it. */
	readonly shunt: number;
}

/** As the data sheet's own circuit has them. */
export const DATA_SHEET: Calibration = Object.freeze({ divider: 1880, shunt: 1 });

/** The chip counts its periods in µs. */
const MICRO = 1e-6;
/** The coefficients are those of a divider of 1,000, and of a shunt of 1 mΩ. */
const DIVIDER_UNIT = 1000;

/** Why a frame tells no values that could be used. */
export type ChipFlaw = 'uncorrected' | 'coefficients damaged' | 'no voltage' | 'implausible';

export interface ChipValues {
	/** V, A, W; all positive, whichever way the energy flows. */
	readonly voltage: number;
	readonly current: number;
	readonly power: number;
	/** Energy of one pulse, Ws. */
	readonly pulse: number;
}

/** More than any module of this kind is made for. */
const MOST_VOLTS = 300;
const MOST_AMPERES = 120;
/** The three are measured at different moments: an apparent power may be below the active one by so much, as a share and W. */
const SLACK_SHARE = 1.5;
const SLACK_WATTS = 20;

/**
 * What is measured, or why it is nothing. A current or a power that is too small for the chip is 0, and so is a power whose first period is not over; a voltage
 * that is too small is none: the chip cannot tell a supply that is off from a divider that is broken.
 */
export function valuesOf(frame: ChipFrame, { divider, shunt }: Calibration): ChipValues | ChipFlaw {
	const { state } = frame;
	if (state === STATE.uncorrected) return 'uncorrected';
	const flags = state === STATE.sound ? 0 : state & ~STATE.flags;
	if ((flags & STATE_FLAG.coefficients) !== 0) return 'coefficients damaged';
	const voltageFactor = divider / DIVIDER_UNIT;
	const powerFactor = voltageFactor / shunt;
	const voltage = (flags & STATE_FLAG.voltage) === 0 ? ratioOf(frame.voltage) * voltageFactor : 0;
	if (voltage === 0) return 'no voltage';
	const power = (flags & STATE_FLAG.power) === 0 ? ratioOf(frame.power) * powerFactor : 0;
	const current = (flags & STATE_FLAG.current) === 0 ? ratioOf(frame.current) / shunt : power / voltage;
	const isPlausible =
		frame.power.coefficient > 0 && voltage <= MOST_VOLTS && current <= MOST_AMPERES && power <= voltage * current * SLACK_SHARE + SLACK_WATTS;
	return isPlausible ? { voltage, current, power, pulse: frame.power.coefficient * powerFactor * MICRO } : 'implausible';
}

function ratioOf({ coefficient, period, isFresh }: Quantity): number {
	return isFresh && period > 0 ? coefficient / period : 0;
}
