import { ESV, type Frame } from '../../../modules/echonet-lite/frame.js';
import type { Act } from './act.js';
import type { Entry } from './entry.js';

const SMART_METER = 0x0288;
/** EPCs of present values and registers: what a program polls. */
const PRESENT: readonly number[] = Object.freeze([0xe0, 0xe3, 0xe7, 0xe8]);
const CARRIERS: readonly number[] = Object.freeze([ESV.Get_Res, ESV.Get_SNA]);

/** The frame brings the program a present value that it asked for, be it `no data`. */
export function carriesPresentValue(frame: Frame): boolean {
	return (
		frame.seoj >> 8 === SMART_METER &&
		CARRIERS.includes(frame.esv) &&
		frame.properties.some(({ epc, edt }) => edt.length > 0 && PRESENT.includes(epc))
	);
}

/** It asks the meter for one of them. */
export function isPresentRequest(frame: Frame): boolean {
	return frame.deoj >> 8 === SMART_METER && frame.esv === ESV.Get && frame.properties.some(({ epc }) => PRESENT.includes(epc));
}

/** A present value has reached the program. */
export function isValueServed(_entry: Entry, acts: readonly Act[]): boolean {
	return acts.some((act) => act.kind === 'receives' && act.frame !== undefined && carriesPresentValue(act.frame));
}
