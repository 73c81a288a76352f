/**
 * Where a join stopped, and why: rows of a table keyed by what was seen, the first one that holds is the cause. A fault that is on and leads there is named with
 * it. Words for each row are in `cause-words.ts`.
 */

import { frozen } from '../../../../modules/bytes/frozen.js';
import { RESULT } from '../../../../modules/wi-sun-module/j11/language/codes.js';
import type { FaultName } from '../../../../src/world/fault/fault-table.js';
import type { Rung, RungSort } from './rung.js';
import { PATIENCE, type Sight } from './sight.js';

/** What a J11 module says for want of credentials, and where no meter has answered its start. */
const NO_CREDENTIALS = resultText(RESULT.noCredentials);
const NO_CONNECTION = resultText(RESULT.noConnection);

interface CauseRow {
	readonly when: (sight: Sight) => boolean;
	/** Which of them lead there. */
	readonly faults?: readonly FaultName[];
	/** Nothing is wrong: it waits for a program, or a program has meant it so. */
	readonly calm?: true;
	/** The last rung of one of these is where it stopped; without any, behind the last one. */
	readonly at?: readonly RungSort[];
}

/** ms that a dongle may take for an answer, and a program for its next step. */
const ANSWER_TIME = 5_000;
const STEP_TIME = 10_000;
/** The least duration of SKSCAN at which a meter's beacon comes in time. */
export const LEAST_DURATION = 4;
/** Requests without an answer that are no accident. */
const UNANSWERED = 2;
const FIRST_CHANNEL = 33;
const RADIO: readonly FaultName[] = Object.freeze(['distance', 'drop', 'corrupt', 'delay']);
/** Refused for its form: the grammar of another module. */
const FORM: readonly string[] = Object.freeze(['FAIL ER05', 'FAIL ER06']);
const JOINING: readonly string[] = Object.freeze(['SKJOIN', 'startPana']);

const joinFailed = ({ seen }: Sight) => seen.join?.state === 'failed';
const silent = (sight: Sight) => joinFailed(sight) && sight.seen.join!.received === 0;
const refusedByMeter = (sight: Sight) => joinFailed(sight) && (sight.seen.join!.result ?? 0) !== 0;
const ended = (how: Sight['seen']['ended']) => (sight: Sight) => sight.attempt?.state === 'ended' && sight.seen.ended === how;
const isJoined = ({ attempt }: Sight) => attempt?.state === 'joined';
const begun = ({ seen }: Sight) => seen.scan !== undefined || seen.join !== undefined;
/** The meter is not answering anything. */
const waits = (sight: Sight) => begun(sight) || sight.seen.unanswered > 0;
const scanned = ({ seen: { scan, join } }: Sight) => scan?.state === 'done' && join === undefined;
const foundNothing = (sight: Sight) => scanned(sight) && sight.seen.scan!.found === 0;
const SENDING: readonly string[] = Object.freeze(['SKSENDTO', 'send']);
/** A command that matters was refused; once it is in, only what sends does. */
const refusedHere = (sight: Sight) => {
	const { refused } = sight.seen;
	return refused !== undefined && (!isJoined(sight) || SENDING.includes(refused.word));
};
const refusedWith = (answers: readonly string[]) => (sight: Sight) => refusedHere(sight) && answers.includes(sight.seen.refused!.answer);
const joinRefused = ({ seen: { refused, join } }: Sight) => refused !== undefined && JOINING.includes(refused.word) && join === undefined;
/** Something goes on, beside which others are refused. */
const isAtWork = ({ seen: { scan, join } }: Sight) => scan?.state === 'running' || join?.state === 'running';
const before = (sight: Sight) => !begun(sight) && sight.seen.commands > 0;

export const CAUSES = frozen({
	unplugged: { when: ({ plugged }) => !plugged, at: ['port'] },
	unopened: { when: ({ seen }) => !seen.opened && !seen.wrote, calm: true },
	openedOnly: { when: ({ seen }) => !seen.wrote, at: ['port'] },
	gibberish: { when: ({ seen }) => seen.commands === 0 || seen.gibberish > seen.commands, at: ['port'], faults: [] },
	meterOff: { when: (sight) => waits(sight) && !sight.meter.power },
	unitGone: { when: (sight) => waits(sight) && !sight.meter.routeB },
	limited: { when: ({ seen }) => seen.limited, at: ['unsent', 'requests', 'port'], faults: ['transmit-limit'] },
	sessionLost: {
		when: (sight) => isJoined(sight) && (sight.meter.session === 'none' || sight.meter.session === 'other'),
		at: ['requests'],
		faults: ['lost-session'],
	},
	unanswered: {
		when: (sight) => isJoined(sight) && sight.seen.unanswered >= UNANSWERED && sight.now - (sight.seen.unansweredSince ?? sight.now) >= PATIENCE,
		at: ['requests'],
		faults: ['mute', 'no-reply', 'request-timeout', 'late-reply', 'long-reply-lost', 'moved-pan', 'notification-collision', ...RADIO],
	},
	reauthenticationFailed: { when: ended('failed'), at: ['turn'], faults: ['failed-reauthentication', 'lost-session', 'moved-pan', ...RADIO] },
	// A module that asks for longer than the session lives is told its end by the meter.
	endedByMeter: { when: ended('terminatedByPeer'), at: ['turn'], faults: ['end-session', 'failed-reauthentication'] },
	endedHere: { when: ended('terminated'), at: ['turn'], calm: true },
	endUnanswered: { when: ended('terminationTimeout'), at: ['turn'], faults: ['ignored-termination', 'lost-session', 'moved-pan', ...RADIO] },
	expired: { when: ended('expired'), at: ['turn'], faults: ['short-lifetime', 'failed-reauthentication'] },
	powerFailed: { when: ended('power'), at: ['port'], faults: ['dongle-reset'] },
	joinOther: { when: (sight) => joinFailed(sight) && sight.seen.join!.meter === null, at: ['turn'] },
	wrongPassword: { when: (sight) => refusedByMeter(sight) && sight.seen.password === 'wrong', at: ['turn'] },
	// The dongle discards what another meter says of itself: no refusal comes.
	wrongId: { when: (sight) => joinFailed(sight) && sight.seen.join!.received > 0 && sight.seen.id === 'other', at: ['turn'] },
	refused: { when: refusedByMeter, at: ['turn'], faults: ['wrong-password'] },
	joinElsewhere: { when: (sight) => silent(sight) && sight.seen.join!.place === 'other', at: ['turn'], faults: ['moved-pan'] },
	joinSilence: { when: silent, at: ['turn'], faults: ['refused-join', 'moved-pan', ...RADIO] },
	joinBroken: { when: joinFailed, at: ['turn'], faults: ['slow-join', ...RADIO] },
	dongleSilent: {
		when: ({ seen: { last }, now }) => last !== undefined && last.answer === null && now - last.at >= ANSWER_TIME,
		at: ['command', 'requests'],
		faults: ['silent-dongle', 'missing-ok'],
	},
	joinWithoutId: { when: (sight) => joinRefused(sight) && sight.dialect === 'skstack' && sight.seen.id === 'none', at: ['command'] },
	joinWithoutPassword: {
		when: (sight) => refusedWith([NO_CREDENTIALS])(sight) || (joinRefused(sight) && sight.seen.password === 'none'),
		at: ['command'],
	},
	otherGrammar: { when: refusedWith(FORM), at: ['command'], faults: ['other-grammar'] },
	startUnheard: {
		when: (sight) => refusedWith([NO_CONNECTION])(sight) && sight.seen.refused!.word === 'startRouteB',
		at: ['command'],
		faults: ['failed-start', 'missing-beacon', 'slow-beacon', ...RADIO],
	},
	refusedCommand: { when: (sight) => refusedHere(sight) && !isAtWork(sight), at: ['command'], faults: ['er10'] },
	scanOtherId: { when: (sight) => foundNothing(sight) && sight.seen.scan!.paired && sight.seen.id === 'other', at: ['scan'] },
	scanChannels: { when: (sight) => foundNothing(sight) && leavesOut(sight), at: ['scan'] },
	scanTooShort: {
		when: (sight) => foundNothing(sight) && sight.seen.scan!.duration < LEAST_DURATION,
		at: ['scan'],
		faults: ['slow-beacon'],
	},
	scanNothing: { when: foundNothing, at: ['scan'], faults: ['missing-beacon', 'slow-beacon', ...RADIO] },
	scanOnlyOthers: {
		when: (sight) => scanned(sight) && !sight.seen.scan!.foundMeter,
		at: ['scan'],
		faults: ['neighbour-pans', 'missing-beacon', 'slow-beacon'],
	},
	noJoin: { when: (sight) => scanned(sight) && sight.now - (sight.seen.scan!.endedAt ?? sight.now) >= STEP_TIME, at: ['scan'] },
	noCredentials: { when: (sight) => before(sight) && sight.seen.id === 'none' && sight.seen.password === 'none', at: ['command'] },
	noPassword: { when: (sight) => before(sight) && sight.seen.password === 'none', at: ['command'] },
	noId: { when: (sight) => before(sight) && sight.seen.id === 'none', at: ['command'] },
	noScan: { when: before, at: ['command'] },
} satisfies Record<string, CauseRow>);

export type CauseId = keyof typeof CAUSES;
export const CAUSE_IDS: readonly CauseId[] = Object.freeze(Object.keys(CAUSES) as CauseId[]);

export interface Cause {
	readonly cause: CauseId;
	/** Nothing is wrong: it waits for a program, or a program has meant it so. */
	readonly calm: boolean;
	/** Those that are on and lead there. */
	readonly faults: readonly FaultName[];
	/** Where it stopped: id of a rung; null: behind the last one. */
	readonly rung: number | null;
}

/** Undefined where nothing has stopped: it goes on, or all is well. @param rungs of the current attempt */
export function causeOf(sight: Sight, rungs: readonly Rung[]): Cause | undefined {
	const cause = CAUSE_IDS.find((id) => rowOf(id).when(sight));
	if (cause === undefined) return undefined;
	const { faults = [], at = [], calm = false } = rowOf(cause);
	return { cause, calm, faults: sight.faults.filter((name) => faults.includes(name)), rung: lastOf(rungs, at)?.id ?? null };
}

function resultText(result: number): string {
	return result.toString(16).toUpperCase().padStart(2, '0');
}

function rowOf(id: CauseId): CauseRow {
	return CAUSES[id];
}

function lastOf(rungs: readonly Rung[], sorts: readonly RungSort[]): Rung | undefined {
	for (let i = rungs.length - 1; i >= 0; i--) if (sorts.includes(rungs[i]!.sort)) return rungs[i];
	return undefined;
}

/** The mask of the scan has not the meter's channel. */
function leavesOut({ seen, meter }: Sight): boolean {
	const mask = seen.scan?.asked?.mask;
	return mask !== undefined && Math.floor(mask / 2 ** (meter.channel - FIRST_CHANNEL)) % 2 === 0;
}
