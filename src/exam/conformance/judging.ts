/** What judges of several checks say in the same way. */
import { type LogicalName, logicalNameText } from '../../../modules/dlms/axdr/obis.js';
import { type Found, found } from './finding.js';
import type { Answer, Opening, Probe } from './probe.js';
import { EXCEPTION, MALFORMED } from './requests.js';

/** `1/0.0.42.0.0.255:2` */
export function placeText(classId: number, name: LogicalName, attribute: number): string {
	return `${classId}/${logicalNameText(name)}:${attribute}`;
}

export function kept(count = 1): readonly Found[] {
	return [count === 0 ? found('notApplicable', 'nothingToTry', {}) : found('pass', 'kept', { count })];
}

/** Of an association that should not be opened: whatever refuses it is right. */
export async function refusedOpening(opening: Opening): Promise<readonly Found[]> {
	if (opening.kind !== 'open') return kept();
	await opening.probe.close();
	return [found('fail', 'accepted', {})];
}

/** Whether an answer carries what was asked for, or does what was asked: a response that is no refusal. */
export function isServed(answer: Answer): boolean {
	return answer.kind === 'answer' || answer.kind === 'closed';
}

/** Of a request that should be refused, and must not be passed over in silence unless `mayBeSilent`. */
export function refusedRequest(answer: Answer, what: string, mayBeSilent = false): readonly Found[] {
	if (isServed(answer)) return [found('fail', 'served', { what })];
	if (answer.kind === 'silent' && !mayBeSilent) return [found('warning', 'silent', { what })];
	return kept();
}

/** What is other than it should be. */
export type Difference = { readonly what: string; readonly found: string | number; readonly expected: string | number };

/** What is wrong in a list of things, of which the first is told. */
export function differences(wrong: readonly Difference[], tried: number, verdict: 'fail' | 'warning' = 'fail'): readonly Found[] {
	const [first] = wrong;
	if (first === undefined) return kept(tried);
	return [wrong.length === 1 ? found(verdict, 'differs', first) : found(verdict, 'differences', { ...first, count: wrong.length })];
}

/** The same of refusals. */
export function refusals(
	wrong: readonly { readonly what: string; readonly result: number }[],
	tried: number,
	verdict: 'fail' | 'warning' = 'fail',
): readonly Found[] {
	const [first] = wrong;
	if (first === undefined) return kept(tried);
	return [wrong.length === 1 ? found(verdict, 'refused', first) : found(verdict, 'refusals', { ...first, count: wrong.length })];
}

/** A refusal of a whole request as it is told: `D8` for an exception, `?` for what is no value. */
export function resultText(result: number): string | number {
	return result === EXCEPTION ? 'D8' : result === MALFORMED ? '?' : result;
}

/** Whether an association still serves a GET of its own name. */
export async function isAlive(probe: Probe, request: Uint8Array): Promise<boolean> {
	return (await probe.ask(request)).kind === 'answer';
}
