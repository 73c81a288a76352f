/** All steps of an exam, in the order in which they are played where nothing else decides. */
import { DONGLE_STEPS } from './dongle-steps.js';
import { FIRST_STEPS } from './first-steps.js';
import { HALF_HOUR_STEPS } from './half-hour-steps.js';
import { LOSS_STEPS } from './loss-steps.js';
import { REPLY_STEPS } from './reply-steps.js';
import { SEEKING_STEPS } from './seeking-steps.js';
import { SET_UP_STEPS } from './set-up-steps.js';
import type { StepRow } from './step.js';
import { VALUE_STEPS } from './values-steps.js';

export const STEPS = Object.freeze({
	...FIRST_STEPS,
	...VALUE_STEPS,
	...REPLY_STEPS,
	...LOSS_STEPS,
	...DONGLE_STEPS,
	...HALF_HOUR_STEPS,
	...SET_UP_STEPS,
	...SEEKING_STEPS,
} satisfies Record<string, StepRow>);

export type StepName = keyof typeof STEPS;

export const STEP_NAMES: readonly StepName[] = Object.freeze(Object.keys(STEPS) as StepName[]);

export function stepNamed(name: StepName): StepRow {
	return STEPS[name];
}
