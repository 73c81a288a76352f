/**
 * An association with a meter in the hands of a check: opened step by step, so that each step can be done wrongly, and with requests of any bytes, which are
 * ciphered as the association has it. What the meter ciphers is opened whatever its counter is: that is for a check to judge.
 */
import type { Cipher } from '../../../hal/ports/cipher.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { type Aare, DIAGNOSTIC, decodeAare, encodeRlrq, MECHANISM, RELEASE, RESULT } from '../../../modules/dlms/apdu/acse.js';
import { decodeActionResponse, encodeActionRequest } from '../../../modules/dlms/apdu/action.js';
import { APDU } from '../../../modules/dlms/apdu/apdu.js';
import { decodeInitiateResponse, type InitiateResponse } from '../../../modules/dlms/apdu/initiate.js';
import { DataTag, DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { CURRENT_ASSOCIATION } from '../../../modules/dlms/current-association.js';
import { CONTROL, decodeCiphered, protocolFor, protocolOf, SecuritySuite } from '../../../modules/dlms/security/ciphering.js';
import type { KeyChoice } from '../../../modules/dlms/security/general-keys.js';
import { isGeneral } from '../../../modules/dlms/security/general-session.js';
import type { Manner } from '../../../modules/dlms/security/manner.js';
import { Handshake, isHls } from '../../../modules/dlms/security/mechanisms.js';
import type { ClientSecurity } from '../../../modules/dlms/security/security.js';
import type { SecuritySession } from '../../../modules/dlms/security/session.js';
import { PUBLIC_CLIENT } from '../../head-end/meter-session.js';
import { type Asking, aarqOf, challengeOf, initiateOf, mechanismOf, securityOf } from './aarq.js';
import { Link, type Reply } from './link.js';
import type { Site } from './site.js';

export type Opening =
	| { readonly kind: 'open'; readonly probe: Probe }
	/** The AARE refuses. */
	| { readonly kind: 'rejected'; readonly aare: Aare }
	/** Neither side's proof was taken: the meter refused the client's, or its own was wrong. */
	| { readonly kind: 'notProven'; readonly by: 'meter' | 'exam' }
	| { readonly kind: 'exception' | 'malformed' }
	| { readonly kind: 'silent' | 'lost' };

/** How a request is protected otherwise than the association has it. */
export interface Covered {
	readonly protocol: Manner['protocol'];
	/** Of general-ciphering; undefined: there is none. */
	readonly choice?: KeyChoice;
	readonly isSigned?: boolean;
	readonly transaction?: Uint8Array;
}

/** What answers a request. */
export type Answer =
	/** In the clear: `apdu`; as it came: `raw`. */
	| { readonly kind: 'answer'; readonly apdu: Uint8Array; readonly raw: Uint8Array }
	/** ExceptionResponse, or ConfirmedServiceError. */
	| { readonly kind: 'exception'; readonly apdu: Uint8Array; readonly raw: Uint8Array }
	/** It is not under the client's keys. */
	| { readonly kind: 'closed'; readonly raw: Uint8Array }
	| { readonly kind: 'silent' | 'lost' };

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
	readonly #dedicatedKey: Uint8Array | undefined;
	#isDropped = false;
	/** What was general-ciphered or signed is opened once: its counter counts. */
	#opened: { readonly bytes: Uint8Array; readonly apdu: Uint8Array | undefined } | undefined;

	constructor(
		site: Site,
		link: Link,
		{ aare, initiate, sent, security, session, dedicatedKey }: Pick<Probe, 'aare' | 'initiate' | 'sent'> & Secured,
	) {
		this.#site = site;
		this.#link = link;
		this.aare = aare;
		this.initiate = initiate;
		this.sent = sent;
		this.#security = security;
		this.#session = session;
		this.#dedicatedKey = dedicatedKey;
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

	/** Sends bytes as they go over the line, and takes all that comes until one of them is the end, as it came. Throws Interrupted. */
	askAll(bytes: Uint8Array, isEnd: (bytes: Uint8Array) => boolean): Promise<readonly Uint8Array[]> {
		this.#site.halt.check();
		return this.#link.askAll(bytes, this.#site.session.timeout, isEnd);
	}

	/** A request as it goes over the line. */
	seal(plain: Uint8Array): Uint8Array {
		const session = this.#session;
		const security = this.#site.session.security;
		if (session === undefined || security === undefined) return plain;
		const w = new DataWriter();
		if (!session.seal(w, plain, protocolFor(plain[0]!, security.protocol), security.control))
			throw new RangeError('conformance: no counter is left under this key');
		return w.copy();
	}

	/** The same protected otherwise; undefined: there is no key for it. */
	cover(plain: Uint8Array, { protocol, choice, isSigned = false, transaction = new Uint8Array(0) }: Covered): Uint8Array | undefined {
		const { security } = this.#site.session;
		const title = this.title;
		if (this.#session === undefined || security === undefined || title === undefined) return undefined;
		const about = { peer: title, choice, transaction, isTold: true, isShort: false, isAnswer: false, signing: isSigned ? transaction : undefined };
		const w = new DataWriter();
		const isGenerally = choice !== undefined || isSigned;
		return this.#session.seal(w, plain, protocol, security.control, isGenerally ? about : undefined) ? w.copy() : undefined;
	}

	/** What the meter sent, in the clear; undefined: it is not under the client's keys. */
	open(bytes: Uint8Array): Uint8Array | undefined {
		if (!isGeneral(bytes[0] ?? 0) || this.#session === undefined)
			return opened(bytes, this.title, this.#security, this.#site.session.cipher, this.#dedicatedKey);
		if (this.#opened?.bytes !== bytes) this.#opened = { bytes, apdu: generallyOpened(this.#session, bytes) };
		return this.#opened.apdu;
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
	readonly dedicatedKey?: Uint8Array | undefined;
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
	/** What a proof of GMAC is made with. */
	readonly #prover: ClientSecurity | undefined;
	readonly #mechanism: number;
	readonly #challenge: Uint8Array;
	readonly #sent: Uint8Array[] = [];

	constructor(site: Site, link: Link, asking: Asking) {
		this.#site = site;
		this.#link = link;
		this.#asking = asking;
		this.#mechanism = mechanismOf(site, asking);
		this.#prover = securityOf(site, asking);
		this.#security = asking.isPlain ? undefined : this.#prover;
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
		const { dedicatedKey } = this.#asking;
		if (dedicatedKey !== undefined) session?.useDedicatedKey(dedicatedKey);
		const facts = { dedicatedKey, aare, initiate: decodeInitiateResponse(initiate), sent: this.#sent, security: this.#security, session };
		const probe = new Probe(this.#site, this.#link, facts);
		if (!isHls(this.#mechanism) || this.#asking.isUnproven) return { kind: 'open', probe };
		return this.#proven(aare, probe, session ?? this.#prover?.session(aare.respondingApTitle));
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

/** What is general-ciphered or signed, likewise. */
function generallyOpened(session: SecuritySession, bytes: Uint8Array): Uint8Array | undefined {
	try {
		return session.open(bytes).apdu?.slice();
	} catch (error) {
		if (error instanceof DecodeError) return undefined;
		throw error;
	}
}

/** What a meter with this title sent, in the clear; undefined: it is not under the keys. */
function opened(
	bytes: Uint8Array,
	title: Uint8Array | undefined,
	security: ClientSecurity | undefined,
	cipher: Cipher,
	dedicatedKey?: Uint8Array,
): Uint8Array | undefined {
	if (bytes.length === 0 || protocolOf(bytes[0]!) === 'plain') return bytes;
	if (security === undefined) return undefined;
	try {
		const { title: told, control, counter, payload } = decodeCiphered(bytes);
		const sender = told !== undefined && told.length > 0 ? told : title;
		if (sender === undefined) return undefined;
		const suite = new SecuritySuite(cipher, control & CONTROL.suite);
		const { encryption, authentication: authenticationKey } = security.keys;
		const isDedicated = protocolOf(bytes[0]!) === 'ded' || protocolOf(bytes[0]!) === 'general-ded';
		const encryptionKey = isDedicated ? dedicatedKey : encryption;
		if (encryptionKey === undefined) return undefined;
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
