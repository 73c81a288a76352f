/** Steps that try how a program begins, and belong to no situation of the field. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { MINUTE, SECOND } from '../../../modules/time/durations.js';
import type { StepRow } from './step.js';

/** Until a program has a value: a pause by chance, a scan of 14 channels with durations up to 7, and a join take less. */
const FIRST_VALUE = 4 * MINUTE;
const CUT = 5 * SECOND;

export const SET_UP_STEPS = frozen({
	'wide-power-cut': {
		is: 'the power of the whole place fails, and meter and program start together',
		setup: 'home',
		from: 'start',
		time: ({ pollMs }) => ({ least: CUT + 20 * SECOND + pollMs, most: CUT + FIRST_VALUE + pollMs }),
		*play(stage) {
			stage.command('power cut');
			yield* stage.sleep(CUT);
			stage.command('power on');
			stage.strikes();
			stage.startProgram();
			yield* stage.served(FIRST_VALUE);
		},
	},
} satisfies Record<string, StepRow>);
