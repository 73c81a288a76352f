/** Steps in which something is wrong with replies, or with what comes beside them. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { ESV } from '../../../modules/echonet-lite/frame.js';
import { MINUTE, SECOND } from '../../../modules/time/durations.js';
import { isJ11 } from '../../../modules/wi-sun-module/models.js';
import type { Claims } from '../declaration.js';
import { HISTORY_EPCS, isMetersQuestion } from '../record/questions.js';
import { isPresentRequest } from '../record/served-value.js';
import { pollsUnder, pollTime, REJOIN, readsAgain, startTime, startUnder, times } from './scenes.js';
import type { Scene, Stage, StepRow } from './step.js';

/** Replies that are slow and in time: of one property, of several. */
const SLOW = Object.freeze({ one: 18 * SECOND, many: 55 * SECOND });
/** And one that nobody waits for any more: it comes just ahead of the answer to another poll, where that is one every ten seconds. */
const LATE = 69_800;
/** Between two questions of the meter, and how many kinds there are. */
const ASKING = 3 * SECOND;
const QUESTIONS = 8;
const MALFORMED = 5;
/** From the last reply until what was made of it is shown, and seen where it is looked at every other second. */
const SEEN = 3 * SECOND;
/** From a start until a program that reads histories has asked for one. */
const HISTORY = 2 * MINUTE;

const readsHistory = ({ history }: Claims) => history !== false;

/** Until the next poll is on its way, whose reply can still be spoilt. Returns of how many properties it is. */
function* sizeOfPoll(stage: Stage): Scene<number> {
	let size = 1;
	yield* stage.until(
		(_, acts) =>
			acts.some((act) => {
				if (act.kind !== 'sends' || act.frame === undefined || !isPresentRequest(act.frame)) return false;
				size = act.frame.properties.length;
				return true;
			}),
		2 * stage.claims.pollMs + MINUTE,
	);
	return size;
}

/** One poll is never answered. Returns of how many properties it was. */
function* lost(stage: Stage, fault: string): Scene<number> {
	stage.strikes();
	const size = yield* sizeOfPoll(stage);
	stage.command(`fault ${fault}=always once`);
	yield* readsAgain(stage);
	stage.command('fault off');
	return size;
}

export const REPLY_STEPS = frozen({
	'slow-reply': {
		situation: 'B13',
		is: 'a reply takes 18 s, or 55 s where several properties are asked for: slow, and in time',
		setup: 'lateNotification',
		time: ({ pollMs }) => ({ least: SLOW.one + 2 * pollMs, most: SLOW.many + 4 * pollMs }),
		*play(stage) {
			stage.strikes();
			const isOfMany = (yield* sizeOfPoll(stage)) > 1;
			stage.command(`fault ${isOfMany ? `late-reply=${SLOW.many / SECOND}s` : `slow-reply=${SLOW.one / SECOND}s`} once`);
			yield* stage.sleep(SLOW.one);
			yield* readsAgain(stage, stage.limits.recoveryPass);
			stage.command('fault off');
		},
	},
	'late-reply': {
		situation: 'B14',
		is: 'a reply comes after 70 s, when nobody waits for it any more',
		setup: 'home',
		quiet: true,
		time: ({ pollMs }) => ({ least: LATE + pollMs, most: LATE + 4 * pollMs }),
		*play(stage) {
			stage.strikes();
			yield* sizeOfPoll(stage);
			stage.command(`fault late-reply=${LATE}ms once`);
			yield* stage.sleep(LATE + SECOND);
			stage.command('fault off');
			yield* readsAgain(stage, 2 * stage.claims.pollMs + MINUTE);
			yield* stage.sleep(SEEN);
		},
	},
	'lost-request': {
		situation: 'B12',
		is: 'a request is lost, and where requests are of one property another one',
		setup: 'lateNotification',
		time: ({ limits, pollMs }) => ({ least: pollMs + limits.timerOne, most: 3 * pollMs + 2 * limits.timerMany }),
		*play(stage) {
			const size = yield* lost(stage, 'request-timeout');
			// A minute more would show nothing new.
			if (size === 1) yield* lost(stage, 'no-reply');
		},
	},
	'stale-replies': {
		situation: 'B15',
		is: 'the reply before comes once more ahead of a reply; then replies come twice',
		setup: 'home',
		quiet: true,
		time: pollTime(3),
		*play(stage) {
			yield* pollsUnder(stage, 'stale-reply=always', 2);
			yield* pollsUnder(stage, 'duplicate-reply=always', 1);
			yield* stage.sleep(SEEN);
		},
	},
	'interleaved-inf': {
		situation: 'B16',
		is: 'an INF comes between request and reply',
		setup: 'home',
		quiet: true,
		time: pollTime(2),
		*play(stage) {
			yield* pollsUnder(stage, 'interleaved-inf=always', 2);
			yield* stage.sleep(SEEN);
		},
	},
	'interleaved-lines': {
		situation: 'B16',
		is: 'a datagram comes between the echo of a command and its answer; then one right behind EVENT 25',
		setup: 'home',
		time: ({ limits, pollMs }) => ({ least: pollMs + REJOIN, most: 2 * pollMs + limits.timerMany + limits.recoveryTold }),
		models: (model) => !isJ11(model),
		*play(stage) {
			// What comes unasked is held until the next command, which it then meets.
			stage.command('fault meter-asks=1s');
			yield* pollsUnder(stage, 'interleaved-echo=always', 1);
			stage.command('fault event-burst');
			stage.command('fault end-session=1s once');
			yield* stage.sleep(SECOND);
			yield* readsAgain(stage);
		},
	},
	'undeclared-inf': {
		situation: 'B17',
		is: 'behind a reply comes an INF of the same properties, which no map announces',
		setup: 'home',
		quiet: true,
		time: pollTime(1),
		*play(stage) {
			yield* pollsUnder(stage, 'undeclared-inf=always', 1);
			yield* stage.sleep(SEEN);
		},
	},
	'partial-sna': {
		situation: 'B18',
		is: 'a Get of several is answered by Get_SNA with all but one; then with that one left out',
		setup: 'home',
		quiet: true,
		time: pollTime(5),
		*play(stage) {
			yield* pollsUnder(stage, 'partial-sna=always', 4);
			stage.command('fault partial-sna=always');
			yield* pollsUnder(stage, 'short-sna=always', 1);
			yield* stage.sleep(SEEN);
		},
	},
	'meter-asks': {
		situation: 'B30',
		is: 'the meter asks the HEMS: Get D6, 9F, 82, 83, 8A, INF_REQ D5, SetC F0, and an object that it is not',
		setup: 'home',
		quiet: true,
		time: () => ({ least: (QUESTIONS + 1) * ASKING, most: (QUESTIONS + 1) * ASKING + MINUTE }),
		*play(stage) {
			stage.command(`fault meter-asks=${ASKING / SECOND}s`);
			stage.strikes();
			yield* stage.until(
				times(QUESTIONS, (act) => act.kind === 'receives' && isMetersQuestion(act.frame)),
				QUESTIONS * ASKING + MINUTE,
			);
			yield* stage.sleep(ASKING / 2);
			stage.command('fault off');
		},
	},
	malformed: {
		situation: 'B31',
		is: 'ahead of a reply comes what is no frame: PDC too long, OPC 0, EHD2 82, one byte, 255 bytes',
		setup: 'home',
		quiet: true,
		time: pollTime(MALFORMED),
		*play(stage) {
			yield* pollsUnder(stage, 'malformed=always', MALFORMED);
		},
	},
	'set-refused': {
		situation: 'B32',
		is: 'the program is started, and its Set of E5 or ED is refused',
		setup: 'home',
		time: startTime(1),
		wanted: readsHistory,
		*play(stage) {
			yield* startUnder(stage, 'set-refused=always');
			const isRefused = times(1, (act) => act.kind === 'receives' && act.frame?.esv === ESV.SetC_SNA);
			if (yield* stage.until(isRefused, HISTORY)) yield* stage.polls(1);
		},
	},
	'long-reply-lost': {
		situation: 'B33',
		is: 'the program is started, and only long replies do not come: E2, E4, a long EC',
		setup: 'home',
		time: startTime(1),
		wanted: readsHistory,
		*play(stage) {
			yield* startUnder(stage, 'long-reply-lost=always');
			const asks = times(1, (act) => act.kind === 'sends' && act.frame?.properties.some(({ epc }) => HISTORY_EPCS.includes(epc)) === true);
			if (!(yield* stage.until(asks, HISTORY))) return;
			yield* readsAgain(stage);
			yield* stage.polls(1);
		},
	},
} satisfies Record<string, StepRow>);
