/** How clients prove themselves, and by which suite a meter ciphers, as its objects tell of it. */
import { frozen } from '../../../../modules/bytes/frozen.js';
import { CONTEXT, DIAGNOSTIC, MECHANISM, RESULT } from '../../../../modules/dlms/apdu/acse.js';
import { type Data, numberOf } from '../../../../modules/dlms/axdr/data.js';
import { CURRENT_ASSOCIATION } from '../../../../modules/dlms/current-association.js';
import { CONTROL, decodeCiphered, protocolOf } from '../../../../modules/dlms/security/ciphering.js';
import { mechanismOf } from '../aarq.js';
import type { MeterCheck } from '../check.js';
import { type Found, found } from '../finding.js';
import { differences, kept, placeText } from '../judging.js';
import { ownSetup, ownValue } from '../own-setup.js';
import { associate } from '../probe.js';
import { getRequest, target } from '../requests.js';
import { ASSOCIATION } from '../visit.js';

const GREEN = 'DLMS UA 1000-2 (Green Book)';
const BLUE = 'DLMS UA 1000-1 (Blue Book)';
const SECURITY_SETUP = 64;
const OWN_NAME = target(ASSOCIATION, CURRENT_ASSOCIATION, 1);
const CONTEXT_NAME = 4;
const MECHANISM_NAME = 6;
const SUITE = 3;
/** Passwords that nobody has. */
const NO_PASSWORD = new Uint8Array(8);

export const MECHANISM_CHECKS = frozen({
	lowerMechanism: {
		id: 'C93',
		is: 'opens nothing for a client of HLS that comes with a password of LLS',
		obligation: 'must',
		source: `${GREEN}, mechanism-name`,
		confidence: 'stated',
		needs: ['hls'],
		run: async ({ site }) => {
			const opening = await associate(site, {
				changed: (aarq) => ({ ...aarq, mechanism: MECHANISM.low, callingAuthentication: NO_PASSWORD }),
				isUnproven: true,
			});
			if (opening.kind === 'open') await opening.probe.close();
			const isOpen = opening.kind === 'open' && opening.probe.aare.result === RESULT.accepted;
			return isOpen && opening.probe.aare.diagnostic !== DIAGNOSTIC.authenticationRequired ? [found('fail', 'accepted', {})] : kept();
		},
	},
	namesTold: {
		id: 'C94',
		is: 'tells in its association object the context and the mechanism by which the association was opened',
		obligation: 'must',
		source: `${BLUE}, Association LN, application_context_name, authentication_mechanism_name`,
		confidence: 'stated',
		run: async (visit) => {
			const { site } = visit;
			const rows = [
				{ attribute: CONTEXT_NAME, expected: site.session.security === undefined ? CONTEXT.logicalNames : CONTEXT.logicalNamesCiphered },
				{ attribute: MECHANISM_NAME, expected: mechanismOf(site, {}) },
			];
			let tried = 0;
			const wrong = [];
			for (const { attribute, expected } of rows) {
				const data = await ownValue(visit, attribute);
				if (data === undefined) continue;
				tried++;
				const told = lastOf(data);
				if (told !== expected) wrong.push({ what: placeText(ASSOCIATION, CURRENT_ASSOCIATION, attribute), found: told ?? '?', expected });
			}
			return differences(wrong, tried);
		},
	},
	suite: {
		id: 'C95',
		is: 'ciphers by the security suite that its security set-up tells',
		obligation: 'must',
		source: `${BLUE}, Security setup, security_suite`,
		confidence: 'stated',
		needs: ['ciphered'],
		run: async (visit) => {
			const setup = await ownSetup(visit, SUITE);
			if (setup === undefined) return [found('notApplicable', 'absent', { what: 'security_suite' })];
			const told = numberOf(setup.data);
			return visit.within({}, async (probe): Promise<readonly Found[]> => {
				const answer = await probe.ask(getRequest(OWN_NAME));
				if (answer.kind !== 'answer' && answer.kind !== 'closed') return [found('fail', answer.kind, { what: 'GET' })];
				// What is not ciphered is another rule's.
				if (protocolOf(answer.raw[0]!) === 'plain') return kept(0);
				const suite = decodeCiphered(answer.raw).control & CONTROL.suite;
				return suite === told
					? kept()
					: [found('fail', 'differs', { what: placeText(SECURITY_SETUP, setup.object.name, SUITE), found: told ?? '?', expected: suite })];
			});
		},
	},
} satisfies Record<string, MeterCheck>);

/** The last number of an object identifier, as octets or as a structure. */
function lastOf(data: Data): number | undefined {
	if ('bytes' in data) return data.bytes.at(-1);
	const last = 'items' in data ? data.items.at(-1) : undefined;
	return last === undefined ? undefined : numberOf(last);
}
