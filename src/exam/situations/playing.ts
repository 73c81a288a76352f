import type { SituationName } from '../../world/fault/situations.js';
import type { StepSpan } from '../checks/check.js';
import { STEP_NAMES, type StepName, stepNamed } from './steps.js';

/** Steps that play one of these situations. */
export function stepsPlaying(...situations: readonly SituationName[]): readonly StepName[] {
	return STEP_NAMES.filter((name) => {
		const { situation } = stepNamed(name);
		return situation !== undefined && situations.includes(situation);
	});
}

/** One of these situations was played at that time, ms since the session began. */
export function wasPlayed(steps: readonly StepSpan[], at: number, situations: readonly SituationName[]): boolean {
	return steps.some(({ name, from, to }) => {
		const { situation } = stepNamed(name);
		return at >= from && at <= to && situation !== undefined && situations.includes(situation);
	});
}
