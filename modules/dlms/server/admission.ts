/**
 * How a server judges an AARQ (Green Book, "Application association establishment"), and the AARE that says so. In this order:
 *
 * | what is wrong                                       | answer                                                                  |
 * |-----------------------------------------------------|-------------------------------------------------------------------------|
 * | no version 1 of ACSE                                | AARE, provider 2: no common ACSE version                                |
 * | context: not LN, not in the clear as the policy says | AARE, user 2: context not supported                                    |
 * | mechanism: missing, another                         | AARE, user 12 required, 11 not recognised                               |
 * | title: missing, this server's own, not as expected  | AARE, user 3: calling AP title not recognised                           |
 * | password; challenge: not 8 (ECDSA 32) to 64 bytes   | AARE, user 13: authentication failure                                   |
 * | InitiateRequest: ciphering                          | ExceptionResponse (modules/dlms/security/session.ts)                                          |
 * | InitiateRequest: version, no GET in common, PDU too short, dedicated key | AARE, user 1 with a ConfirmedServiceError in it    |
 */
import { equalBytes } from '../../bytes/equal.js';
import { DecodeError } from '../../bytes/reader.js';
import { type Aarq, CONTEXT, DIAGNOSTIC, decodeAarq, encodeAare, MECHANISM, RESULT } from '../apdu/acse.js';
import { APDU } from '../apdu/apdu.js';
import {
	CONFORMANCE,
	DLMS_VERSION,
	decodeInitiateRequest,
	ERROR_CLASS,
	encodeInitiateResponse,
	encodeServiceError,
	INITIATE,
	INITIATE_ERROR,
	type InitiateRequest,
	LEAST_PDU,
	VAA_LOGICAL_NAMES,
} from '../apdu/initiate.js';
import { DataWriter } from '../axdr/data-writer.js';
import { CONTROL, GENERAL_OVERHEAD, protocolOf, TITLE_LENGTH } from '../security/ciphering.js';
import type { Manner, Opened } from '../security/manner.js';
import { CHALLENGE_MAX, type Credentials, isHls, isSecret, isTitled, leastChallenge, serves } from '../security/mechanisms.js';
import { requestControl } from '../security/policy.js';
import type { ClientSecurity } from '../security/security.js';
import type { SecuritySession } from '../security/session.js';
import type { Refusals } from './refusals.js';

/** A client that a server knows. */
export interface ServedClient {
	/** Its address (wPort). */
	readonly id: number;
	/** The client whose rights it has, too; default: its own. */
	readonly rights?: number;
	/** One of `MECHANISM` that it may come with: GMAC needs `security`, LLS and the other HLS need `credentials`. */
	readonly mechanism: number;
	/** Others of these. */
	readonly otherMechanisms?: readonly number[];
	readonly credentials?: Credentials;
	/** What it may use: bits of `CONFORMANCE`. */
	readonly conformance: number;
	/** Its keys; needed for GMAC and for ciphering. */
	readonly security: ClientSecurity | undefined;
	/**
	 * Whether it is associated from the start and for good, without an AARQ (IDIS: client 102, which broadcasts clock and limits), and may use all of
	 * `conformance`. Its messages are ciphered under the broadcast key or the encryption key of `security`; where that knows no `peerTitle`, only
	 * general-glo tells whose they are.
	 */
	readonly preEstablished?: boolean;
}

export interface Admission {
	readonly kind: 'admitted';
	/** One of `MECHANISM`. */
	readonly mechanism: number;
	readonly session: SecuritySession | undefined;
	readonly protocol: Manner['protocol'];
	readonly control: number;
	readonly initiate: InitiateRequest;
	readonly conformance: number;
}

export type Verdict =
	| Admission
	/** `initiate`: a value of `INITIATE` for the ConfirmedServiceError. */
	| { readonly kind: 'rejected'; readonly diagnostic: number; readonly initiate: number | undefined }
	| { readonly kind: 'refused'; readonly opened: Opened };

/** Undefined: it is malformed, which was counted. */
export function readAarq(apdu: Uint8Array, refusals: Refusals): Aarq | undefined {
	try {
		return decodeAarq(apdu);
	} catch (error) {
		return malformed(error, refusals);
	}
}

/** The verdict on an AARQ; undefined: the InitiateRequest inside it is malformed, which was counted. */
export function judged(aarq: Aarq, served: ServedClient, refusals: Refusals): Verdict | undefined {
	try {
		return judge(aarq, served);
	} catch (error) {
		return malformed(error, refusals);
	}
}

function malformed(error: unknown, refusals: Refusals): undefined {
	if (!(error instanceof DecodeError)) throw error;
	refusals.dropped(error.message);
}

/** Throws DecodeError if the InitiateRequest is none. */
function judge(aarq: Aarq, served: ServedClient): Verdict {
	const { security } = served;
	if (!aarq.version1) return rejected(DIAGNOSTIC.noCommonAcseVersion);
	const ciphered = aarq.context === CONTEXT.logicalNamesCiphered;
	if (ciphered ? security === undefined : aarq.context !== CONTEXT.logicalNames || (security !== undefined && security.protection !== 0))
		return rejected(DIAGNOSTIC.contextNotSupported);
	const mechanism = aarq.mechanism ?? MECHANISM.none;
	if (mechanism !== served.mechanism && served.otherMechanisms?.includes(mechanism) !== true)
		return rejected(mechanism === MECHANISM.none ? DIAGNOSTIC.mechanismRequired : DIAGNOSTIC.mechanismNotRecognised);
	let session: SecuritySession | undefined;
	if (security !== undefined && (ciphered || mechanism === MECHANISM.highGmac)) {
		session = security.session(aarq.callingApTitle);
		if (session === undefined) return rejected(DIAGNOSTIC.callingApTitleNotRecognised);
	}
	const failure = authenticationOf(aarq, mechanism, served);
	if (failure !== undefined) return rejected(failure);
	const information = aarq.userInformation;
	if (information === undefined || information.length === 0) return rejected(DIAGNOSTIC.noReason);
	if (protocolOf(information[0]!) === 'plain') {
		if (security !== undefined && requestControl(security.protection) !== 0) return rejected(DIAGNOSTIC.noReason);
		return agreed(information, served, session, mechanism, NOTHING_CIPHERED);
	}
	if (!ciphered || session === undefined) return rejected(DIAGNOSTIC.noReason);
	const opened = session.open(information);
	if (opened.apdu === undefined) return { kind: 'refused', opened };
	return agreed(opened.apdu, served, session, mechanism, opened);
}

/** What is wrong with what the client proves itself by, as far as it can be told by now; undefined: nothing. */
function authenticationOf({ callingApTitle, callingAuthentication }: Aarq, mechanism: number, { credentials }: ServedClient): number | undefined {
	const isGmac = mechanism === MECHANISM.highGmac;
	if (mechanism === MECHANISM.none) return undefined;
	// Of one whose keys may change the challenge shows which it has (hls-passes.ts).
	const isLater = mechanism === MECHANISM.highEcdsa && credentials?.of !== undefined;
	if (!isGmac && !isLater && (credentials === undefined || !serves(credentials, mechanism))) return DIAGNOSTIC.mechanismNotRecognised;
	if (!isHls(mechanism)) return isSecret(credentials!, callingAuthentication) ? undefined : DIAGNOSTIC.authenticationFailure;
	if (isTitled(mechanism) && (callingApTitle?.length !== TITLE_LENGTH || equalBytes(callingApTitle, credentials!.title)))
		return DIAGNOSTIC.callingApTitleNotRecognised;
	const challenge = callingAuthentication?.length ?? 0;
	return challenge < leastChallenge(mechanism) || challenge > CHALLENGE_MAX ? DIAGNOSTIC.authenticationFailure : undefined;
}

const NOTHING_CIPHERED = Object.freeze({ protocol: 'plain', control: 0 } as const);

function agreed(
	bytes: Uint8Array,
	served: ServedClient,
	session: SecuritySession | undefined,
	mechanism: number,
	{ protocol, control }: Pick<Opened, 'protocol' | 'control'>,
): Verdict {
	if (bytes[0] !== APDU.initiateRequest) return rejected(DIAGNOSTIC.noReason);
	const initiate = decodeInitiateRequest(bytes);
	if (initiate.version < DLMS_VERSION) return rejected(DIAGNOSTIC.noReason, INITIATE.dlmsVersionTooLow);
	const conformance = initiate.conformance & served.conformance;
	if ((conformance & CONFORMANCE.get) === 0) return rejected(DIAGNOSTIC.noReason, INITIATE.incompatibleConformance);
	const least = session === undefined ? LEAST_PDU : LEAST_PDU + GENERAL_OVERHEAD;
	if (initiate.maxPdu !== 0 && initiate.maxPdu < least) return rejected(DIAGNOSTIC.noReason, INITIATE.pduSizeTooShort);
	const { dedicatedKey } = initiate;
	// A key that everyone could read protects nothing.
	if (dedicatedKey !== undefined && ((control & CONTROL.encryption) === 0 || session?.useDedicatedKey(dedicatedKey) !== true))
		return rejected(DIAGNOSTIC.noReason, INITIATE.refusedByVdeHandler);
	return { kind: 'admitted', mechanism, session, protocol, control, initiate, conformance };
}

function rejected(diagnostic: number, initiate?: number): Verdict {
	return { kind: 'rejected', diagnostic, initiate };
}

/** What an AARE tells of an association that was admitted. */
export interface Acceptance {
	readonly context: number;
	/** One of `MECHANISM`, with a challenge. */
	readonly mechanism?: number;
	/** System title of this side; undefined: without one. */
	readonly title: Uint8Array | undefined;
	/** Challenge of this side, with HLS; undefined: the association is open. */
	readonly challenge: Uint8Array | undefined;
	/** An InitiateResponse, ciphered or not. */
	readonly userInformation: Uint8Array;
}

/** Puts the AARE to an AARQ that was admitted. */
export function encodeAcceptance(w: DataWriter, { context, mechanism, title, challenge, userInformation }: Acceptance): void {
	const high = challenge !== undefined;
	encodeAare(w, {
		context,
		result: RESULT.accepted,
		diagnostic: high ? DIAGNOSTIC.authenticationRequired : DIAGNOSTIC.null,
		respondingApTitle: title,
		respondingAeQualifier: undefined,
		authentication: high,
		mechanism: high ? mechanism : undefined,
		respondingAuthentication: challenge,
		userInformation,
	});
}

/**
 * Puts the AARE to an AARQ that was rejected.
 * @param initiate a value of `INITIATE`, if it is the InitiateRequest that is refused
 * @param response what its user information is else: an InitiateResponse
 */
export function encodeRejection(w: DataWriter, diagnostic: number, initiate: number | undefined, response: Uint8Array): void {
	const information = new DataWriter();
	if (initiate === undefined) information.put(response);
	else encodeServiceError(information, { service: INITIATE_ERROR, errorClass: ERROR_CLASS.initiate, value: initiate });
	encodeAare(w, {
		context: CONTEXT.logicalNames,
		result: RESULT.rejectedPermanent,
		diagnostic,
		respondingApTitle: undefined,
		respondingAeQualifier: undefined,
		authentication: false,
		mechanism: undefined,
		respondingAuthentication: undefined,
		userInformation: information.bytes,
	});
}

/** An InitiateResponse in the clear. */
export function initiateResponse(conformance: number, maxPdu: number): Uint8Array {
	const w = new DataWriter();
	encodeInitiateResponse(w, { quality: undefined, version: DLMS_VERSION, conformance, maxPdu, vaaName: VAA_LOGICAL_NAMES });
	return w.bytes;
}
