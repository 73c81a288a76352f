/** What a meter makes of messages that are not the client's, and how it protects its own. */
import { equalBytes } from '../../../../modules/bytes/equal.js';
import { frozen } from '../../../../modules/bytes/frozen.js';
import { NAME, numbered } from '../../../../modules/cosem/object-names.js';
import { CONTEXT } from '../../../../modules/dlms/apdu/acse.js';
import { decodeActionResponse } from '../../../../modules/dlms/apdu/action.js';
import { APDU } from '../../../../modules/dlms/apdu/apdu.js';
import { numberOf } from '../../../../modules/dlms/axdr/data.js';
import { CURRENT_ASSOCIATION } from '../../../../modules/dlms/current-association.js';
import { CONTROL, decodeCiphered, protocolOf } from '../../../../modules/dlms/security/ciphering.js';
import { CHALLENGE_MAX, CHALLENGE_MIN } from '../../../../modules/dlms/security/mechanisms.js';
import type { MeterCheck } from '../check.js';
import { type Found, found, NoAnswer } from '../finding.js';
import { isAlive, isServed, kept, refusedRequest } from '../judging.js';
import { associate, linkTo, type Probe } from '../probe.js';
import { dataOf, get, getRequest, target } from '../requests.js';
import { ASSOCIATION, type Visit } from '../visit.js';

const GREEN = 'DLMS UA 1000-2 (Green Book)';
const OWN_NAME = target(ASSOCIATION, CURRENT_ASSOCIATION, 1);
const SECURITY_SETUP = 64;
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
			const [policy] = await visit.values(SECURITY_SETUP, 2);
			if (policy !== undefined && numberOf(policy.data) === 0) return [found('notApplicable', 'notAgreed', { what: 'security_policy 0' })];
			return visit.within({}, async (probe) => refusedRequest(await probe.askRaw(getRequest(OWN_NAME), visit.site.quiet), 'GET', true));
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
			const [policy] = await visit.values(SECURITY_SETUP, 2);
			if (policy !== undefined && numberOf(policy.data) === 0) return [found('notApplicable', 'notAgreed', { what: 'security_policy 0' })];
			const opening = await associate(visit.site, { changed: (aarq) => ({ ...aarq, context: CONTEXT.logicalNames }) });
			if (opening.kind !== 'open') return kept();
			await opening.probe.close();
			return [found('fail', 'accepted', {})];
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
				return told === asked ? kept() : [found('fail', 'differs', { what: 'security control', found: hex(told), expected: hex(asked) })];
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
