/** Steps in which the session or the meter is lost. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { MINUTE, SECOND } from '../../../modules/time/durations.js';
import type { StepRow, TimeFacts } from './step.js';

/** Until a program that does all at once reads again: a scan and a join. */
const REJOIN = 15 * SECOND;
const recovery = ({ limits, pollMs }: TimeFacts) => ({ least: REJOIN + pollMs, most: limits.recoveryPass + pollMs });

export const LOSS_STEPS = frozen({
	'end-session': {
		situation: 'B8',
		is: 'the meter ends the session: EVENT 26',
		setup: 'home',
		time: ({ limits, pollMs }) => ({ least: REJOIN, most: limits.recoveryTold + pollMs }),
		quick: true,
		*play(stage) {
			stage.command('fault end-session=1s once');
			yield* stage.sleep(SECOND);
			stage.strikes();
			yield* stage.served(stage.limits.recoveryWarning);
		},
	},
	'lost-session': {
		situation: 'B7',
		is: 'the meter forgets the session without a word',
		setup: 'home',
		time: (facts) => ({ least: recovery(facts).least + MINUTE, most: recovery(facts).most }),
		*play(stage) {
			stage.command('fault lost-session=1s once');
			yield* stage.sleep(SECOND);
			stage.strikes();
			yield* stage.served(stage.limits.recoveryWarning);
		},
	},
} satisfies Record<string, StepRow>);
