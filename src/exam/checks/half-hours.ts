/** Half-hours: notifications, what is asked for where they do not come, and histories. All is judged by the time that an EDT tells. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { ESV } from '../../../modules/echonet-lite/frame.js';
import { EPC } from '../../route-b/epc.js';
import type { Observable } from '../declaration.js';
import type { Act } from '../record/act.js';
import { asksHalfHour, notifiesHalfHour } from '../record/half-hour-value.js';
import { readTime } from '../understanding/shown-time.js';
import type { Shown } from '../understanding/understand.js';
import { type About, type CheckRow, type Finding, findingsOf, type Look, type NotApplicable } from './check.js';
import { unclaimed, undone, unlessDenied } from './claimed.js';
import { judgeFilled, judgeHistory } from './history.js';
import { HALF_HOURS, judgeNotified, notificationsIn } from './notified.js';
import { evidenceOf, gradedShown, shownIn } from './understood.js';
import { HALF_HOUR_WORDS } from './words/half-hours.js';

const finding = findingsOf(HALF_HOUR_WORDS);

const TIMED: readonly Observable[] = Object.freeze(['halfHour', 'halfHourReverse', 'history']);
const AIF = 'AIF (low-voltage smart meter – HEMS controller) 1.01';
const IIJ = 'route-b.iij.ad.jp ?p=185';

export const HALF_HOUR_CHECKS = frozen({
	'chooses-day-of-history': {
		id: 'A21',
		is: 'it sets the day of a history (E5), waits for Set_Res, and then gets E2 or E4',
		obligation: 'must',
		source: `${AIF}, figure 3-6; ${IIJ}`,
		confidence: 'stated',
		seenBy: ['air'],
		applies: unlessDenied('history'),
		in: 'sessions',
		judge: (look) => judgeHistory(look, DAY),
	},
	'chooses-time-of-history': {
		id: 'A22',
		is: 'it sets the time of a history (ED), waits for Set_Res, and then gets EC; where there is no EC it gets E2',
		obligation: 'should',
		source: `${IIJ}: six of ten utilities have EC`,
		confidence: 'stated',
		seenBy: ['air'],
		applies: unlessDenied('history'),
		in: 'sessions',
		judge: judgeTimedHistory,
	},
	'fills-gaps': {
		id: 'A23',
		is: 'a half-hour that it missed it reads from the history',
		obligation: 'should',
		source: IIJ,
		confidence: 'stated',
		seenBy: ['air', 'output'],
		applies: unlessDenied('fillsGaps'),
		in: ['gap-at-midnight'],
		limits: ['fixedTimeGet'],
		judge: judgeFilled,
	},
	'takes-notifications': {
		id: 'A24',
		is: 'it takes the half-hourly INF of EA and EB whenever it comes, for the time that it tells',
		obligation: 'must',
		source: `${AIF}, 2.4.4 and 3.2.1`,
		confidence: 'stated',
		seenBy: ['air', 'output'],
		applies: unlessDenied('notifications'),
		in: ['clock-ahead'],
		needs: HALF_HOURS,
		judge: judgeNotified,
	},
	'asks-for-missed-half-hour': {
		id: 'A25',
		is: 'where no notification has come by :05 or :35 it gets EA and EB',
		obligation: 'should',
		source: `${AIF}, 3.3.1`,
		confidence: 'stated',
		seenBy: ['air'],
		applies: unlessDenied('notifications'),
		in: ['missing-notification'],
		limits: ['notificationWindow', 'fixedTimeGet'],
		judge: judgeMissed,
	},
	'goes-by-meters-clock': {
		id: 'A43',
		is: 'half-hours stand with the time that the meter tells, not with that of the own clock; day 0 is another day after midnight',
		obligation: 'must',
		source: 'ECHONET Lite Appendix, class 0288: EA, E5; README of momonga',
		confidence: 'stated',
		seenBy: ['output'],
		applies: unlessAllDenied,
		in: ['late-notification', 'clock-ahead', 'full-register', 'gap-at-midnight'],
		needs: TIMED,
		judge: judgeTimes,
	},
	'takes-gaps-of-history': {
		id: 'B22',
		is: 'slots of a history without data are gaps',
		obligation: 'must',
		source: 'ECHONET Lite Appendix, class 0288: E2, EC',
		confidence: 'proposed',
		seenBy: ['output'],
		applies: unlessDenied('history'),
		in: ['gap-at-midnight'],
		limits: ['wrongTimes', 'wrongFactor'],
		needs: [...TIMED, 'use'],
		judge: judgeGaps,
	},
	'gets-missed-half-hour': {
		id: 'B27',
		is: 'the half-hour whose notification does not come is read all the same',
		obligation: 'should',
		source: `${AIF}, 3.3.1`,
		confidence: 'proposed',
		seenBy: ['air'],
		applies: unlessDenied('notifications'),
		in: ['missing-notification'],
		limits: ['notificationWindow', 'fixedTimeGet'],
		judge: judgeGot,
	},
	'counts-half-hour-once': {
		id: 'B28',
		is: 'a notification that comes late, and twice, is one value of its half-hour',
		obligation: 'must',
		source: 'seen in the field',
		confidence: 'proposed',
		seenBy: ['output'],
		applies: unlessDenied('notifications'),
		in: ['late-notification'],
		needs: HALF_HOURS,
		judge: (look) => judgeOnce(sinceStart(look), ESV.INF),
	},
	'confirms-infc': {
		id: 'B29',
		is: 'an INFC is confirmed, and counted once however often it comes',
		obligation: 'must',
		source: 'ECHONET Lite Part 2: INFC; no capture shows a meter that sends one',
		confidence: 'recalled',
		seenBy: ['air', 'output'],
		claim: 'infc',
		applies: unlessDenied('infc'),
		in: ['full-register'],
		judge: (look) => [...judgeConfirmed(look), ...judgeOnce(look, ESV.INFC)],
	},
	'takes-clock-of-meter': {
		id: 'B41',
		is: 'a clock of the meter that is off, and is set, leaves half-hours at the times that it told',
		obligation: 'must',
		source: 'ECHONET Lite Appendix, class 0288: EA',
		confidence: 'proposed',
		seenBy: ['output'],
		applies: unlessAllDenied,
		in: ['clock-ahead'],
		needs: TIMED,
		judge: judgeTimes,
	},
} satisfies Record<string, CheckRow>);

/** A program that reads neither notifications nor histories has no half-hours. */
function unlessAllDenied({ claims }: About): NotApplicable | undefined {
	return claims.notifications === false && claims.history === false ? { kind: 'claims', claim: 'notifications' } : undefined;
}

const DAY = Object.freeze({
	choice: EPC.history1Day,
	histories: Object.freeze([EPC.importHistory1, EPC.exportHistory1]),
	of: Object.freeze(['E2'] as const),
});
const TIME = Object.freeze({ choice: EPC.history2Time, histories: Object.freeze([EPC.history2]), of: Object.freeze(['EC'] as const) });

/** Where the meter lacks EC, E2 is as good. */
function judgeTimedHistory(look: Look): readonly Finding[] {
	const isLacking = [...look.steps, look.step].some(({ name }) => name === 'lacking-properties');
	if (!isLacking || look.claims.history !== true) return judgeHistory(look, TIME);
	const day = look.served.find(({ what }) => what === 'E2');
	if (day !== undefined) return [finding('pass', 'fellBackToDay', {}, [day.entry])];
	const last = look.acts.at(-1);
	return last === undefined ? [] : [finding('warning', 'didNotFallBack', {}, [last.entry])];
}

/** From the half-hour on, whose notification did not come: the first Get of EA or EB, if any. */
function missedIn({ acts, step }: Look): { readonly from: number; readonly asked: Act | undefined } | undefined {
	const { strikes, to } = step;
	if (strikes === undefined) return undefined;
	const inTime = acts.filter(({ at }) => at >= strikes && at <= to);
	const came = inTime.some((act) => act.kind === 'receives' && act.frame !== undefined && notifiesHalfHour(act.frame));
	// What a program asks at its start it has not missed.
	if (came || inTime.some(({ kind }) => kind === 'joins')) return undefined;
	return { from: strikes, asked: inTime.find((act) => act.kind === 'sends' && act.frame !== undefined && asksHalfHour(act.frame)) };
}

/** A25: not before the time in which a notification may still come, and soon after it. */
function judgeMissed(look: Look): Finding[] {
	const { limits, step } = look;
	const missed = missedIn(look);
	if (missed === undefined) return [];
	const { from, asked } = missed;
	const struck = struckIn(look);
	const limit = limits.notificationWindow + limits.fixedTimeGet;
	const ms = (asked?.at ?? step.to) - from;
	if (asked === undefined) {
		if (ms < limit) return [];
		return [undone(look, 'notifications', finding('warning', 'missedNotAsked', { ms }, struck, { value: ms, limit, unit: 'ms' }))];
	}
	const evidence = [...struck, asked.entry];
	const early = { value: ms, limit: limits.notificationWindow, unit: 'ms' };
	if (ms < limits.notificationWindow && !asksRegularly(look, from)) {
		return [finding('warning', 'missedAskedEarly', { ms, limit: limits.notificationWindow }, evidence, early)];
	}
	const isLate = ms > limit;
	return [finding(isLate ? 'warning' : 'pass', isLate ? 'missedAskedLate' : 'missedAsked', { ms }, evidence, { value: ms, limit, unit: 'ms' })];
}

/** It polls EA as it polls the present power, and waits for no notification. What it asks first behind a join is no poll. */
function asksRegularly({ acts }: Look, until: number): boolean {
	let polls = 0;
	let isFirst = false;
	for (const act of acts) {
		if (act.at >= until) break;
		if (act.kind === 'joins') isFirst = true;
		if (act.kind !== 'sends' || act.frame === undefined || !asksHalfHour(act.frame)) continue;
		if (!isFirst) polls++;
		isFirst = false;
	}
	return polls >= REGULAR;
}

const REGULAR = 5;

/** B27: by EA, or later by a history. */
function judgeGot(look: Look): Finding[] {
	const { limits, step, served } = look;
	const missed = missedIn(look);
	if (missed === undefined) return [];
	const struck = struckIn(look);
	const got = served.find(
		({ at, what, time, is }) => at >= missed.from && at <= step.to && time !== undefined && is === 'value' && OF_HALF_HOURS.includes(what),
	);
	const limit = limits.notificationWindow + limits.fixedTimeGet;
	const ms = (got?.at ?? step.to) - missed.from;
	const measured = { value: ms, limit, unit: 'ms' };
	if (got !== undefined) return [finding('pass', 'missedGot', { ms, what: got.what }, [...struck, got.entry], measured)];
	return ms < limit ? [] : [undone(look, 'notifications', finding('warning', 'missedNotGot', { ms }, struck, measured))];
}

const OF_HALF_HOURS: readonly string[] = Object.freeze(['EA', 'E2', 'EC']);

/** The entry that says when it struck. */
function struckIn({ entries, step }: Look): number[] {
	const struck = entries.find((entry) => entry.kind === 'step' && entry.phase === 'strikes' && entry.step === step.name && entry.at >= step.from);
	return struck === undefined ? [] : [struck.number];
}

/**
 * Values with a time of their own. E2 tells no date: a program that goes by the host's clock cannot know that of a meter whose clock the exam has moved, unless it
 * asks for EPC 98, so that it is only warned.
 */
function judgeTimes(look: Look): Finding[] {
	const shown = shownIn(look, TIMED).filter(({ observation: { time } }) => time !== undefined && readTime(time) !== undefined);
	const wrong = shown.filter(({ understood }) => understood.is === 'wrong' && understood.explanation === 'otherTime');
	const bad = wrong.filter((each) => !isOfDay(each));
	const told = (verdict: 'fail' | 'warning', of: readonly Shown[]) => {
		const [{ observation }] = of as readonly [Shown];
		const fields = { what: observation.what, text: observation.time ?? '', count: of.length };
		return [finding(verdict, 'otherTime', fields, evidenceOf(of))];
	};
	if (bad.length > 0) return told('fail', bad);
	if (wrong.length > 0) return told(look.claims.clock === 'meter' ? 'fail' : 'warning', wrong);
	const right = shown.filter(({ understood }) => understood.is === 'right');
	return right.length === 0 ? unclaimed(look, 'notifications') : [finding('pass', 'timesRight', { count: right.length }, evidenceOf(right))];
}

function isOfDay({ understood }: Shown): boolean {
	return understood.is === 'wrong' && (understood.of?.what === 'E2' || understood.of?.what === 'E4');
}

/** The half-hour without data was served, by a history or a notification. */
function judgeGaps(look: Look): Finding[] {
	const { served, step } = look;
	const gap = served.find(({ at, what, is }) => at >= step.from && at <= step.to && is === 'noData' && OF_HALF_HOURS.includes(what));
	if (gap === undefined) return unclaimed(look, 'history');
	const shown = shownIn(look, [...TIMED, 'use'], gap.at);
	const graded = gradedShown(
		look,
		shown.filter(({ understood }) => understood.is !== 'wrong' || isNumberForNone(understood)),
	);
	return graded.length > 0 ? graded : [finding('pass', 'gapShownAsNone', {}, [gap.entry])];
}

/** No data, read as a number; or a use of what has none. */
function isNumberForNone({ explanation, expected, of }: Shown['understood'] & { readonly is: 'wrong' }): boolean {
	return explanation === 'noDataAsNumber' || (expected === undefined && of === undefined);
}

/** A value that comes again is the same value: what is shown as often as it came was counted as often. */
function judgeOnce(look: Look, esv: number): Finding[] {
	const copies = notificationsIn(look).filter(({ act }) => act.kind === 'receives' && act.frame?.esv === esv);
	const [first] = copies;
	const last = copies.at(-1);
	if (first === undefined || last === undefined || copies.length < 2) return [];
	const shown = shownIn(look, HALF_HOURS);
	if (shown.length === 0) return unclaimed(look, 'notifications');
	const evidence = copies.map(({ served }) => served.entry);
	const twice = bookedAgain(shown, last.served.at + SOON);
	if (twice !== undefined) {
		const told = [...evidence, ...twice.map(({ entry }) => entry)].sort((a, b) => a - b);
		return [finding('fail', 'bookedTwice', { text: twice[0]!.observation.time ?? '', copies: copies.length }, told)];
	}
	const told = shown.filter(({ at }) => at >= first.served.at).slice(0, 2);
	return [finding('pass', 'countedOnce', { copies: copies.length }, [...evidence, ...told.map(({ entry }) => entry)])];
}

/** Since the program was started: the notification may have come in a step before, and the half-hour may have been shown ahead of it. */
function sinceStart(look: Look): Look {
	const { entries, step } = look;
	const start = entries.filter((entry) => entry.kind === 'program' && entry.state === 'started' && entry.at <= step.to).at(-1);
	return { ...look, step: { ...step, from: Math.min(step.from, start?.at ?? 0) } };
}

/** A use that is shown again by then, and not later: what is looked at again and again is shown later, too. */
function bookedAgain(shown: readonly Shown[], until: number): readonly Shown[] | undefined {
	const used = shown.filter(({ observation: { what } }) => what === 'use');
	const same = used.map((one, i) => used.filter((other, j) => j >= i && isAgain(one, other)));
	return same.find((each) => each.length > 1 && each.every(({ at }) => at <= until));
}

/** What is shown behind a notification is shown within so long, ms. */
const SOON = 5_000;

function isAgain({ observation: one }: Shown, { observation: other }: Shown): boolean {
	return one.time === other.time && one.value === other.value;
}

/** INFC_Res with the TID of the INFC. */
function judgeConfirmed({ acts, step, claims }: Look): Finding[] {
	const inStep = acts.filter(({ at }) => at >= step.from && at <= step.to);
	const infc = inStep.filter((act) => act.kind === 'receives' && act.frame?.esv === ESV.INFC);
	const [first] = infc;
	if (first?.kind !== 'receives') return [];
	const answers = inStep.filter((act) => act.kind === 'sends' && act.frame?.esv === ESV.INFC_Res);
	const right = answers.find((act) => act.kind === 'sends' && act.frame?.tid === first.frame?.tid);
	if (right !== undefined) return [finding('pass', 'infcConfirmed', { ms: right.at - first.at }, [first.entry, right.entry])];
	const [other] = answers;
	if (other !== undefined) return [finding('fail', 'infcOtherTid', {}, [first.entry, other.entry])];
	const none = finding(
		'fail',
		'infcUnconfirmed',
		{ times: infc.length },
		infc.map(({ entry }) => entry),
	);
	return [claims.infc === true ? none : { ...none, verdict: 'warning' }];
}
