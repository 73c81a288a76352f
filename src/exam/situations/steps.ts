/** All steps of an exam, in the order in which they are played where nothing else decides. */
import { FIRST_STEPS } from './first-steps.js';
import { LOSS_STEPS } from './loss-steps.js';
import { SET_UP_STEPS } from './set-up-steps.js';
import type { StepRow } from './step.js';

export const STEPS = Object.freeze({
	...FIRST_STEPS,
	...LOSS_STEPS,
	...SET_UP_STEPS,
} satisfies Record<string, StepRow>);

export type StepName = keyof typeof STEPS;

export const STEP_NAMES: readonly StepName[] = Object.freeze(Object.keys(STEPS) as StepName[]);

export function stepNamed(name: StepName): StepRow {
	return STEPS[name];
}
