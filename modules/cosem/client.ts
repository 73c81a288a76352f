/**
 * A client of a logical device (Green Book): one association, one request at a time. Sans I/O: `send` gets APDUs, `receive` takes the answers; time-outs
 * are the caller's, who ends a request that gets no answer with `abort`.
 *
 * With keys, everything is ciphered and what comes in the clear is refused, except an ExceptionResponse, which only ends the request.
 */
import type { Random } from '../../hal/ports/random.js';
import { equalBytes } from '../bytes/equal.js';
import { DecodeError, Reader } from '../bytes/reader.js';
import { CONTEXT, DIAGNOSTIC, decodeAare, decodeRlre, encodeAarq, encodeRlrq, MECHANISM, RELEASE, RESULT } from './acse.js';
import { decodeActionResponse, encodeActionRequest, type Outcome } from './action.js';
import { APDU, type DataResult, readRaw } from './apdu.js';
import { ASSOCIATION_CLASS, CURRENT_ASSOCIATION, REPLY_TO_HLS } from './association.js';
import { Cut } from './block.js';
import { CONTROL, GENERAL_OVERHEAD, type Protocol, protocolOf } from './ciphering.js';
import { type ClientError, errorOf } from './client-error.js';
import { DataTag, DataWriter } from './data-writer.js';
import type { AttributeTarget, Target } from './descriptor.js';
import { decodeGetResponse, encodeGetRequest, readResults } from './get.js';
import { DLMS_VERSION, decodeInitiateResponse, decodeServiceError, encodeInitiateRequest } from './initiate.js';
import type { ClientSecurity, SecuritySession } from './security.js';
import { decodeSetResponse, encodeSetRequest } from './set.js';

export interface CosemClientOptions {
	/** Good only during the call. */
	readonly send: (apdu: Uint8Array) => void;
	readonly random: Random;
	/** Keys: associates with HLS-GMAC and ciphers. Undefined: the public client. */
	readonly security?: ClientSecurity;
	/** How requests are ciphered; `glo` unless told. */
	readonly protocol?: Exclude<Protocol, 'plain'>;
	/** A and E of `CONTROL`; both unless told. */
	readonly control?: number;
	/** Whether a key for the association alone is sent to the server; needed for `ded` and `general-ded`. */
	readonly dedicated?: boolean;
	/** Bits of `CONFORMANCE` that are proposed. */
	readonly conformance: number;
	/** The longest PDU that is taken, in bytes. */
	readonly maxPdu: number;
	/** The longest value that is put together from blocks, in bytes; 1 MB unless told. */
	readonly maxValue?: number;
}

export type Done<T> = (error: ClientError | undefined, value: T | undefined) => void;

const INVOKE = 0xc1;
const CHALLENGE_LENGTH = 16;
const MAX_VALUE = 1 << 20;
/** Bytes of a block around its part, with the target of the first one. */
const BLOCK_OVERHEAD = 24;

/** What came in blocks so far. */
interface Parts {
	readonly bytes: DataWriter;
	number: number;
}

/** Takes a plain answer; throws DecodeError if it is none to the request. */
type Handler = (apdu: Uint8Array) => void;

export class CosemClient {
	/** What was agreed on. */
	conformance = 0;
	/** Messages that were refused: wrong keys, used counters, in the clear. */
	refused = 0;
	readonly #options: CosemClientOptions;
	readonly #plain = new DataWriter();
	readonly #ciphered = new DataWriter();
	#session: SecuritySession | undefined;
	#serverPdu = 0;
	#handler: Handler | undefined;
	#fail: ((error: ClientError) => void) | undefined;

	constructor(options: CosemClientOptions) {
		this.#options = options;
	}

	/** Whether a request waits for its answer. */
	get busy(): boolean {
		return this.#handler !== undefined;
	}

	/** Ends the request that waits. */
	abort(text: string): void {
		this.#finish()?.({ kind: 'aborted', text });
	}

	/** Opens the association, passes 3 and 4 of HLS included. */
	associate(done: Done<undefined>): void {
		const { security, random, dedicated } = this.#options;
		const challenge = new Uint8Array(CHALLENGE_LENGTH);
		random.fill(challenge);
		let dedicatedKey: Uint8Array | undefined;
		if (security !== undefined && dedicated === true) {
			dedicatedKey = new Uint8Array(16);
			random.fill(dedicatedKey);
		}
		const first = security?.firstSession();
		const initiate = this.#initiate(dedicatedKey);
		this.#session = undefined;
		this.#begin(done, (apdu) => this.#accepted(apdu, challenge, dedicatedKey, done));
		const userInformation = first === undefined ? initiate : this.#sealed(first, initiate, 'glo');
		if (userInformation === undefined) return;
		const w = this.#fresh();
		encodeAarq(w, {
			version1: true,
			context: security === undefined ? CONTEXT.logicalNames : CONTEXT.logicalNamesCiphered,
			callingApTitle: security?.options.title,
			callingAeQualifier: undefined,
			authentication: security !== undefined,
			mechanism: security === undefined ? undefined : MECHANISM.highGmac,
			callingAuthentication: security === undefined ? undefined : challenge,
			userInformation,
		});
		this.#options.send(w.bytes);
	}

	/** A value in A-XDR, or a Data-Access-Result. */
	get(target: AttributeTarget, done: Done<DataResult>): void {
		const parts: Parts = { bytes: new DataWriter(), number: 0 };
		this.#begin(done, (apdu) => {
			const response = decodeGetResponse(apdu);
			if (response.kind === 'normal') this.#finishWith(done, copyOf(response.result));
			else if (response.kind === 'block') this.#block(response, parts, wholeValue, done);
			else throw new DecodeError('client', 1, 'the response to one attribute');
		});
		this.#request((w) => encodeGetRequest(w, { kind: 'normal', invoke: INVOKE, target }));
	}

	getList(targets: readonly AttributeTarget[], done: Done<readonly DataResult[]>): void {
		const parts: Parts = { bytes: new DataWriter(), number: 0 };
		this.#begin(done, (apdu) => {
			const response = decodeGetResponse(apdu);
			if (response.kind === 'list') {
				this.#finishWith(done, response.results.map(copyOf));
			} else if (response.kind === 'block') {
				this.#block(response, parts, (bytes) => readResults(new Reader('client', bytes)), done);
			} else {
				this.#finishWith(done, [response.result].map(copyOf));
			}
		});
		this.#request((w) => encodeGetRequest(w, { kind: 'list', invoke: INVOKE, targets }));
	}

	/** A Data-Access-Result. A value that is too long for one PDU of the server's goes in blocks. */
	set(target: AttributeTarget, value: Uint8Array, done: Done<number>): void {
		const room = this.#room(target.selection?.parameters.length ?? 0);
		const raw = value.length > room ? value.slice() : value;
		const cut = new Cut(raw, room);
		this.#begin(done, (apdu) => {
			const response = decodeSetResponse(apdu);
			if (response.kind === 'normal' || response.kind === 'lastBlock') {
				this.#finishWith(done, response.result);
			} else if (response.kind === 'block' && cut.awaits(response.number)) {
				this.#request((w) => encodeSetRequest(w, { kind: 'block', invoke: INVOKE, block: cut.next() }));
			} else {
				throw new DecodeError('client', 1, 'the response to one attribute');
			}
		});
		if (raw.length <= room) this.#request((w) => encodeSetRequest(w, { kind: 'normal', invoke: INVOKE, target, value: raw }));
		else this.#request((w) => encodeSetRequest(w, { kind: 'firstBlock', invoke: INVOKE, target, block: cut.next() }));
	}

	/** Calls a method; its parameter is one value of A-XDR and goes in blocks where it has to. */
	act(target: Target, parameter: Uint8Array | undefined, done: Done<Outcome>): void {
		const room = this.#room(0);
		const raw = parameter !== undefined && parameter.length > room ? parameter.slice() : parameter;
		const cut = raw === undefined ? undefined : new Cut(raw, room);
		this.#begin(done, (apdu) => {
			const response = decodeActionResponse(apdu);
			if (response.kind === 'normal') {
				const { result, returned } = response.outcome;
				this.#finishWith(done, { result, returned: returned === undefined ? undefined : copyOf(returned) });
			} else if (response.kind === 'next' && cut?.awaits(response.number) === true) {
				this.#request((w) => encodeActionRequest(w, { kind: 'block', invoke: INVOKE, block: cut.next() }));
			} else {
				throw new DecodeError('client', 1, 'the response to one method');
			}
		});
		if (raw === undefined || cut === undefined || raw.length <= room) {
			this.#request((w) => encodeActionRequest(w, { kind: 'normal', invoke: INVOKE, target, parameter: raw }));
		} else {
			this.#request((w) => encodeActionRequest(w, { kind: 'firstBlock', invoke: INVOKE, target, block: cut.next() }));
		}
	}

	release(done: Done<undefined>): void {
		this.#begin(done, (apdu) => {
			decodeRlre(apdu);
			this.#session = undefined;
			this.#finishWith(done, undefined);
		});
		let userInformation: Uint8Array | undefined;
		if (this.#session !== undefined) {
			userInformation = this.#sealed(this.#session, this.#initiate(undefined), 'glo');
			if (userInformation === undefined) return;
		}
		const w = this.#fresh();
		encodeRlrq(w, { reason: RELEASE.normal, userInformation });
		this.#options.send(w.bytes);
	}

	/** One APDU of the server. What does not belong to the request that waits is refused, and the request waits on. */
	receive(apdu: Uint8Array): void {
		const handler = this.#handler;
		if (handler === undefined || apdu.length === 0) {
			this.refused++;
			return;
		}
		try {
			const error = errorOf(apdu);
			if (error !== undefined) {
				this.#finish()?.(error);
				return;
			}
			const plain = this.#opened(apdu);
			if (plain === undefined) this.refused++;
			else handler(plain);
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			this.refused++;
		}
	}

	/** The answer in the clear; undefined: it is not from the server. */
	#opened(apdu: Uint8Array): Uint8Array | undefined {
		const tag = apdu[0]!;
		if (tag === APDU.aare || tag === APDU.rlre) return apdu;
		if (this.#session === undefined) return protocolOf(tag) === 'plain' ? apdu : undefined;
		return protocolOf(tag) === 'plain' ? undefined : this.#session.open(apdu).apdu;
	}

	#accepted(apdu: Uint8Array, challenge: Uint8Array, dedicatedKey: Uint8Array | undefined, done: Done<undefined>): void {
		const aare = decodeAare(apdu);
		const { security } = this.#options;
		const refuse = (text: string): void => this.#finish()?.({ kind: 'rejected', text, diagnostic: aare.diagnostic });
		const information = aare.userInformation;
		if (aare.result !== RESULT.accepted) {
			const plain = information?.[0] === APDU.confirmedServiceError ? decodeServiceError(information) : undefined;
			refuse(`association refused${plain === undefined ? '' : `: initiate error ${plain.value}`}`);
			return;
		}
		if (information === undefined) {
			refuse('no InitiateResponse');
			return;
		}
		let initiate = information;
		let session: SecuritySession | undefined;
		if (security !== undefined) {
			session = security.session(aare.respondingApTitle);
			const opened = session !== undefined && protocolOf(information[0] ?? 0) !== 'plain' ? session.open(information).apdu : undefined;
			if (opened === undefined) {
				refuse(session === undefined ? 'the server has no title of its own' : 'the InitiateResponse is not under the right keys');
				return;
			}
			initiate = opened;
			if (dedicatedKey !== undefined) session?.useDedicatedKey(dedicatedKey);
		}
		const { conformance, maxPdu } = decodeInitiateResponse(initiate);
		this.conformance = conformance & this.#options.conformance;
		this.#serverPdu = maxPdu;
		this.#session = session;
		if (session === undefined) {
			this.#finishWith(done, undefined);
			return;
		}
		const theirs = aare.respondingAuthentication;
		// A server that sends this side's challenge back would have it prove the server's identity, too.
		if (aare.mechanism !== MECHANISM.highGmac || aare.diagnostic !== DIAGNOSTIC.authenticationRequired || theirs === undefined) refuse('no HLS-GMAC');
		else if (theirs.length < 8 || equalBytes(theirs, challenge)) refuse('the server sent its client’s challenge back, or none');
		else this.#prove(session, theirs.slice(), challenge, done);
	}

	/** Passes 3 and 4 of HLS. */
	#prove(session: SecuritySession, theirs: Uint8Array, challenge: Uint8Array, done: Done<undefined>): void {
		const token = session.token(theirs);
		if (token === undefined) {
			this.abort('the key is exhausted');
			return;
		}
		const target: Target = { classId: ASSOCIATION_CLASS, name: CURRENT_ASSOCIATION, index: REPLY_TO_HLS };
		this.#handler = (apdu) => {
			const response = decodeActionResponse(apdu);
			const returned = response.kind === 'normal' && response.outcome.result === 0 ? response.outcome.returned : undefined;
			const proven = typeof returned === 'object' && returned[0] === DataTag.octetString && session.checkToken(returned.subarray(2), challenge);
			if (proven) this.#finishWith(done, undefined);
			else this.#finish()?.({ kind: 'rejected', text: 'HLS authentication failed', diagnostic: DIAGNOSTIC.authenticationFailure });
		};
		const parameter = new DataWriter().octetString(token).bytes;
		this.#request((w) => encodeActionRequest(w, { kind: 'normal', invoke: INVOKE, target, parameter }));
	}

	/** Takes a block and asks for the next; puts the value together behind the last. */
	#block<T>(
		{ last, number, result }: { readonly last: boolean; readonly number: number; readonly result: DataResult },
		parts: Parts,
		whole: (bytes: Uint8Array) => T,
		done: Done<T>,
	): void {
		const refuse = (text: string): void => {
			this.#finish();
			done({ kind: 'protocol', text }, undefined);
		};
		if (typeof result === 'number') {
			refuse(`block refused: Data-Access-Result ${result}`);
			return;
		}
		if (number !== parts.number + 1) throw new DecodeError('client', 4, `block ${parts.number + 1}`);
		parts.number = number;
		parts.bytes.put(result);
		if (parts.bytes.length > (this.#options.maxValue ?? MAX_VALUE)) {
			refuse('the value is too long');
		} else if (!last) {
			this.#request((w) => encodeGetRequest(w, { kind: 'next', invoke: INVOKE, number }));
		} else {
			let value: T;
			try {
				value = whole(parts.bytes.bytes);
			} catch (error) {
				if (!(error instanceof DecodeError)) throw error;
				refuse(error.message);
				return;
			}
			this.#finishWith(done, value);
		}
	}

	#begin<T>(done: Done<T>, handler: Handler): void {
		if (this.#handler !== undefined) throw new RangeError('client: expected one request at a time');
		this.#handler = handler;
		this.#fail = (error) => done(error, undefined);
	}

	/** No request waits any more; returns how the last one is told its error. */
	#finish(): ((error: ClientError) => void) | undefined {
		const fail = this.#fail;
		this.#handler = undefined;
		this.#fail = undefined;
		return fail;
	}

	#finishWith<T>(done: Done<T>, value: T): void {
		this.#finish();
		done(undefined, value);
	}

	#request(encode: (w: DataWriter) => void): void {
		const w = this.#fresh();
		encode(w);
		const session = this.#session;
		const apdu = session === undefined ? w.bytes : this.#sealed(session, w.bytes, this.#options.protocol ?? 'glo');
		if (apdu !== undefined) this.#options.send(apdu);
	}

	/** Ciphered; undefined, and the request over, if it cannot be. */
	#sealed(session: SecuritySession, apdu: Uint8Array, protocol: Protocol): Uint8Array | undefined {
		const w = this.#ciphered;
		w.truncate();
		if (session.seal(w, apdu, protocol, this.#options.control ?? CONTROL.authentication | CONTROL.encryption)) return w.bytes;
		this.abort('the key is exhausted, or there is none');
		return undefined;
	}

	#initiate(dedicatedKey: Uint8Array | undefined): Uint8Array {
		const { conformance, maxPdu } = this.#options;
		const w = new DataWriter();
		encodeInitiateRequest(w, { dedicatedKey, responseAllowed: true, quality: undefined, version: DLMS_VERSION, conformance, maxPdu });
		return w.bytes;
	}

	#room(selection: number): number {
		const pdu = this.#serverPdu === 0 ? 0xffff : this.#serverPdu;
		return Math.max(1, pdu - BLOCK_OVERHEAD - selection - (this.#session === undefined ? 0 : GENERAL_OVERHEAD));
	}

	#fresh(): DataWriter {
		const w = this.#plain;
		w.truncate();
		return w;
	}
}

function copyOf(result: DataResult): DataResult {
	return typeof result === 'number' ? result : result.slice();
}

/** The value that blocks made. Throws DecodeError. */
function wholeValue(bytes: Uint8Array): Uint8Array {
	const r = new Reader('client', bytes);
	const value = readRaw(r);
	r.end();
	return value;
}
