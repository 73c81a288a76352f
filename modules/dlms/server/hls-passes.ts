/** What a server reads and draws in the passes of HLS (Green Book, "HLS authentication"); what becomes of the association is its own. */
import { equalBytes } from '../../bytes/equal.js';
import { type Aarq, MECHANISM } from '../apdu/acse.js';
import { decodeActionRequest } from '../apdu/action.js';
import { APDU } from '../apdu/apdu.js';
import { DataTag } from '../axdr/data-writer.js';
import { ASSOCIATION_CLASS, CURRENT_ASSOCIATION, REPLY_TO_HLS } from '../current-association.js';
import { type Credentials, ECDSA_CHALLENGE_MIN, Handshake, serves } from '../security/mechanisms.js';
import type { CosemServerOptions } from './server-host.js';

/** Passes 1 and 2. */
export interface Challenges {
	readonly client: Uint8Array;
	readonly server: Uint8Array;
	/** Of all mechanisms but GMAC, which is the session's. */
	readonly handshake: Handshake | undefined;
}

/** Pass 3: what a call of reply_to_HLS_authentication brings. */
export interface HlsReply {
	readonly invoke: number;
	/** Empty: it has none of the right form. */
	readonly proof: Uint8Array;
}

const CHALLENGE_LENGTH = 16;
const NO_PROOF = new Uint8Array(0);

/**
 * A challenge of the server for that of a client, of which it keeps a copy. Undefined: they came out the same, and one proof would do for both; or there is
 * nothing that the client could prove itself by under its title.
 */
export function challengesOf(
	{ callingAuthentication, callingApTitle }: Aarq,
	mechanism: number,
	credentials: Credentials | undefined,
	{ random, challengeLength }: CosemServerOptions,
): Challenges | undefined {
	const client = callingAuthentication!.slice();
	const server = new Uint8Array(mechanism === MECHANISM.highEcdsa ? ECDSA_CHALLENGE_MIN : (challengeLength ?? CHALLENGE_LENGTH));
	random.fill(server);
	if (equalBytes(client, server)) return undefined;
	if (mechanism === MECHANISM.highGmac) return { client, server, handshake: undefined };
	const own = { title: credentials?.title, challenge: server };
	const peer = { title: callingApTitle?.slice(), challenge: client };
	const known = credentials?.of?.(callingApTitle ?? NO_PROOF) ?? credentials;
	if (known === undefined || !serves(known, mechanism)) return undefined;
	return { client, server, handshake: new Handshake({ mechanism, credentials: known, own, peer }) };
}

/** Undefined: it is another request. Throws DecodeError. */
export function hlsReply(apdu: Uint8Array): HlsReply | undefined {
	const request = apdu[0] === APDU.actionRequest ? decodeActionRequest(apdu) : undefined;
	if (request?.kind !== 'normal') return undefined;
	const { invoke, target, parameter } = request;
	if (target.classId !== ASSOCIATION_CLASS || target.name !== CURRENT_ASSOCIATION || target.index !== REPLY_TO_HLS) return undefined;
	const isProof = parameter?.[0] === DataTag.octetString && parameter[1] === parameter.length - 2;
	return { invoke, proof: isProof ? parameter.subarray(2) : NO_PROOF };
}
