/** How a meter opens an association, refuses one, and lets go of it. */

import { frozen } from '../../../../modules/bytes/frozen.js';
import { Reader } from '../../../../modules/bytes/reader.js';
import { type Aarq, CONTEXT, MECHANISM } from '../../../../modules/dlms/apdu/acse.js';
import { APDU } from '../../../../modules/dlms/apdu/apdu.js';
import { CONFORMANCE, DLMS_VERSION, LEAST_PDU, VAA_LOGICAL_NAMES } from '../../../../modules/dlms/apdu/initiate.js';
import { readSize } from '../../../../modules/dlms/axdr/data-length.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { CURRENT_ASSOCIATION } from '../../../../modules/dlms/current-association.js';
import { CONFORMANCE_PROPOSED } from '../../../head-end/meter-session.js';
import type { MeterCheck } from '../check.js';
import { type Found, found } from '../finding.js';
import { differences, isRefusal, kept, refusedOpening, refusedRequest, refusedUnproven } from '../judging.js';
import { associate, linkTo, type Opening } from '../probe.js';
import { getRequest, listRequest, target } from '../requests.js';
import { ASSOCIATION, agreed, LISTS } from '../visit.js';

const GREEN = 'DLMS UA 1000-2 (Green Book)';
const OWN_NAME = target(ASSOCIATION, CURRENT_ASSOCIATION, 1);
/** A version of DLMS that there was before the one that there is. */
const OLD_VERSION = 5;
const TOO_SHORT = LEAST_PDU - 1;
/** The field with a bit string of one bit, which is 0. */
const PROTOCOL_VERSION = Uint8Array.of(0x80, 2, 7, 0);

export const ASSOCIATION_CHECKS = frozen({
	opens: {
		id: 'C1',
		is: 'opens an association for a client that proves itself, and proves itself to it',
		obligation: 'must',
		source: `${GREEN}, application association establishment`,
		confidence: 'stated',
		run: async ({ site }) => judgeOpening(await associate(site)),
	},
	initiateResponse: {
		id: 'C2',
		is: 'answers with DLMS version 6, VAA name 0007, a PDU size that can be used, and no conformance that was not proposed',
		obligation: 'must',
		source: `${GREEN}, InitiateResponse`,
		confidence: 'stated',
		run: (visit) =>
			visit.within({}, async ({ initiate: { version, vaaName, maxPdu, conformance } }) => {
				const beyond = conformance & ~CONFORMANCE_PROPOSED;
				return differences(
					[
						...(version === DLMS_VERSION ? [] : [{ what: 'DLMS version', found: version, expected: DLMS_VERSION }]),
						...(vaaName === VAA_LOGICAL_NAMES ? [] : [{ what: 'VAA name', found: vaaName, expected: VAA_LOGICAL_NAMES }]),
						...(maxPdu === 0 || maxPdu >= LEAST_PDU ? [] : [{ what: 'server-max-receive-pdu-size', found: maxPdu, expected: `≥ ${LEAST_PDU}` }]),
						...(beyond === 0 ? [] : [{ what: 'conformance', found: hexOf(conformance), expected: hexOf(conformance & CONFORMANCE_PROPOSED) }]),
					],
					1,
				);
			}),
	},
	conformanceSubset: {
		id: 'C3',
		is: 'agrees to no service that a client with less to propose did not propose',
		obligation: 'must',
		source: `${GREEN}, negotiated conformance`,
		confidence: 'stated',
		run: (visit) =>
			visit.within({ conformance: CONFORMANCE.get | CONFORMANCE.blockGet }, async ({ initiate: { conformance } }) => {
				const most = CONFORMANCE.get | CONFORMANCE.blockGet;
				return differences(
					(conformance & ~most) === 0 ? [] : [{ what: 'conformance', found: hexOf(conformance), expected: hexOf(conformance & most) }],
					1,
				);
			}),
	},
	unagreedService: {
		id: 'C4',
		is: 'serves no list to a client that did not agree on lists',
		obligation: 'must',
		source: `${GREEN}, negotiated conformance`,
		confidence: 'stated',
		run: (visit) =>
			visit.within({ conformance: CONFORMANCE.get | CONFORMANCE.blockGet }, async (probe) =>
				agreed(probe, LISTS)
					? [found('notApplicable', 'notAgreed', { what: 'conformance' })]
					: refusedRequest(await probe.ask(listRequest([OWN_NAME, OWN_NAME])), 'GET list'),
			),
	},
	wrongContext: {
		id: 'C5',
		is: 'refuses an application context of short names',
		obligation: 'must',
		source: `${GREEN}, application-context-name`,
		confidence: 'stated',
		run: async ({ site }) =>
			refusedOpening(
				await associate(site, {
					isUnproven: true,
					changed: (aarq) => ({
						...aarq,
						context: aarq.context === CONTEXT.logicalNamesCiphered ? CONTEXT.shortNamesCiphered : CONTEXT.shortNames,
					}),
				}),
			),
	},
	unknownMechanism: {
		id: 'C6',
		is: 'refuses an authentication mechanism that there is not',
		obligation: 'must',
		source: `${GREEN}, mechanism-name`,
		confidence: 'stated',
		needs: ['authentication'],
		run: async ({ site }) =>
			refusedOpening(await associate(site, { isUnproven: true, changed: (aarq) => ({ ...aarq, mechanism: MECHANISM.highEcdsa + 1 }) })),
	},
	noAuthentication: {
		id: 'C7',
		is: 'refuses a client that does not prove itself though it should',
		obligation: 'must',
		source: `${GREEN}, authentication-required`,
		confidence: 'stated',
		needs: ['authentication'],
		run: async ({ site }) => {
			const changed = (aarq: Aarq) => ({ ...aarq, authentication: false, mechanism: undefined, callingAuthentication: undefined });
			return (await refusedUnproven(await associate(site, { isUnproven: true, changed }))) ?? kept();
		},
	},
	wrongSecret: {
		id: 'C8',
		is: 'refuses a wrong password, or a wrong proof of HLS',
		obligation: 'must',
		source: `${GREEN}, authentication-failure`,
		confidence: 'stated',
		needs: ['authentication'],
		run: async ({ site }) =>
			refusedOpening(
				await associate(site, {
					proof: flipped,
					changed: (aarq) =>
						aarq.mechanism === MECHANISM.low && aarq.callingAuthentication !== undefined
							? { ...aarq, callingAuthentication: flipped(aarq.callingAuthentication) }
							: aarq,
				}),
			),
	},
	oldVersion: {
		id: 'C9',
		is: 'refuses a DLMS version below 6',
		obligation: 'must',
		source: `${GREEN}, dlms-version-too-low`,
		confidence: 'stated',
		run: async ({ site }) => refusedOpening(await associate(site, { version: OLD_VERSION })),
	},
	shortPdu: {
		id: 'C10',
		is: 'refuses a client that takes PDUs of 11 bytes',
		obligation: 'should',
		source: `${GREEN}, pdu-size-too-short`,
		confidence: 'stated',
		run: async ({ site }) => softened(await refusedOpening(await associate(site, { maxPdu: TOO_SHORT }))),
	},
	acseVersion: {
		id: 'C11',
		is: 'refuses a client that speaks no version of ACSE that there is',
		obligation: 'should',
		source: `${GREEN}, no-common-acse-version`,
		confidence: 'stated',
		run: async ({ site }) => softened(await refusedOpening(await associate(site, { rewritten: withoutVersion }))),
	},
	beforeAssociation: {
		id: 'C12',
		is: 'serves nothing before an association is opened',
		obligation: 'must',
		source: `${GREEN}, CF state machine`,
		confidence: 'stated',
		run: async ({ site }) => {
			const link = await linkTo(site);
			const reply = await link.ask(getRequest(OWN_NAME), site.quiet);
			await link.close();
			return reply.kind === 'apdu' && reply.bytes[0] === APDU.getResponse && !isRefusal(reply.bytes)
				? [found('fail', 'served', { what: 'GET' })]
				: kept();
		},
	},
	release: {
		id: 'C13',
		is: 'answers RLRQ by RLRE, or by ending the connection',
		obligation: 'should',
		source: `${GREEN}, release`,
		confidence: 'stated',
		run: async (visit) => {
			const probe = await visit.open();
			const reply = await probe.release();
			await probe.drop();
			if (reply.kind === 'lost' || (reply.kind === 'apdu' && reply.bytes[0] === APDU.rlre)) return kept();
			return [reply.kind === 'silent' ? found('warning', 'silent', { what: 'RLRQ' }) : found('warning', 'malformed', { what: 'RLRQ' })];
		},
	},
	afterRelease: {
		id: 'C14',
		is: 'serves nothing after an association was released',
		obligation: 'must',
		source: `${GREEN}, release`,
		confidence: 'stated',
		run: async (visit) => {
			const probe = await visit.open();
			const reply = await probe.release();
			if (reply.kind !== 'apdu' || reply.bytes[0] !== APDU.rlre) {
				await probe.drop();
				return [found('notApplicable', 'nothingToTry', {})];
			}
			const answer = await probe.ask(getRequest(OWN_NAME), visit.site.quiet);
			await probe.drop();
			return answer.kind === 'answer' && !isRefusal(answer.apdu) ? [found('fail', 'served', { what: 'GET' })] : kept();
		},
	},
	malformedAarq: {
		id: 'C15',
		is: 'opens nothing for half an AARQ, and then opens for a whole one',
		obligation: 'must',
		source: 'robustness: whoever sends half an AARQ must not shut others out',
		confidence: 'proposed',
		run: async (visit) => {
			const whole = await visit.open();
			await whole.close();
			const link = await linkTo(visit.site);
			const half = whole.sent[0]!.slice(0, whole.sent[0]!.length >> 1);
			const reply = await link.ask(half, visit.site.quiet);
			await link.close();
			if (reply.kind === 'apdu' && reply.bytes[0] === APDU.aare && isAcceptance(reply.bytes)) return [found('fail', 'accepted', {})];
			return judgeOpening(await associate(visit.site));
		},
	},
} satisfies Record<string, MeterCheck>);

async function judgeOpening(opening: Opening): Promise<readonly Found[]> {
	switch (opening.kind) {
		case 'open':
			await opening.probe.close();
			return kept();
		case 'rejected':
			return [found('fail', 'rejected', { diagnostic: hexOf(opening.aare.diagnostic) })];
		case 'notProven':
			return [opening.by === 'exam' ? found('fail', 'notProven', {}) : found('fail', 'rejected', { diagnostic: 'HLS' })];
		default:
			return [found('fail', opening.kind, { what: 'AARQ' })];
	}
}

/** Of a rule that should be kept, and must not be. */
function softened(findings: readonly Found[]): readonly Found[] {
	return findings.map((each) => (each.verdict === 'fail' ? { ...each, verdict: 'warning' } : each));
}

/** result 0 in the field A2 of an AARE. */
function isAcceptance(aare: Uint8Array): boolean {
	for (let at = 2; at + 4 < aare.length; at++)
		if (aare[at] === 0xa2 && aare[at + 1] === 3 && aare[at + 2] === 2 && aare[at + 3] === 1) return aare[at + 4] === 0;
	return false;
}

/** An AARQ whose protocol-version has no bit. */
function withoutVersion(aarq: Uint8Array): Uint8Array {
	const r = new Reader('ACSE', aarq);
	r.uint(1, 'AARQ');
	const content = r.bytes(readSize(r), 'AARQ');
	const rest = content[0] === PROTOCOL_VERSION[0] ? content.subarray(PROTOCOL_VERSION.length) : content;
	return new DataWriter()
		.uint(1, APDU.aarq)
		.size(PROTOCOL_VERSION.length + rest.length)
		.put(PROTOCOL_VERSION)
		.put(rest)
		.copy();
}

function flipped(bytes: Uint8Array): Uint8Array {
	const changed = bytes.slice();
	changed[changed.length - 1]! ^= 1;
	return changed;
}

function hexOf(value: number): string {
	return value.toString(16).toUpperCase();
}
