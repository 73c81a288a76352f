/** Frames that bring the program half-hours: notifications, and replies with a history. */
import { ESV, type Frame } from '../../../modules/echonet-lite/frame.js';
import { EPC } from '../../route-b/epc.js';
import { SMART_METER } from '../../route-b/smart-meter.js';
import type { Act } from './act.js';
import type { Entry } from './entry.js';

const NOTIFICATIONS: readonly number[] = Object.freeze([ESV.INF, ESV.INFC]);
const FIXED_TIME: readonly number[] = Object.freeze([EPC.fixedTimeImport, EPC.fixedTimeExport]);
const HISTORIES: readonly number[] = Object.freeze([EPC.importHistory1, EPC.exportHistory1, EPC.history2]);

/** A half-hourly notification. */
export function notifiesHalfHour({ seoj, esv, properties }: Frame): boolean {
	return seoj === SMART_METER && NOTIFICATIONS.includes(esv) && properties.some(({ epc }) => FIXED_TIME.includes(epc));
}

/** A reply with E2, E4 or EC. */
export function carriesHistory({ seoj, esv, properties }: Frame): boolean {
	return seoj === SMART_METER && esv !== ESV.INF && esv !== ESV.INFC && properties.some(({ epc, edt }) => HISTORIES.includes(epc) && edt.length > 0);
}

/** A request to read EA or EB. */
export function asksHalfHour({ deoj, esv, properties }: Frame): boolean {
	return deoj === SMART_METER && esv === ESV.Get && properties.some(({ epc }) => FIXED_TIME.includes(epc));
}

/** Such a frame has reached the program. */
export function received(kind: (frame: Frame) => boolean): (entry: Entry, acts: readonly Act[]) => boolean {
	return (_entry, acts) => acts.some((act) => act.kind === 'receives' && act.frame !== undefined && kind(act.frame));
}

/** The program has sent such a frame. */
export function sent(kind: (frame: Frame) => boolean): (entry: Entry, acts: readonly Act[]) => boolean {
	return (_entry, acts) => acts.some((act) => act.kind === 'sends' && act.frame !== undefined && kind(act.frame));
}
