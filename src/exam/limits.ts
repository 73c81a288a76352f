/**
 * What decides between pass, warning and fail: times in ms, counts and shares. Each can be set otherwise in a declaration, and all stand in the report. Where
 * no text has a number, it is a proposal (recovery, pace).
 */
import { MINUTE, SECOND } from '../../modules/time/durations.js';

export const LIMITS = Object.freeze({
	/** R: from the end of a failure, or from the loss where it has no end, to the next new value that the meter served. */
	recoveryPass: 5 * MINUTE,
	recoveryWarning: 15 * MINUTE,
	/** R where the dongle tells of the loss: EVENT 26, 29. */
	recoveryTold: MINUTE,
	/** R where the dongle was pulled out and plugged in. */
	recoveryPlugged: 2 * MINUTE,
	/** P: joins while the meter refuses. */
	joinsAMinute: 3,
	joinsWarning: 10,
	joinsFail: 20,
	/** Joins within a second; fail where that happens again. */
	joinsASecond: 3,
	/** The window of the two, ms. */
	joinsWindow: 5 * MINUTE,
	/** T: the least time before a request counts as lost; of one property, of more (AIF 2.4.2). */
	timerOne: 20 * SECOND,
	timerMany: 60 * SECOND,
	timerWarning: 5 * SECOND,
	timerFail: 2 * SECOND,
	/** The same request, one after the other. */
	repeats: 3,
	/** Between two rounds of scans that found nothing. */
	scanPause: 10 * SECOND,
	/** EVENT 24 or 25 after SKJOIN. */
	joinWait: 40 * SECOND,
	/** Until the first scan or join of a program that starts together with its meter. */
	cutPause: 5 * SECOND,
	/** OPC of a request (AIF 2.4.4). */
	mostProperties: 6,
	/** Polling below it is told. */
	pollLeast: 10 * SECOND,
	/** Of transmission an hour, by law (ARIB STD-T108). */
	airTimeAnHour: 360 * SECOND,
	/** After a join, for the meter's INF of D5 (AIF 3.1.1). */
	announcementWait: 20 * SECOND,
	/** From the half-hour on until when a notification may come; then a Get is due (AIF 3.3.1). */
	notificationWindow: 5 * MINUTE,
	/** From the end of that window, for the Get. */
	fixedTimeGet: 10 * MINUTE,
	/** Polls that may be without the values that came in a partial answer. */
	partialPolls: 2,
	/** Sends while EVENT 32 stands. */
	sendsWhileLimited: 3,
	/** Of polls that are answered on a lossy air. */
	lossyShare: 0.95,
	/** The same wrong value so often, or once by more than so many times. */
	wrongTimes: 3,
	wrongFactor: 10,
	/** How old a value may be that is shown as the present one, in polls, and at least ms. */
	stalePolls: 10,
	staleLeast: 5 * MINUTE,
} as const);
export type LimitName = keyof typeof LIMITS;
export type Limits = Readonly<Record<LimitName, number>>;

export type LimitUnit = 'ms' | 'count' | 'share' | 'factor';

/** Those that are no times. */
const OTHERS: Readonly<Partial<Record<LimitName, LimitUnit>>> = Object.freeze({
	joinsAMinute: 'count',
	joinsWarning: 'count',
	joinsFail: 'count',
	joinsASecond: 'count',
	repeats: 'count',
	mostProperties: 'count',
	partialPolls: 'count',
	sendsWhileLimited: 'count',
	lossyShare: 'share',
	wrongTimes: 'count',
	wrongFactor: 'factor',
	stalePolls: 'count',
});

export function unitOfLimit(name: LimitName): LimitUnit {
	return OTHERS[name] ?? 'ms';
}
