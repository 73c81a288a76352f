/** Situations in which something is wrong with replies, or with what comes beside them: B12 to B18, B30 to B33. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { ESV, type Frame } from '../../../modules/echonet-lite/frame.js';
import { NODE_PROFILE } from '../../../modules/echonet-lite/node-profile.js';
import { SECOND } from '../../../modules/time/durations.js';
import { toDigits } from '../../../modules/wi-sun-module/skstack/language/digits.js';
import { EPC } from '../../route-b/epc.js';
import type { Observable } from '../declaration.js';
import { type Line, linesOf, type Place } from '../record/lines.js';
import { HISTORY_EPCS, isMetersQuestion } from '../record/questions.js';
import { shownIn as powersIn, servedBehind, sightOf } from '../record/recovery.js';
import { repeatsIn } from '../record/repeats.js';
import { type Request, requestsIn } from '../record/requests.js';
import { type CheckRow, type Finding, findingsOf, type Look } from './check.js';
import { allTaken, patient, phaseOf, recovered, struck, survived, survivedAll, under, within } from './judgements.js';
import { gradedShown, isOfValue, shownIn } from './understood.js';
import { REPLY_WORDS } from './words/replies.js';

const finding = findingsOf(REPLY_WORDS);

const PATIENCE = ['timerOne', 'timerMany', 'timerFail', 'repeats'] as const;
const WRONG = ['wrongTimes', 'wrongFactor'] as const;
/** What a program shows of what it polls. */
const PRESENT = ['power', 'energy', 'energyReverse', 'currentR', 'currentT'] as const satisfies readonly Observable[];
/** Which property each of them is read from. */
const OF_EPC: ReadonlyMap<Observable, number> = new Map<Observable, number>([
	['power', EPC.power],
	['energy', EPC.importEnergy],
	['energyReverse', EPC.exportEnergy],
	['currentR', EPC.currents],
	['currentT', EPC.currents],
]);
/** A reply that takes longer is slow, and one that takes longer is late, ms. */
const SLOW = 15 * SECOND;
const LATE = 65 * SECOND;
/** For an answer to the meter, ms. */
const ANSWERING = 5 * SECOND;
const MOST_EVIDENCE = 12;

export const REPLY_CHECKS = frozen({
	'accepts-slow-replies': {
		id: 'B13',
		is: 'accepts a reply that is slow, and comes before the timer is over',
		obligation: 'must',
		source: 'AIF 2.4.2',
		confidence: 'stated',
		seenBy: ['air', 'output'],
		in: ['slow-reply'],
		limits: PATIENCE,
		judge: tookSlow,
	},
	'ignores-late-replies': {
		id: 'B14',
		is: 'does not take a reply that comes after the timer for the answer to another request',
		obligation: 'must',
		source: 'ECHONET Lite Part 2, 3.2.2: TID',
		confidence: 'stated',
		seenBy: ['air', 'output'],
		in: ['late-reply'],
		limits: [...PATIENCE, ...WRONG],
		judge: (look) => [...withoutWrong(look, lateReplies(look)), ...patient(look, look.step)],
	},
	'repeats-lost-requests': {
		id: 'B12',
		is: 'repeats a request that was lost, after the timer and a few times, and goes on',
		obligation: 'must',
		source: 'AIF 2.4.2; field: 10 to 20 lost requests a day',
		confidence: 'stated',
		seenBy: ['air', 'output'],
		in: ['lost-request'],
		limits: [...PATIENCE, 'recoveryPass', 'recoveryWarning'],
		judge: lostRequests,
	},
	'tells-replies-by-tid': {
		id: 'B15',
		is: 'tells replies that are old, or come twice, by their TID',
		obligation: 'must',
		source: 'ECHONET Lite Part 2, 3.2.2: TID',
		confidence: 'stated',
		seenBy: ['air', 'output'],
		in: ['stale-replies'],
		limits: WRONG,
		judge: (look) => {
			const strays = straysIn(look);
			return [...withoutWrong(look, strays), ...(strays.length === 0 ? [] : allTaken(look, look.step))];
		},
	},
	'takes-lines-in-any-order': {
		id: 'B16',
		is: 'reads what comes between request and reply, between echo and OK, and right behind EVENT 25',
		obligation: 'must',
		source: 'field: programs that expect one line after the other',
		confidence: 'proposed',
		seenBy: ['uart', 'output'],
		in: ['interleaved-inf', 'interleaved-lines'],
		limits: [...WRONG, 'timerOne', 'timerMany', 'recoveryPass', 'recoveryWarning'],
		judge: interleaved,
	},
	'survives-undeclared-inf': {
		id: 'B17',
		is: 'is not brought down by an INF of properties that no map announces',
		obligation: 'must',
		source: 'field: meters that notify what map 9D does not have',
		confidence: 'proposed',
		seenBy: ['output'],
		in: ['undeclared-inf'],
		judge: (look) =>
			survivedAll(
				look,
				receivedIn(look, ({ esv }) => esv === ESV.INF),
			),
	},
	'uses-partial-answers': {
		id: 'B18',
		is: 'uses what a Get_SNA carries, and does without what was refused',
		obligation: 'must',
		source: 'ECHONET Lite Part 2, 4.2.3; GL 11',
		confidence: 'stated',
		seenBy: ['output'],
		in: ['partial-sna'],
		limits: ['partialPolls'],
		needs: PRESENT,
		judge: partialAnswers,
	},
	'answers-questions-of-meter': {
		id: 'B30',
		is: 'answers what the meter asks its node profile, and is not brought down by it',
		obligation: 'should',
		source: 'ECHONET Lite Part 2, 6.11.1; whether meters ask is recalled',
		confidence: 'proposed',
		seenBy: ['air'],
		claim: 'answers',
		in: ['meter-asks'],
		judge: answered,
	},
	'survives-malformed-frames': {
		id: 'B31',
		is: 'discards what is no frame, and goes on',
		obligation: 'must',
		source: 'ECHONET Lite Part 2, 3.2',
		confidence: 'stated',
		seenBy: ['output'],
		in: ['malformed'],
		judge: (look) => survivedAll(look, malformedIn(look)),
	},
	'survives-refused-choice': {
		id: 'B32',
		is: 'does not take a history for that of the day, or time, that was refused',
		obligation: 'must',
		source: 'ECHONET Lite Part 2, 4.2.3.2; AIF fig. 3-6',
		confidence: 'stated',
		seenBy: ['output'],
		in: ['set-refused'],
		limits: WRONG,
		judge: (look) =>
			withoutWrong(
				look,
				receivedIn(look, ({ esv }) => esv === ESV.SetC_SNA),
				['history', 'use'],
			),
	},
	'polls-on-without-long-replies': {
		id: 'B33',
		is: 'goes on with present values where long replies alone do not come',
		obligation: 'must',
		source: 'field: fragments that are lost',
		confidence: 'proposed',
		seenBy: ['uart', 'output'],
		in: ['long-reply-lost'],
		limits: [...PATIENCE, 'recoveryPass', 'recoveryWarning'],
		judge: polledOn,
	},
} satisfies Record<string, CheckRow>);

/** C and N, where it was put to the test. What is wrong by its scale is so everywhere, and no matter of replies. */
function withoutWrong(look: Look, test: readonly Place[], of: readonly Observable[] = PRESENT): readonly Finding[] {
	if (test.length === 0) return [];
	return [...survivedAll(look, test), ...gradedShown(look, shownIn(look, of, test[0]!.at).filter(isOfValue))];
}

function receivedIn(look: Look, is: (frame: Frame) => boolean): readonly Place[] {
	return within(look, look.step).filter((line) => line.kind === 'receives' && line.frame !== undefined && is(line.frame));
}

/** Datagrams of ECHONET Lite that are no frame. */
function malformedIn(look: Look): readonly Place[] {
	return within(look, look.step).filter((line) => line.kind === 'receives' && line.frame === undefined);
}

function straysIn(look: Look): readonly Place[] {
	const { from, to } = look.step;
	return requestsIn(linesOf(look)).strays.filter(({ at }) => at >= from && at <= to);
}

/** Those that came after the timer of a HEMS was over. */
function lateReplies(look: Look): readonly Place[] {
	const { step } = look;
	const { requests, strays } = requestsIn(linesOf(look));
	const asked = requests.filter(({ at }) => at >= step.from);
	const late = [...strays, ...asked.flatMap(({ reply }) => reply ?? [])];
	return late.filter(({ at, frame }) => {
		const request = asked.find(({ frame: its }) => its.tid === frame.tid && its.esv === ESV.Get);
		return request !== undefined && at <= step.to && at - request.at >= LATE;
	});
}

function lostRequests(look: Look): readonly Finding[] {
	const span = struck(look);
	if (span === undefined) return [];
	const { requests } = requestsIn(linesOf(look));
	const lost = ['request-timeout', 'no-reply'].flatMap((fault) => {
		const turn = under(look, fault);
		if (turn === undefined) return [];
		const isLost = (request: Request) =>
			request.at >= turn.from && request.at <= turn.to && request.reply === undefined && request.unsent === undefined;
		return requests.find(isLost) ?? [];
	});
	const recoveries = lost.flatMap((request) => recovered(look, request, look.limits.recoveryPass));
	return [...recoveries, ...patient(look, span), ...survived(look, span)];
}

/** The slow reply: it was waited for, and its power was shown. */
function tookSlow(look: Look): readonly Finding[] {
	const span = struck(look);
	if (span === undefined) return [];
	const { requests } = requestsIn(linesOf(look));
	const isSlow = ({ at, reply }: Request) => at >= span.from && reply !== undefined && reply.at - at >= SLOW && reply.at - at < LATE;
	const request = requests.find(isSlow);
	const bad = [...patient(look, span).filter(({ verdict }) => verdict !== 'pass'), ...survived(look, span)];
	if (bad.length > 0 || request === undefined) return bad;
	const reply = request.reply!;
	const ms = reply.at - request.at;
	const took = finding('pass', 'tookSlowReply', { ms, properties: request.frame.properties.length }, [request.entry, reply.entry]);
	return [took, ...slowShown(look, reply)];
}

function slowShown(look: Look, reply: Place & { readonly frame: Frame }): readonly Finding[] {
	const { observes, entries, step, claims } = look;
	const carriesPower = reply.frame.properties.some(({ epc, edt }) => epc === EPC.power && edt.length > 0);
	if (!carriesPower || !observes.has('power') || powersIn(entries, 0, step.from).length === 0) return [];
	const sight = sightOf(claims);
	if (powersIn(entries, reply.at, reply.at + sight).length > 0) return [];
	return step.to - reply.at < claims.pollMs / 2 ? [] : [finding('fail', 'slowReplyNotShown', { ms: step.to - reply.at }, [reply.entry])];
}

/** An INF of the meter before a reply; a datagram between a command and its answer; EVENT 25 with what comes behind it. */
function interleaved(look: Look): readonly Finding[] {
	if (look.step.name === 'interleaved-inf') {
		const infs = receivedIn(look, ({ esv, seoj }) => esv === ESV.INF && seoj !== NODE_PROFILE);
		return infs.length === 0 ? [] : [...withoutWrong(look, infs), ...allTaken(look, look.step), ...repeatedFor(look, infs)];
	}
	const between = under(look, 'interleaved-echo');
	const test = between === undefined ? [] : betweenCommands(within(look, between));
	const burst = under(look, 'event-burst');
	const lines = burst === undefined ? [] : within(look, { from: burst.from, to: look.step.to });
	const lost = lines.find(({ kind, ...line }) => kind === 'event' && 'number' in line && line.number === 0x26);
	// Who dies of the first of them may have sent nothing that it came between.
	const taken = test.length === 0 ? survived(look, look.step) : withoutWrong(look, test);
	return [...taken, ...(lost === undefined ? [] : recovered(look, lost, look.limits.recoveryPass))];
}

/** Requests that were sent again while an INF had come in place of their reply. */
function repeatedFor(look: Look, infs: readonly Place[]): readonly Finding[] {
	const { timerOne, timerMany } = look.limits;
	return repeatsIn(requestsIn(linesOf(look)).requests)
		.filter(({ first, again }) => infs.some(({ at }) => at >= first.at && at <= again.at))
		.filter(({ first, again }) => again.at - first.at < (first.frame.properties.length > 1 ? timerMany : timerOne))
		.map(({ first, again }) => finding('warning', 'repeatedInfRequest', { ms: again.at - first.at }, [first.entry, again.entry]));
}

/** Datagrams that came while a command was not answered yet. */
function betweenCommands(lines: readonly Line[]): readonly Place[] {
	let isOpen = false;
	const between: Place[] = [];
	for (const line of lines) {
		if (line.kind === 'sends') isOpen = true;
		else if (line.kind === 'ok' || line.kind === 'refused') isOpen = false;
		else if (line.kind === 'receives' && isOpen) between.push(line);
	}
	return between;
}

/** Something that came in one of them was shown, within so many polls. */
function partialAnswers(look: Look): readonly Finding[] {
	const { step, limits, claims, observes } = look;
	const span = struck(look);
	if (span === undefined) return [];
	const seen = PRESENT.filter((what) => observes.has(what));
	const carried = (line: Line) => (line.kind === 'receives' && line.frame !== undefined ? carriedBy(line.frame, seen) : []);
	const answers = within(look, span).filter((line) => carried(line).length > 0);
	const first = answers[0];
	const bad = survived(look, span);
	if (first === undefined) return bad;
	const visible = carried(first);
	const within2 = first.at + (limits.partialPolls + 1) * claims.pollMs;
	const shown = shownIn(look, visible, first.at).find(({ at, understood }) => understood.is === 'right' && !understood.isRepeated && at <= within2);
	const entries = answers.map(({ entry }) => entry).slice(0, MOST_EVIDENCE);
	if (shown !== undefined) {
		return [finding('pass', 'usedPartialAnswer', { what: shown.observation.what }, [first.entry, shown.entry]), ...bad];
	}
	const isOver = step.to >= within2 || answers.length > limits.partialPolls;
	const measured = { value: answers.length, limit: limits.partialPolls, unit: 'count' };
	return isOver ? [finding('fail', 'usedNothingOfPartialAnswer', { answers: answers.length }, entries, measured), ...bad] : bad;
}

/** What of these a Get_SNA carries. */
function carriedBy({ esv, properties }: Frame, whats: readonly Observable[]): readonly Observable[] {
	if (esv !== ESV.Get_SNA) return [];
	const epcs = properties.filter(({ edt }) => edt.length > 0).map(({ epc }) => epc);
	return whats.filter((what) => epcs.includes(OF_EPC.get(what)!));
}

/** Questions to the node profile, each with its answer; what it is not it is to be silent of. */
function answered(look: Look): readonly Finding[] {
	const { step, claims } = look;
	const span = struck(look);
	if (span === undefined) return [];
	const lines = within(look, span);
	const questions = lines.filter((line) => line.kind === 'receives' && isMetersQuestion(line.frame) && step.to - line.at >= SECOND);
	if (questions.length === 0) return survived(look, span);
	const answerOf = (question: Line) => {
		if (question.kind !== 'receives') return undefined;
		return lines.find(
			(line) =>
				line.kind === 'sends' &&
				line.at >= question.at &&
				line.at - question.at <= ANSWERING &&
				line.frame?.tid === question.frame!.tid &&
				line.frame.seoj === question.frame!.deoj,
		);
	};
	const isOfNode = (line: Line) => line.kind === 'receives' && line.frame!.deoj === NODE_PROFILE && line.frame!.esv === ESV.Get;
	const gets = questions.filter(isOfNode);
	const answers = gets.map((question) => [question, answerOf(question)] as const);
	const given = answers.filter(([, answer]) => answer !== undefined);
	const missing = answers.filter(([, answer]) => answer === undefined).map(([question]) => question);
	const findings: Finding[] = [];
	if (given.length > 0 && missing.length === 0) {
		findings.push(
			finding(
				'pass',
				'answeredMeter',
				{ answers: given.length },
				given.flatMap(([{ entry }, answer]) => [entry, answer!.entry]),
			),
		);
	}
	if (missing.length > 0 && claims.answers !== false) {
		const epcs = missing.map((line) => (line.kind === 'receives' ? toDigits(line.frame!.properties[0]!.epc, 2) : '')).join(', ');
		const verdict = claims.answers === true ? 'fail' : 'warning';
		const evidence = missing.map(({ entry }) => entry);
		findings.push(finding(verdict, 'didNotAnswerMeter', { questions: missing.length, epcs }, evidence));
	}
	const set = questions.find((line) => line.kind === 'receives' && line.frame!.esv === ESV.SetC);
	if (set !== undefined && claims.answers !== false) {
		const answer = answerOf(set);
		const isRefused = answer?.kind === 'sends' && answer.frame?.esv === ESV.SetC_SNA;
		if (!isRefused) findings.push(finding('warning', 'didNotRefuseMeter', {}, [set.entry, ...(answer === undefined ? [] : [answer.entry])]));
	}
	const foreign = questions.filter((line) => line.kind === 'receives' && line.frame!.deoj === FOREIGN);
	for (const question of foreign) {
		const answer = answerOf(question);
		if (answer !== undefined) findings.push(finding('warning', 'answeredForOther', { object: toDigits(FOREIGN, 6) }, [question.entry, answer.entry]));
	}
	return [...findings, ...survivedAll(look, questions)];
}

/** An air conditioner, which no HEMS is. */
const FOREIGN = 0x013001;

/** From a request of a history that was not answered to the next present value. */
function polledOn(look: Look): readonly Finding[] {
	const { step, limits } = look;
	const from = phaseOf(look, 'strikes');
	if (from === undefined) return [];
	const { requests } = requestsIn(linesOf(look));
	const long = requests.find(
		({ at, reply, unsent, frame }) =>
			at >= from.at && at <= step.to && reply === undefined && unsent === undefined && frame.properties.some(({ epc }) => HISTORY_EPCS.includes(epc)),
	);
	const bad = [...patient(look, step).filter(({ verdict }) => verdict !== 'pass'), ...survived(look, step)];
	if (long === undefined) return bad;
	const served = servedBehind(linesOf(look), long, step.to);
	if (served === undefined || served.at - long.at > limits.recoveryPass) return [...recovered(look, long, limits.recoveryPass), ...bad];
	const ms = served.at - long.at;
	return [finding('pass', 'pollsWentOn', { ms }, [long.entry, served.entry], { value: ms, limit: limits.recoveryPass, unit: 'ms' }), ...bad];
}
