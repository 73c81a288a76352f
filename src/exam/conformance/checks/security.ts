/** What a meter makes of messages that are not the client's, and how it protects its own. */
import { equalBytes } from '../../../../modules/bytes/equal.js';
import { frozen } from '../../../../modules/bytes/frozen.js';
import { NAME, numbered } from '../../../../modules/cosem/object-names.js';
import { type Aarq, CONTEXT } from '../../../../modules/dlms/apdu/acse.js';
import { decodeActionResponse } from '../../../../modules/dlms/apdu/action.js';
import { APDU } from '../../../../modules/dlms/apdu/apdu.js';
import { numberOf } from '../../../../modules/dlms/axdr/data.js';
import { CURRENT_ASSOCIATION } from '../../../../modules/dlms/current-association.js';
import { CONTROL, decodeCiphered, protocolOf } from '../../../../modules/dlms/security/ciphering.js';
import { CHALLENGE_MAX, CHALLENGE_MIN } from '../../../../modules/dlms/security/mechanisms.js';
import type { MeterCheck } from '../check.js';
import { type Found, found, NoAnswer } from '../finding.js';
import { isAlive, isServed, kept, refusedOpening, refusedRequest, refusedUnproven } from '../judging.js';
import { ownSetup } from '../own-setup.js';
import { associate, linkTo, type Probe } from '../probe.js';
import { dataOf, get, getRequest, target } from '../requests.js';
import { ASSOCIATION, type Visit } from '../visit.js';

const GREEN = 'DLMS UA 1000-2 (Green Book)';
const OWN_NAME = target(ASSOCIATION, CURRENT_ASSOCIATION, 1);
const POLICY = 2;
/** Bits of a security_policy of version 1 that ask for something of requests: authenticated, encrypted, signed. */
const REQUEST_BITS = 0x1c;
const MANAGEMENT = 1;
const ANSWERS = 8;

export const SECURITY_CHECKS = frozen({
	wrongTag: {
		id: 'C56',
		is: 'does not do what a message with a wrong authentication tag asks, and goes on',
		obligation: 'must',
		source: `${GREEN}, authenticated encryption`,
		confidence: 'stated',
		needs: ['ciphered'],
		run: (visit) =>
			visit.within({}, async (probe) => {
				if (!isAuthenticated(visit)) return [found('notApplicable', 'notAgreed', { what: '--security a' })];
				const bytes = probe.seal(getRequest(OWN_NAME)).slice();
				bytes[bytes.length - 1]! ^= 1;
				return refusedAndAlive(probe, await probe.askRaw(bytes, visit.site.quiet), 'GET (tag)');
			}),
	},
	replay: {
		id: 'C57',
		is: 'does not do what a message asks that came before, and goes on',
		obligation: 'must',
		source: `${GREEN}, invocation counter`,
		confidence: 'stated',
		needs: ['ciphered'],
		run: (visit) =>
			visit.within({}, async (probe) => {
				const bytes = probe.seal(getRequest(OWN_NAME)).slice();
				const first = await probe.askRaw(bytes);
				if (first.kind !== 'answer') return [found('fail', first.kind, { what: 'GET' })];
				return refusedAndAlive(probe, await probe.askRaw(bytes, visit.site.quiet), 'GET (counter)');
			}),
	},
	plainRequest: {
		id: 'C58',
		is: 'serves no request in the clear where its security policy asks for more',
		obligation: 'must',
		source: `${GREEN}, security policy`,
		confidence: 'stated',
		needs: ['ciphered'],
		run: async (visit) => {
			const asked = await requestPolicy(visit);
			if (asked === false) return [found('notApplicable', 'notAgreed', { what: 'security_policy' })];
			return visit.within({}, async (probe) =>
				unlessUntold(asked, refusedRequest(await probe.askRaw(getRequest(OWN_NAME), visit.site.quiet), 'GET', true)),
			);
		},
	},
	plainAssociation: {
		id: 'C59',
		is: 'opens no association without ciphering where its security policy asks for it',
		obligation: 'must',
		source: `${GREEN}, application-context-name`,
		confidence: 'stated',
		needs: ['ciphered'],
		run: async (visit) => {
			const asked = await requestPolicy(visit);
			if (asked === false) return [found('notApplicable', 'notAgreed', { what: 'security_policy' })];
			// With an InitiateRequest that is ciphered all the same, and with all in the clear.
			for (const asking of [{ changed: (aarq: Aarq) => ({ ...aarq, context: CONTEXT.logicalNames }) }, { isPlain: true }]) {
				const unproven = await refusedUnproven(await associate(visit.site, { ...asking, isUnproven: true }));
				const judged = unlessUntold(asked, unproven ?? (await refusedOpening(await associate(visit.site, asking))));
				if (judged[0]!.verdict !== 'pass') return judged;
			}
			return kept();
		},
	},
	answerProtection: {
		id: 'C60',
		is: 'protects its answers as the requests are',
		obligation: 'must',
		source: `${GREEN}, security control byte`,
		confidence: 'stated',
		needs: ['ciphered'],
		run: (visit) =>
			visit.within({}, async (probe) => {
				const { raw } = await answered(probe);
				const asked = decodeCiphered(probe.seal(getRequest(OWN_NAME))).control & (CONTROL.authentication | CONTROL.encryption);
				if (protocolOf(raw[0]!) === 'plain') return [found('fail', 'differs', { what: 'security control', found: '–', expected: hex(asked) })];
				const told = decodeCiphered(raw).control & (CONTROL.authentication | CONTROL.encryption);
				// A policy may ask for more of the meter than of the client.
				return (told & asked) === asked ? kept() : [found('fail', 'differs', { what: 'security control', found: hex(told), expected: hex(asked) })];
			}),
	},
	answerCounters: {
		id: 'C61',
		is: 'counts its own messages upwards, and uses no counter twice',
		obligation: 'must',
		source: `${GREEN}, invocation counter: no IV may come twice under a key`,
		confidence: 'stated',
		needs: ['ciphered'],
		run: async (visit) => {
			const counters: number[] = [];
			for (let association = 0; association < 2; association++) {
				await visit.within({}, async (probe) => {
					for (let i = 0; i < ANSWERS; i++) {
						const { raw } = await answered(probe);
						if (protocolOf(raw[0]!) !== 'plain') counters.push(decodeCiphered(raw).counter);
					}
				});
			}
			const at = counters.findIndex((counter, i) => i > 0 && counter <= counters[i - 1]!);
			if (at < 0) return kept(counters.length);
			return [found('fail', 'differs', { what: 'invocation counter', found: counters[at]!, expected: `> ${counters[at - 1]!}` })];
		},
	},
	counterObject: {
		id: 'C62',
		is: 'tells the public client the last counter that it accepted',
		obligation: 'should',
		source: 'IDIS Package 2, 0.0.43.1.x.255',
		confidence: 'proposed',
		needs: ['ciphered', 'public'],
		run: async (visit) => {
			const last = await visit.within({}, async (probe) => {
				const bytes = probe.seal(getRequest(OWN_NAME));
				await probe.askRaw(bytes, undefined, getRequest(OWN_NAME));
				await probe.drop();
				return decodeCiphered(bytes).counter;
			});
			const { client } = visit.site.session;
			const name = numbered(NAME.invocationCounter, client === MANAGEMENT ? 0 : client);
			const told = await visit.within({ isPublic: true }, async (probe) => {
				const result = await get(probe, target(1, name, 2));
				const data = typeof result === 'number' ? undefined : dataOf(result);
				return data && numberOf(data);
			});
			const what = '0.0.43.1.x.255';
			if (told === undefined) return [found('warning', 'missing', { what })];
			return told >= last ? kept() : [found('warning', 'differs', { what, found: told, expected: `≥ ${last}` })];
		},
	},
	challenge: {
		id: 'C63',
		is: 'has another challenge of 8 to 64 octets for each association',
		obligation: 'must',
		source: `${GREEN}, HLS`,
		confidence: 'stated',
		needs: ['hls'],
		run: async (visit) => {
			const challenges: Uint8Array[] = [];
			for (let i = 0; i < 3; i++) {
				const challenge = await visit.within({}, async ({ aare }) => aare.respondingAuthentication?.slice());
				if (challenge !== undefined) challenges.push(challenge);
			}
			const short = challenges.find(({ length }) => length < CHALLENGE_MIN || length > CHALLENGE_MAX);
			if (short !== undefined)
				return [found('fail', 'differs', { what: 'StoC', found: short.length, expected: `${CHALLENGE_MIN}…${CHALLENGE_MAX}` })];
			const again = challenges.some((one, i) => challenges.some((other, k) => k < i && equalBytes(one, other)));
			return again ? [found('fail', 'twice', { what: 'StoC' })] : kept(challenges.length);
		},
	},
	hlsReplay: {
		id: 'C64',
		is: 'lets in nobody who sends what another client sent to open its association',
		obligation: 'must',
		source: `${GREEN}, HLS`,
		confidence: 'stated',
		needs: ['hls'],
		run: async (visit) => {
			const { sent } = await visit.within({}, async (probe) => probe);
			const link = await linkTo(visit.site);
			try {
				for (const bytes of sent) {
					const reply = await link.ask(bytes, visit.site.quiet);
					if (reply.kind !== 'apdu') return kept();
					const isProof = bytes !== sent[0];
					// What is ciphered has an outcome that only the client can read: a request behind it tells whether the association is open.
					if (isProof && reply.bytes[0] === APDU.actionResponse && isSuccess(reply.bytes)) return [found('fail', 'accepted', {})];
					if (isProof && protocolOf(reply.bytes[0]!) !== 'plain' && reply.bytes.length > RETURNED) return [found('fail', 'accepted', {})];
				}
				return kept();
			} finally {
				await link.close();
			}
		},
	},
} satisfies Record<string, MeterCheck>);

/** A ciphered ACTION-Response that returns nothing is shorter: tag, length, header, five bytes of response, tag of GCM; one with a proof is longer. */
const RETURNED = 2 + 5 + 6 + 12;

/** Whether the policy in force asks for protected requests; undefined: the meter does not tell. */
async function requestPolicy(visit: Visit): Promise<boolean | undefined> {
	const policy = await ownSetup(visit, POLICY);
	const told = policy && numberOf(policy.data);
	return told === undefined ? undefined : (policy!.object.version === 0 ? told : told & REQUEST_BITS) !== 0;
}

/** What is no fault unless a policy asks for it warns where nobody knows the policy. */
function unlessUntold(asked: true | undefined, findings: readonly Found[]): readonly Found[] {
	return asked ? findings : findings.map((each) => (each.verdict === 'fail' ? { ...each, verdict: 'warning' } : each));
}

function isSuccess(apdu: Uint8Array): boolean {
	const response = decodeActionResponse(apdu);
	return response.kind === 'normal' && response.outcome.result === 0;
}

function isAuthenticated({ site }: Visit): boolean {
	return ((site.session.security?.control ?? 0) & CONTROL.authentication) !== 0;
}

async function refusedAndAlive(probe: Probe, answer: Parameters<typeof isServed>[0], what: string): Promise<readonly Found[]> {
	if (isServed(answer)) return [found('fail', 'served', { what })];
	if (answer.kind !== 'lost' && (await isAlive(probe, getRequest(OWN_NAME)))) return kept();
	return [found('warning', 'lost', { what })];
}

/** An answer that is there. Throws NoAnswer. */
async function answered(probe: Probe): Promise<{ readonly raw: Uint8Array }> {
	const answer = await probe.ask(getRequest(OWN_NAME));
	if (answer.kind === 'answer' || answer.kind === 'closed') return answer;
	throw new NoAnswer(answer.kind, 'GET');
}

function hex(value: number): string {
	return value.toString(16);
}
