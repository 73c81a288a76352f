/** How often a program asks for present values. */
import { ESV } from '../../../modules/echonet-lite/frame.js';
import { EPC } from '../../route-b/epc.js';
import { SMART_METER } from '../../route-b/smart-meter.js';
import type { Request } from './requests.js';

export interface Interval {
	/** From one Get to the next. */
	readonly ms: number;
	readonly from: Request;
	readonly to: Request;
}

/** EPCs of present values and registers. */
const PRESENT: readonly number[] = Object.freeze([EPC.importEnergy, EPC.exportEnergy, EPC.power, EPC.currents]);

/** Of a Get to the meter those EPCs that are of present values. */
export function presentIn({ frame: { esv, deoj, properties } }: Request): readonly number[] {
	if (esv !== ESV.Get || deoj >> 8 !== SMART_METER >> 8) return [];
	return properties.map(({ epc }) => epc).filter((epc) => PRESENT.includes(epc));
}

/** Between Gets of the present value that is asked for most, where the first of the two was answered: what follows another is a repeat. */
export function pollIntervals(requests: readonly Request[]): readonly Interval[] {
	const polls = PRESENT.map((epc) => requests.filter((request) => presentIn(request).includes(epc)));
	const most = polls.reduce((one, other) => (other.length > one.length ? other : one));
	return most.flatMap((to, i) => {
		const from = most[i - 1];
		return from?.reply === undefined ? [] : [{ ms: to.at - from.at, from, to }];
	});
}

/** The one in the middle, with the mean of the middle half: a program that is late once is early the next time. Undefined: there are too few to say. */
export function usualInterval(intervals: readonly Interval[]): Interval | undefined {
	if (intervals.length < ENOUGH) return undefined;
	const sorted = [...intervals].sort((a, b) => a.ms - b.ms);
	const outside = Math.floor(sorted.length / 4);
	const middle = sorted.slice(outside, sorted.length - outside);
	const ms = Math.round(middle.reduce((sum, each) => sum + each.ms, 0) / middle.length);
	return { ...sorted[Math.floor(sorted.length / 2)]!, ms };
}

const ENOUGH = 5;
