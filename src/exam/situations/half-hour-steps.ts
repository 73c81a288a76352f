/**
 * Steps about half-hours. But for the one that needs a half-hour of the real clock they are played in worlds that begin shortly before one of the meter's; a
 * program that reads only when that is over has the meter's clock set before the next. All is judged by the time in the EDT.
 */
import { frozen } from '../../../modules/bytes/frozen.js';
import { ESV } from '../../../modules/echonet-lite/frame.js';
import { HALF_HOUR, HOUR, MINUTE, SECOND } from '../../../modules/time/durations.js';
import { isoTime } from '../../world/time/iso-time.js';
import type { Claims } from '../declaration.js';
import { asksHalfHour, carriesHistory, notifiesHalfHour, received, sent } from '../record/half-hour-value.js';
import { times } from './scenes.js';
import { setupNamed } from './setups.js';
import type { Scene, Stage, StepRow } from './step.js';

/** A half-hour that is farther off is not waited for. */
const FAR = 2 * MINUTE;
/** Of the leads of these worlds, ms. */
const LONGEST = Math.max(...(['midnight', 'clockAhead', 'fullRegister'] as const).map((name) => setupNamed(name).lead!));
/** Before it the clock is set. */
const BEFORE = 15 * SECOND;
/** Quiet steps are over so long before a half-hour, or what is waited for. */
const JUST_BEFORE = 5 * SECOND;
/** A notification that comes soon is there. */
const NOTIFIED = 15 * SECOND;
/** What has come is shown. */
const SHOWN = 10 * SECOND;
/** An INFC that is not confirmed is repeated, twice. */
const CONFIRMED = 30 * SECOND;
/** A program that claims no history gets so long to read one, should it do so. */
const UNCLAIMED = MINUTE;
const LATE_NOTIFICATION = setupNamed('lateNotification');
/** ms since the session began. */
const LATE = LATE_NOTIFICATION.lead! + LATE_NOTIFICATION.notifications!.max;
/** Until a program has joined, ms. */
const JOIN = 25 * SECOND;
const MIDNIGHT_LEAD = setupNamed('midnight').lead!;
const CLOCK_AHEAD = setupNamed('clockAhead').clockOffset!;
/** Between the start of a world and its half-hour a program joins. */
const LEFT = 35 * SECOND;

/** Sets the meter's clock, to whole seconds. */
function setClock(stage: Stage, to: number): void {
	stage.command(`clock ${isoTime(to).slice(0, 19)}`);
}

/** Until the next half-hour of the meter's clock, which is `ahead` of the world's by so many ms. */
function* nextHalfHour(stage: Stage, ahead = 0): Scene<number> {
	const now = stage.meterTime + ahead;
	const next = Math.ceil(now / HALF_HOUR) * HALF_HOUR;
	if (next - now > FAR) {
		setClock(stage, next - BEFORE);
		yield* stage.sleep(BEFORE);
	} else {
		const boundary = stage.now + next - now;
		yield* stage.meanwhile(boundary - JUST_BEFORE);
		yield* stage.sleep(boundary - stage.now);
	}
	return next;
}

function historyWait({ claims, limits }: Stage): number {
	if (claims.history === false) return 0;
	return claims.fillsGaps === true ? limits.fixedTimeGet : UNCLAIMED;
}

export const HALF_HOUR_STEPS = frozen({
	'missing-notification': {
		situation: 'B27',
		is: 'the notification of a half-hour of the real clock does not come',
		setup: ({ clock }: Claims) => (clock === 'meter' ? 'halfHour' : 'home'),
		beforeHalfHour: 45 * SECOND,
		quick: 'byMeter',
		waits: ({ limits }) => limits.notificationWindow - JUST_BEFORE,
		time: ({ limits }) => ({
			least: 45 * SECOND + limits.notificationWindow + SHOWN,
			most: 45 * SECOND + limits.notificationWindow + limits.fixedTimeGet,
		}),
		*play(stage) {
			const next = Math.ceil(stage.meterTime / HALF_HOUR) * HALF_HOUR;
			stage.command('fault missing-notification=always');
			const struck = stage.now + next - stage.meterTime;
			yield* stage.meanwhile(struck - JUST_BEFORE);
			yield* stage.sleep(struck - stage.now);
			stage.strikes();
			const { notificationWindow, fixedTimeGet } = stage.limits;
			const due = struck + notificationWindow - JUST_BEFORE;
			const asked = sent(asksHalfHour);
			const isAsked = yield* stage.meanwhile(due, (entry, acts) => entry.at >= due && asked(entry, acts));
			if (!stage.isRunning) return;
			if (!isAsked) yield* stage.until(asked, fixedTimeGet + SHOWN);
			yield* stage.sleep(SHOWN);
		},
	},
	'late-notification': {
		situation: 'B28',
		is: 'a notification comes six minutes behind its half-hour, and twice',
		byClock: true,
		setup: 'lateNotification',
		notBefore: LATE + SHOWN,
		time: () => ({ least: SHOWN, most: LATE + NOTIFIED + SHOWN }),
		*play(stage) {
			stage.strikes();
			// It may have come in a step before this one.
			if (stage.hasCome(times(2, (act) => act.kind === 'receives' && act.frame !== undefined && notifiesHalfHour(act.frame)))) return;
			let due = LATE - stage.now;
			if (due < 0) {
				setClock(stage, Math.ceil(stage.meterTime / HALF_HOUR) * HALF_HOUR - BEFORE);
				due = BEFORE + LATE_NOTIFICATION.notifications!.max;
			}
			const isNotified = received(notifiesHalfHour);
			const begun = stage.now;
			if (!(yield* stage.meanwhile(begun + due - JUST_BEFORE, isNotified))) {
				yield* stage.until(isNotified, Math.max(0, begun + due + NOTIFIED - stage.now));
			}
			yield* stage.sleep(SHOWN);
		},
	},
	'clock-ahead': {
		situation: 'B41',
		is: 'the clock of the meter is seven minutes ahead at its half-hour, then it is set right',
		byClock: true,
		setup: 'clockAhead',
		time: ({ pollMs }) => ({ least: LEFT + SHOWN + 2 * pollMs, most: LONGEST + NOTIFIED + SHOWN + 3 * pollMs }),
		*play(stage) {
			yield* nextHalfHour(stage, CLOCK_AHEAD);
			stage.strikes();
			yield* stage.until(received(notifiesHalfHour), NOTIFIED);
			yield* stage.sleep(SHOWN);
			stage.command('clock right');
			stage.lifted();
			yield* stage.polls(2);
		},
	},
	'gap-at-midnight': {
		situation: 'B22',
		is: 'the notification of midnight does not come, half past has no data, that of one o’clock comes: a gap to fill; then the program is started anew',
		byClock: true,
		setup: 'midnight',
		waits: () => MIDNIGHT_LEAD - JOIN,
		time: ({ limits }) => ({
			least: MINUTE + BEFORE + 4 * SHOWN + JOIN,
			most: LONGEST + BEFORE + NOTIFIED + 3 * SHOWN + limits.fixedTimeGet + 2 * JOIN + UNCLAIMED,
		}),
		*play(stage) {
			stage.command('fault missing-notification=always');
			const midnight = yield* nextHalfHour(stage);
			stage.strikes();
			yield* stage.sleep(SHOWN);
			setClock(stage, midnight + HOUR - BEFORE);
			yield* stage.sleep(BEFORE / 2);
			stage.command('fault missing-notification off');
			stage.lifted();
			yield* stage.until(received(notifiesHalfHour), BEFORE + NOTIFIED);
			yield* stage.until(received(carriesHistory), historyWait(stage));
			yield* stage.sleep(SHOWN);
			if (stage.claims.history === false) return;
			// The day 0 of a history is another one now.
			yield* stage.restartProgram();
			yield* stage.served(stage.limits.recoveryPass);
			yield* stage.until(received(carriesHistory), UNCLAIMED);
			yield* stage.sleep(SHOWN);
		},
	},
	'replaced-meter': {
		situation: 'B24',
		is: 'the metering unit is replaced between two half-hours: its registers are at 0',
		setup: 'midnight',
		time: ({ pollMs }) => ({ least: 2 * pollMs + 2 * BEFORE + 2 * SHOWN, most: 3 * pollMs + 2 * BEFORE + 2 * NOTIFIED + SHOWN }),
		*play(stage) {
			// Two hours are more than any step before it went ahead.
			const next = Math.ceil(stage.meterTime / HALF_HOUR) * HALF_HOUR + 2 * HOUR;
			setClock(stage, next - BEFORE);
			yield* stage.until(received(notifiesHalfHour), BEFORE + NOTIFIED);
			stage.command('swap 1p3w-60-2way');
			stage.strikes();
			yield* stage.polls(2);
			setClock(stage, next + HALF_HOUR - BEFORE);
			yield* stage.until(received(notifiesHalfHour), BEFORE + NOTIFIED);
			yield* stage.sleep(SHOWN);
		},
	},
	'full-register': {
		situation: 'B23',
		is: 'the register passes its last digit before a half-hour, which the meter tells by INFC, and twice',
		setup: 'fullRegister',
		time: ({ pollMs }) => ({ least: LEFT + 2 * SHOWN, most: LONGEST + NOTIFIED + CONFIRMED + SHOWN + pollMs }),
		*play(stage) {
			stage.command('fault duplicate-notification=always');
			stage.command('load 23456');
			stage.strikes();
			yield* stage.polls(2);
			yield* nextHalfHour(stage);
			yield* stage.until(received(notifiesHalfHour), NOTIFIED);
			yield* stage.until(
				sent(({ esv }) => esv === ESV.INFC_Res),
				CONFIRMED,
			);
			yield* stage.sleep(SHOWN);
			stage.command('load normal');
		},
	},
} satisfies Record<string, StepRow>);
