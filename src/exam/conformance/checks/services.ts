/** What a meter answers to requests that are right, and to such as are none. */
import { equalBytes } from '../../../../modules/bytes/equal.js';
import { frozen } from '../../../../modules/bytes/frozen.js';
import { ACCESS_RESULT } from '../../../../modules/dlms/apdu/apdu.js';
import { decodeGetResponse } from '../../../../modules/dlms/apdu/get.js';
import { parseLogicalName } from '../../../../modules/dlms/axdr/obis.js';
import { CURRENT_ASSOCIATION } from '../../../../modules/dlms/current-association.js';
import type { MeterCheck } from '../check.js';
import { type Found, found } from '../finding.js';
import { differences, isAlive, kept, refusedRequest, resultText } from '../judging.js';
import type { Probe } from '../probe.js';
import { get, getRequest, listRequest, nextRequest, responseOf, target } from '../requests.js';
import { ASSOCIATION, agreed, LISTS } from '../visit.js';

const GREEN = 'DLMS UA 1000-2 (Green Book)';
const OWN_NAME = target(ASSOCIATION, CURRENT_ASSOCIATION, 1);
/** Manufacturer specific, and of nobody. */
const NOBODY = parseLogicalName('0.0.199.199.199.255');
const NO_CLASS = 8191;
const NO_ATTRIBUTE = 101;
/** An APDU tag that none has. */
const NO_TAG = 0xf5;
const NO_KIND = 0x55;
const { objectUndefined, objectUnavailable, objectClassInconsistent, readWriteDenied, scopeOfAccessViolated, typeUnmatched, otherReason } =
	ACCESS_RESULT;
const BLOCK_REFUSALS: readonly number[] = Object.freeze([
	ACCESS_RESULT.noLongGetInProgress,
	ACCESS_RESULT.dataBlockNumberInvalid,
	ACCESS_RESULT.longGetAborted,
	ACCESS_RESULT.dataBlockUnavailable,
]);

export const SERVICE_CHECKS = frozen({
	unknownService: {
		id: 'C16',
		is: 'answers a service that there is not by an exception (D8), and goes on',
		obligation: 'must',
		source: `${GREEN}, EXCEPTION-Response`,
		confidence: 'stated',
		run: (visit) =>
			visit.within({}, async (probe) => {
				const answer = await probe.askRaw(Uint8Array.of(NO_TAG, 1, 0xc1, 0));
				const judged = refusedRequest(answer, 'APDU F5');
				if (judged[0]!.verdict !== 'pass') return judged;
				if (answer.kind === 'answer') return [found('warning', 'malformed', { what: 'APDU F5' })];
				if (answer.kind === 'exception' && (await isAlive(probe, getRequest(OWN_NAME)))) return kept();
				return [found('warning', 'lost', { what: 'APDU F5' })];
			}),
	},
	unknownKind: {
		id: 'C17',
		is: 'answers a kind of GET that there is not by an exception, and goes on',
		obligation: 'must',
		source: `${GREEN}, EXCEPTION-Response`,
		confidence: 'stated',
		run: (visit) => visit.within({}, (probe) => refusedAndAlive(probe, Uint8Array.of(0xc0, NO_KIND, 0xc1), 'GET kind 55')),
	},
	cutRequest: {
		id: 'C18',
		is: 'serves no GET that ends too early, and goes on',
		obligation: 'must',
		source: `${GREEN}, EXCEPTION-Response`,
		confidence: 'proposed',
		run: (visit) => visit.within({}, (probe) => refusedAndAlive(probe, getRequest(OWN_NAME).slice(0, 8), 'GET')),
	},
	invokeId: {
		id: 'C19',
		is: 'answers each request under its own invoke id',
		obligation: 'must',
		source: `${GREEN}, Invoke-Id-And-Priority`,
		confidence: 'stated',
		run: (visit) =>
			visit.within({}, async (probe) => {
				const wrong = [];
				for (let id = 0; id < 16; id++) {
					const { invoke } = responseOf(await probe.ask(getRequest(OWN_NAME, 0xc0 | id)), 'GET', decodeGetResponse);
					if ((invoke & 0x0f) !== id) wrong.push({ what: 'invoke id', found: invoke & 0x0f, expected: id });
				}
				return differences(wrong, 16);
			}),
	},
	unknownObject: {
		id: 'C20',
		is: 'says object-undefined (4) of an object that it does not have',
		obligation: 'must',
		source: `${GREEN}, Data-Access-Result`,
		confidence: 'stated',
		run: (visit) => visit.within({}, (probe) => says(probe, target(1, NOBODY, 2), [objectUndefined], [objectUnavailable, readWriteDenied])),
	},
	wrongClass: {
		id: 'C21',
		is: 'says object-class-inconsistent (9) of an object that has another class',
		obligation: 'must',
		source: `${GREEN}, Data-Access-Result`,
		confidence: 'stated',
		run: (visit) =>
			visit.within({}, (probe) =>
				says(probe, target(NO_CLASS, CURRENT_ASSOCIATION, 1), [objectClassInconsistent], [objectUndefined, objectUnavailable, readWriteDenied]),
			),
	},
	unknownAttribute: {
		id: 'C22',
		is: 'refuses an attribute that the class does not have',
		obligation: 'must',
		source: `${GREEN}, Data-Access-Result`,
		confidence: 'stated',
		run: (visit) =>
			visit.within({}, (probe) =>
				says(
					probe,
					target(ASSOCIATION, CURRENT_ASSOCIATION, NO_ATTRIBUTE),
					[readWriteDenied, objectUndefined, objectUnavailable, scopeOfAccessViolated, objectClassInconsistent],
					[typeUnmatched, otherReason],
				),
			),
	},
	list: {
		id: 'C23',
		is: 'answers a list as it answers each of it alone, in the order of the list, refusals included',
		obligation: 'must',
		source: `${GREEN}, GET-Request-With-List`,
		confidence: 'stated',
		run: (visit) =>
			visit.within({}, async (probe) => {
				if (!agreed(probe, LISTS)) return [found('notApplicable', 'notAgreed', { what: 'GET list' })];
				const targets = [OWN_NAME, target(1, NOBODY, 2), target(ASSOCIATION, CURRENT_ASSOCIATION, 3), target(ASSOCIATION, CURRENT_ASSOCIATION, 5)];
				const alone: (Uint8Array | number)[] = [];
				for (const each of targets) alone.push(await get(probe, each));
				const response = responseOf(await probe.ask(listRequest(targets)), 'GET list', decodeGetResponse);
				if (response.kind !== 'list') return [found('fail', 'malformed', { what: 'GET list' })];
				if (response.results.length !== targets.length)
					return [found('fail', 'differs', { what: 'GET list', found: response.results.length, expected: targets.length })];
				const wrong = response.results.flatMap((result, i) => {
					const expected = alone[i]!;
					const same = typeof result === 'number' || typeof expected === 'number' ? result === expected : equalBytes(result, expected);
					return same ? [] : [{ what: `GET list, ${i + 1}`, found: textOf(result), expected: textOf(expected) }];
				});
				return differences(wrong, targets.length);
			}),
	},
	nextWithoutLong: {
		id: 'C24',
		is: 'says that there is no long GET in progress where a block is asked for that nobody awaits',
		obligation: 'must',
		source: `${GREEN}, GET-Request-Next`,
		confidence: 'stated',
		run: (visit) =>
			visit.within({}, async (probe) => {
				const answer = await probe.ask(nextRequest(1));
				if (answer.kind === 'exception') return kept();
				const response = responseOf(answer, 'GET next', decodeGetResponse);
				const result = response.kind === 'list' ? undefined : response.result;
				if (typeof result !== 'number') return [found('fail', 'served', { what: 'GET next' })];
				return BLOCK_REFUSALS.includes(result)
					? kept()
					: [found('warning', 'differs', { what: 'GET next', found: result, expected: ACCESS_RESULT.noLongGetInProgress })];
			}),
	},
} satisfies Record<string, MeterCheck>);

/** Whether a request is refused, and the association goes on. */
async function refusedAndAlive(probe: Probe, request: Uint8Array, what: string): Promise<readonly Found[]> {
	const answer = await probe.ask(request);
	const judged = refusedRequest(answer, what);
	if (judged[0]!.verdict !== 'pass') return judged;
	if (answer.kind !== 'lost' && (await isAlive(probe, getRequest(OWN_NAME)))) return kept();
	return [found('warning', 'lost', { what })];
}

/** @param right results that are as they should be. @param passable results that say as much in another way */
async function says(
	probe: Probe,
	wanted: ReturnType<typeof target>,
	right: readonly number[],
	passable: readonly number[],
): Promise<readonly Found[]> {
	const result = await get(probe, wanted);
	const what = `GET ${wanted.classId}:${wanted.index}`;
	if (typeof result !== 'number') return [found('fail', 'served', { what })];
	if (right.includes(result)) return kept();
	const verdict = passable.includes(result) ? 'warning' : 'fail';
	return [found(verdict, 'differs', { what, found: resultText(result), expected: right[0]! })];
}

function textOf(result: Uint8Array | number): string | number {
	return typeof result === 'number' ? resultText(result) : [...result.subarray(0, 12)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
