/**
 * One connection of a client to a server: its association (Green Book, "Application association establishment", "… release").
 *
 * | state      | takes                                | and becomes                                |
 * |------------|--------------------------------------|--------------------------------------------|
 * | idle       | AARQ                                 | associated, or pending with HLS            |
 * | pending    | ACTION reply_to_HLS_authentication   | associated if the proof is right, else idle |
 * | associated | GET, SET, ACTION, ACCESS; those in general blocks | associated                    |
 * | any        | AARQ: begins anew; RLRQ              | idle                                       |
 *
 * Everything else is answered by an ExceptionResponse, and what is no request at all by nothing. Nor is a SET or an ACTION that is unconfirmed; an
 * unconfirmed GET, which is of no other use, is: there are clients, and examples of the Green Book, that leave the bit out.
 *
 * An AARQ that allows no response makes an association without confirmed services: these are dropped, what is unconfirmed is done, and nothing is answered.
 * HLS needs answers, and so does not know such associations: it is answered all the same.
 *
 * A pre-established association is associated for good. It is there for messages to many meters at once, so it keeps quiet about all that is unconfirmed,
 * and about what it cannot open; AARQ and RLRQ are refused.
 *
 * An RLRQ in the clear could be anybody's. It ends an association whose policy asks for more only where the connection is the client's alone.
 */
import { DecodeError } from '../../bytes/reader.js';
import { CONTEXT, DIAGNOSTIC, decodeRlrq, encodeRlre, RELEASE } from '../apdu/acse.js';
import { encodeActionResponse } from '../apdu/action.js';
import { ACTION_RESULT, APDU } from '../apdu/apdu.js';
import { encodeExceptionResponse, SERVICE_ERROR, STATE_ERROR } from '../apdu/exception.js';
import { CONFORMANCE } from '../apdu/initiate.js';
import { DataWriter } from '../axdr/data-writer.js';
import { GENERAL_OVERHEAD, protocolOf } from '../security/ciphering.js';
import { isPlain, type Manner, MISPLACED, type Opened, PLAIN } from '../security/manner.js';
import { isHls, isTitled } from '../security/mechanisms.js';
import type { ClientSecurity } from '../security/security.js';
import type { SecuritySession } from '../security/session.js';
import { type Admission, encodeAcceptance, encodeRejection, initiateResponse, judged, readAarq, type ServedClient } from './admission.js';
import { GeneralBlocks, MAX_REQUEST, receiveSizeOf } from './general-blocks.js';
import { type Challenges, challengesOf, hlsReply } from './hls-passes.js';
import type { AssociationState, Caller, LogicalDevice } from './logical-device.js';
import { Refusals } from './refusals.js';
import { isAnswer, isConfirmed, neededFor } from './request-kinds.js';
import type { ConnectionOptions, Reply, ServerHost } from './server-host.js';
import { Services } from './services.js';

/** What a length of two bytes can tell. */
const MAX_PDU = 0xffff;

export class ServerAssociation implements Caller {
	context: number = CONTEXT.logicalNames;
	conformance = 0;
	sendSize = 0;
	mechanism: number;
	session: SecuritySession | undefined;
	readonly #server: ServerHost;
	readonly #served: ServedClient;
	readonly #services: Services;
	readonly #refusals: Refusals;
	/** Undefined until they are used. */
	#blocks: GeneralBlocks | undefined;
	readonly #connection: ConnectionOptions;
	readonly #maxSend: number;
	#state: AssociationState = 'idle';
	/** Whether it knows confirmed services. */
	#confirmed = true;
	/** Of HLS that is pending. */
	#challenges: Challenges | undefined;

	/** Use `CosemServer.connect`. */
	constructor(server: ServerHost, served: ServedClient, connection: ConnectionOptions) {
		const { maxPdu, maxRequest } = server.options;
		this.#server = server;
		this.#served = served;
		this.mechanism = served.mechanism;
		this.#services = new Services(this, maxRequest ?? MAX_REQUEST);
		this.#refusals = new Refusals(server, served.id);
		this.#connection = connection;
		this.#maxSend = Math.min(server.options.maxSend ?? maxPdu, connection.maxSend ?? MAX_PDU);
		if (!this.preset) return;
		this.context = served.security === undefined ? CONTEXT.logicalNames : CONTEXT.logicalNamesCiphered;
		this.conformance = served.conformance;
		this.sendSize = Math.min(maxPdu, this.#maxSend);
		this.#state = 'associated';
	}

	get client(): number {
		return this.#served.id;
	}

	get rights(): number {
		return this.#served.rights ?? this.#served.id;
	}

	get device(): LogicalDevice {
		return this.#server.options.device;
	}

	get security(): ClientSecurity | undefined {
		return this.#served.security;
	}

	get receiveSize(): number {
		return receiveSizeOf(this.conformance, this.#server.options);
	}

	private get maxTransfer(): number {
		const { maxTransfer, maxSend, maxPdu } = this.#server.options;
		return maxTransfer ?? maxSend ?? maxPdu;
	}

	get state(): AssociationState {
		return this.#state;
	}

	/** One APDU of the client. Never throws for what it holds. */
	receive(apdu: Uint8Array, reply: Reply): void {
		this.#server.statistics.received++;
		this.#server.statistics.octetsReceived += apdu.length;
		try {
			// Some clients count the bytes of ciphering on top of the agreed size.
			if (apdu.length > this.receiveSize + GENERAL_OVERHEAD) this.except(SERVICE_ERROR.pduTooLong, reply);
			else if (apdu[0] === APDU.aarq) this.associate(apdu, reply);
			else if (apdu[0] === APDU.rlrq) this.release(apdu, reply);
			else if (apdu[0] === APDU.generalBlockTransfer && this.inBlocks) this.takeBlock(apdu, reply);
			else this.request(apdu, reply);
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			this.#refusals.dropped(error.message);
		}
	}

	/** The connection is gone: nothing of the association stays, unless it is pre-established. */
	close(): void {
		this.#services.reset();
		this.#blocks = undefined;
		if (this.preset) return;
		const ended = this.#state === 'associated';
		this.#state = 'idle';
		this.#confirmed = true;
		this.session = undefined;
		this.#challenges = undefined;
		if (ended) this.#server.options.onAssociation?.(this, false);
	}

	private get preset(): boolean {
		return this.#served.preEstablished === true;
	}

	/** Whether general blocks were agreed on. */
	private get inBlocks(): boolean {
		return this.#state === 'associated' && !this.preset && (this.conformance & CONFORMANCE.generalBlockTransfer) !== 0;
	}

	private get generalBlocks(): GeneralBlocks {
		this.#blocks ??= new GeneralBlocks(this.#server.options, this.#connection);
		return this.#blocks;
	}

	/** A general block. An APDU that is whole is a request like any other. Throws DecodeError. */
	private takeBlock(apdu: Uint8Array, reply: Reply): void {
		const taken = this.generalBlocks.take(apdu, reply);
		if (typeof taken === 'object') this.request(taken, reply);
		else if (taken !== 'more') this.except(taken === 'tooLong' ? SERVICE_ERROR.pduTooLong : SERVICE_ERROR.otherReason, reply);
	}

	/** @param answer undefined: there is none */
	private answer(answer: Uint8Array | undefined, reply: Reply): void {
		if (answer === undefined) return;
		if (!this.inBlocks) reply(answer);
		else if (!this.generalBlocks.answer(answer, this.sendSize, reply)) this.#refusals.log('answer not sent: it has too many blocks');
	}

	private associate(apdu: Uint8Array, reply: Reply): void {
		const aarq = this.preset ? undefined : readAarq(apdu, this.#refusals);
		const verdict = aarq && judged(aarq, this.#served, this.#refusals);
		if (aarq === undefined || verdict === undefined) {
			this.reject(DIAGNOSTIC.noReason, undefined, reply);
			return;
		}
		// What cannot be opened may be anybody's, and ends no association.
		if (verdict.kind === 'refused') {
			this.refuse(verdict.opened, reply);
			return;
		}
		if (verdict.kind === 'rejected') {
			if (this.session === undefined) this.close();
			this.reject(verdict.diagnostic, verdict.initiate, reply);
			return;
		}
		this.close();
		const { maxPdu } = verdict.initiate;
		this.context = aarq.context;
		this.conformance = verdict.conformance;
		this.sendSize = maxPdu === 0 ? this.#maxSend : Math.min(maxPdu, this.#maxSend);
		this.session = verdict.session;
		this.mechanism = verdict.mechanism;
		const high = isHls(this.mechanism);
		if (high) {
			this.#challenges = challengesOf(aarq, this.mechanism, this.#served.credentials, this.#server.options);
			if (this.#challenges === undefined) {
				this.close();
				this.reject(DIAGNOSTIC.authenticationFailure, undefined, reply);
				return;
			}
		}
		this.#state = high ? 'pending' : 'associated';
		this.#confirmed = verdict.initiate.responseAllowed || high;
		if (!high) this.#server.options.onAssociation?.(this, true);
		if (this.#confirmed) this.accept(verdict, aarq.callingApTitle !== undefined, reply);
	}

	private accept(admission: Admission, titled: boolean, reply: Reply): void {
		const userInformation = this.sealed(initiateResponse(this.conformance, this.receiveSize), admission);
		if (userInformation === undefined) {
			this.close();
			return;
		}
		const w = this.fresh();
		encodeAcceptance(w, {
			context: this.context,
			mechanism: this.mechanism,
			title:
				titled && this.session !== undefined ? this.security?.options.title : isTitled(this.mechanism) ? this.#served.credentials?.title : undefined,
			challenge: this.#challenges?.server,
			userInformation,
		});
		reply(w.bytes);
	}

	/** @param initiate a value of `INITIATE`, if it is the InitiateRequest that is refused */
	private reject(diagnostic: number, initiate: number | undefined, reply: Reply): void {
		this.#refusals.rejected(diagnostic);
		const w = this.fresh();
		encodeRejection(w, diagnostic, initiate, initiateResponse(this.#served.conformance, this.receiveSize));
		reply(w.bytes);
	}

	private release(apdu: Uint8Array, reply: Reply): void {
		const { userInformation } = decodeRlrq(apdu);
		const { session } = this;
		let answer: Uint8Array | undefined;
		if (userInformation !== undefined && userInformation.length > 0 && session !== undefined && protocolOf(userInformation[0]!) !== 'plain') {
			const opened = session.open(userInformation);
			if (opened.apdu === undefined) {
				this.refuse(opened, reply);
				return;
			}
			answer = this.sealed(initiateResponse(this.conformance, this.receiveSize), opened);
		} else if (this.#connection.exclusive !== true && !this.preset && this.#state !== 'idle' && session?.refusesPlain === true) {
			this.refuse(MISPLACED, reply);
			return;
		}
		this.close();
		const w = this.fresh();
		encodeRlre(w, { reason: this.preset ? RELEASE.notFinished : RELEASE.normal, userInformation: answer });
		reply(w.bytes);
	}

	private request(apdu: Uint8Array, reply: Reply): void {
		if (apdu.length === 0 || isAnswer(apdu[0]!)) {
			this.#refusals.dropped('no request');
			return;
		}
		if (this.#state === 'idle') {
			this.except(SERVICE_ERROR.operationNotPossible, reply);
			return;
		}
		// No one opens this association again after the keys were changed.
		if (this.preset) this.session = this.security?.presetSession();
		const { session } = this;
		let plain = apdu;
		let manner: Manner = PLAIN;
		if (session === undefined ? protocolOf(apdu[0]!) !== 'plain' : session.isProtected(apdu[0]!)) {
			const opened = session?.open(apdu) ?? MISPLACED;
			if (opened.apdu === undefined) {
				this.refuse(opened, reply);
				return;
			}
			plain = opened.apdu;
			manner = opened;
		} else if (session !== undefined) {
			if (session.refusesPlain) {
				this.refuse(MISPLACED, reply);
				return;
			}
			manner = session.plainManner(apdu[0]!);
		}
		if (!this.#confirmed && isConfirmed(plain)) {
			this.#refusals.dropped('a confirmed service in an association without any');
			return;
		}
		this.#blocks?.onRequest(apdu);
		const answers = this.answers(plain);
		const w = this.fresh();
		try {
			// Not from within another call: the proof of HLS is where the stack of XS is deepest.
			if (this.#state === 'pending') this.authenticate(plain, w);
			else {
				this.limit(manner);
				if (this.#server.options.between === undefined) this.#services.serve(plain, w);
				else this.#server.options.between(plain, w, this, this.#services);
			}
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			this.#refusals.dropped(error.message);
			w.truncate();
			exception(w, STATE_ERROR.serviceNotAllowed, SERVICE_ERROR.otherReason);
		}
		if (!answers || w.length === 0) return;
		if (isPlain(manner) || session === undefined || w.bytes[0] === APDU.exceptionResponse) {
			this.answer(w.bytes, reply);
			return;
		}
		// Neither a variable nor a call of its own: both ways the stack of XS is as deep as it may be.
		this.answer(this.sealed(w.bytes, manner), reply);
	}

	/** Whether a request is to be answered. */
	private answers(apdu: Uint8Array): boolean {
		if (this.preset) return isConfirmed(apdu);
		if (!this.#confirmed) return false;
		return isConfirmed(apdu) || apdu[0] === APDU.getRequest || this.#state === 'pending' || neededFor(apdu) === undefined;
	}

	/** Tells the services how long an answer, and one with a block, may be before it is ciphered, in bytes. */
	private limit(manner: Manner): void {
		const pdu = this.room(this.sendSize, manner);
		this.#services.pdu = pdu;
		this.#services.limit = this.inBlocks ? Math.max(pdu, this.room(this.maxTransfer, manner)) : pdu;
	}

	/** How long an APDU in the clear can be that goes out in this manner in at most `limit` bytes. */
	private room(limit: number, manner: Manner): number {
		return isPlain(manner) ? limit : this.session!.room(limit, manner);
	}

	/** Passes 3 and 4 of HLS: there is one try for a challenge. */
	private authenticate(apdu: Uint8Array, w: DataWriter): void {
		const reply = hlsReply(apdu);
		if (reply === undefined) {
			exception(w, STATE_ERROR.serviceNotAllowed, SERVICE_ERROR.operationNotPossible);
			return;
		}
		const { session } = this;
		const challenges = this.#challenges!;
		// GMAC by itself, and few variables: a device has hardly the stack for it.
		let token: Uint8Array | undefined;
		if (challenges.handshake !== undefined) token = challenges.handshake.accepts(reply.proof) ? challenges.handshake.prove() : undefined;
		else if (session!.checkToken(reply.proof, challenges.server)) token = session!.token(challenges.client);
		if (token === undefined) {
			this.#refusals.failed();
			this.close();
			// The answer is ciphered as the request was.
			this.session = session;
			encodeActionResponse(w, { kind: 'normal', invoke: reply.invoke, outcome: { result: ACTION_RESULT.otherReason, returned: undefined } });
			return;
		}
		this.#state = 'associated';
		this.#challenges = undefined;
		const returned = new DataWriter().octetString(token).bytes;
		encodeActionResponse(w, { kind: 'normal', invoke: reply.invoke, outcome: { result: ACTION_RESULT.success, returned } });
		this.#server.options.onAssociation?.(this, true);
	}

	/** An APDU sealed in the manner of the other side's message; undefined: it cannot be sent. */
	private sealed(apdu: Uint8Array, manner: Manner): Uint8Array | undefined {
		if (isPlain(manner)) return apdu;
		const { protocol, control, general } = manner;
		const w = this.#server.ciphered;
		w.truncate();
		if (this.session?.seal(w, apdu, protocol, control, general) === true) return w.bytes;
		this.#refusals.log('answer not sent: the key is exhausted, or there is none');
		return undefined;
	}

	private refuse({ error, counter }: Opened, reply: Reply): void {
		this.#refusals.refused(error);
		this.except(error, reply, counter);
	}

	private except(serviceError: number, reply: Reply, counter?: number): void {
		if (this.preset || !this.#confirmed) return;
		const w = this.fresh();
		exception(w, STATE_ERROR.serviceNotAllowed, serviceError, counter);
		reply(w.bytes);
	}

	private fresh(): DataWriter {
		const w = this.#server.plain;
		w.truncate();
		return w;
	}
}

function exception(w: DataWriter, stateError: number, serviceError: number, counter?: number): void {
	encodeExceptionResponse(w, { stateError, serviceError, counter });
}
