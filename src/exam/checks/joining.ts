/** How a program joins, sends, and leaves: what is seen at the UART. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { EVENT, TRANSMITTED } from '../../../modules/wi-sun-module/skstack/language/event.js';
import type { SituationName } from '../../world/fault/situations.js';
import { type Join, joinsIn } from '../record/joins.js';
import { isBreak, type Line, linesOf, type Place } from '../record/lines.js';
import { paceOf } from '../record/pace.js';
import { contentOf } from '../record/requests.js';
import { stepsPlaying, wasPlayed } from '../situations/playing.js';
import { type CheckRow, type Finding, findingsOf, type Look } from './check.js';
import { SET_UP_WORDS } from './words/set-up.js';

const finding = findingsOf(SET_UP_WORDS);

export const JOINING_CHECKS = frozen({
	'waits-for-join-event': {
		id: 'A6',
		is: 'after SKJOIN it waits for EVENT 25 or 24, not for OK alone, and sends no request before',
		obligation: 'must',
		source: 'SKSTACK manual: SKJOIN, EVENT 24 and 25',
		confidence: 'stated',
		seenBy: ['uart'],
		in: 'sessions',
		limits: ['joinWait'],
		judge: judgeWait,
	},
	'tries-to-join-with-pauses': {
		id: 'A7',
		is: 'where it cannot join it tries again, after pauses that grow, for as long as it runs, and says so',
		obligation: 'should',
		source: 'not read: GL 8 has a chapter on it; limits of ours',
		confidence: 'recalled',
		seenBy: ['uart', 'output'],
		in: stepsPlaying('B1', 'B2', 'B42'),
		limits: ['joinsAMinute', 'recoveryPass'],
		judge: judgeTries,
	},
	'understands-send-events': {
		id: 'A44',
		is: 'EVENT 21 02 is no failure; between EVENT 32 and 33 it holds what it has to send, and goes on afterwards',
		obligation: 'must',
		source: 'SKSTACK manual: EVENT 21, 32, 33',
		confidence: 'stated',
		seenBy: ['uart'],
		in: 'sessions',
		limits: ['timerWarning', 'sendsWhileLimited', 'recoveryPass'],
		judge: (look) => [...judgeSolicited(look), ...judgeLimit(look)],
	},
	'ends-session-at-exit': {
		id: 'A45',
		is: 'it ends its session before it ends itself, for a meter has one HEMS at a time',
		obligation: 'should',
		source: 'SKSTACK manual: SKTERM',
		confidence: 'stated',
		seenBy: ['uart'],
		in: 'sessions',
		judge: judgeExit,
	},
	'pauses-after-power-cut': {
		id: 'A47',
		is: 'when power comes back to a whole place it does not scan and join at once, as all its neighbours would',
		obligation: 'should',
		source: 'not read: GL',
		confidence: 'recalled',
		seenBy: ['uart'],
		in: ['wide-power-cut'],
		limits: ['cutPause'],
		judge: judgeCut,
	},
} satisfies Record<string, CheckRow>);

/** What goes wrong there is the dongle: giving up a join is an answer to it. */
const DONGLE_TROUBLE: readonly SituationName[] = Object.freeze(['B35', 'B36', 'B37', 'B38', 'B39', 'B43']);
/** Ends of a join that the program itself made. */
const OWN_ENDS: readonly Line['kind'][] = Object.freeze(['joins', 'scans', 'resets', 'terminates']);

function judgeWait({ limits, steps, ...look }: Look): readonly Finding[] {
	const lines = linesOf(look);
	const joins = joinsIn(lines);
	const found: Finding[] = [];
	const sent = sentWhileJoining(lines, joins);
	if (sent !== undefined) found.push(finding('fail', 'sentBeforeJoined', { ms: sent.ms }, sent.evidence, { value: sent.ms, limit: 0, unit: 'ms' }));
	const abandoned = joins.find((join) => wasAbandoned(join, limits.joinWait) && !wasPlayed(steps, join.at, DONGLE_TROUBLE));
	if (abandoned !== undefined) {
		const ms = abandoned.end!.at - abandoned.at;
		found.push(
			finding('warning', 'joinAbandoned', { ms }, [abandoned.entry, abandoned.end!.entry], { value: ms, limit: limits.joinWait, unit: 'ms' }),
		);
	}
	const waited = joins.filter(({ outcome }) => outcome !== 'none');
	if (found.length > 0 || waited.length === 0) return found;
	return [finding('pass', 'waitedForJoin', { joins: waited.length }, [waited[0]!.entry, waited[0]!.end!.entry])];
}

/** The first request between a join and its end. */
function sentWhileJoining(lines: readonly Line[], joins: readonly Join[]): { readonly ms: number; readonly evidence: readonly number[] } | undefined {
	let next = 0;
	for (const { kind, entry, at, ...line } of lines) {
		while (next < joins.length && (joins[next]!.end?.entry ?? Number.POSITIVE_INFINITY) <= entry) next++;
		const join = joins[next];
		if (join === undefined) return undefined;
		if (kind === 'sends' && 'frame' in line && line.frame !== undefined && entry > join.entry)
			return { ms: at - join.at, evidence: [join.entry, entry, ...(join.end ? [join.end.entry] : [])] };
	}
	return undefined;
}

function wasAbandoned({ taken, outcome, end, at }: Join, least: number): boolean {
	return taken && outcome === 'none' && end !== undefined && OWN_ENDS.includes(end.kind) && end.at - at < least;
}

function judgeTries({ step, limits, ...look }: Look): readonly Finding[] {
	const [from, to] = [step.strikes ?? step.from, step.lifted ?? step.to];
	const lines = linesOf(look).filter(({ at }) => at >= from && at <= to);
	const joins = joinsIn(lines).filter(({ outcome }) => outcome !== 'joined');
	const failed = joins.find(({ end }) => end !== undefined);
	if (failed === undefined) return [];
	const evidence = joins.map(({ entry }) => entry);
	const found: Finding[] = [];
	const { aMinute, grows } = paceOf(joins, limits);
	if (aMinute.length > limits.joinsAMinute || grows === false)
		found.push(
			finding('warning', 'triesUnpaced', { joins: joins.length, minute: aMinute.length, grows: grows ?? false }, evidence, {
				value: aMinute.length,
				limit: limits.joinsAMinute,
				unit: 'count',
			}),
		);
	const quiet = quietAtEnd(lines, to);
	if (quiet !== undefined && (quiet.ms >= limits.recoveryPass || quiet.isGone))
		found.push(finding('warning', 'joinGivenUp', { ms: quiet.ms }, [quiet.entry], { value: quiet.ms, limit: limits.recoveryPass, unit: 'ms' }));
	if (isUntold(look, failed.end!, step.to)) found.push(finding('warning', 'joinUntold', {}, [failed.entry, failed.end!.entry]));
	if (found.length > 0 || joins.length < 2) return found;
	return [finding('pass', 'triesPaced', { joins: joins.length }, evidence)];
}

/** Since the last try; `isGone`: the program has exited, and nobody starts it. */
function quietAtEnd(lines: readonly Line[], to: number): (Place & { readonly ms: number; readonly isGone: boolean }) | undefined {
	const tries = lines.filter(({ kind }) => kind === 'joins' || kind === 'scans');
	const last = tries.at(-1);
	if (last === undefined) return undefined;
	const program = lines.filter((line) => isBreak(line) && (line.kind === 'starts' || line.kind === 'exits')).at(-1);
	const isGone = program?.kind === 'exits';
	const { entry } = isGone ? program : last;
	return { entry, at: last.at, ms: to - last.at, isGone };
}

/** A program whose lines can be seen has written none since, and shows nowhere that its meter does not answer. */
function isUntold({ entries }: Pick<Look, 'entries'>, since: Place, to: number): boolean {
	const isByHand = entries.some(({ kind }) => kind === 'asked');
	return (
		!isByHand &&
		!entries.some((entry) => {
			if (entry.number < since.entry || entry.at > to) return false;
			return entry.kind === 'output' || (entry.kind === 'shown' && (entry.observation.what === 'online' || entry.observation.value === 'none'));
		})
	);
}

const JOIN_ENDS: readonly number[] = Object.freeze([EVENT.joined, EVENT.joinFailed]);

function judgeSolicited({ limits, ...look }: Look): readonly Finding[] {
	let sent: { readonly content: string; readonly entry: number } | undefined;
	let solicited: Place | undefined;
	const understood: number[] = [];
	for (const line of linesOf(look)) {
		const content = line.kind === 'joins' ? line.kind : line.kind === 'sends' && line.frame !== undefined ? contentOf(line.frame) : undefined;
		if (content !== undefined) {
			const ms = solicited === undefined ? Number.POSITIVE_INFINITY : line.at - solicited.at;
			if (sent?.content === content && ms < limits.timerWarning)
				return [
					finding('fail', 'resentSolicited', { ms }, [sent.entry, solicited!.entry, line.entry], {
						value: ms,
						limit: limits.timerWarning,
						unit: 'ms',
					}),
				];
			sent = { content, entry: line.entry };
			solicited = undefined;
		} else if (line.kind === 'receives' || isBreak(line)) solicited = undefined;
		else if (line.kind === 'event' && line.number === EVENT.transmitted) {
			if (line.parameter === TRANSMITTED.solicited) {
				solicited = line;
				understood.push(line.entry);
			} else if (line.parameter === TRANSMITTED.failed) solicited = undefined;
		} else if (line.kind === 'event' && JOIN_ENDS.includes(line.number)) solicited = undefined;
	}
	return understood.length === 0 ? [] : [finding('pass', 'solicitationUnderstood', { times: understood.length }, understood)];
}

function judgeLimit({ limits, ...look }: Look): readonly Finding[] {
	const lines = linesOf(look);
	const limited = lines.find((line) => line.kind === 'event' && line.number === EVENT.limited);
	if (limited === undefined) return [];
	const free = lines.find((line) => line.kind === 'event' && line.number === EVENT.unlimited && line.entry > limited.entry);
	const sends = lines.filter((line) => line.kind === 'sends' && line.entry > limited.entry);
	const held = sends.filter(({ entry }) => entry < (free?.entry ?? Number.POSITIVE_INFINITY));
	const found: Finding[] = [];
	if (held.length > limits.sendsWhileLimited)
		found.push(
			finding('warning', 'sentAtLimit', { sends: held.length }, [limited.entry, ...held.map(({ entry }) => entry)], {
				value: held.length,
				limit: limits.sendsWhileLimited,
				unit: 'count',
			}),
		);
	if (free === undefined) return found;
	const next = sends.find(({ entry }) => entry > free.entry);
	const ms = (next?.at ?? look.entries.at(-1)?.at ?? free.at) - free.at;
	if (ms >= limits.recoveryPass)
		found.push(
			finding('warning', 'stuckAfterLimit', { ms }, [free.entry, ...(next ? [next.entry] : [])], {
				value: ms,
				limit: limits.recoveryPass,
				unit: 'ms',
			}),
		);
	if (found.length > 0 || next === undefined) return found;
	return [finding('pass', 'heldAtLimit', { sends: held.length }, [limited.entry, free.entry, next.entry])];
}

const SESSION_ENDS: readonly number[] = Object.freeze([
	EVENT.joinFailed,
	EVENT.terminationRequested,
	EVENT.terminated,
	EVENT.terminationTimeout,
	EVENT.expired,
]);

function judgeExit(look: Look): readonly Finding[] {
	let joined: Place | undefined;
	let ended: Place | undefined;
	const passed: number[] = [];
	for (const line of linesOf(look)) {
		if (line.kind === 'event' && line.number === EVENT.joined) [joined, ended] = [line, undefined];
		else if (
			(line.kind === 'event' && SESSION_ENDS.includes(line.number)) ||
			line.kind === 'resets' ||
			line.kind === 'scans' ||
			line.kind === 'joins'
		)
			joined = undefined;
		else if (line.kind === 'terminates' && joined !== undefined) ended = line;
		else if (line.kind === 'isStopped') {
			if (ended !== undefined) passed.push(ended.entry, line.entry);
			else if (joined !== undefined) return [finding('warning', 'leftSession', {}, [joined.entry, line.entry])];
			[joined, ended] = [undefined, undefined];
		} else if (isBreak(line)) [joined, ended] = [undefined, undefined];
	}
	return passed.length === 0 ? [] : [finding('pass', 'endedSession', {}, passed)];
}

function judgeCut({ step, limits, ...look }: Look): readonly Finding[] {
	const { strikes } = step;
	if (strikes === undefined) return [];
	const first = linesOf(look).find(({ at, kind }) => at >= strikes && (kind === 'scans' || kind === 'joins'));
	if (first === undefined) return [];
	const ms = first.at - strikes;
	const isHasty = ms < limits.cutPause;
	return [
		finding(isHasty ? 'warning' : 'pass', isHasty ? 'rushedAfterCut' : 'pausedAfterCut', { ms }, [first.entry], {
			value: ms,
			limit: limits.cutPause,
			unit: 'ms',
		}),
	];
}
