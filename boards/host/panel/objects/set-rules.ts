/** What may be set in class 0x0288, by EPC. */
import { EPC } from '../../../../src/route-b/epc.js';
import type { SetRule } from './told.js';

const RULES: Readonly<Record<number, SetRule>> = Object.freeze({
	[EPC.installationLocation]: 'location',
	[EPC.history1Day]: 'day',
	[EPC.history2Time]: 'halfHours',
	[EPC.history3Time]: 'minutes',
});

export function setRule(epc: number): SetRule | null {
	return RULES[epc] ?? null;
}
