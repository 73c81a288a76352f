/** What judges of several checks say in the same way. */
import { DecodeError } from '../../../modules/bytes/reader.js';
import { DIAGNOSTIC } from '../../../modules/dlms/apdu/acse.js';
import { APDU } from '../../../modules/dlms/apdu/apdu.js';
import { decodeGetResponse } from '../../../modules/dlms/apdu/get.js';
import { type Found, found } from './finding.js';
import type { Answer, Opening, Probe } from './probe.js';
import { EXCEPTION, MALFORMED, placeText, UNANSWERED } from './requests.js';
import type { Read, Visit } from './visit.js';

export { placeText };

export function kept(count = 1): readonly Found[] {
	return [count === 0 ? found('notApplicable', 'nothingToTry', {}) : found('pass', 'kept', { count })];
}

/** Of an association that should not be opened: whatever refuses it is right. Where it is asked for as `isUnproven`, an AARE that accepts is enough. */
export async function refusedOpening(opening: Opening): Promise<readonly Found[]> {
	if (opening.kind !== 'open') return kept();
	await opening.probe.close();
	return [found('fail', 'accepted', {})];
}

/** The same of one that was asked for as `isUnproven`; undefined: the meter asks for a proof before it is open. */
export async function refusedUnproven(opening: Opening): Promise<readonly Found[] | undefined> {
	if (opening.kind !== 'open' || opening.probe.aare.diagnostic !== DIAGNOSTIC.authenticationRequired) return refusedOpening(opening);
	await opening.probe.close();
	return undefined;
}

/** A GET-Response that tells a Data-Access-Result and nothing else, alone or as a last block. */
export function isRefusal(apdu: Uint8Array): boolean {
	if (apdu[0] !== APDU.getResponse) return false;
	try {
		const response = decodeGetResponse(apdu);
		return response.kind !== 'list' && typeof response.result === 'number';
	} catch (error) {
		if (error instanceof DecodeError) return false;
		throw error;
	}
}

/** Whether an answer carries what was asked for, or does what was asked: a response that is no refusal. */
export function isServed(answer: Answer): boolean {
	return (answer.kind === 'answer' && !isRefusal(answer.apdu)) || answer.kind === 'closed';
}

/** Of a request that should be refused, and must not be passed over in silence unless `mayBeSilent`. */
export function refusedRequest(answer: Answer, what: string, mayBeSilent = false): readonly Found[] {
	if (isServed(answer)) return [found('fail', 'served', { what })];
	if (answer.kind === 'silent' && !mayBeSilent) return [found('warning', 'silent', { what })];
	return kept();
}

/** What is wrong in what the survey read, the first of it read once more as evidence. */
export async function shown<T extends { readonly what: string }>(visit: Visit, reads: readonly Read[], wrong: readonly T[]): Promise<readonly T[]> {
	const [first] = wrong;
	const read = first && reads.find(({ object: { classId, name }, attribute }) => placeText(classId, name, attribute) === first.what);
	if (read !== undefined) await visit.show(read);
	return wrong;
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
	const told = { what: first.what, result: resultText(first.result) };
	return [wrong.length === 1 ? found(verdict, 'refused', told) : found(verdict, 'refusals', { ...told, count: wrong.length })];
}

/** A refusal of a whole request as it is told: `D8` for an exception, `?` for what is no value, `–` for nothing. */
export function resultText(result: number): string | number {
	return TEXTS[result] ?? result;
}

const TEXTS: Readonly<Record<number, string>> = Object.freeze({ [EXCEPTION]: 'D8', [MALFORMED]: '?', [UNANSWERED]: '–' });

/** Whether an association still serves a GET of its own name. */
export async function isAlive(probe: Probe, request: Uint8Array): Promise<boolean> {
	return (await probe.ask(request)).kind === 'answer';
}
