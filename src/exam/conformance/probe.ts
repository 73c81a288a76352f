/**
 * An association with a meter in the hands of a check: opened step by step, so that each step can be done wrongly, and with requests of any bytes, which are
 * ciphered as the association has it. What the meter ciphers is opened whatever its counter is: that is for a check to judge.
 */
import type { Cipher } from '../../../hal/ports/cipher.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import {
	type Aare,
	type Aarq,
	CONTEXT,
	DIAGNOSTIC,
	decodeAare,
	encodeAarq,
	encodeRlrq,
	MECHANISM,
	RELEASE,
	RESULT,
} from '../../../modules/dlms/apdu/acse.js';
import { decodeActionResponse, encodeActionRequest } from '../../../modules/dlms/apdu/action.js';
import { APDU } from '../../../modules/dlms/apdu/apdu.js';
import { DLMS_VERSION, decodeInitiateResponse, encodeInitiateRequest, type InitiateResponse } from '../../../modules/dlms/apdu/initiate.js';
import { DataTag, DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { CURRENT_ASSOCIATION } from '../../../modules/dlms/current-association.js';
import { CONTROL, decodeCiphered, protocolOf, SecuritySuite } from '../../../modules/dlms/security/ciphering.js';
import { Handshake, isHls, isTitled } from '../../../modules/dlms/security/mechanisms.js';
import type { ClientSecurity } from '../../../modules/dlms/security/security.js';
import type { SecuritySession } from '../../../modules/dlms/security/session.js';
import { CONFORMANCE_PROPOSED, PUBLIC_CLIENT, PUBLIC_CONFORMANCE } from '../../head-end/meter-session.js';
import { clientSecurityOf } from '../../head-end/session-security.js';
import { Link, type Reply } from './link.js';
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
	/** The AARQ is another one. */
	readonly changed?: (aarq: Aarq) => Aarq;
	/** The same, of its bytes. */
	readonly rewritten?: (aarq: Uint8Array) => Uint8Array;
	/** The client's proof of HLS is another one. */
	readonly proof?: (token: Uint8Array) => Uint8Array;
}

export type Opening =
	| { readonly kind: 'open'; readonly probe: Probe }
	/** The AARE refuses. */
	| { readonly kind: 'rejected'; readonly aare: Aare }
	/** Neither side's proof was taken: the meter refused the client's, or its own was wrong. */
	| { readonly kind: 'notProven'; readonly by: 'meter' | 'exam' }
	| { readonly kind: 'exception' | 'malformed' }
	| { readonly kind: 'silent' | 'lost' };

/** What answers a request. */
export type Answer =
	/** In the clear: `apdu`; as it came: `raw`. */
	| { readonly kind: 'answer'; readonly apdu: Uint8Array; readonly raw: Uint8Array }
	/** ExceptionResponse, or ConfirmedServiceError. */
	| { readonly kind: 'exception'; readonly apdu: Uint8Array; readonly raw: Uint8Array }
	/** It is not under the client's keys. */
	| { readonly kind: 'closed'; readonly raw: Uint8Array }
	| { readonly kind: 'silent' | 'lost' };

const MAX_PDU = 1024;
/** Bytes; ECDSA needs so many. */
const CHALLENGE_LENGTH = 32;
const INVOKE = 0xc1;
const REPLY_TO_HLS = Object.freeze({ classId: 15, name: CURRENT_ASSOCIATION, index: 1 });

export class Probe {
	readonly aare: Aare;
	readonly initiate: InitiateResponse;
	/** APDUs that opened it, as they were sent. */
	readonly sent: readonly Uint8Array[];
	readonly #site: Site;
	readonly #link: Link;
	readonly #security: ClientSecurity | undefined;
	readonly #session: SecuritySession | undefined;
	#isDropped = false;

	constructor(site: Site, link: Link, { aare, initiate, sent, security, session }: Pick<Probe, 'aare' | 'initiate' | 'sent'> & Secured) {
		this.#site = site;
		this.#link = link;
		this.aare = aare;
		this.initiate = initiate;
		this.sent = sent;
		this.#security = security;
		this.#session = session;
	}

	/** Whether requests are ciphered. */
	get isSecured(): boolean {
		return this.#session !== undefined;
	}

	/** The meter's system title. */
	get title(): Uint8Array | undefined {
		return this.aare.respondingApTitle;
	}

	/** Sends a request, ciphered as the association has it, and waits for the answer. Throws Interrupted. */
	async ask(plain: Uint8Array, timeout = this.#site.session.timeout): Promise<Answer> {
		return this.askRaw(this.seal(plain), timeout, plain);
	}

	/** The same, of bytes as they go over the line. */
	async askRaw(bytes: Uint8Array, timeout = this.#site.session.timeout, clear = bytes): Promise<Answer> {
		this.#site.halt.check();
		return answerOf(await this.#link.ask(bytes, timeout, clear, (answer) => this.open(answer)), (answer) => this.open(answer));
	}

	/** A request as it goes over the line. */
	seal(plain: Uint8Array): Uint8Array {
		const session = this.#session;
		const security = this.#site.session.security;
		if (session === undefined || security === undefined) return plain;
		const w = new DataWriter();
		if (!session.seal(w, plain, security.protocol, security.control)) throw new RangeError('conformance: no counter is left under this key');
		return w.copy();
	}

	/** What the meter sent, in the clear; undefined: it is not under the client's keys. */
	open(bytes: Uint8Array): Uint8Array | undefined {
		return opened(bytes, this.title, this.#security, this.#site.session.cipher);
	}

	/** Asks to be released. */
	async release(): Promise<Reply> {
		const w = new DataWriter();
		encodeRlrq(w, { reason: RELEASE.normal, userInformation: this.#security && initiateOf(this.#site, {}, this.#session, this.#security) });
		return this.#link.ask(w.copy(), this.#site.session.timeout);
	}

	/** Releases the association, and lets the connection go. */
	async close(): Promise<void> {
		if (this.#isDropped) return;
		this.#isDropped = true;
		const w = new DataWriter();
		encodeRlrq(w, { reason: RELEASE.normal, userInformation: undefined });
		await this.#link.ask(w.copy(), Math.min(this.#site.session.timeout, this.#site.quiet));
		await this.#link.close();
	}

	/** Lets the connection go, and says nothing. */
	drop(): Promise<void> {
		this.#isDropped = true;
		return this.#link.close();
	}
}

interface Secured {
	readonly security: ClientSecurity | undefined;
	readonly session: SecuritySession | undefined;
}

/** A connection of its own for this client, without an association. Throws HeadEndError, and Interrupted. */
export async function linkTo(site: Site, client = site.session.client): Promise<Link> {
	const { carrier, server, timeout, scheduler } = site.session;
	site.halt.check();
	return new Link(await carrier.connect(client, server, timeout), scheduler, site.dialogue);
}

/** Asks for an association over a connection of its own, which is let go where there will be none. Throws HeadEndError, and Interrupted. */
export async function associate(site: Site, asking: Asking = {}): Promise<Opening> {
	const link = await linkTo(site, asking.isPublic ? PUBLIC_CLIENT : site.session.client);
	let isOpen = false;
	try {
		const opening = await new Handshaking(site, link, asking).run();
		isOpen = opening.kind === 'open';
		return opening;
	} finally {
		if (!isOpen) await link.close();
	}
}

/** Passes 1 to 4. */
class Handshaking {
	readonly #site: Site;
	readonly #link: Link;
	readonly #asking: Asking;
	readonly #security: ClientSecurity | undefined;
	readonly #mechanism: number;
	readonly #challenge: Uint8Array;
	readonly #sent: Uint8Array[] = [];

	constructor(site: Site, link: Link, asking: Asking) {
		this.#site = site;
		this.#link = link;
		this.#asking = asking;
		this.#mechanism = mechanismOf(site, asking);
		this.#security = securityOf(site, asking);
		this.#challenge = challengeOf(site);
	}

	async run(): Promise<Opening> {
		const { timeout } = this.#site.session;
		const aarq = aarqOf(this.#site, this.#asking, this.#mechanism, this.#challenge, this.#security);
		this.#sent.push(aarq);
		const reply = await this.#link.ask(aarq, timeout);
		if (reply.kind !== 'apdu') return { kind: reply.kind };
		if (reply.bytes[0] !== APDU.aare) return { kind: reply.bytes[0] === APDU.exceptionResponse ? 'exception' : 'malformed' };
		try {
			const aare = decodeAare(reply.bytes);
			if (aare.result !== RESULT.accepted) return { kind: 'rejected', aare };
			return await this.#accepted(aare);
		} catch (error) {
			if (error instanceof DecodeError) return { kind: 'malformed' };
			throw error;
		}
	}

	async #accepted(aare: Aare): Promise<Opening> {
		const information = aare.userInformation;
		const initiate = information && opened(information, aare.respondingApTitle, this.#security, this.#site.session.cipher);
		if (initiate === undefined) return { kind: 'malformed' };
		const session = this.#security?.session(aare.respondingApTitle);
		const facts = { aare, initiate: decodeInitiateResponse(initiate), sent: this.#sent, security: this.#security, session };
		const probe = new Probe(this.#site, this.#link, facts);
		if (!isHls(this.#mechanism)) return { kind: 'open', probe };
		return this.#proven(aare, probe, session);
	}

	async #proven(aare: Aare, probe: Probe, session: SecuritySession | undefined): Promise<Opening> {
		const theirs = aare.respondingAuthentication;
		if (theirs === undefined || aare.diagnostic !== DIAGNOSTIC.authenticationRequired) return { kind: 'malformed' };
		const credentials = this.#site.session.hls?.credentials;
		const handshake = new Handshake({
			mechanism: this.#mechanism,
			credentials,
			own: { title: credentials?.title, challenge: this.#challenge },
			peer: { title: aare.respondingApTitle, challenge: theirs },
		});
		const isGmac = this.#mechanism === MECHANISM.highGmac;
		const token = isGmac ? session?.token(theirs) : handshake.prove();
		if (token === undefined) throw new RangeError('conformance: no counter is left under this key');
		const proof = this.#asking.proof?.(token) ?? token;
		const w = new DataWriter();
		encodeActionRequest(w, { kind: 'normal', invoke: INVOKE, target: REPLY_TO_HLS, parameter: new DataWriter().octetString(proof).copy() });
		const sealed = probe.seal(w.copy());
		this.#sent.push(sealed);
		const answer = await probe.askRaw(sealed, undefined, w.copy());
		if (answer.kind === 'silent' || answer.kind === 'lost') return { kind: answer.kind };
		if (answer.kind !== 'answer') return { kind: 'notProven', by: 'meter' };
		const response = decodeActionResponse(answer.apdu);
		if (response.kind !== 'normal' || response.outcome.result !== 0) return { kind: 'notProven', by: 'meter' };
		const { returned } = response.outcome;
		if (typeof returned !== 'object' || returned[0] !== DataTag.octetString) return { kind: 'notProven', by: 'exam' };
		const back = returned.subarray(2);
		const isRight = isGmac ? session?.checkToken(back, this.#challenge) === true : handshake.accepts(back);
		return isRight ? { kind: 'open', probe } : { kind: 'notProven', by: 'exam' };
	}
}

/** An AARQ that the meter has not seen yet, for whoever opens an association below this. */
export function newAarq(site: Site): Uint8Array {
	return aarqOf(site, {}, mechanismOf(site, {}), challengeOf(site), securityOf(site, {}));
}

function mechanismOf({ session: { security, hls, password } }: Site, { isPublic }: Asking): number {
	if (isPublic) return MECHANISM.none;
	if (hls !== undefined) return hls.mechanism;
	return password !== undefined ? MECHANISM.low : security !== undefined ? MECHANISM.highGmac : MECHANISM.none;
}

function securityOf({ session: { security, cipher } }: Site, { isPublic }: Asking): ClientSecurity | undefined {
	return isPublic || security === undefined ? undefined : clientSecurityOf(security, cipher);
}

function challengeOf({ session: { random } }: Site): Uint8Array {
	const challenge = new Uint8Array(CHALLENGE_LENGTH);
	random.fill(challenge);
	return challenge;
}

function aarqOf(site: Site, asking: Asking, mechanism: number, challenge: Uint8Array, security: ClientSecurity | undefined): Uint8Array {
	const { hls, password } = site.session;
	const title = security?.options.title ?? (isTitled(mechanism) ? hls?.credentials.title : undefined);
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

function initiateOf(site: Site, asking: Asking, session: SecuritySession | undefined, security: ClientSecurity | undefined): Uint8Array {
	const { isPublic, conformance = isPublic ? PUBLIC_CONFORMANCE : CONFORMANCE_PROPOSED, maxPdu = MAX_PDU, version = DLMS_VERSION } = asking;
	const { carrier, security: told } = site.session;
	const plain = new DataWriter();
	const longest = Math.min(maxPdu, carrier.maxApdu);
	encodeInitiateRequest(plain, { dedicatedKey: undefined, responseAllowed: true, quality: undefined, version, conformance, maxPdu: longest });
	if (security === undefined || session === undefined) return plain.copy();
	const w = new DataWriter();
	const control = told?.control ?? CONTROL.authentication | CONTROL.encryption;
	if (!session.seal(w, plain.bytes, 'glo', control)) throw new RangeError('conformance: no counter is left under this key');
	return w.copy();
}

/** What a meter with this title sent, in the clear; undefined: it is not under the keys. */
function opened(bytes: Uint8Array, title: Uint8Array | undefined, security: ClientSecurity | undefined, cipher: Cipher): Uint8Array | undefined {
	if (bytes.length === 0 || protocolOf(bytes[0]!) === 'plain') return bytes;
	if (security === undefined) return undefined;
	try {
		const { title: told, control, counter, payload } = decodeCiphered(bytes);
		const sender = told !== undefined && told.length > 0 ? told : title;
		if (sender === undefined) return undefined;
		const suite = new SecuritySuite(cipher, control & CONTROL.suite);
		const { encryption: encryptionKey, authentication: authenticationKey } = security.keys;
		return suite.open({ encryptionKey, authenticationKey, title: sender }, control, counter, payload);
	} catch (error) {
		if (error instanceof DecodeError || error instanceof RangeError) return undefined;
		throw error;
	}
}

function answerOf(reply: Reply, open: (bytes: Uint8Array) => Uint8Array | undefined): Answer {
	if (reply.kind !== 'apdu') return { kind: reply.kind };
	const raw = reply.bytes;
	const apdu = open(raw);
	if (apdu === undefined) return { kind: 'closed', raw };
	return { kind: apdu[0] === APDU.exceptionResponse || apdu[0] === APDU.confirmedServiceError ? 'exception' : 'answer', apdu, raw };
}
