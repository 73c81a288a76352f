/** How a program asks: timers, repeats, TIDs, addresses. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { bareLength, ESV } from '../../../modules/echonet-lite/frame.js';
import { EVENT } from '../../../modules/wi-sun-module/skstack/language/event.js';
import { EPC } from '../../route-b/epc.js';
import { SMART_METER } from '../../route-b/smart-meter.js';
import type { SituationName } from '../../world/fault/situations.js';
import { type Line, linesOf } from '../record/lines.js';
import { type Interval, pollIntervals, presentIn, usualInterval } from '../record/polls.js';
import { givenUpIn, isOpenAt, type Repeat, repeatsIn } from '../record/repeats.js';
import { isUnsent, type Request, requestsIn } from '../record/requests.js';
import { stepsPlaying, wasPlayed } from '../situations/playing.js';
import { type About, type CheckRow, type Finding, findingsOf, type Look, type NotApplicable } from './check.js';
import { REQUEST_WORDS } from './words/requests.js';

const finding = findingsOf(REQUEST_WORDS);

export const REQUEST_CHECKS = frozen({
	'waits-before-repeating': {
		id: 'A27',
		is: 'it waits 20 s, with several properties 60 s, before a request counts as lost',
		obligation: 'must',
		source: 'AIF 2.4.2',
		confidence: 'stated',
		seenBy: ['air'],
		in: stepsPlaying('B7', 'B11', 'B12', 'B13', 'B14', 'B33', 'B40'),
		limits: ['timerOne', 'timerMany', 'timerFail'],
		judge: judgePatience,
	},
	'asks-one-at-a-time': {
		id: 'A28',
		is: 'it sends no request while another one is open',
		obligation: 'should',
		source: 'not read; GL 11: a meter answers as it can, and delays are usual',
		confidence: 'recalled',
		seenBy: ['air'],
		in: 'sessions',
		limits: ['timerWarning'],
		judge: judgeOutstanding,
	},
	'bounds-repeats': {
		id: 'A29',
		is: 'it repeats a request some three times, and then looks for another cause',
		obligation: 'should',
		source: 'not read anywhere',
		confidence: 'recalled',
		seenBy: ['air'],
		in: stepsPlaying('B7', 'B11', 'B12'),
		limits: ['repeats'],
		judge: judgeRepeats,
	},
	'asks-six-at-most': {
		id: 'A30',
		is: 'its requests have six properties at most',
		obligation: 'must',
		source: 'AIF 2.4.4',
		confidence: 'stated',
		seenBy: ['air'],
		in: 'sessions',
		limits: ['mostProperties'],
		judge: judgeCount,
	},
	'asks-several-at-once': {
		id: 'A31',
		is: 'it asks for several properties by one Get rather than by many',
		obligation: 'should',
		source: 'GL 11',
		confidence: 'stated',
		seenBy: ['air'],
		in: 'sessions',
		judge: judgeBundling,
	},
	'polls-moderately': {
		id: 'A32',
		is: 'it polls every 10 s at most; GL reckons with once a minute',
		obligation: 'should',
		source: 'GL 11; ARIB STD-T108: 360 s of transmission an hour; limit of ours',
		confidence: 'proposed',
		seenBy: ['air'],
		in: 'sessions',
		limits: ['pollLeast', 'airTimeAnHour'],
		judge: judgePace,
	},
	'numbers-requests': {
		id: 'A33',
		is: 'each new request has a TID of its own; the same TID only for the same request once more',
		obligation: 'must',
		source: 'EL2 3.2.2',
		confidence: 'stated',
		seenBy: ['air'],
		in: 'sessions',
		judge: judgeTids,
	},
	'confirms-sets': {
		id: 'A38',
		is: 'it sets E5 and ED by SetC, and waits for the answer',
		obligation: 'should',
		source: 'AIF, figure 3-6',
		confidence: 'stated',
		seenBy: ['air'],
		claim: 'history',
		applies: ({ claims }: About): NotApplicable | undefined => (claims.history === false ? { kind: 'claims', claim: 'history' } : undefined),
		in: 'sessions',
		judge: judgeSets,
	},
} satisfies Record<string, CheckRow>);

/** What goes wrong there is the dongle: a command that it did not take is given once more, and that is no repeat. */
const DONGLE_TROUBLE: readonly SituationName[] = Object.freeze(['B35', 'B36', 'B37', 'B38', 'B39']);

function requestsOf({ steps, ...look }: Look): readonly Request[] {
	return requestsIn(linesOf(look)).requests.filter(({ at }) => !wasPlayed(steps, at, DONGLE_TROUBLE));
}

function isToMeter({ frame: { deoj } }: Request): boolean {
	return deoj >> 8 === SMART_METER >> 8;
}

function judgePatience({ step, limits, ...look }: Look): readonly Finding[] {
	const repeats = givenUpIn(requestsIn(linesOf(look)).requests).filter(({ again }) => again.at >= step.from && again.at <= step.to);
	if (repeats.length === 0) return [];
	const limitOf = ({ first }: Repeat) => (first.frame.properties.length > 1 ? limits.timerMany : limits.timerOne);
	const waitOf = ({ first, again }: Repeat) => again.at - first.at;
	const shareOf = (repeat: Repeat) => waitOf(repeat) / limitOf(repeat);
	const hastiest = repeats.reduce((one, other) => (shareOf(other) < shareOf(one) ? other : one));
	const ms = waitOf(hastiest);
	const limit = limitOf(hastiest);
	const evidence = [hastiest.first.entry, hastiest.again.entry];
	if (ms >= limit) return [finding('pass', 'waitedToRepeat', { repeats: repeats.length, ms }, evidence, { value: ms, limit, unit: 'ms' })];
	const properties = hastiest.first.frame.properties.length;
	return [finding(ms < limits.timerFail ? 'fail' : 'warning', 'hastyRepeat', { ms, properties }, evidence, { value: ms, limit, unit: 'ms' })];
}

/** So many requests, and a program may be said to ask one at a time. */
const SOME = 3;
/** Entries of what happens again and again. */
const MOST_EVIDENCE = 8;

function judgeOutstanding(look: Look): readonly Finding[] {
	const requests = requestsOf(look);
	const overlaps = requests.flatMap((second, i) => {
		const first = requests[i - 1];
		// Later, the program's own timer may have ended it.
		const isOpen = first !== undefined && second.at - first.at < look.limits.timerWarning && isOpenAt(first, second);
		return isOpen && first.content !== second.content ? [{ first, second }] : [];
	});
	const [overlap] = overlaps;
	if (overlap !== undefined) {
		const evidence = overlaps.flatMap(({ first, second }) => [first.entry, second.entry]).slice(0, MOST_EVIDENCE);
		const ms = overlap.second.at - overlap.first.at;
		return [finding('fail', 'overlappingRequests', { times: overlaps.length, ms }, [...new Set(evidence)])];
	}
	const answered = requests.filter(({ reply }) => reply !== undefined);
	return answered.length < SOME ? [] : [finding('pass', 'oneAtATime', { requests: requests.length }, entriesOf(answered))];
}

function entriesOf(requests: readonly Request[]): readonly number[] {
	return requests.slice(0, MOST_EVIDENCE).map(({ entry }) => entry);
}

function judgeRepeats({ step, limits, ...look }: Look): readonly Finding[] {
	const { requests } = requestsIn(linesOf(look));
	const chains = chainsOf(repeatsIn(requests.filter(({ at }) => at >= step.from && at <= step.to)));
	const longest = chains.reduce<readonly Request[]>((one, other) => (other.length > one.length ? other : one), []);
	const times = longest.length - 1;
	const measured = { value: times, limit: limits.repeats, unit: 'count' };
	if (times > limits.repeats) return [finding('fail', 'endlessRepeats', { times }, entriesOf(longest), measured)];
	const last = longest.at(-1);
	const hasEnded = last !== undefined && (last.reply !== undefined || last.lost !== undefined || requests.some(({ entry }) => entry > last.entry));
	return hasEnded ? [finding('pass', 'boundedRepeats', { most: times }, entriesOf(longest), measured)] : [];
}

/** Each request with its repeats. */
function chainsOf(repeats: readonly Repeat[]): readonly (readonly Request[])[] {
	const chains: Request[][] = [];
	for (const { first, again } of repeats) {
		const chain = chains.find((each) => each.at(-1) === first);
		if (chain === undefined) chains.push([first, again]);
		else chain.push(again);
	}
	return chains;
}

function judgeCount(look: Look): readonly Finding[] {
	const requests = requestsIn(linesOf(look)).requests.filter(isToMeter);
	if (requests.length === 0) return [];
	const countOf = ({ frame: { properties, got = [] } }: Request) => properties.length + got.length;
	const greatest = requests.reduce((one, other) => (countOf(other) > countOf(one) ? other : one));
	const most = countOf(greatest);
	const { mostProperties } = look.limits;
	const isTooMany = most > mostProperties;
	const measured = { value: most, limit: mostProperties, unit: 'count' };
	return [finding(isTooMany ? 'fail' : 'pass', isTooMany ? 'tooManyProperties' : 'fewProperties', { most }, [greatest.entry], measured)];
}

/** From the answer to one Get to the next, in one and the same poll, ms. */
const SAME_POLL = 5_000;

function judgeBundling(look: Look): readonly Finding[] {
	const gets = requestsOf(look).filter((request) => presentIn(request).length > 0);
	const bundled = gets.find((get) => presentIn(get).length > 1);
	if (bundled !== undefined) return [finding('pass', 'severalAtOnce', { properties: presentIn(bundled).length }, [bundled.entry])];
	const split = gets.filter((get, i) => {
		const before = gets[i - 1];
		return before?.reply !== undefined && before.content !== get.content && get.at - before.reply.at < SAME_POLL;
	});
	if (split.length < SOME) return [];
	const epcs = [...new Set(gets.flatMap(presentIn))].sort((a, b) => a - b).map(hex);
	return [finding('warning', 'oneByOne', { gets: split.length, epcs: epcs.join(' ') }, entriesOf(split))];
}

function hex(epc: number): string {
	return epc.toString(16).toUpperCase();
}

/** Behind a join a program may read what it has missed, ms. */
const SETTLING = 5_000;
/** A clock of a program may be so much faster, ms. */
const TOLERANCE = 250;
/** Of a secured datagram beside what it carries, and of an acknowledgement with what precedes it, bytes; 100 kbit/s. */
const OVERHEAD = 60;
const ACKNOWLEDGEMENT = 25;
const MS_A_BYTE = 0.08;
const HOUR = 3_600_000;

function judgePace(look: Look): readonly Finding[] {
	const joins = linesOf(look).filter(isJoin);
	// One that has joined anew polls at once, and reads what it has missed.
	const isOfJoin = ({ from, to }: Interval) => joins.some(({ at }) => at <= to.at && from.at - at < SETTLING);
	const settled = pollIntervals(requestsOf(look)).filter((each) => !isOfJoin(each));
	const usual = usualInterval(settled);
	if (usual === undefined) return [];
	const { ms, from, to } = usual;
	const evidence = [from.entry, to.entry];
	const { pollLeast } = look.limits;
	const measured = { value: ms, limit: pollLeast, unit: 'ms' };
	if (ms >= pollLeast - TOLERANCE) return [finding('pass', 'moderatePolls', { ms }, evidence, measured)];
	const bytes = OVERHEAD + ACKNOWLEDGEMENT + bareLength(from.frame);
	return [finding('warning', 'fastPolls', { ms, air: Math.round((HOUR / ms) * bytes * MS_A_BYTE) }, evidence, measured)];
}

function judgeTids(look: Look): readonly Finding[] {
	const requests = requestsOf(look);
	const lines = linesOf(look);
	const starts = lines.filter(({ kind }) => kind === 'starts');
	for (let i = 1; i < requests.length; i++) {
		const [first, second] = [requests[i - 1]!, requests[i]!];
		const isOtherRun = starts.some(({ entry }) => entry > first.entry && entry < second.entry);
		if (isOtherRun || first.frame.tid !== second.frame.tid) continue;
		const isExactRepeat = first.content === second.content && wantsAnswer(first, second, lines);
		if (!isExactRepeat) return [finding('fail', 'sharedTid', { tid: second.frame.tid }, [first.entry, second.entry])];
	}
	return requests.length < SOME ? [] : [finding('pass', 'freshTids', { requests: requests.length }, entriesOf(requests))];
}

/** It had no answer when the second was sent, or a refusal, or the dongle said that it had not been sent. */
function wantsAnswer({ reply, ...first }: Request, { entry }: Request, lines: readonly Line[]): boolean {
	if (reply === undefined || reply.entry > entry || REFUSALS.includes(reply.frame.esv)) return true;
	return lines.some((line) => line.entry > first.entry && line.entry < entry && isUnsent(line));
}

function isJoin(line: Line): boolean {
	return line.kind === 'event' && line.number === EVENT.joined;
}

const REFUSALS: readonly number[] = Object.freeze([ESV.Get_SNA, ESV.SetC_SNA, ESV.SetGet_SNA]);

const DAYS: readonly number[] = Object.freeze([EPC.history1Day, EPC.history2Time]);

function judgeSets({ steps, ...look }: Look): readonly Finding[] {
	const lines = linesOf(look);
	for (const line of lines) {
		if (line.kind !== 'sends' || line.frame?.esv !== ESV.SetI) continue;
		const day = line.frame.properties.find(({ epc }) => DAYS.includes(epc));
		if (day !== undefined) return [finding('warning', 'unconfirmedSet', { epc: hex(day.epc) }, [line.entry])];
	}
	const requests = requestsOf({ steps, ...look });
	const sets = requests.filter(({ frame: { esv, properties } }) => esv === ESV.SetC && properties.some(({ epc }) => DAYS.includes(epc)));
	for (const set of sets) {
		const next = requests.find(({ entry }) => entry > set.entry);
		const isAwaited = next === undefined || !isOpenAt(set, next) || next.content === set.content || next.at - set.at >= look.limits.timerOne;
		if (isAwaited) continue;
		const [epc, ms] = [hex(set.frame.properties[0]!.epc), next.at - set.at];
		return [finding('warning', 'didNotAwaitSet', { epc, ms }, [set.entry, next.entry], { value: ms, limit: look.limits.timerOne, unit: 'ms' })];
	}
	const answered = sets.filter(({ reply }) => reply !== undefined);
	return answered.length === 0 ? [] : [finding('pass', 'confirmedSets', { sets: answered.length }, entriesOf(answered))];
}
