/** What a server reads and draws in the passes of HLS (Green Book, "HLS authentication"); what becomes of the association is its own. */
import { equalBytes } from '../../bytes/equal.js';
import { decodeActionRequest } from '../apdu/action.js';
import { APDU } from '../apdu/apdu.js';
import { DataTag } from '../axdr/data-writer.js';
import { ASSOCIATION_CLASS, CURRENT_ASSOCIATION, REPLY_TO_HLS } from '../current-association.js';
import { HLS_TOKEN_LENGTH } from '../security/ciphering.js';
import type { CosemServerOptions } from './server-host.js';

/** Passes 1 and 2. */
export interface Challenges {
	readonly client: Uint8Array;
	readonly server: Uint8Array;
}

/** Pass 3: what a call of reply_to_HLS_authentication brings. */
export interface HlsReply {
	readonly invoke: number;
	/** Empty: it has none of the right form. */
	readonly proof: Uint8Array;
}

const CHALLENGE_LENGTH = 16;
const NO_PROOF = new Uint8Array(0);

/** A challenge of the server for that of a client, of which it keeps a copy. Undefined: they came out the same, and one proof would do for both. */
export function challengesOf(challenge: Uint8Array, { random, challengeLength }: CosemServerOptions): Challenges | undefined {
	const client = challenge.slice();
	const server = new Uint8Array(challengeLength ?? CHALLENGE_LENGTH);
	random.fill(server);
	return equalBytes(client, server) ? undefined : { client, server };
}

/** Undefined: it is another request. Throws DecodeError. */
export function hlsReply(apdu: Uint8Array): HlsReply | undefined {
	const request = apdu[0] === APDU.actionRequest ? decodeActionRequest(apdu) : undefined;
	if (request?.kind !== 'normal') return undefined;
	const { invoke, target, parameter } = request;
	if (target.classId !== ASSOCIATION_CLASS || target.name !== CURRENT_ASSOCIATION || target.index !== REPLY_TO_HLS) return undefined;
	const isToken = parameter?.[0] === DataTag.octetString && parameter[1] === HLS_TOKEN_LENGTH;
	return { invoke, proof: isToken ? parameter.subarray(2) : NO_PROOF };
}
