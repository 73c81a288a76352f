/** Steps in which the session or the meter is lost. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { MINUTE, SECOND } from '../../../modules/time/durations.js';
import { EVENT } from '../../../modules/wi-sun-module/skstack/language/event.js';
import { EPC } from '../../route-b/epc.js';
import type { Limits } from '../limits.js';
import type { Act } from '../record/act.js';
import type { Entry } from '../record/entry.js';
import { afterLoss, afterSilentLoss, isJoined, REJOIN, readsAgain, told, unheard } from './scenes.js';
import type { Scene, Stage, StepRow, TimeFacts } from './step.js';

/** Lifetime of a session that is to end soon: it is authenticated again after 80 % of it. */
const SHORT = 55 * SECOND;
const AGAIN = 0.8 * SHORT;
/** Of one that fails: EVENT 24 comes some 40 s later, within the fifth that is left. */
const LONGER = 210 * SECOND;
/** Share of the lifetime after which the dongle authenticates again. */
const AGAIN_AT = 0.8;
/** How long that takes: a poll every ten seconds would fall into it. */
const SLOW_AGAIN = 10_500;
/** An authentication that nobody answers, until EVENT 24. */
const UNANSWERED = MINUTE;
/** SKTERM that nobody answers, until EVENT 28: usually, and at most. */
const UNTERMINATED = 35 * SECOND;
const TERMINATION = MINUTE;
const CUTS = Object.freeze({ short: 30 * SECOND, long: 3 * MINUTE });
/** Polls on a lossy air; where one was lost, it may be the one in twenty. */
const LOSSY_POLLS = 6;
const MORE_POLLS = 15;
/** Polls that fit into the time in which nothing may be sent. */
const LIMITED_POLLS = 4.2;

/** Polls in which units may be asked for again. */
const UNITS_POLLS = 4;
const UNITS: readonly number[] = Object.freeze([EPC.energyUnit, EPC.effectiveDigits]);

/** All of them have been asked for since then, ms. */
function asksUnits(since: number): (entry: Entry, acts: readonly Act[]) => boolean {
	const left = new Set(UNITS);
	return ({ at }, acts) => {
		for (const act of acts) if (at >= since && act.kind === 'sends') for (const { epc } of act.frame?.properties ?? []) left.delete(epc);
		return left.size === 0;
	};
}

const cutTime =
	(time: number) =>
	({ pollMs, limits }: TimeFacts) => ({
		least: pollMs + Math.max(time, pollMs + limits.timerMany) + REJOIN,
		most: pollMs + time + limits.recoveryPass,
	});

/** The meter is without supply for a while, and has no time to write anything down. */
function* cut(stage: Stage, time: number): Scene<void> {
	yield* stage.polls(1);
	stage.command('power cut');
	stage.strikes();
	yield* stage.sleep(time);
	yield* supplied(stage);
}

function* supplied(stage: Stage): Scene<void> {
	stage.command('power on');
	stage.lifted();
	yield* readsAgain(stage);
}

/** The next session lives shortly; from when it stands. */
function* shortSession(stage: Stage, lifetime: number): Scene<void> {
	stage.command(`fault short-lifetime=${lifetime / SECOND}s`);
	stage.command('fault end-session=1s once');
	yield* stage.until(isJoined, stage.limits.recoveryPass);
	stage.strikes();
}

/** Age of a value that is none of the present any more, ms. */
function tooOld({ staleLeast, stalePolls }: Limits, pollMs: number): number {
	return Math.max(staleLeast, stalePolls * pollMs);
}

/** The program shows that there is no value. */
function saysUnavailable(entry: Entry): boolean {
	if (entry.kind !== 'shown') return false;
	const { what, value } = entry.observation;
	return what === 'online' ? value === 0 : value === 'none';
}

export const LOSS_STEPS = frozen({
	'lost-session': {
		situation: 'B7',
		is: 'the meter forgets the session without a word',
		setup: 'home',
		time: unheard,
		*play(stage) {
			yield* afterSilentLoss(stage, 'lost-session');
		},
	},
	mute: {
		situation: 'B11',
		is: 'the meter answers no more until the next join, and no EVENT tells',
		setup: 'lateNotification',
		time: unheard,
		*play(stage) {
			yield* afterSilentLoss(stage, 'mute');
		},
	},
	'short-lifetime': {
		situation: 'B9',
		waits: () => AGAIN - SECOND,
		is: 'the lifetime of the session ends, and the dongle authenticates it again',
		setup: 'home',
		time: ({ limits, pollMs }) => ({ least: REJOIN + AGAIN + SLOW_AGAIN, most: limits.recoveryTold + AGAIN + 2 * pollMs + MINUTE }),
		*play(stage) {
			yield* shortSession(stage, SHORT);
			stage.command(`fault slow-join=${SLOW_AGAIN}ms`);
			const joined = stage.now;
			if (!(yield* stage.meanwhile(joined + AGAIN - SECOND, isJoined))) {
				yield* stage.until(isJoined, Math.max(0, joined + SHORT + UNANSWERED - stage.now));
			}
			yield* stage.polls(1);
		},
	},
	'failed-reauthentication': {
		situation: 'B10',
		waits: () => AGAIN_AT * LONGER - SECOND,
		is: 'the meter does not answer when the session is to be authenticated again',
		setup: 'home',
		time: ({ limits, pollMs }) => ({
			least: REJOIN + LONGER + REJOIN,
			most: limits.recoveryTold + LONGER + limits.recoveryTold + pollMs,
		}),
		*play(stage) {
			yield* shortSession(stage, LONGER);
			const joined = stage.now;
			stage.command('fault failed-reauthentication');
			const isFailed = told(EVENT.joinFailed);
			if (!(yield* stage.meanwhile(joined + AGAIN_AT * LONGER - SECOND, isFailed))) {
				yield* stage.until(isFailed, Math.max(0, joined + LONGER + UNANSWERED - stage.now));
			}
			stage.command('fault off');
			yield* readsAgain(stage);
		},
	},
	'transmit-limit': {
		situation: 'B34',
		is: 'the transmit time of the hour is used up for a while: EVENT 32, later 33',
		setup: 'lateNotification',
		time: ({ limits, pollMs }) => ({
			least: LIMITED_POLLS * pollMs,
			most: (2 + LIMITED_POLLS) * pollMs + limits.recoveryPass,
		}),
		*play(stage) {
			stage.command('fault transmit-limit=1ms at dongle');
			yield* stage.until(told(EVENT.limited), 2 * stage.claims.pollMs + MINUTE);
			stage.strikes();
			yield* stage.sleep(LIMITED_POLLS * stage.claims.pollMs);
			stage.command('fault off');
			stage.lifted();
			yield* readsAgain(stage);
		},
	},
	'ignored-termination': {
		situation: 'B43',
		is: 'the program is ended, the meter does not answer its SKTERM, and the program is started again',
		setup: 'home',
		time: ({ limits }) => ({ least: UNTERMINATED + REJOIN, most: TERMINATION + limits.recoveryPass }),
		*play(stage) {
			stage.command('fault ignored-termination');
			stage.strikes();
			yield* stage.stopProgram();
			stage.command('fault off');
			stage.lifted();
			stage.startProgram();
			yield* readsAgain(stage);
		},
	},
	'lossy-air': {
		situation: 'B45',
		is: 'frames are lost, spoilt, doubled, late and out of order; then a join takes long',
		setup: 'home',
		time: ({ limits, pollMs }) => ({
			least: LOSSY_POLLS * pollMs + REJOIN,
			most: (LOSSY_POLLS + MORE_POLLS) * pollMs + 2 * limits.timerMany + limits.recoveryTold,
		}),
		*play(stage) {
			for (const fault of ['drop=10%', 'corrupt', 'duplicate', 'reorder', 'delay']) stage.command(`fault ${fault}`);
			stage.strikes();
			const begun = stage.now;
			yield* stage.polls(LOSSY_POLLS);
			if (stage.now - begun > (LOSSY_POLLS + 1) * stage.claims.pollMs) yield* stage.polls(MORE_POLLS);
			stage.command('fault off');
			stage.command('fault slow-join');
			yield* afterLoss(stage, 'end-session');
		},
	},
	'short-power-cut': {
		situation: 'B40',
		is: 'the power of the meter fails for 30 seconds',
		setup: 'home',
		time: cutTime(CUTS.short),
		*play(stage) {
			yield* cut(stage, CUTS.short);
		},
	},
	'long-power-cut': {
		situation: 'B40',
		is: 'the power of the meter fails for three minutes, and until the program shows that there are no values, or for too long',
		setup: 'home',
		time: ({ limits, pollMs }) => ({
			least: pollMs + CUTS.long + REJOIN,
			most: pollMs + Math.max(CUTS.long, tooOld(limits, pollMs) + SECOND) + limits.recoveryPass,
		}),
		*play(stage) {
			const { limits, claims, showsPresent } = stage;
			// What it shows has just been read, all of it.
			yield* stage.polls(1);
			stage.command('power cut');
			stage.strikes();
			const begun = stage.now;
			if (showsPresent) yield* stage.until(saysUnavailable, tooOld(limits, claims.pollMs) + SECOND);
			yield* stage.sleep(Math.max(0, begun + CUTS.long - stage.now));
			yield* supplied(stage);
		},
	},
	'end-session': {
		situation: 'B8',
		is: 'the meter ends the session: EVENT 26; once joined again, the program has some polls to read the units again',
		setup: 'home',
		time: ({ limits, pollMs }) => ({ least: pollMs + REJOIN, most: limits.recoveryTold + (2 + UNITS_POLLS) * pollMs }),
		quick: true,
		*play(stage) {
			yield* stage.polls(1);
			const struck = stage.now + SECOND;
			yield* afterLoss(stage, 'end-session');
			if (!stage.hasCome(asksUnits(struck))) yield* stage.polls(UNITS_POLLS);
		},
	},
} satisfies Record<string, StepRow>);
