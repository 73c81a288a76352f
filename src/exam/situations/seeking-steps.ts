/** Steps in which a program is started, and does not find its meter, or is not let in. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { MINUTE, SECOND } from '../../../modules/time/durations.js';
import { EVENT } from '../../../modules/wi-sun-module/skstack/language/event.js';
import type { Act } from '../record/act.js';
import type { Entry } from '../record/entry.js';
import { paceOf } from '../record/pace.js';
import { carriesPresentValue } from '../record/served-value.js';
import { afterSilentLoss, REJOIN, readsAgain, startTime, startUnder, times } from './scenes.js';
import type { Scene, Stage, StepRow } from './step.js';

/** A round of scans with durations 4 to 6. */
const ROUND = 32 * SECOND;
/** A round of scans that finds nothing, and the next one has begun, at the latest. */
const EMPTY_ROUNDS = 3 * MINUTE;
/** A join that nobody answers: until its EVENT 24, at the latest. */
const REFUSED = 3 * MINUTE;
/** EVENT 24 comes so long after a join that nobody answers. */
const UNANSWERED = 40 * SECOND;
/** How long a program is watched with a wrong password that joins rarely, or ever more rarely: a minute's joins and how its pause grows are seen by then. */
const WRONG_PASSWORD = 75 * SECOND;
const HOLD = MINUTE;

/** A scan that is no longer than the one before: the next round has begun. */
function nextRound(): (act: Act) => boolean {
	let duration = -1;
	return (act) => {
		if (act.kind !== 'scans') return false;
		const isNext = act.duration <= duration;
		duration = act.duration;
		return isNext;
	};
}

/** Present values of two meters. */
function bothServed(): (entry: Entry, acts: readonly Act[]) => boolean {
	const meters = new Set<string>();
	return (_, acts) => {
		for (const act of acts) if (act.kind === 'receives' && act.frame !== undefined && carriesPresentValue(act.frame)) meters.add(act.peer);
		return meters.size > 1;
	};
}

const isRefused = (act: Act) => act.kind === 'event' && act.number === EVENT.joinFailed;
const isJoin = (act: Act) => act.kind === 'joins';

/** Until a join was refused, or none comes any more; then the meter lets it in. */
function* untilRefused(stage: Stage): Scene<void> {
	yield* stage.until(times(1, isRefused), REFUSED);
}

export const SEEKING_STEPS = frozen({
	'slow-beacon': {
		situation: 'B4',
		is: 'the program is started, and the beacon answers a long scan only',
		setup: 'home',
		time: startTime(),
		*play(stage) {
			yield* startUnder(stage, 'slow-beacon');
			yield* readsAgain(stage, stage.limits.recoveryPass);
		},
	},
	'neighbour-pans': {
		situation: 'B5',
		is: 'the program is started among neighbours that answer as well',
		setup: 'home',
		time: startTime(),
		*play(stage) {
			yield* startUnder(stage, 'neighbour-pans');
			yield* readsAgain(stage, stage.limits.recoveryPass);
		},
	},
	'empty-scans': {
		situation: 'B3',
		is: 'the program is started, and no beacon answers; it does when a second round of scans has begun',
		setup: 'home',
		time: ({ limits }) => ({ least: ROUND + limits.scanPause + REJOIN, most: EMPTY_ROUNDS + limits.recoveryPass }),
		*play(stage) {
			yield* startUnder(stage, 'missing-beacon=always');
			yield* stage.until(times(1, nextRound()), EMPTY_ROUNDS);
			stage.command('fault off');
			stage.lifted();
			yield* readsAgain(stage);
		},
	},
	'moved-pan': {
		situation: 'B6',
		is: 'the meter moves to another PAN and channel',
		setup: 'home',
		time: ({ limits, pollMs }) => ({ least: 2 * pollMs + limits.timerMany + REJOIN, most: limits.recoveryPass + 2 * pollMs }),
		*play(stage) {
			yield* afterSilentLoss(stage, 'moved-pan');
		},
	},
	'refused-joins': {
		situation: 'B2',
		is: 'the program is started, and its first join is met by silence',
		setup: 'home',
		time: ({ limits }) => ({ least: REJOIN + UNANSWERED + REJOIN, most: REFUSED + limits.recoveryPass }),
		*play(stage) {
			yield* startUnder(stage, 'refused-join=always');
			yield* untilRefused(stage);
			stage.command('fault off');
			stage.lifted();
			yield* readsAgain(stage);
		},
	},
	'taken-meter': {
		situation: 'B42',
		is: 'the program is started while a second HEMS holds the meter, which lets go after a join that was met by silence',
		setup: 'home',
		time: ({ limits }) => ({ least: REJOIN + UNANSWERED + REJOIN, most: HOLD + REFUSED + limits.recoveryPass }),
		*play(stage) {
			yield* stage.stopProgram();
			yield* stage.holdMeter(HOLD);
			stage.strikes();
			stage.startProgram();
			yield* untilRefused(stage);
			yield* stage.releaseMeter();
			stage.lifted();
			yield* readsAgain(stage);
		},
	},
	'many-meters': {
		situation: 'B44',
		is: 'the program is started, and two meters are in the air: the second one has the next id, and the same password',
		setup: 'home',
		time: ({ limits, pollMs }) => ({ least: 2 * (REJOIN + pollMs), most: limits.recoveryPass }),
		wanted: ({ manyMeters }) => manyMeters === true,
		*play(stage) {
			yield* startUnder(stage, 'many-meters=2');
			yield* stage.until(bothServed(), stage.limits.recoveryPass);
			yield* stage.stopProgram();
		},
	},
	'wrong-password': {
		situation: 'B1',
		is: 'the program is started, and the meter has another password, and says so at once',
		setup: 'home',
		time: ({ limits }) => ({ least: WRONG_PASSWORD, most: limits.joinsWindow }),
		ends: true,
		*play(stage) {
			yield* startUnder(stage, 'wrong-password');
			const joins: Act[] = [];
			const noted = (_: unknown, acts: readonly Act[]) => {
				joins.push(...acts.filter(isJoin));
				return false;
			};
			yield* stage.until(noted, WRONG_PASSWORD);
			// Whose pauses do not grow, and who joins more often than the window allows, is watched for all of it: only there do 10 and 20 joins tell.
			const { joinsWindow, joinsWarning } = stage.limits;
			const isOften = joins.length > (joinsWarning * WRONG_PASSWORD) / joinsWindow;
			if (isOften && paceOf(joins, stage.limits).grows !== true) yield* stage.sleep(joinsWindow - WRONG_PASSWORD);
			stage.command('fault off');
			stage.lifted();
		},
	},
} satisfies Record<string, StepRow>);
