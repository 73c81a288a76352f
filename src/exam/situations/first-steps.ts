/** Steps in which nothing goes wrong. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { MINUTE, SECOND } from '../../../modules/time/durations.js';
import type { StepRow } from './step.js';

/** Until a program has a value: a scan of 14 channels with durations up to 7 takes less. */
const FIRST_VALUE = 3 * MINUTE;

const STEADY_POLLS = 5;

export const FIRST_STEPS = frozen({
	'first-join': {
		is: 'the program is started; the meter is there',
		setup: 'home',
		from: 'start',
		time: ({ pollMs }) => ({ least: 15 * SECOND + pollMs, most: FIRST_VALUE + pollMs }),
		quick: true,
		*play(stage) {
			stage.strikes();
			stage.startProgram();
			yield* stage.served(FIRST_VALUE);
			yield* stage.polls(1);
		},
	},
	'steady-polls': {
		is: 'nothing goes wrong, and the load is another one every five seconds',
		setup: 'home',
		quiet: true,
		time: ({ pollMs }) => ({ least: STEADY_POLLS * pollMs, most: 2 * STEADY_POLLS * pollMs + MINUTE }),
		quick: true,
		*play(stage) {
			yield* stage.polls(STEADY_POLLS);
		},
	},
} satisfies Record<string, StepRow>);
