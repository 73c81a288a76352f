/** Situations in which the session or the meter is lost: B7 to B11, B34, B40, B43, B45. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { EVENT } from '../../../modules/wi-sun-module/skstack/language/event.js';
import type { Entry } from '../record/entry.js';
import { type Line, linesOf, type Place } from '../record/lines.js';
import { servedBehind } from '../record/recovery.js';
import { repeatsIn } from '../record/repeats.js';
import { type Request, requestsIn } from '../record/requests.js';
import { isPresentRequest } from '../record/served-value.js';
import { type CheckRow, type Finding, findingsOf, type Look } from './check.js';
import { patient, phaseOf, recovered, struck, survived, taken, within } from './judgements.js';
import { SESSION_WORDS } from './words/sessions.js';

const finding = findingsOf(SESSION_WORDS);

const RECOVERY = ['recoveryPass', 'recoveryWarning'] as const;
const PATIENCE = ['timerOne', 'timerMany', 'timerFail', 'repeats'] as const;
/** What makes a dongle transmit. */
const SENDING: readonly string[] = Object.freeze(['sends', 'joins', 'scans', 'rejoins'] satisfies Line['kind'][]);
/** Below it a lossy air is too much for a program. */
const HALF = 0.5;

export const SESSION_CHECKS = frozen({
	'recovers-lost-session': {
		id: 'B7',
		is: 'joins again where the meter has forgotten the session without a word',
		obligation: 'must',
		source: 'field: meters after a power cut',
		confidence: 'proposed',
		seenBy: ['uart', 'output'],
		in: ['lost-session'],
		limits: [...RECOVERY, ...PATIENCE],
		judge: recoveredPatiently,
	},
	'recovers-after-event-26': {
		id: 'B8',
		is: 'joins again at once where the meter ends the session: EVENT 26',
		obligation: 'must',
		source: 'SKSTACK-IP command reference: EVENT 26',
		confidence: 'stated',
		seenBy: ['uart', 'output'],
		in: ['end-session'],
		limits: ['recoveryTold', 'recoveryWarning'],
		judge: (look) => afterEvent(look, [EVENT.terminationRequested]),
	},
	'holds-requests-after-event-29': {
		id: 'B9',
		is: 'holds its requests while the session is authenticated again, and goes on then',
		obligation: 'should',
		source: 'SKSTACK-IP command reference: EVENT 29, S17',
		confidence: 'stated',
		seenBy: ['uart'],
		in: ['short-lifetime'],
		limits: ['recoveryTold', 'recoveryWarning'],
		judge: reauthenticated,
	},
	'recovers-failed-reauthentication': {
		id: 'B10',
		is: 'joins again where the session could not be authenticated again: EVENT 29, then 24',
		obligation: 'must',
		source: 'SKSTACK-IP command reference: EVENT 24, 29',
		confidence: 'stated',
		seenBy: ['uart', 'output'],
		in: ['failed-reauthentication'],
		limits: ['recoveryTold', 'recoveryWarning'],
		judge: (look) => afterEvent(look, [EVENT.joinFailed, EVENT.expired]),
	},
	'recovers-mute-meter': {
		id: 'B11',
		is: 'joins again where the meter answers no more, and no EVENT tells',
		obligation: 'must',
		source: 'field: meters that fall silent until the next join',
		confidence: 'proposed',
		seenBy: ['uart', 'output'],
		in: ['mute'],
		limits: [...RECOVERY, ...PATIENCE],
		judge: recoveredPatiently,
	},
	'holds-sends-at-transmit-limit': {
		id: 'B34',
		is: 'sends next to nothing between EVENT 32 and 33, and goes on then',
		obligation: 'must',
		source: 'SKSTACK-IP command reference: EVENT 32, 33; ARIB STD-T108',
		confidence: 'stated',
		seenBy: ['uart'],
		in: ['transmit-limit'],
		limits: ['sendsWhileLimited', ...RECOVERY],
		judge: heldAtLimit,
	},
	'recovers-power-cut': {
		id: 'B40',
		is: 'reads again after a power cut of the meter, a short one and a longer one',
		obligation: 'must',
		source: 'field',
		confidence: 'proposed',
		seenBy: ['uart', 'output'],
		in: ['short-power-cut', 'long-power-cut'],
		limits: RECOVERY,
		judge: (look) => {
			const from = phaseOf(look, 'lifted');
			return from === undefined ? [] : [...recovered(look, from, look.limits.recoveryPass), ...survived(look, look.step)];
		},
	},
	'survives-unanswered-termination': {
		id: 'B43',
		is: 'ends though its SKTERM is not answered: EVENT 28 ends a session as EVENT 27 does',
		obligation: 'must',
		source: 'SKSTACK-IP command reference: EVENT 28',
		confidence: 'stated',
		seenBy: ['uart'],
		in: ['ignored-termination'],
		limits: RECOVERY,
		judge: ended,
	},
	'reads-over-lossy-air': {
		id: 'B45',
		is: 'reads on where frames are lost, spoilt, doubled, late or out of order',
		obligation: 'should',
		source: 'field',
		confidence: 'proposed',
		seenBy: ['uart'],
		in: ['lossy-air'],
		limits: ['lossyShare', ...RECOVERY],
		judge: readLossy,
	},
} satisfies Record<string, CheckRow>);

function recoveredPatiently(look: Look): readonly Finding[] {
	const from = phaseOf(look, 'strikes');
	const span = struck(look);
	if (from === undefined || span === undefined) return [];
	return [...recovered(look, from, look.limits.recoveryPass), ...patient(look, span), ...survived(look, span)];
}

/** Recovery from the first of these EVENTs that the dongle told. */
function afterEvent(look: Look, events: readonly number[]): readonly Finding[] {
	const span = struck(look);
	if (span === undefined) return [];
	const told = within(look, span);
	const event = events.map((number) => told.find((line) => line.kind === 'event' && line.number === number)).find((line) => line !== undefined);
	const bad = survived(look, span);
	return event === undefined ? bad : [...recovered(look, event, look.limits.recoveryTold), ...bad];
}

function reauthenticated(look: Look): readonly Finding[] {
	const span = struck(look);
	if (span === undefined) return [];
	const lines = within(look, span).filter(({ at }) => at > span.from);
	const joined = lines.find((line) => line.kind === 'event' && line.number === EVENT.joined);
	const bad = survived(look, span);
	if (joined === undefined || lines.some((line) => line.kind === 'joins' && line.at < joined.at)) return bad;
	const expired = lines.find((line) => line.kind === 'event' && line.number === EVENT.expired && line.at < joined.at);
	return [...(expired === undefined ? [] : [held(look, expired, joined)]), ...keptOn(look, joined), ...bad];
}

function held(look: Look, expired: Place, joined: Place): Finding {
	const sends = within(look, { from: expired.at, to: joined.at }).filter(
		({ kind, entry }) => kind === 'sends' && entry > expired.entry && entry < joined.entry,
	);
	if (sends.length === 0) return finding('pass', 'heldRequests', { ms: joined.at - expired.at }, [expired.entry, joined.entry]);
	const evidence = [expired.entry, ...sends.map(({ entry }) => entry), joined.entry];
	return finding('warning', 'didNotHoldRequests', { requests: sends.length }, evidence, { value: sends.length, limit: 0, unit: 'count' });
}

function keptOn(look: Look, joined: Place): readonly Finding[] {
	const { step, limits } = look;
	const served = servedBehind(linesOf(look), joined, step.to);
	if (served === undefined || served.at - joined.at > limits.recoveryTold) return recovered(look, joined, limits.recoveryTold, limits.recoveryTold);
	const ms = served.at - joined.at;
	return [finding('pass', 'keptSession', { ms }, [joined.entry, served.entry], { value: ms, limit: limits.recoveryTold, unit: 'ms' })];
}

function heldAtLimit(look: Look): readonly Finding[] {
	const { limits, step } = look;
	const limited = within(look, step).find((line) => line.kind === 'event' && line.number === EVENT.limited);
	const lifted = phaseOf(look, 'lifted');
	const bad = survived(look, step);
	if (limited === undefined || lifted === undefined) return bad;
	const sends = within(look, { from: limited.at, to: lifted.at }).filter(({ kind, entry }) => SENDING.includes(kind) && entry > limited.entry);
	const evidence = [limited.entry, ...sends.map(({ entry }) => entry), lifted.entry];
	const measured = { value: sends.length, limit: limits.sendsWhileLimited, unit: 'count' };
	const isLittle = sends.length <= limits.sendsWhileLimited;
	return [
		isLittle
			? finding('pass', 'sentLittleWhileLimited', { sends: sends.length }, evidence, measured)
			: finding('warning', 'sentWhileLimited', { sends: sends.length, limit: limits.sendsWhileLimited }, evidence, measured),
		...recovered(look, lifted, limits.recoveryPass),
		...bad,
	];
}

/** From SKTERM to the end of the program, and what came of its next start. */
function ended(look: Look): readonly Finding[] {
	const { entries, step, limits } = look;
	const span = struck(look);
	if (span === undefined) return [];
	const termination = within(look, span).find(({ kind }) => kind === 'terminates');
	if (termination === undefined) return [];
	const end = entries.find(({ number, at, ...entry }) => number > termination.entry && at <= step.to && entry.kind === 'program');
	if (end?.kind !== 'program') return [];
	const ms = end.at - termination.at;
	const evidence = [termination.entry, end.number];
	const lifted = phaseOf(look, 'lifted');
	return [
		...(end.state === 'killed' ? [finding('warning', 'killedUnterminated', { ms }, evidence)] : []),
		...(end.state === 'ended' ? [finding('pass', 'endedUnterminated', { ms }, evidence)] : []),
		...(lifted === undefined ? [] : recovered(look, lifted, limits.recoveryPass)),
		...survived(look, step),
	];
}

/** All of them, or the first of them, one after the other. */
const FAULT_OFF = /^fault (?:\S+ )?off$/;

/** Of polls, each with its repeats, those that were answered; the session that ends behind them is no part of it. */
function readLossy(look: Look): readonly Finding[] {
	const { limits, step, entries } = look;
	const span = struck(look);
	const strikes = phaseOf(look, 'strikes');
	if (span === undefined || strikes === undefined) return [];
	// The step before may have ended in the same moment.
	const isOver = (entry: Entry) => entry.number > strikes.entry && entry.kind === 'command' && FAULT_OFF.test(entry.line);
	const over = entries.find(isOver)?.at ?? step.to;
	const { requests } = requestsIn(linesOf(look));
	const polls = pollsIn(requests, span.from, over, limits.timerMany);
	const came = [...polls.values()].filter((isAnswered) => isAnswered).length;
	if (polls.size === 0) return survived(look, step);
	const share = came / polls.size;
	const evidence = [...polls].filter(([, isAnswered]) => !isAnswered || share >= limits.lossyShare).map(([{ entry }]) => entry);
	const measured = { value: share, limit: limits.lossyShare, unit: 'share' };
	const fields = { came, polls: polls.size };
	const percent = Math.round(limits.lossyShare * 100);
	const read =
		share >= limits.lossyShare
			? finding('pass', 'readLossy', fields, evidence, measured)
			: finding(share < HALF ? 'fail' : 'warning', 'readTooLittle', { ...fields, percent }, evidence, measured);
	const seen = taken(look, { from: span.from, to: over });
	const missing = seen?.missing ?? [];
	const shown = seen === undefined ? [] : shownLossy(look, seen.of.length, missing);
	const lost = within(look, { from: over, to: step.to }).find((line) => line.kind === 'event' && line.number === EVENT.terminationRequested);
	return [read, ...shown, ...(lost === undefined ? [] : recovered(look, lost, limits.recoveryPass)), ...survived(look, step)];
}

function shownLossy({ limits }: Look, replies: number, missing: readonly Place[]): readonly Finding[] {
	const share = replies === 0 ? 1 : 1 - missing.length / replies;
	if (share >= limits.lossyShare) return [];
	const fields = { shown: replies - missing.length, replies };
	const measured = { value: share, limit: limits.lossyShare, unit: 'share' };
	return [
		finding(
			'warning',
			'showedTooLittle',
			fields,
			missing.map(({ entry }) => entry),
			measured,
		),
	];
}

/** Polls of present values in a span, with whether they or one of their repeats were answered; one that still may be is none yet. */
function pollsIn(requests: readonly Request[], from: number, to: number, timer: number): ReadonlyMap<Request, boolean> {
	const firsts = new Map<Request, Request>();
	for (const { first, again } of repeatsIn(requests)) firsts.set(again, firsts.get(first) ?? first);
	const polls = new Map<Request, boolean>();
	for (const request of requests) {
		if (request.at < from || request.at > to || !isPresentRequest(request.frame)) continue;
		const poll = firsts.get(request) ?? request;
		const isAnswered = request.reply !== undefined;
		if (poll === request && !isAnswered && to - request.at < timer) continue;
		polls.set(poll, polls.get(poll) === true || isAnswered);
	}
	return polls;
}
