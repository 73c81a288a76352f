/** Messages that are protected otherwise than by the global key: dedicated keys, general-glo, general-ciphering, general-signing. */
import { equalBytes } from '../../../../modules/bytes/equal.js';
import { frozen } from '../../../../modules/bytes/frozen.js';
import { DecodeError } from '../../../../modules/bytes/reader.js';
import { APDU } from '../../../../modules/dlms/apdu/apdu.js';
import { decodeExceptionResponse, SERVICE_ERROR } from '../../../../modules/dlms/apdu/exception.js';
import { CONFORMANCE } from '../../../../modules/dlms/apdu/initiate.js';
import { CURRENT_ASSOCIATION } from '../../../../modules/dlms/current-association.js';
import { decodeCiphered, dedTag } from '../../../../modules/dlms/security/ciphering.js';
import { decodeGeneralCiphered, decodeGeneralSigned, type GeneralHeader } from '../../../../modules/dlms/security/general.js';
import type { MeterCheck } from '../check.js';
import { type Found, found } from '../finding.js';
import { isAlive, isServed, kept, refusedRequest } from '../judging.js';
import { type Answer, associate, type Covered, type Probe } from '../probe.js';
import { getRequest, target } from '../requests.js';
import { ASSOCIATION, agreed, type Visit } from '../visit.js';

const GREEN = 'DLMS UA 1000-2 (Green Book)';
const OWN_NAME = target(ASSOCIATION, CURRENT_ASSOCIATION, 1);
const DED_GET_RESPONSE = dedTag(APDU.getResponse)!;
const TRANSACTION_LENGTH = 8;
/** What a meter says that does not offer it to the client, or has never heard of it and takes it for what is in the clear. */
const UNSUPPORTED: readonly number[] = Object.freeze([SERVICE_ERROR.serviceNotSupported, SERVICE_ERROR.operationNotPossible]);
const IDENTIFIED: Covered = Object.freeze({ protocol: 'general-ciphering', choice: 'identified' });
const SIGNED: Covered = Object.freeze({ protocol: 'glo', isSigned: true });

export const COVER_CHECKS = frozen({
	dedicatedKey: {
		id: 'C83',
		is: 'answers under the dedicated key of an association that it opened with one',
		obligation: 'must',
		source: `${GREEN}, InitiateRequest, dedicated-key`,
		confidence: 'stated',
		needs: ['ciphered'],
		run: async (visit) => {
			const opening = await associate(visit.site, { dedicatedKey: newKey(visit) });
			if (opening.kind !== 'open') return [found('notApplicable', 'notAgreed', { what: 'dedicated-key' })];
			const { probe } = opening;
			try {
				const answer = await probe.askRaw(probe.cover(getRequest(OWN_NAME), { protocol: 'ded' })!, undefined, getRequest(OWN_NAME));
				if (answer.kind !== 'answer') return [found('fail', answer.kind, { what: 'GET (ded)' })];
				const [tag] = answer.raw;
				return tag === DED_GET_RESPONSE
					? kept()
					: [found('fail', 'differs', { what: 'GET (ded)', found: hex(tag!), expected: hex(DED_GET_RESPONSE) })];
			} finally {
				await probe.close();
			}
		},
	},
	dedicatedOver: {
		id: 'C84',
		is: 'serves nothing under the dedicated key of an association that is over',
		obligation: 'must',
		source: `${GREEN}, InitiateRequest, dedicated-key`,
		confidence: 'stated',
		needs: ['ciphered'],
		run: async (visit) => {
			const opening = await associate(visit.site, { dedicatedKey: newKey(visit) });
			if (opening.kind !== 'open') return [found('notApplicable', 'notAgreed', { what: 'dedicated-key' })];
			await opening.probe.close();
			const late = opening.probe.cover(getRequest(OWN_NAME), { protocol: 'ded' })!;
			return visit.within({}, async (probe) => refusedAndAlive(probe, await probe.askRaw(late, visit.site.quiet, getRequest(OWN_NAME)), 'GET (ded)'));
		},
	},
	generalGlo: {
		id: 'C85',
		is: 'answers general-glo-ciphering in kind, under its own title or none',
		obligation: 'must',
		source: `${GREEN}, general-glo-ciphering`,
		confidence: 'stated',
		needs: ['ciphered'],
		run: (visit) =>
			visit.within({}, async (probe) => {
				const served = await coverOf(probe, 'general-glo', { protocol: 'general-glo' });
				if (!(served instanceof Uint8Array)) return served;
				if (served[0] !== APDU.generalGlo) return [otherTag('general-glo', served, APDU.generalGlo)];
				const { title = new Uint8Array(0) } = decodeCiphered(served);
				const isRight = title.length === 0 || (probe.title !== undefined && equalBytes(title, probe.title));
				return isRight ? kept() : [found('fail', 'differs', { what: 'system title', found: hexOf(title), expected: hexOf(probe.title) })];
			}),
	},
	identifiedKey: generalKey('C86', 'a key that is identified', 'identified'),
	wrappedKey: generalKey('C87', 'a key that is wrapped by the master key', 'wrapped'),
	onePassKey: generalKey('C88', 'a key that is agreed on in one pass', 'one-pass'),
	staticKey: generalKey('C89', 'a key that is agreed on by static keys', 'static'),
	generalTag: {
		id: 'C90',
		is: 'does not do what a general-ciphered message with a wrong authentication tag asks, and goes on',
		obligation: 'must',
		source: `${GREEN}, general-ciphering`,
		confidence: 'stated',
		needs: ['ciphered'],
		run: (visit) => spoilt(visit, 'general-ciphering (tag)', IDENTIFIED),
	},
	signature: {
		id: 'C91',
		is: 'answers what is signed by what is signed, under the same transaction',
		obligation: 'must',
		source: `${GREEN}, general-signing`,
		confidence: 'stated',
		needs: ['ciphered'],
		run: (visit) =>
			visit.within({}, async (probe) => {
				const transaction = newTransaction(visit);
				const served = await coverOf(probe, 'general-signing', { ...SIGNED, transaction });
				if (!(served instanceof Uint8Array)) return served;
				if (served[0] !== APDU.generalSigning) return [otherTag('general-signing', served, APDU.generalSigning)];
				return headerKept(visit, probe, transaction, decodeGeneralSigned(served));
			}),
	},
	wrongSignature: {
		id: 'C92',
		is: 'does not do what a message with a wrong signature asks, and goes on',
		obligation: 'must',
		source: `${GREEN}, general-signing`,
		confidence: 'stated',
		needs: ['ciphered'],
		run: (visit) => spoilt(visit, 'general-signing (signature)', SIGNED),
	},
} satisfies Record<string, MeterCheck>);

function generalKey(id: string, what: string, choice: NonNullable<Covered['choice']>): MeterCheck {
	return {
		id,
		is: `answers what is general-ciphered under ${what} in kind, under the same transaction`,
		obligation: 'must',
		source: `${GREEN}, general-ciphering`,
		confidence: 'stated',
		needs: ['ciphered'],
		run: (visit) =>
			visit.within({}, async (probe) => {
				const transaction = newTransaction(visit);
				const served = await coverOf(probe, `general-ciphering (${choice})`, { protocol: 'general-ciphering', choice, transaction });
				if (!(served instanceof Uint8Array)) return served;
				if (served[0] !== APDU.generalCiphering) return [otherTag('general-ciphering', served, APDU.generalCiphering)];
				return headerKept(visit, probe, transaction, decodeGeneralCiphered(served));
			}),
	};
}

/** What answers a GET that is protected so, as it went over the line; or why there is none. */
async function coverOf(probe: Probe, what: string, covered: Covered): Promise<Uint8Array | readonly Found[]> {
	if (!agreed(probe, CONFORMANCE.generalProtection)) return [found('notApplicable', 'notAgreed', { what: 'general-protection' })];
	const bytes = probe.cover(getRequest(OWN_NAME), covered);
	if (bytes === undefined) return [found('notApplicable', 'noKeys', { what })];
	const answer = await probe.askRaw(bytes, undefined, getRequest(OWN_NAME));
	if (isUnsupported(answer)) return [found('notApplicable', 'notOffered', { what })];
	return answer.kind === 'answer' ? answer.raw : [found('fail', answer.kind, { what })];
}

/** Whether the last byte, of a tag or of a signature, is looked at, where what is right is served. */
function spoilt(visit: Visit, what: string, covered: Covered): Promise<readonly Found[]> {
	return visit.within({}, async (probe) => {
		const served = await coverOf(probe, what, { ...covered, transaction: newTransaction(visit) });
		if (!(served instanceof Uint8Array)) return served[0]!.verdict === 'fail' ? [found('notApplicable', 'notOffered', { what })] : served;
		const bytes = probe.cover(getRequest(OWN_NAME), { ...covered, transaction: newTransaction(visit) })!.slice();
		bytes[bytes.length - 1]! ^= 1;
		return refusedAndAlive(probe, await probe.askRaw(bytes, visit.site.quiet, getRequest(OWN_NAME)), what);
	});
}

function isUnsupported(answer: Answer): boolean {
	if (answer.kind !== 'exception' || answer.apdu[0] !== APDU.exceptionResponse) return false;
	try {
		return UNSUPPORTED.includes(decodeExceptionResponse(answer.apdu).serviceError);
	} catch (error) {
		if (error instanceof DecodeError) return false;
		throw error;
	}
}

function headerKept(visit: Visit, probe: Probe, transaction: Uint8Array, told: GeneralHeader): readonly Found[] {
	const own = visit.site.session.security!.title;
	const rows = [
		['transaction-id', told.transaction, transaction],
		['originator-system-title', told.originator, probe.title!],
		['recipient-system-title', told.recipient, own],
	] as const;
	// Titles may be left out.
	const wrong = rows.find(([what, is, expected]) => !equalBytes(is, expected) && (what === 'transaction-id' || is.length > 0));
	return wrong === undefined ? kept() : [found('fail', 'differs', { what: wrong[0], found: hexOf(wrong[1]), expected: hexOf(wrong[2]) })];
}

async function refusedAndAlive(probe: Probe, answer: Answer, what: string): Promise<readonly Found[]> {
	if (isServed(answer)) return refusedRequest(answer, what);
	if (answer.kind !== 'lost' && (await isAlive(probe, getRequest(OWN_NAME)))) return kept();
	return [found('warning', 'lost', { what })];
}

function otherTag(what: string, raw: Uint8Array, expected: number): Found {
	return found('fail', 'differs', { what, found: hex(raw[0]!), expected: hex(expected) });
}

function newKey(visit: Visit): Uint8Array {
	const key = new Uint8Array(visit.site.session.security!.keys.encryption.length);
	visit.site.session.random.fill(key);
	return key;
}

function newTransaction(visit: Visit): Uint8Array {
	const transaction = new Uint8Array(TRANSACTION_LENGTH);
	visit.site.session.random.fill(transaction);
	return transaction;
}

function hex(value: number): string {
	return value.toString(16).padStart(2, '0');
}

function hexOf(bytes: Uint8Array | undefined): string {
	return bytes === undefined ? '?' : [...bytes].map(hex).join('');
}
