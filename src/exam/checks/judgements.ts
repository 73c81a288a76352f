/**
 * What many situations are judged by: R, recovery; T, patience with requests; P, pace of joins; C, survival. Each gives findings of its own; a pass only where it
 * was put to the test.
 */
import { MINUTE, SECOND } from '../../../modules/time/durations.js';
import { joinsIn } from '../record/joins.js';
import { type Line, linesOf, type Place } from '../record/lines.js';
import { paceOf } from '../record/pace.js';
import { servedBehind, shownIn, sightOf } from '../record/recovery.js';
import { givenUpIn, type Repeat } from '../record/repeats.js';
import { requestsIn } from '../record/requests.js';
import { deathsIn, tracesIn } from '../record/survival.js';
import type { Served } from '../understanding/served.js';
import type { Shown } from '../understanding/understand.js';
import { type Finding, findingsOf, type Look } from './check.js';
import { shownIn as shownOf } from './understood.js';
import { SITUATION_WORDS } from './words/situation.js';

const finding = findingsOf(SITUATION_WORDS);

/** From one time to another, ms since the session began. */
export interface Span {
	readonly from: number;
	readonly to: number;
}

/** A loss reaches the program's dongle a little later than the step made it, and the step waits by its own clock: by so much a wait for the limit may fall short, ms. */
export const SHORTFALL = 5 * SECOND;
/** Characters of a stack trace that are told. */
const TRACE_LENGTH = 120;
/** Entries of what happens again and again. */
const MOST_EVIDENCE = 8;

/** R. @param from the loss, or the end of what went wrong; @param pass within so long, ms; @param fail not within so long */
export function recovered(look: Look, from: Place, pass: number, fail = look.limits.recoveryWarning): readonly Finding[] {
	const { step, limits } = look;
	const lines = linesOf(look);
	const served = servedBehind(lines, from, step.to);
	if (served === undefined) {
		const ms = step.to - from.at;
		return ms < fail - SHORTFALL ? [] : [finding('fail', 'notRecovered', { ms }, [from.entry], { value: ms, limit: fail, unit: 'ms' })];
	}
	const ms = served.at - from.at;
	const evidence = [from.entry, served.entry];
	const measured = { value: ms, limit: pass, unit: 'ms' };
	const verdict = ms <= pass ? 'pass' : ms <= limits.recoveryWarning ? 'warning' : 'fail';
	const kind = verdict === 'pass' ? 'recovered' : 'recoveredLate';
	return [finding(verdict, kind, { ms, limit: pass }, evidence, measured), ...shownAgain(look, served)];
}

/** Where the power is observed, and was shown before: it is shown again, soon after it was served. */
function shownAgain(look: Look, served: Place): readonly Finding[] {
	const { observes, entries, step, claims } = look;
	if (!observes.has('power') || shownIn(entries, 0, step.from).length === 0) return [];
	const sight = sightOf(claims);
	const isSeen = shownIn(entries, served.at, served.at + sight).length > 0;
	if (isSeen || step.to - served.at < sight) return [];
	return [finding('warning', 'notShownAgain', { ms: sight }, [served.entry], { value: step.to - served.at, limit: sight, unit: 'ms' })];
}

/** T, of all repeats in a span. */
export function patient(look: Look, { from, to }: Span): readonly Finding[] {
	const { limits } = look;
	const repeats = givenUpIn(requestsIn(linesOf(look)).requests).filter(({ again }) => again.at >= from && again.at <= to);
	return [...hastiest(repeats.map((repeat) => patience(repeat, look))), ...tooOften(repeats, limits.repeats)];
}

/** One finding of each kind, and of requests of one property and of many: a meter that is mute for long is asked a hundred times. */
function hastiest(findings: readonly Finding[]): readonly Finding[] {
	const kept = new Map<string, Finding>();
	for (const each of findings) {
		const key = `${each.kind} ${each.measured!.limit}`;
		const before = kept.get(key);
		if (before === undefined || each.measured!.value < before.measured!.value) kept.set(key, each);
	}
	return [...kept.values()];
}

function patience({ first, again }: Repeat, { limits }: Look): Finding {
	const ms = again.at - first.at;
	const properties = first.frame.properties.length;
	const limit = properties > 1 ? limits.timerMany : limits.timerOne;
	const evidence = [first.entry, again.entry];
	const measured = { value: ms, limit, unit: 'ms' };
	if (ms < limits.timerFail) return finding('fail', 'repeatedAtOnce', { ms, properties }, evidence, { ...measured, limit: limits.timerFail });
	if (ms < limit) return finding('warning', 'repeatedEarly', { ms, limit, properties }, evidence, measured);
	return finding('pass', 'repeatedPatiently', { ms, properties }, evidence, measured);
}

/** Chains of repeats of one request. */
function tooOften(repeats: readonly Repeat[], limit: number): readonly Finding[] {
	const chains: Repeat[][] = [];
	for (const repeat of repeats) {
		const chain = chains.find((each) => each.at(-1)!.again === repeat.first);
		if (chain === undefined) chains.push([repeat]);
		else chain.push(repeat);
	}
	return chains
		.filter((chain) => chain.length > limit)
		.map((chain) => {
			const evidence = [chain[0]!.first.entry, ...chain.map(({ again }) => again.entry)];
			return finding('warning', 'repeatedTooOften', { times: chain.length, limit }, evidence, { value: chain.length, limit, unit: 'count' });
		});
}

/**
 * P, of the joins that met a refusal. A steady pace passes as long as it breaks neither limit: that pauses grow is a rule of its own (A7).
 *
 * | verdict   | when                                                                        |
 * |-----------|------------------------------------------------------------------------------|
 * | fail      | more than `joinsFail` in the window; or `joinsASecond` in a second, repeated |
 * | warning   | more than `joinsWarning` in the window while pauses do not grow, or more than `joinsAMinute` in a minute |
 */
export function paced(look: Look, { from, to }: Span): readonly Finding[] {
	const { limits } = look;
	const joins = joinsIn(linesOf(look)).filter(({ at }) => at >= from && at <= to);
	if (joins.length === 0) return [];
	const { aMinute, aWindow, rushes, grows } = paceOf(joins, limits);
	const { joinsWindow, joinsFail, joinsWarning, joinsAMinute, joinsASecond } = limits;
	const count = (together: readonly unknown[], limit: number) => ({ value: together.length, limit, unit: 'count' });
	const tooMany = (verdict: 'fail' | 'warning', together: readonly Place[], limit: number, ms: number) =>
		finding(verdict, 'joinsTooMany', { joins: together.length, limit, ms }, entriesOf(together), count(together, limit));
	if (rushes.length > 1) {
		return [finding('fail', 'joinsInRushes', { times: rushes.length, joins: joinsASecond }, rushes.flatMap(entriesOf), count(rushes, 1))];
	}
	if (aWindow.length > joinsFail) return [tooMany('fail', aWindow, joinsFail, joinsWindow)];
	if (aWindow.length > joinsWarning && grows !== true) {
		const fields = { joins: aWindow.length, limit: joinsWarning, ms: joinsWindow };
		return [finding('warning', 'joinsNotSlower', fields, entriesOf(aWindow), count(aWindow, joinsWarning))];
	}
	if (aMinute.length > joinsAMinute) return [tooMany('warning', aMinute, joinsAMinute, MINUTE)];
	return [finding('pass', 'joinsPaced', { joins: joins.length, ms: to - from }, entriesOf(joins), count(aMinute, joinsAMinute))];
}

function entriesOf(places: readonly Place[]): readonly number[] {
	return places.map(({ entry }) => entry);
}

/**
 * Of the replies with a power that came in a span, those whose power was shown until the next one came. Undefined where the power is not observed, or the
 * program shows far fewer powers than it is served: then a missing one tells nothing.
 */
export function taken(look: Look, { from, to }: Span): Taken | undefined {
	const { observes, served, step } = look;
	if (!observes.has('power')) return undefined;
	const powers = served.filter(({ what, is, isStale }) => what === 'E7' && is === 'value' && !isStale);
	const before = powers.filter(({ at }) => at < step.from).slice(-BASELINE);
	const shown = shownOf(look, ['power'], 0).filter(({ understood }) => understood.is === 'right');
	const isShown = (power: Served) => {
		const next = powers[powers.indexOf(power) + 1]?.at ?? step.to;
		const isIt = ({ at, understood }: Shown) => at >= power.at && at <= next && understood.is === 'right' && understood.of.value === power.value;
		return shown.some(isIt);
	};
	if (before.length === 0 || before.filter(isShown).length < USUAL_SHARE * before.length) return undefined;
	const of = powers.filter(({ at }) => at >= from && at <= to);
	const missing = of.filter((each) => !isShown(each));
	return { of: of.map(({ entry, at }) => ({ entry, at })), missing: missing.map(({ entry, at }) => ({ entry, at })) };
}

export interface Taken {
	readonly of: readonly Place[];
	readonly missing: readonly Place[];
}

/** Whether what was served in a span was shown, all of it. */
export function allTaken(look: Look, span: Span): readonly Finding[] {
	const found = taken(look, span);
	if (found === undefined || found.missing.length === 0) return [];
	const { of, missing } = found;
	const verdict = missing.length === of.length ? 'fail' : 'warning';
	return [finding(verdict, 'repliesNotShown', { missing: missing.length, replies: of.length }, entriesOf(missing).slice(0, MOST_EVIDENCE))];
}

/** Replies before a step that tell how often a program shows what it is served, and the least share of them. */
const BASELINE = 10;
const USUAL_SHARE = 0.4;

/** C, in a span; nothing bad, no finding. */
export function survived({ entries }: Look, { from, to }: Span): readonly Finding[] {
	const deaths = deathsIn(entries, from, to).map(({ entry, code, signal, isRestarted, restart }) =>
		isRestarted
			? finding('warning', 'diedAndRestarted', { code, signal }, [entry, ...(restart === undefined ? [] : [restart])])
			: finding('fail', 'died', { code, signal }, [entry]),
	);
	if (deaths.length > 0) return deaths;
	return tracesIn(entries, from, to).map((entry) =>
		finding('warning', 'printedTrace', { line: entry.kind === 'output' ? entry.text.trim().slice(0, TRACE_LENGTH) : '' }, [entry.number]),
	);
}

/** C, with a pass where it was put to the test. @param test what a clumsy program does not survive; none: it did not come to that */
export function survivedAll(look: Look, test: readonly Place[]): readonly Finding[] {
	if (test.length === 0) return [];
	const bad = survived(look, look.step);
	return bad.length > 0 ? bad : [finding('pass', 'livedOn', {}, entriesOf(test).slice(0, MOST_EVIDENCE))];
}

/** When it began, or was over, as an entry; undefined: it did not. */
export function phaseOf({ entries, step }: Look, phase: 'strikes' | 'lifted'): Place | undefined {
	const entry = entries.find(
		(each) => each.kind === 'step' && each.step === step.name && each.phase === phase && each.at >= step.from && each.at <= step.to,
	);
	return entry && { entry: entry.number, at: entry.at };
}

/** From the command that switched a fault on in this step to the next command, or the end of the step. */
export function under(look: Look, fault: string): (Span & Place) | undefined {
	const { entries, step } = look;
	const commands = entries.filter((each) => each.kind === 'command' && each.at >= step.from && each.at <= step.to);
	const index = commands.findIndex((each) => each.kind === 'command' && new RegExp(`^fault ${fault}(?:=| |$)`).test(each.line));
	const command = commands[index];
	if (command === undefined) return undefined;
	const to = commands[index + 1]?.at ?? step.to;
	return { from: command.at, to, entry: command.number, at: command.at };
}

/** Lines in a span. */
export function within(look: Look, { from, to }: Span): readonly Line[] {
	return linesOf(look).filter(({ at }) => at >= from && at <= to);
}

/** The step from when it struck on. */
export function struck(look: Look): Span | undefined {
	const { strikes, to } = look.step;
	return strikes === undefined ? undefined : { from: strikes, to };
}
