/** What is said of half-hours, notifications and histories; Japanese in the file beside this. */
import { seconds } from './numbers.js';

export const HALF_HOUR_WORDS = Object.freeze({
	notificationUsed: ({ ms }: { ms: number }) => `the notification was shown after ${seconds(ms)}, for the time that it tells`,
	notificationMisdated: ({ text }: { text: string }) => `the value of the notification stands with ${text}, which is not the time that it tells`,
	notificationUnused: ({ minutes }: { minutes: number }) => `the notification of ${clock(minutes)} came, and its value was not shown`,
	undeclaredTaken: ({ ms }: { ms: number }) => `EA, which map 9D does not have, was taken, and shown after ${seconds(ms)}`,
	undeclaredIgnored: (_: object): string => 'an INF of EA, which map 9D does not have, was not taken',
	missedAsked: ({ ms }: { ms: number }) => `without a notification it asked for EA or EB ${seconds(ms)} after the half-hour`,
	missedAskedLate: ({ ms }: { ms: number }) => `without a notification it asked for EA or EB only ${seconds(ms)} after the half-hour`,
	missedAskedEarly: ({ ms, limit }: { ms: number; limit: number }) =>
		`it asked for EA or EB ${seconds(ms)} after the half-hour; until ${seconds(limit)} a notification may come`,
	missedNotAsked: ({ ms }: { ms: number }) => `no notification came, and within ${seconds(ms)} it did not ask for EA or EB`,
	missedGot: ({ ms, what }: { ms: number; what: string }) => `it had the half-hour after ${seconds(ms)}, by ${what}`,
	missedNotGot: ({ ms }: { ms: number }) => `no notification came, and within ${seconds(ms)} it did not get the half-hour`,
	choiceAwaited: ({ times }: { times: number }) => `${times} histories, each after a Set that the meter had confirmed`,
	choiceNotAwaited: ({ epc, ms }: { epc: string; ms: number }) => `it got a history ${seconds(ms)} after the Set of ${epc}, before Set_Res`,
	historyNotChosen: ({ epc }: { epc: string }) => `it got a history without a Set of ${epc}`,
	slotsRight: ({ count }: { count: number }) => `${count} values of the history, each at the time of its slot`,
	slotMisdated: ({ text, count }: { text: string; count: number }) =>
		`the value of the history at ${text} is that of another slot${count > 1 ? `, and ${count - 1} more like it` : ''}`,
	fellBackToDay: (_: object): string => 'the meter has no EC, and it read E2',
	didNotFallBack: (_: object): string => 'the meter has no EC, and it did not read E2, though it claims to read histories',
	gapFilled: ({ ms, what }: { ms: number; what: string }) =>
		ms < 0
			? `it had read the missed half-hour by ${what} before the next one`
			: `it read the missed half-hour by ${what} ${seconds(ms)} after the next one`,
	gapNotFilled: ({ ms }: { ms: number }) => `it did not read the missed half-hour within ${seconds(ms)} after the next one`,
	gapShownAsNone: (_: object): string => 'a half-hour without data was served, and nothing shown for it',
	otherTime: ({ what, text, count }: { what: string; text: string; count: number }) =>
		`${what}: the value at ${text} is that of another time${count > 1 ? `, and ${count - 1} more like it` : ''}`,
	timesRight: ({ count }: { count: number }) => `${count} values, each with the time that the meter told`,
	bookedTwice: ({ text, copies }: { text: string; copies: number }) =>
		`the notification came ${copies} times, and the use of ${text} was booked again`,
	countedOnce: ({ copies }: { copies: number }) => `the notification came ${copies} times, and its half-hour was counted once`,
	infcConfirmed: ({ ms }: { ms: number }) => `INFC_Res with its TID after ${seconds(ms)}`,
	infcOtherTid: (_: object): string => 'INFC_Res with another TID than the INFC',
	infcUnconfirmed: ({ times }: { times: number }) => `INFC came ${times} times, and was not confirmed`,
});

/** `10:30` of minutes of a day. */
export function clock(minutes: number): string {
	return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}
