/** ACCESS of a meter that agrees to it. */
import { equalBytes } from '../../../../modules/bytes/equal.js';
import { frozen } from '../../../../modules/bytes/frozen.js';
import { decodeAccessResponse, encodeAccessRequest, LONG_INVOKE } from '../../../../modules/dlms/apdu/access.js';
import { APDU } from '../../../../modules/dlms/apdu/apdu.js';
import type { AttributeTarget } from '../../../../modules/dlms/apdu/descriptor.js';
import { CONFORMANCE } from '../../../../modules/dlms/apdu/initiate.js';
import { DataTag, DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { parseLogicalName } from '../../../../modules/dlms/axdr/obis.js';
import { CURRENT_ASSOCIATION } from '../../../../modules/dlms/current-association.js';
import { CONFORMANCE_PROPOSED } from '../../../head-end/meter-session.js';
import type { MeterCheck } from '../check.js';
import { found } from '../finding.js';
import { type Difference, differences, kept, refusedRequest } from '../judging.js';
import { get, responseOf, target } from '../requests.js';
import { ASSOCIATION, agreed } from '../visit.js';

const GREEN = 'DLMS UA 1000-2 (Green Book), ACCESS';
/** Manufacturer specific, and of nobody. */
const NOBODY = parseLogicalName('0.0.199.199.199.255');
const TARGETS: readonly AttributeTarget[] = Object.freeze([
	target(ASSOCIATION, CURRENT_ASSOCIATION, 1),
	target(1, NOBODY, 2),
	target(ASSOCIATION, CURRENT_ASSOCIATION, 3),
]);
const INVOKE = LONG_INVOKE.confirmed | 0x2a;
const WITH_ACCESS = CONFORMANCE_PROPOSED | CONFORMANCE.access;

export const ACCESS_CHECKS = frozen({
	access: {
		id: 'C101',
		is: 'answers ACCESS as it answers each GET of it alone, in their order, under the same long invoke id',
		obligation: 'must',
		source: GREEN,
		confidence: 'stated',
		run: (visit) =>
			visit.within({ conformance: WITH_ACCESS }, async (probe) => {
				if (!agreed(probe, CONFORMANCE.access)) return [found('notApplicable', 'notAgreed', { what: 'ACCESS' })];
				const alone: (Uint8Array | number)[] = [];
				for (const each of TARGETS) alone.push(await get(probe, each));
				const { invoke, values, results } = responseOf(await probe.ask(accessRequest(INVOKE)), 'ACCESS', decodeAccessResponse);
				if (invoke !== INVOKE)
					return [found('fail', 'differs', { what: 'long invoke id', found: invoke.toString(16), expected: INVOKE.toString(16) })];
				if (results.length !== TARGETS.length) return [found('fail', 'differs', { what: 'ACCESS', found: results.length, expected: TARGETS.length })];
				const wrong = alone.flatMap((expected, i): Difference[] => {
					const { result } = results[i]!;
					const what = `ACCESS, ${i + 1}`;
					if (result !== (typeof expected === 'number' ? expected : 0))
						return [{ what, found: result, expected: typeof expected === 'number' ? expected : 0 }];
					const isSame = equalBytes(values[i]!, typeof expected === 'number' ? Uint8Array.of(DataTag.nullData) : expected);
					return isSame ? [] : [{ what, found: hexOf(values[i]!), expected: typeof expected === 'number' ? '00' : hexOf(expected) }];
				});
				return differences(wrong, TARGETS.length);
			}),
	},
	accessUnagreed: {
		id: 'C102',
		is: 'serves no ACCESS to a client that did not agree on it',
		obligation: 'must',
		source: `${GREEN}, negotiated conformance`,
		confidence: 'stated',
		run: (visit) =>
			visit.within({}, async (probe) => {
				if (agreed(probe, CONFORMANCE.access)) return [found('notApplicable', 'notAgreed', { what: 'conformance' })];
				const answer = await probe.ask(accessRequest(INVOKE), visit.site.quiet);
				if (answer.kind === 'answer' && answer.apdu[0] !== APDU.accessResponse) return kept();
				return refusedRequest(answer, 'ACCESS', true);
			}),
	},
	accessUnconfirmed: {
		id: 'C103',
		is: 'answers no ACCESS that wants no answer, and goes on',
		obligation: 'must',
		source: `${GREEN}, Long-Invoke-Id-And-Priority, service class`,
		confidence: 'stated',
		run: (visit) =>
			visit.within({ conformance: WITH_ACCESS }, async (probe) => {
				if (!agreed(probe, CONFORMANCE.access)) return [found('notApplicable', 'notAgreed', { what: 'ACCESS' })];
				const answer = await probe.ask(accessRequest(INVOKE & ~LONG_INVOKE.confirmed), visit.site.quiet);
				if (answer.kind === 'lost') return [found('fail', 'lost', { what: 'ACCESS' })];
				if (answer.kind !== 'silent') return [found('fail', 'served', { what: 'ACCESS' })];
				return typeof (await get(probe, TARGETS[0]!)) === 'number' ? [found('fail', 'refusal', { what: 'GET' })] : kept();
			}),
	},
} satisfies Record<string, MeterCheck>);

function accessRequest(invoke: number): Uint8Array {
	const w = new DataWriter();
	const values = TARGETS.map(() => Uint8Array.of(DataTag.nullData));
	encodeAccessRequest(w, { invoke, time: undefined, specifications: TARGETS.map((each) => ({ service: 'get' as const, target: each })), values });
	return w.copy();
}

function hexOf(bytes: Uint8Array): string {
	return [...bytes.subarray(0, 12)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
