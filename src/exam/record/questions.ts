/** What a meter asks of a HEMS, and what a HEMS asks that has a long answer. */
import { ESV, type Frame } from '../../../modules/echonet-lite/frame.js';
import { EPC } from '../../route-b/epc.js';

/** EPCs of histories. */
export const HISTORY_EPCS: readonly number[] = Object.freeze([EPC.importHistory1, EPC.exportHistory1, EPC.history2]);

const ASKING: readonly number[] = Object.freeze([ESV.Get, ESV.SetC, ESV.SetI, ESV.SetGet, ESV.INF_REQ]);

/** A frame that came, and wants an answer, or is for an object that is not there. */
export function isMetersQuestion(frame: Frame | undefined): frame is Frame {
	return frame !== undefined && ASKING.includes(frame.esv);
}
