/** What an EVENT of SKSTACK, or a notification of J11, means in a ladder. */
import { NOTIFICATION } from '../../../../modules/wi-sun-module/j11/language/codes.js';
import { CHANGE, PANA_OUTCOME } from '../../../../modules/wi-sun-module/j11/language/messages.js';
import { EVENT } from '../../../../modules/wi-sun-module/skstack/language/event.js';
import type { EventMeaning } from './rung.js';

/** By the two digits of an EVENT. Those that are missing are no rung: they come with each datagram, beacon or solicitation. */
const OF_EVENT: ReadonlyMap<number, EventMeaning> = new Map<number, EventMeaning>([
	[EVENT.energyScanDone, 'scanDone'],
	[EVENT.scanDone, 'scanDone'],
	[EVENT.joinFailed, 'joinFailed'],
	[EVENT.joined, 'joined'],
	[EVENT.terminationRequested, 'terminatedByPeer'],
	[EVENT.terminated, 'terminated'],
	[EVENT.terminationTimeout, 'terminationTimeout'],
	[EVENT.expired, 'expired'],
	[EVENT.limited, 'limited'],
	[EVENT.unlimited, 'unlimited'],
	[EVENT.awake, 'other'],
]);

/** Undefined for what is no rung. @param code two digits */
export function meaningOfEvent(code: string): EventMeaning | undefined {
	return OF_EVENT.get(Number.parseInt(code, 16));
}

/** @param code four digits @param parameter the first byte of its data */
export function meaningOfNotification(code: string, parameter: number | undefined): EventMeaning | undefined {
	switch (Number.parseInt(code, 16)) {
		case NOTIFICATION.booted:
			return 'started';
		case NOTIFICATION.panaEnded:
			return parameter === PANA_OUTCOME.succeeded ? 'joined' : 'joinFailed';
		case NOTIFICATION.connectionChanged:
			return parameter === CHANGE.panaCut ? 'terminatedByPeer' : 'other';
		default:
			return undefined;
	}
}
