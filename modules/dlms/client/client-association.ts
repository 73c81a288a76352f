/**
 * A client opens and releases its association (Green Book, "Application association establishment", "… release").
 *
 * | exchange | sends                                                     | takes                                |
 * |----------|-----------------------------------------------------------|--------------------------------------|
 * | Opening  | AARQ; with HLS then ACTION reply_to_HLS_authentication    | AARE; the server's own proof         |
 * | Opening  | AARQ with a password (LLS)                                | AARE                                 |
 * | Closing  | RLRQ                                                      | RLRE                                 |
 *
 * The InitiateRequest in both is ciphered under the global key if there is one, whatever the requests are ciphered under later.
 */
import { equalBytes } from '../../bytes/equal.js';
import { type Aare, CONTEXT, DIAGNOSTIC, decodeAare, decodeRlre, encodeAarq, encodeRlrq, MECHANISM, RELEASE, RESULT } from '../apdu/acse.js';
import { decodeActionResponse, encodeActionRequest } from '../apdu/action.js';
import { APDU, INVOKE } from '../apdu/apdu.js';
import type { Target } from '../apdu/descriptor.js';
import { DLMS_VERSION, decodeInitiateResponse, decodeServiceError, encodeInitiateRequest } from '../apdu/initiate.js';
import { DataTag, DataWriter } from '../axdr/data-writer.js';
import { ASSOCIATION_CLASS, CURRENT_ASSOCIATION, REPLY_TO_HLS } from '../current-association.js';
import { protocolOf, TITLE_LENGTH } from '../security/ciphering.js';
import { CHALLENGE_MAX, ECDSA_CHALLENGE_MIN, Handshake, isHls, isTitled, leastChallenge } from '../security/mechanisms.js';
import type { SecuritySession } from '../security/session.js';
import type { ClientError } from './client-error.js';
import { type CosemClientOptions, controlOf } from './client-options.js';
import { type Done, Exchange } from './exchange.js';

/** What a client goes on with. */
export interface Agreement {
	readonly session: SecuritySession | undefined;
	/** Bits of `CONFORMANCE`. */
	readonly conformance: number;
	/** The longest PDU that the server takes, in bytes; 0: any. */
	readonly serverPdu: number;
}

export const NO_AGREEMENT: Agreement = Object.freeze({ session: undefined, conformance: 0, serverPdu: 0 });

const CHALLENGE_LENGTH = 16;
const HLS_NAMES: Readonly<Record<number, string>> = Object.freeze({
	[MECHANISM.high]: 'HLS',
	[MECHANISM.highMd5]: 'HLS-MD5',
	[MECHANISM.highSha1]: 'HLS-SHA-1',
	[MECHANISM.highGmac]: 'HLS-GMAC',
	[MECHANISM.highSha256]: 'HLS-SHA-256',
	[MECHANISM.highEcdsa]: 'HLS-ECDSA',
});
const UNPROVEN = 'HLS authentication failed';
const HLS_INVOKE = INVOKE.high | INVOKE.confirmed | 1;
const HLS_REPLY: Target = Object.freeze({ classId: ASSOCIATION_CLASS, name: CURRENT_ASSOCIATION, index: REPLY_TO_HLS });
const EXHAUSTED: ClientError = Object.freeze({ kind: 'aborted', text: 'the key is exhausted, or there is none' });

export class Opening extends Exchange<undefined> {
	readonly #options: CosemClientOptions;
	readonly #adopt: (agreement: Agreement) => void;
	/** One of `MECHANISM`. */
	readonly #mechanism: number;
	readonly #challenge: Uint8Array;
	readonly #dedicatedKey: Uint8Array | undefined;
	/** From the AARE to the server's proof. */
	#handshake: Handshake | undefined;
	#session: SecuritySession | undefined;

	/** @param adopt what was agreed on, before anything is sent under it; `NO_AGREEMENT` if that comes to nothing */
	constructor(options: CosemClientOptions, adopt: (agreement: Agreement) => void, done: Done<undefined>) {
		super(undefined, done);
		this.#options = options;
		this.#adopt = adopt;
		const { random, security, password, hls, dedicated } = options;
		this.#mechanism = password !== undefined ? MECHANISM.low : (hls?.mechanism ?? (security === undefined ? MECHANISM.none : MECHANISM.highGmac));
		this.#challenge = new Uint8Array(this.#mechanism === MECHANISM.highEcdsa ? ECDSA_CHALLENGE_MIN : CHALLENGE_LENGTH);
		random.fill(this.#challenge);
		if (security === undefined || dedicated !== true) return;
		this.#dedicatedKey = new Uint8Array(security.options.suite.keyLength);
		random.fill(this.#dedicatedKey);
	}

	override begin(w: DataWriter): boolean {
		const { security, password, hls } = this.#options;
		const mechanism = this.#mechanism;
		const userInformation = initiate(this.#options, security?.firstSession(), this.#dedicatedKey);
		if (userInformation === undefined) return this.failed(EXHAUSTED);
		encodeAarq(w, {
			version1: true,
			context: security === undefined ? CONTEXT.logicalNames : CONTEXT.logicalNamesCiphered,
			callingApTitle: security?.options.title ?? (isTitled(mechanism) ? hls?.credentials.title : undefined),
			callingAeQualifier: undefined,
			authentication: mechanism !== MECHANISM.none,
			mechanism: mechanism === MECHANISM.none ? undefined : mechanism,
			callingAuthentication: password ?? (isHls(mechanism) ? this.#challenge : undefined),
			userInformation,
		});
		return false;
	}

	override take(apdu: Uint8Array, w: DataWriter): boolean {
		return this.#handshake === undefined ? this.#accepted(apdu, w) : this.#proven(apdu, this.#handshake);
	}

	override finish(error: ClientError | undefined): void {
		if (error !== undefined || this.hasFailed) this.#adopt(NO_AGREEMENT);
		super.finish(error);
	}

	#accepted(apdu: Uint8Array, w: DataWriter): boolean {
		const aare = decodeAare(apdu);
		const { security } = this.#options;
		const { diagnostic, userInformation: information } = aare;
		if (aare.result !== RESULT.accepted) {
			const plain = information?.[0] === APDU.confirmedServiceError ? decodeServiceError(information) : undefined;
			return this.#refuse(`association refused${plain === undefined ? '' : `: initiate error ${plain.value}`}`, diagnostic);
		}
		if (information === undefined) return this.#refuse('no InitiateResponse', diagnostic);
		let response = information;
		let session: SecuritySession | undefined;
		if (security !== undefined) {
			session = security.session(aare.respondingApTitle);
			if (session === undefined) return this.#refuse('the server has no title of its own', diagnostic);
			// Servers answer in kind: what is less protected is not the server's.
			session.demand(controlOf(this.#options));
			const opened = protocolOf(information[0] ?? 0) !== 'plain' ? session.open(information).apdu : undefined;
			if (opened === undefined) return this.#refuse('the InitiateResponse is not under the right keys', diagnostic);
			response = opened;
			session.demand(controlOf(this.#options), this.#options.general?.isSigned === true);
			if (this.#dedicatedKey !== undefined) session.useDedicatedKey(this.#dedicatedKey);
		}
		const { conformance, maxPdu } = decodeInitiateResponse(response);
		this.#adopt({ session, conformance: conformance & this.#options.conformance, serverPdu: maxPdu });
		if (!isHls(this.#mechanism)) {
			if (diagnostic === DIAGNOSTIC.authenticationRequired) return this.#refuse('the server wants another authentication', diagnostic);
			return this.over(undefined);
		}
		return this.#challenged(aare, session, w);
	}

	/** The server’s challenge: this side’s proof for it. */
	#challenged(aare: Aare, session: SecuritySession | undefined, w: DataWriter): boolean {
		const wrong = this.#wrongIn(aare);
		if (wrong !== undefined) return this.#refuse(wrong, aare.diagnostic);
		this.#session = session;
		this.#handshake = this.#handshakeWith(aare);
		const token = this.#mechanism === MECHANISM.highGmac ? session?.token(aare.respondingAuthentication!) : this.#handshake.prove();
		if (token === undefined) return this.failed(EXHAUSTED);
		encodeActionRequest(w, { kind: 'normal', invoke: HLS_INVOKE, target: HLS_REPLY, parameter: new DataWriter().octetString(token).bytes });
		return false;
	}

	/** What is wrong with a challenge; undefined: nothing. */
	#wrongIn({ mechanism, diagnostic, respondingAuthentication: theirs, respondingApTitle }: Aare): string | undefined {
		if (mechanism !== this.#mechanism || diagnostic !== DIAGNOSTIC.authenticationRequired || theirs === undefined)
			return `no ${HLS_NAMES[this.#mechanism]}`;
		const least = leastChallenge(mechanism);
		if (theirs.length < least || theirs.length > CHALLENGE_MAX)
			return `the server’s challenge has ${theirs.length} bytes, expected ${least} to ${CHALLENGE_MAX}`;
		if (isTitled(mechanism) && respondingApTitle?.length !== TITLE_LENGTH) return 'the server has no title';
		// A server that sends this side's challenge back would have it prove the server's identity, too.
		return equalBytes(theirs, this.#challenge) ? 'the server sent its client’s challenge back' : undefined;
	}

	#handshakeWith({ respondingAuthentication, respondingApTitle }: Aare): Handshake {
		const credentials = this.#options.hls?.credentials;
		const own = { title: credentials?.title, challenge: this.#challenge };
		const peer = { title: respondingApTitle?.slice(), challenge: respondingAuthentication!.slice() };
		return new Handshake({ mechanism: this.#mechanism, credentials, own, peer });
	}

	#proven(apdu: Uint8Array, handshake: Handshake): boolean {
		const response = decodeActionResponse(apdu);
		const returned = response.kind === 'normal' && response.outcome.result === 0 ? response.outcome.returned : undefined;
		if (typeof returned !== 'object' || returned[0] !== DataTag.octetString) return this.#refuse(UNPROVEN, DIAGNOSTIC.authenticationFailure);
		const token = returned.subarray(2);
		const isProven = this.#mechanism === MECHANISM.highGmac ? this.#session?.checkToken(token, this.#challenge) === true : handshake.accepts(token);
		return isProven ? this.over(undefined) : this.#refuse(UNPROVEN, DIAGNOSTIC.authenticationFailure);
	}

	#refuse(text: string, diagnostic: number): true {
		return this.failed({ kind: 'rejected', text, diagnostic });
	}
}

export class Closing extends Exchange<undefined> {
	readonly #options: CosemClientOptions;
	readonly #session: SecuritySession | undefined;
	readonly #adopt: (agreement: Agreement) => void;

	/** @param adopt `NO_AGREEMENT` when the server has released the association */
	constructor(options: CosemClientOptions, session: SecuritySession | undefined, adopt: (agreement: Agreement) => void, done: Done<undefined>) {
		super(undefined, done);
		this.#options = options;
		this.#session = session;
		this.#adopt = adopt;
	}

	override begin(w: DataWriter): boolean {
		const userInformation = this.#session === undefined ? undefined : initiate(this.#options, this.#session, undefined);
		if (this.#session !== undefined && userInformation === undefined) return this.failed(EXHAUSTED);
		encodeRlrq(w, { reason: RELEASE.normal, userInformation });
		return false;
	}

	/** What comes late answers a request of before. */
	override answeredBy(apdu: Uint8Array): boolean {
		return apdu[0] === APDU.rlre;
	}

	override take(apdu: Uint8Array): boolean {
		decodeRlre(apdu);
		this.#adopt(NO_AGREEMENT);
		return this.over(undefined);
	}
}

/** An InitiateRequest, ciphered with a session; undefined: the key is exhausted. */
function initiate(options: CosemClientOptions, session: SecuritySession | undefined, dedicatedKey: Uint8Array | undefined): Uint8Array | undefined {
	const { conformance, maxPdu } = options;
	const plain = new DataWriter();
	encodeInitiateRequest(plain, { dedicatedKey, responseAllowed: true, quality: undefined, version: DLMS_VERSION, conformance, maxPdu });
	if (session === undefined) return plain.bytes;
	const w = new DataWriter();
	return session.seal(w, plain.bytes, 'glo', controlOf(options)) ? w.bytes : undefined;
}
