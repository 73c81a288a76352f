/** What became of a half-hourly notification: whether the program showed it, and for which time. */
import { MINUTE, SECOND } from '../../../modules/time/durations.js';
import type { Observable } from '../declaration.js';
import type { Act } from '../record/act.js';
import { notifiesHalfHour } from '../record/half-hour-value.js';
import type { Served } from '../understanding/served.js';
import type { Shown } from '../understanding/understand.js';
import { type Finding, findingsOf, type Look } from './check.js';
import { undone } from './claimed.js';
import { evidenceOf, shownIn } from './understood.js';
import { HALF_HOUR_WORDS } from './words/half-hours.js';

const finding = findingsOf(HALF_HOUR_WORDS);

export const HALF_HOURS: readonly Observable[] = Object.freeze(['halfHour', 'halfHourReverse', 'use']);

/** EA of a notification. */
export interface Notified {
	readonly act: Act;
	readonly served: Served;
}

/** In the step, with what EA they carry. */
export function notificationsIn({ acts, served, step }: Look): readonly Notified[] {
	return acts.flatMap((act) => {
		if (act.kind !== 'receives' || act.at < step.from || act.at > step.to || act.frame === undefined || !notifiesHalfHour(act.frame)) return [];
		const its = served.find(({ entry, what }) => entry === act.entry && what === 'EA');
		return its === undefined ? [] : [{ act, served: its }];
	});
}

/** Values that the program showed from then on, and that are those of the notified time. */
export function usesOf(look: Look, { served }: Notified): readonly Shown[] {
	return shownIn(look, HALF_HOURS, served.at).filter(
		({ understood }) => understood.is === 'right' && (understood.of.time === served.time || understood.of.entry === served.entry),
	);
}

/** Values of the notified half-hour that stand with another time. */
export function misdated(look: Look, { served }: Notified): readonly Shown[] {
	return shownIn(look, HALF_HOURS, served.at).filter(
		({ understood }) => understood.is === 'wrong' && understood.explanation === 'otherTime' && understood.of?.time === served.time,
	);
}

/** A24: it is shown, with the time that its EDT tells. */
export function judgeNotified(look: Look): Finding[] {
	const [notified] = notificationsIn(look).filter(({ served }) => served.is === 'value');
	if (notified === undefined) return [];
	const { entry, time, at } = notified.served;
	const wrong = misdated(look, notified);
	if (wrong.length > 0) return [finding('fail', 'notificationMisdated', { text: wrong[0]!.observation.time ?? '' }, [entry, ...evidenceOf(wrong)])];
	const used = usesOf(look, notified);
	if (used.length > 0) return [finding('pass', 'notificationUsed', { ms: used[0]!.at - at }, [entry, used[0]!.entry])];
	const unused = finding('fail', 'notificationUnused', { minutes: minutesOf(time) }, [entry]);
	return [undone(look, 'notifications', unused)];
}

/** A42: EA is in no map 9D, and is taken all the same. */
export function judgeUndeclared(look: Look): Finding[] {
	const [notified] = notificationsIn(look).filter(({ served }) => served.is === 'value');
	if (notified === undefined) return [];
	const { entry, at } = notified.served;
	const taken = [...usesOf(look, notified), ...misdated(look, notified)];
	if (taken.length > 0) return [finding('pass', 'undeclaredTaken', { ms: taken[0]!.at - at }, [entry, taken[0]!.entry])];
	return [undone(look, 'notifications', finding('fail', 'undeclaredIgnored', {}, [entry]))];
}

/** Of the day, Japan's. */
function minutesOf(time: number | undefined): number {
	return time === undefined ? 0 : Math.floor((time + 9 * 3600 * SECOND) / MINUTE) % 1440;
}
