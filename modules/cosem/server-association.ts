/**
 * One connection of a client to a server: its association (Green Book, "Application association establishment", "… release").
 *
 * | state      | takes                                | and becomes                                |
 * |------------|--------------------------------------|--------------------------------------------|
 * | idle       | AARQ                                 | associated, or pending with HLS            |
 * | pending    | ACTION reply_to_HLS_authentication   | associated if the proof is right, else idle |
 * | associated | GET, SET, ACTION                     | associated                                 |
 * | any        | AARQ: begins anew; RLRQ              | idle                                       |
 *
 * Everything else is answered by an ExceptionResponse, and what is no request at all by nothing.
 */
import { equalBytes } from '../bytes/equal.js';
import { DecodeError } from '../bytes/reader.js';
import { CONTEXT, DIAGNOSTIC, decodeAarq, decodeRlrq, encodeAare, encodeRlre, MECHANISM, RELEASE, RESULT } from './acse.js';
import { decodeActionRequest, encodeActionResponse } from './action.js';
import { type Admission, type ClientProfile, judge } from './admission.js';
import { ACTION_RESULT, APDU, INVOKE } from './apdu.js';
import { ASSOCIATION_CLASS, CURRENT_ASSOCIATION, REPLY_TO_HLS } from './association.js';
import { GENERAL_OVERHEAD, HLS_TOKEN_LENGTH, type Protocol, protocolOf, SERVICE_OVERHEAD } from './ciphering.js';
import { DataTag, DataWriter } from './data-writer.js';
import { encodeExceptionResponse, SERVICE_ERROR, STATE_ERROR } from './exception.js';
import { CONFORMANCE, DLMS_VERSION, ERROR_CLASS, encodeInitiateResponse, encodeServiceError, INITIATE_ERROR, VAA_LOGICAL_NAMES } from './initiate.js';
import type { Caller, LogicalDevice } from './interface-class.js';
import type { ClientSecurity, Opened, SecuritySession } from './security.js';
import type { CosemServer, Reply } from './server.js';
import { Services } from './services.js';

/** How an answer goes out, and how long it may be before it is ciphered. */
interface Manner {
	readonly protocol: Protocol;
	readonly control: number;
}

const PLAIN: Manner = Object.freeze({ protocol: 'plain', control: 0 });
const SERVICE: Readonly<Record<number, number>> = Object.freeze({
	[APDU.getRequest]: CONFORMANCE.get,
	[APDU.setRequest]: CONFORMANCE.set,
	[APDU.actionRequest]: CONFORMANCE.action,
});
/** What only a server sends: answering it could go on for ever. */
const ANSWERS: readonly number[] = Object.freeze([
	APDU.initiateResponse,
	APDU.gloInitiateResponse,
	APDU.confirmedServiceError,
	APDU.dataNotification,
	APDU.aare,
	APDU.rlre,
	APDU.getResponse,
	APDU.setResponse,
	APDU.actionResponse,
	APDU.gloGetResponse,
	APDU.gloSetResponse,
	APDU.gloActionResponse,
	APDU.dedGetResponse,
	APDU.dedSetResponse,
	APDU.dedActionResponse,
	APDU.exceptionResponse,
]);
const NO_CHALLENGE = new Uint8Array(0);

export class ServerAssociation implements Caller {
	readonly client: number;
	readonly device: LogicalDevice;
	readonly mechanism: number;
	readonly security: ClientSecurity | undefined;
	readonly receiveSize: number;
	context: number = CONTEXT.logicalNames;
	conformance = 0;
	sendSize = 0;
	session: SecuritySession | undefined;
	readonly #server: CosemServer;
	readonly #profile: ClientProfile;
	readonly #services: Services;
	#state: 'idle' | 'pending' | 'associated' = 'idle';
	#clientChallenge = NO_CHALLENGE;
	#serverChallenge = NO_CHALLENGE;

	/** Use `CosemServer.connect`. */
	constructor(server: CosemServer, profile: ClientProfile) {
		const { device, maxPdu, maxRequest } = server.options;
		this.#server = server;
		this.#profile = profile;
		this.client = profile.id;
		this.device = device;
		this.mechanism = profile.mechanism;
		this.security = profile.security;
		this.receiveSize = maxPdu;
		this.#services = new Services(this, maxRequest ?? 2048);
	}

	get state(): 'idle' | 'pending' | 'associated' {
		return this.#state;
	}

	/** One APDU of the client. Never throws for what it holds. */
	receive(apdu: Uint8Array, reply: Reply): void {
		try {
			if (apdu.length > this.receiveSize) this.#except(SERVICE_ERROR.pduTooLong, reply);
			else if (apdu[0] === APDU.aarq) this.#associate(apdu, reply);
			else if (apdu[0] === APDU.rlrq) this.#release(apdu, reply);
			else this.#request(apdu, reply);
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			this.#drop(error.message);
		}
	}

	/** The connection is gone: nothing of the association stays. */
	close(): void {
		this.#services.reset();
		this.#state = 'idle';
		this.session = undefined;
		this.#clientChallenge = NO_CHALLENGE;
		this.#serverChallenge = NO_CHALLENGE;
	}

	#associate(apdu: Uint8Array, reply: Reply): void {
		const aarq = decodeAarq(apdu);
		const verdict = judge(aarq, this.#profile);
		// What cannot be opened may be anybody's, and ends no association.
		if (verdict.kind === 'refused') {
			this.#refuse(verdict.opened, reply);
			return;
		}
		if (verdict.kind === 'rejected') {
			if (this.session === undefined) this.close();
			this.#reject(verdict.diagnostic, verdict.initiate, reply);
			return;
		}
		this.close();
		const { maxPdu } = verdict.initiate;
		this.context = aarq.context;
		this.conformance = verdict.conformance;
		this.sendSize = maxPdu === 0 ? this.receiveSize : Math.min(maxPdu, this.receiveSize);
		this.session = verdict.session;
		const high = this.mechanism === MECHANISM.highGmac;
		if (high) {
			const { random, challengeLength } = this.#server.options;
			this.#clientChallenge = aarq.callingAuthentication!.slice();
			this.#serverChallenge = new Uint8Array(challengeLength ?? 16);
			random.fill(this.#serverChallenge);
			if (equalBytes(this.#clientChallenge, this.#serverChallenge)) {
				this.close();
				this.#reject(DIAGNOSTIC.authenticationFailure, undefined, reply);
				return;
			}
		}
		this.#state = high ? 'pending' : 'associated';
		if (verdict.initiate.responseAllowed || high) this.#accept(verdict, aarq.callingApTitle !== undefined, reply);
	}

	#accept(admission: Admission, titled: boolean, reply: Reply): void {
		const userInformation = this.#sealed(this.#initiateResponse(this.conformance), admission);
		if (userInformation === undefined) {
			this.close();
			return;
		}
		const high = this.mechanism === MECHANISM.highGmac;
		const w = this.#fresh();
		encodeAare(w, {
			context: this.context,
			result: RESULT.accepted,
			diagnostic: high ? DIAGNOSTIC.authenticationRequired : DIAGNOSTIC.null,
			respondingApTitle: titled && this.session !== undefined ? this.security?.options.title : undefined,
			respondingAeQualifier: undefined,
			authentication: high,
			mechanism: high ? this.mechanism : undefined,
			respondingAuthentication: high ? this.#serverChallenge : undefined,
			userInformation,
		});
		reply(w.bytes);
	}

	/** @param initiate a value of `INITIATE`, if it is the InitiateRequest that is refused */
	#reject(diagnostic: number, initiate: number | undefined, reply: Reply): void {
		this.#server.statistics.rejected++;
		this.#log(`association refused: diagnostic ${diagnostic.toString(16)}`);
		const information = new DataWriter();
		if (initiate !== undefined) encodeServiceError(information, { service: INITIATE_ERROR, errorClass: ERROR_CLASS.initiate, value: initiate });
		else information.put(this.#initiateResponse(this.#profile.conformance));
		const w = this.#fresh();
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
		reply(w.bytes);
	}

	#release(apdu: Uint8Array, reply: Reply): void {
		const { userInformation } = decodeRlrq(apdu);
		let answer: Uint8Array | undefined;
		if (userInformation !== undefined && userInformation.length > 0 && this.session !== undefined && protocolOf(userInformation[0]!) !== 'plain') {
			const opened = this.session.open(userInformation);
			if (opened.apdu === undefined) {
				this.#refuse(opened, reply);
				return;
			}
			answer = this.#sealed(this.#initiateResponse(this.conformance), opened);
		}
		this.close();
		const w = this.#fresh();
		encodeRlre(w, { reason: RELEASE.normal, userInformation: answer });
		reply(w.bytes);
	}

	#request(apdu: Uint8Array, reply: Reply): void {
		if (apdu.length === 0 || ANSWERS.includes(apdu[0]!)) {
			this.#drop('no request');
			return;
		}
		if (this.#state === 'idle') {
			this.#except(SERVICE_ERROR.operationNotPossible, reply);
			return;
		}
		const { session } = this;
		let plain = apdu;
		let manner: Manner = PLAIN;
		if (protocolOf(apdu[0]!) !== 'plain') {
			if (session === undefined) {
				this.#except(SERVICE_ERROR.operationNotPossible, reply);
				return;
			}
			const opened = session.open(apdu);
			if (opened.apdu === undefined) {
				this.#refuse(opened, reply);
				return;
			}
			plain = opened.apdu;
			manner = opened;
		} else if (session !== undefined && session.required !== 0) {
			this.#server.statistics.refused++;
			this.#log('request in the clear refused');
			this.#except(SERVICE_ERROR.operationNotPossible, reply);
			return;
		}
		const w = this.#fresh();
		try {
			this.#serve(plain, manner, w);
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			this.#drop(error.message);
			this.#except(SERVICE_ERROR.otherReason, reply);
			return;
		}
		// Of what is unconfirmed only GET, which is of no other use, is answered.
		if (w.length === 0 || (plain[0] !== APDU.getRequest && (plain[2]! & INVOKE.confirmed) === 0 && w.bytes[0] !== APDU.exceptionResponse)) return;
		if (manner.protocol === 'plain' || session === undefined || w.bytes[0] === APDU.exceptionResponse) {
			reply(w.bytes);
			return;
		}
		const sealed = this.#sealed(w.bytes, manner);
		if (sealed !== undefined) reply(sealed);
	}

	/** Puts the answer to a request, in the clear. Throws DecodeError. */
	#serve(apdu: Uint8Array, { protocol }: Manner, w: DataWriter): void {
		if (this.#state === 'pending') {
			this.#authenticate(apdu, w);
			return;
		}
		const needed = SERVICE[apdu[0]!];
		if (needed === undefined) {
			exception(w, STATE_ERROR.serviceUnknown, SERVICE_ERROR.serviceNotSupported);
			return;
		}
		if ((this.conformance & needed) === 0) {
			exception(w, STATE_ERROR.serviceNotAllowed, SERVICE_ERROR.serviceNotSupported);
			return;
		}
		const overhead = protocol === 'plain' ? 0 : protocol === 'glo' || protocol === 'ded' ? SERVICE_OVERHEAD : GENERAL_OVERHEAD;
		const limit = this.sendSize - overhead;
		if (apdu[0] === APDU.getRequest) this.#services.get(apdu, limit, w);
		else if (apdu[0] === APDU.setRequest) this.#services.set(apdu, w);
		else this.#services.act(apdu, limit, w);
		if (w.length <= limit) return;
		w.truncate();
		exception(w, STATE_ERROR.serviceNotAllowed, SERVICE_ERROR.pduTooLong);
	}

	/** Passes 3 and 4 of HLS: there is one try for a challenge. */
	#authenticate(apdu: Uint8Array, w: DataWriter): void {
		const request = apdu[0] === APDU.actionRequest ? decodeActionRequest(apdu) : undefined;
		if (
			request?.kind !== 'normal' ||
			request.target.classId !== ASSOCIATION_CLASS ||
			request.target.name !== CURRENT_ASSOCIATION ||
			request.target.index !== REPLY_TO_HLS
		) {
			exception(w, STATE_ERROR.serviceNotAllowed, SERVICE_ERROR.operationNotPossible);
			return;
		}
		const { invoke, parameter } = request;
		const proof = parameter?.[0] === DataTag.octetString && parameter[1] === HLS_TOKEN_LENGTH ? parameter.subarray(2) : NO_CHALLENGE;
		const session = this.session!;
		const token = session.checkToken(proof, this.#serverChallenge) ? session.token(this.#clientChallenge) : undefined;
		if (token === undefined) {
			this.#server.statistics.failed++;
			this.#log('HLS authentication failed');
			this.close();
			// The answer is ciphered as the request was.
			this.session = session;
			encodeActionResponse(w, { kind: 'normal', invoke, outcome: { result: ACTION_RESULT.otherReason, returned: undefined } });
			return;
		}
		this.#state = 'associated';
		this.#clientChallenge = NO_CHALLENGE;
		this.#serverChallenge = NO_CHALLENGE;
		const returned = new DataWriter().octetString(token).bytes;
		encodeActionResponse(w, { kind: 'normal', invoke, outcome: { result: ACTION_RESULT.success, returned } });
	}

	#initiateResponse(conformance: number): Uint8Array {
		const w = new DataWriter();
		encodeInitiateResponse(w, { quality: undefined, version: DLMS_VERSION, conformance, maxPdu: this.receiveSize, vaaName: VAA_LOGICAL_NAMES });
		return w.bytes;
	}

	/** As the other side's message was. Undefined: it cannot be sent. */
	#sealed(apdu: Uint8Array, { protocol, control }: Manner): Uint8Array | undefined {
		if (protocol === 'plain') return apdu;
		const w = this.#server.ciphered;
		w.truncate();
		if (this.session?.seal(w, apdu, protocol, control) === true) return w.bytes;
		this.#log('answer not sent: the key is exhausted');
		return undefined;
	}

	#refuse({ error, counter }: Opened, reply: Reply): void {
		const { statistics } = this.#server;
		if (error === SERVICE_ERROR.invocationCounterError) statistics.replayed++;
		else statistics.refused++;
		this.#log(`message refused: service-error ${error}`);
		this.#except(error, reply, counter);
	}

	#except(serviceError: number, reply: Reply, counter?: number): void {
		const w = this.#fresh();
		exception(w, STATE_ERROR.serviceNotAllowed, serviceError, counter);
		reply(w.bytes);
	}

	#drop(text: string): void {
		this.#server.statistics.dropped++;
		this.#log(text);
	}

	#log(text: string): void {
		this.#server.options.log?.write('cosem', `client ${this.client}: ${text}`);
	}

	#fresh(): DataWriter {
		const w = this.#server.plain;
		w.truncate();
		return w;
	}
}

function exception(w: DataWriter, stateError: number, serviceError: number, counter?: number): void {
	encodeExceptionResponse(w, { stateError, serviceError, counter });
}
