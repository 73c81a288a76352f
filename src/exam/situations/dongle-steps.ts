/** Steps in which the dongle, or the line to it, fails. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { MINUTE, SECOND } from '../../../modules/time/durations.js';
import { isJ11, type ModuleName } from '../../../modules/wi-sun-module/models.js';
import { MODELS } from '../../../modules/wi-sun-module/skstack/language/model.js';
import { isCommanded, pollsUnder, pollTime, REJOIN, readsAgain, startTime, startUnder } from './scenes.js';
import type { Scene, Stage, StepRow } from './step.js';

const UNPLUGGED = 10 * SECOND;

/** It befalls the next command, and the program goes on until it reads. */
function* nextCommand(stage: Stage, fault: string): Scene<void> {
	stage.command(`fault ${fault}=always once`);
	stage.strikes();
	yield* stage.until(isCommanded, 2 * stage.claims.pollMs + MINUTE);
	yield* readsAgain(stage);
}

export const DONGLE_STEPS = frozen({
	'dongle-errors': {
		situation: 'B35',
		is: 'the dongle refuses a command with ER10, leaves out the answer to one, and does nothing at one',
		setup: 'lateNotification',
		time: ({ limits, pollMs }) => ({ least: 3 * pollMs, most: 3 * pollMs + limits.recoveryPass }),
		*play(stage) {
			yield* nextCommand(stage, 'er10');
			yield* nextCommand(stage, 'missing-ok');
			yield* nextCommand(stage, 'silent-dongle');
		},
	},
	'failed-start': {
		situation: 'B35',
		is: 'the program is started, and the first 0053 of the dongle fails with 0E',
		setup: 'home',
		time: startTime(),
		models: isJ11,
		*play(stage) {
			yield* startUnder(stage, 'failed-start');
			yield* readsAgain(stage);
		},
	},
	'serial-noise': {
		situation: 'B39',
		is: 'lines of the dongle come in pieces; then with bytes before them that are no characters',
		setup: 'home',
		quiet: true,
		time: pollTime(3),
		*play(stage) {
			yield* pollsUnder(stage, 'chunked-serial', 1);
			yield* pollsUnder(stage, 'noise=always', 2);
			yield* stage.sleep(SECOND);
		},
	},
	'fresh-dongle': {
		situation: 'B38',
		is: 'the program is started with a dongle fresh from the shop, which shows payloads as raw bytes (WOPT 00)',
		setup: 'home',
		time: startTime(),
		models: hasOptions,
		*play(stage) {
			yield* startUnder(stage, 'binary-payload');
			yield* readsAgain(stage, stage.limits.recoveryPass);
		},
	},
	'unplugged-dongle': {
		situation: 'B36',
		is: 'the dongle is pulled out, and plugged in again after ten seconds',
		setup: 'home',
		time: ({ limits }) => ({ least: UNPLUGGED + REJOIN, most: UNPLUGGED + limits.recoveryPlugged }),
		quick: true,
		*play(stage) {
			stage.command(`dongle unplug ${UNPLUGGED / SECOND}s`);
			stage.strikes();
			yield* stage.sleep(UNPLUGGED);
			stage.lifted();
			yield* readsAgain(stage);
		},
	},
	'dongle-reset': {
		situation: 'B37',
		is: 'the dongle starts anew by itself: its settings and the session are gone, and no EVENT tells',
		setup: 'home',
		time: ({ limits, pollMs }) => ({ least: REJOIN, most: limits.recoveryPass + pollMs }),
		*play(stage) {
			stage.command('dongle reset');
			stage.strikes();
			yield* readsAgain(stage);
		},
	},
} satisfies Record<string, StepRow>);

/** WOPT, which one fresh from the shop has at 00. */
function hasOptions(model: ModuleName): boolean {
	return !isJ11(model) && MODELS[model].wopt !== undefined;
}
