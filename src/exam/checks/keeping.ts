/** How a program keeps its session, and what it does when it is over. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { toDigits } from '../../../modules/wi-sun-module/skstack/language/digits.js';
import { EVENT } from '../../../modules/wi-sun-module/skstack/language/event.js';
import { type Line, linesOf, type Place } from '../record/lines.js';
import { stepsPlaying } from '../situations/playing.js';
import { type CheckRow, type Finding, findingsOf, type Look } from './check.js';
import { SHORTFALL } from './judgements.js';
import { REQUEST_WORDS } from './words/requests.js';

const finding = findingsOf(REQUEST_WORDS);

export const KEEPING_CHECKS = frozen({
	'keeps-session-alive': {
		id: 'A8',
		is: 'it leaves the authentication anew on (S17), or does it itself in time, and sends nothing between EVENT 29 and 25',
		obligation: 'should',
		source: 'SKSTACK manual: S17, SKREJOIN, EVENT 29; momonga',
		confidence: 'stated',
		seenBy: ['uart', 'air'],
		in: stepsPlaying('B9'),
		judge: judgeLifetime,
	},
	'begins-anew-after-loss': {
		id: 'A9',
		is: 'after EVENT 26, 27, 28, after 24 at an authentication anew, and after 29 without 25 it joins again, or scans',
		obligation: 'must',
		source: 'SKSTACK manual: EVENT 24 to 29',
		confidence: 'stated',
		seenBy: ['uart'],
		in: stepsPlaying('B8', 'B10'),
		limits: ['recoveryPass', 'recoveryWarning'],
		judge: judgeLoss,
	},
} satisfies Record<string, CheckRow>);

/** Register of SKSTACK: 0 switches the authentication anew off. */
const REAUTHENTICATION = 'S17';

function judgeLifetime({ step, ...look }: Look): readonly Finding[] {
	const all = linesOf(look).filter(({ at }) => at <= step.to);
	const lines = all.filter(({ at }) => at >= step.from);
	const expired = lines.find((line) => isEvent(line, EVENT.expired));
	const rejoined = lines.find((line) => line.kind === 'rejoins' && line.entry < (expired?.entry ?? Number.POSITIVE_INFINITY));
	const renewed = rejoined && lines.find((line) => line.entry > rejoined.entry && isEvent(line, EVENT.joined));
	if (rejoined !== undefined && renewed !== undefined) return [finding('pass', 'rejoinedInTime', {}, [rejoined.entry, renewed.entry])];
	if (expired === undefined) return [];
	const switched = all.filter((line) => line.kind === 'sets' && line.name === REAUTHENTICATION && line.entry < expired.entry).at(-1);
	if (switched?.kind === 'sets' && Number.parseInt(switched.value, 16) === 0)
		return [finding('warning', 'reauthenticationOff', {}, [switched.entry, expired.entry])];
	const end = lines.find(
		(line) => line.entry > expired.entry && (isEvent(line, EVENT.joined) || isEvent(line, EVENT.joinFailed) || isBeginning(line)),
	);
	const sends = lines.filter(
		(line) =>
			line.kind === 'sends' && line.frame !== undefined && line.entry > expired.entry && line.entry < (end?.entry ?? Number.POSITIVE_INFINITY),
	);
	if (sends.length > 0) {
		const evidence = [expired.entry, ...sends.map(({ entry }) => entry), ...(end ? [end.entry] : [])];
		return [finding('warning', 'askedWhileReauthenticating', { requests: sends.length }, evidence, { value: sends.length, limit: 0, unit: 'count' })];
	}
	return end !== undefined && isEvent(end, EVENT.joined) ? [finding('pass', 'heldWhileReauthenticating', {}, [expired.entry, end.entry])] : [];
}

/** Requests that may cross the EVENT. */
const CROSSING = 1;

function judgeLoss({ step, limits, ...look }: Look): readonly Finding[] {
	const lines = linesOf(look).filter(({ at }) => at <= step.to);
	const loss = lossIn(lines, step.strikes ?? step.from, limits.joinWait, step.to);
	if (loss === undefined) return [];
	const event = toDigits(loss.number, 2);
	const behind = lines.filter(({ entry }) => entry > loss.entry);
	const anew = behind.find(isBeginning);
	const ms = (anew?.at ?? step.to) - loss.at;
	const measured = { value: ms, limit: limits.recoveryPass, unit: 'ms' };
	const evidence = [loss.entry, ...(anew ? [anew.entry] : [])];
	const isGone = behind.some(({ kind }) => kind === 'exits') && !behind.some(({ kind }) => kind === 'starts');
	if (anew === undefined)
		return ms >= limits.recoveryWarning - SHORTFALL || isGone ? [finding('fail', 'neverBeganAnew', { event, ms }, evidence, measured)] : [];
	const found: Finding[] = [];
	const asked = behind.filter((line) => line.kind === 'sends' && line.frame !== undefined && line.entry < anew.entry);
	if (asked.length > CROSSING)
		found.push(
			finding('warning', 'askedAfterLoss', { event, requests: asked.length }, [loss.entry, ...asked.map(({ entry }) => entry), anew.entry], {
				value: asked.length,
				limit: CROSSING,
				unit: 'count',
			}),
		);
	if (ms > limits.recoveryPass) found.push(finding('warning', 'beganAnewLate', { event, ms }, evidence, measured));
	return found.length > 0 ? found : [finding('pass', 'beganAnew', { event, ms }, evidence, measured)];
}

const TOLD: readonly number[] = Object.freeze([EVENT.terminationRequested, EVENT.terminated, EVENT.terminationTimeout]);

/** The first EVENT that ends a session which the program has not ended itself. */
function lossIn(lines: readonly Line[], from: number, wait: number, to: number): (Place & { readonly number: number }) | undefined {
	let isJoined = false;
	let isOwn = false;
	for (const line of lines) {
		if (line.kind === 'terminates' || line.kind === 'resets') isOwn = true;
		if (line.kind === 'joins') [isJoined, isOwn] = [false, false];
		if (line.kind !== 'event') continue;
		if (line.number === EVENT.joined) isJoined = true;
		else if (line.at < from || !isJoined || isOwn) continue;
		else if (TOLD.includes(line.number) || line.number === EVENT.joinFailed) return line;
		else if (line.number === EVENT.expired && !isRenewed(lines, line, Math.min(line.at + wait, to))) return line;
	}
	return undefined;
}

/** Authenticated anew, or refused, which is told. */
function isRenewed(lines: readonly Line[], expired: Place, until: number): boolean {
	return lines.some((line) => line.entry > expired.entry && line.at <= until && (isEvent(line, EVENT.joined) || isEvent(line, EVENT.joinFailed)));
}

function isEvent(line: Line, number: number): boolean {
	return line.kind === 'event' && line.number === number;
}

function isBeginning({ kind }: Line): boolean {
	return kind === 'scans' || kind === 'joins';
}
