/** What a check asks an association with. */
import { type Aarq, CONTEXT, encodeAarq, MECHANISM } from '../../../modules/dlms/apdu/acse.js';
import { DLMS_VERSION, encodeInitiateRequest } from '../../../modules/dlms/apdu/initiate.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { CONTROL } from '../../../modules/dlms/security/ciphering.js';
import { isHls, isTitled } from '../../../modules/dlms/security/mechanisms.js';
import type { ClientSecurity } from '../../../modules/dlms/security/security.js';
import type { SecuritySession } from '../../../modules/dlms/security/session.js';
import { CONFORMANCE_PROPOSED, PUBLIC_CLIENT, PUBLIC_CONFORMANCE } from '../../head-end/meter-session.js';
import { clientSecurityOf } from '../../head-end/session-security.js';
import type { Site } from './site.js';

/** How an association is asked for; what is not told is as the client would have it. */
export interface Asking {
	/** The public client, without any authentication. */
	readonly isPublic?: boolean;
	/** Bits of `CONFORMANCE`. */
	readonly conformance?: number;
	/** The longest PDU that is taken, bytes. */
	readonly maxPdu?: number;
	readonly version?: number;
	/** A key for this association alone, as long as those of the client. */
	readonly dedicatedKey?: Uint8Array;
	/** The AARQ is another one. */
	readonly changed?: (aarq: Aarq) => Aarq;
	/** The same, of its bytes. */
	readonly rewritten?: (aarq: Uint8Array) => Uint8Array;
	/** It is open without a proof, as the AARE has it. */
	readonly isUnproven?: boolean;
	/** Nothing is ciphered; the proof of HLS, which keys may be needed for, stays. */
	readonly isPlain?: boolean;
	/** The client's proof of HLS is another one. */
	readonly proof?: (token: Uint8Array) => Uint8Array;
}

const MAX_PDU = 1024;
/** Bytes; ECDSA needs so many. */
const CHALLENGE_LENGTH = 32;

/** An AARQ that the meter has not seen yet, for whoever opens an association below this. */
export function newAarq(site: Site): Uint8Array {
	const asking: Asking = site.session.client === PUBLIC_CLIENT ? { isPublic: true } : {};
	return aarqOf(site, asking, mechanismOf(site, asking), challengeOf(site), securityOf(site, asking));
}

/** One of `MECHANISM`: how the client proves itself. */
export function mechanismOf({ session: { security, hls, password } }: Site, { isPublic }: Asking): number {
	if (isPublic) return MECHANISM.none;
	if (hls !== undefined) return hls.mechanism;
	return password !== undefined ? MECHANISM.low : security !== undefined ? MECHANISM.highGmac : MECHANISM.none;
}

export function securityOf({ session: { security, cipher }, material }: Site, { isPublic }: Asking): ClientSecurity | undefined {
	return isPublic || security === undefined
		? undefined
		: clientSecurityOf({ ...security, ...(material && { general: { choice: undefined, isSigned: false, material } }) }, cipher);
}

export function challengeOf({ session: { random } }: Site): Uint8Array {
	const challenge = new Uint8Array(CHALLENGE_LENGTH);
	random.fill(challenge);
	return challenge;
}

export function aarqOf(site: Site, asking: Asking, mechanism: number, challenge: Uint8Array, security: ClientSecurity | undefined): Uint8Array {
	const { hls, password, security: told } = site.session;
	const title = told?.title ?? (isTitled(mechanism) ? hls?.credentials.title : undefined);
	const aarq: Aarq = {
		version1: true,
		context: security === undefined ? CONTEXT.logicalNames : CONTEXT.logicalNamesCiphered,
		callingApTitle: asking.isPublic ? undefined : title,
		callingAeQualifier: undefined,
		authentication: mechanism !== MECHANISM.none,
		mechanism: mechanism === MECHANISM.none ? undefined : mechanism,
		callingAuthentication: isHls(mechanism) ? challenge : mechanism === MECHANISM.low ? password : undefined,
		userInformation: initiateOf(site, asking, security?.firstSession(), security),
	};
	const w = new DataWriter();
	encodeAarq(w, asking.changed?.(aarq) ?? aarq);
	return asking.rewritten?.(w.copy()) ?? w.copy();
}

export function initiateOf(site: Site, asking: Asking, session: SecuritySession | undefined, security: ClientSecurity | undefined): Uint8Array {
	const {
		isPublic,
		dedicatedKey,
		conformance = isPublic ? PUBLIC_CONFORMANCE : CONFORMANCE_PROPOSED,
		maxPdu = MAX_PDU,
		version = DLMS_VERSION,
	} = asking;
	const { carrier, security: told } = site.session;
	const plain = new DataWriter();
	const longest = Math.min(maxPdu, carrier.maxApdu);
	encodeInitiateRequest(plain, { dedicatedKey, responseAllowed: true, quality: undefined, version, conformance, maxPdu: longest });
	if (security === undefined || session === undefined) return plain.copy();
	const w = new DataWriter();
	const control = told?.control ?? CONTROL.authentication | CONTROL.encryption;
	if (!session.seal(w, plain.bytes, 'glo', control)) throw new RangeError('conformance: no counter is left under this key');
	return w.copy();
}
