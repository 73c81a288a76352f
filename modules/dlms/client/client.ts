/**
 * A client of a logical device (Green Book): one association, one request at a time. Sans I/O: `send` gets APDUs, `receive` takes the answers; time-outs
 * are the caller's, who ends a request that gets no answer with `abort`.
 *
 * With keys, everything is ciphered and what comes in the clear is refused, except an ExceptionResponse, which only ends the request. What a request is,
 * from its first APDU to its last answer, is an `Exchange`: client-association.ts, client-get.ts, client-set.ts, client-access.ts.
 *
 * Where general blocks were agreed on, a request that is longer than the server's PDU goes in them, and so may its answer come; each ciphered as a whole.
 */
import { DecodeError } from '../../bytes/reader.js';
import { LONG_INVOKE } from '../apdu/access.js';
import type { Outcome } from '../apdu/action.js';
import { APDU, type DataResult, INVOKE } from '../apdu/apdu.js';
import { BLOCK_FORMAT } from '../apdu/block.js';
import type { AttributeTarget, Target } from '../apdu/descriptor.js';
import { decodeGeneralBlock, MAX_WINDOW } from '../apdu/general-block.js';
import { CONFORMANCE } from '../apdu/initiate.js';
import { DataWriter } from '../axdr/data-writer.js';
import { BlockTransfer } from '../block-transfer.js';
import { GENERAL_OVERHEAD, protocolFor, protocolOf } from '../security/ciphering.js';
import type { Manner } from '../security/manner.js';
import type { SecuritySession } from '../security/session.js';
import { AccessAll, type AccessItem, type AccessOptions, type AccessOutcome } from './client-access.js';
import { type Agreement, Closing, NO_AGREEMENT, Opening } from './client-association.js';
import { type ClientError, errorOf, FORMAT } from './client-error.js';
import { GetList, GetOne, GetParts } from './client-get.js';
import { type CosemClientOptions, controlOf } from './client-options.js';
import { CallMethods, only, SetValues } from './client-set.js';
import { type Carried, type Done, tooLong } from './exchange.js';

const MAX_VALUE = 1 << 20;
const MAX_PDU = 0xffff;
const TRANSACTION_LENGTH = 8;
/** Formats of errors in what is awaited and not in how it is written: a block that came twice, the answer to something else. */
const NOT_AWAITED: readonly string[] = Object.freeze([FORMAT, BLOCK_FORMAT]);

export class CosemClient {
	/** Messages that were refused: wrong keys, used counters, in the clear, or no answer to the request. */
	refused = 0;
	/** Of these, messages of the server's that answer something else: another invoke id, another block. */
	astray = 0;
	/** What is wrong with an answer that was refused although it is the server's to the request that waits, or waited last: it is none of its kind. */
	malformed: DecodeError | undefined;
	readonly #options: CosemClientOptions;
	readonly #plain = new DataWriter();
	readonly #ciphered = new DataWriter();
	readonly #adopt = (agreement: Agreement): void => {
		this.#agreement = agreement;
	};
	/** Of general-ciphering and general-signing, in one association. */
	readonly #transaction = new Uint8Array(TRANSACTION_LENGTH);
	/** Whether the server has answered under the key of general-ciphering: until then each request tells it, as the one before may be lost. */
	#isTold = false;
	#agreement = NO_AGREEMENT;
	#exchange: Carried | undefined;
	/** General blocks of the request that waits, if it needs any. */
	#transfer: BlockTransfer | undefined;
	#lastInvoke = 0;
	#lastLongInvoke = 0;

	constructor(options: CosemClientOptions) {
		this.#options = options;
	}

	/** What was agreed on: bits of `CONFORMANCE`. */
	get conformance(): number {
		return this.#agreement.conformance;
	}

	/** Whether a request waits for its answer. */
	get busy(): boolean {
		return this.#exchange !== undefined;
	}

	/** Ends the request that waits. */
	abort(text: string): void {
		if (this.#exchange !== undefined) this.#finish(this.#exchange, { kind: 'aborted', text });
	}

	/** Opens the association, passes 3 and 4 of HLS included. */
	associate(done: Done<undefined>): void {
		this.#begin(new Opening(this.#options, this.#adopt, done));
	}

	/** A value in A-XDR, or a Data-Access-Result. */
	get(target: AttributeTarget, done: Done<DataResult>): void {
		this.#begin(new GetOne(this.#nextInvoke(), target, this.#maxValue, done));
	}

	/**
	 * A long value in the parts in which it comes, none of which is kept: an `ArrayStream` makes elements of them. `done` gets a Data-Access-Result.
	 * @param onPart a part, good only during the call; it may throw DecodeError, which ends the request
	 */
	getParts(target: AttributeTarget, onPart: (part: Uint8Array) => void, done: Done<number>): void {
		this.#begin(new GetParts(this.#nextInvoke(), target, onPart, done));
	}

	/** A value or a Data-Access-Result for each. */
	getList(targets: readonly AttributeTarget[], done: Done<readonly DataResult[]>): void {
		this.#begin(new GetList(this.#nextInvoke(), targets, this.#requestPdu, this.#maxValue, done));
	}

	/** A Data-Access-Result. A value that is too long for one PDU of the server's goes in blocks. */
	set(target: AttributeTarget, value: Uint8Array, done: Done<number>): void {
		this.#begin(new SetValues(this.#nextInvoke(), [target], [value], false, this.#requestPdu, only(done)));
	}

	/**
	 * A Data-Access-Result for each.
	 * @throws RangeError unless there is a value for each target, and a target
	 */
	setList(targets: readonly AttributeTarget[], values: readonly Uint8Array[], done: Done<readonly number[]>): void {
		checkList(targets, values);
		this.#begin(new SetValues(this.#nextInvoke(), targets, values, true, this.#requestPdu, done));
	}

	/** Calls a method; its parameter is one value of A-XDR and goes in blocks where it has to. */
	act(target: Target, parameter: Uint8Array | undefined, done: Done<Outcome>): void {
		const limits = { pdu: this.#requestPdu, maxValue: this.#maxValue };
		this.#begin(new CallMethods(this.#nextInvoke(), [target], [parameter], false, limits, only(done)));
	}

	/**
	 * Calls methods, one after the other; one without a parameter gets null-data, as lists have it.
	 * @throws RangeError unless there is a parameter for each target, and a target
	 */
	actList(targets: readonly Target[], parameters: readonly (Uint8Array | undefined)[], done: Done<readonly Outcome[]>): void {
		checkList(targets, parameters);
		const limits = { pdu: this.#requestPdu, maxValue: this.#maxValue };
		this.#begin(new CallMethods(this.#nextInvoke(), targets, parameters, true, limits, done));
	}

	/**
	 * Reads, writes and calls in one request: what became of each.
	 * @throws RangeError for nothing to do
	 */
	access(items: readonly AccessItem[], options: AccessOptions, done: Done<readonly AccessOutcome[]>): void {
		if (items.length === 0) throw new RangeError(`${FORMAT}: access: expected something to do`);
		this.#lastLongInvoke = (this.#lastLongInvoke + 1) & LONG_INVOKE.id;
		this.#begin(new AccessAll(this.#lastLongInvoke, items, options, this.#roomFor(APDU.accessRequest), done));
	}

	/** Whether general blocks of the request that waits are under way. */
	get inBlocks(): boolean {
		return this.#transfer !== undefined;
	}

	/** Nothing has come for a while: asks again for general blocks that are missing, or sends them again. False: the request does not go in them. */
	recover(): boolean {
		return this.#transfer?.recover(this.#options.send) === true;
	}

	release(done: Done<undefined>): void {
		this.#begin(new Closing(this.#options, this.#agreement.session, this.#adopt, done));
	}

	/** One APDU of the server. What does not belong to the request that waits is refused, and the request waits on. */
	receive(apdu: Uint8Array): void {
		const exchange = this.#exchange;
		if (exchange === undefined || apdu.length === 0) this.refused++;
		else if (apdu[0] === APDU.generalBlockTransfer && this.#hasBlocks) {
			// No release is answered in them: they are late, and asked for no more.
			if (exchange instanceof Closing) this.refused++;
			else this.#takeBlock(apdu, exchange);
		} else this.#take(apdu, exchange);
	}

	get #hasBlocks(): boolean {
		return (this.#agreement.conformance & CONFORMANCE.generalBlockTransfer) !== 0;
	}

	#newTransfer(): BlockTransfer {
		return new BlockTransfer({ window: this.#options.window ?? 1, most: this.#maxValue + GENERAL_OVERHEAD, burst: MAX_WINDOW });
	}

	#takeBlock(apdu: Uint8Array, exchange: Carried): void {
		try {
			const block = decodeGeneralBlock(apdu);
			this.#transfer ??= this.#newTransfer();
			const taken = this.#transfer.take(block, this.#options.send);
			if (typeof taken === 'object') this.#take(taken, exchange);
			else if (taken === 'tooLong') this.#finish(exchange, tooLong(this.#maxValue));
			else if (taken === 'broken') this.refused++;
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			this.refused++;
		}
	}

	/** An APDU that is whole. */
	#take(apdu: Uint8Array, exchange: Carried): void {
		const w = this.#fresh();
		let error: ClientError | undefined;
		let over = true;
		let opened = false;
		try {
			error = errorOf(apdu);
			if (error !== undefined) this.#options.onMessage?.(false, apdu, apdu);
			else {
				const plain = this.#opened(apdu, exchange);
				opened = true;
				this.#options.onMessage?.(false, apdu, plain);
				over = exchange.take(plain, w);
			}
		} catch (reason) {
			if (!(reason instanceof DecodeError)) throw reason;
			this.refused++;
			if (!opened) this.#options.onMessage?.(false, apdu, undefined);
			if (opened && !NOT_AWAITED.includes(reason.format)) this.malformed = reason;
			else if (opened) this.astray++;
			return;
		}
		// Whoever took a part may have aborted the request meanwhile.
		if (this.#exchange !== exchange) return;
		if (over) this.#finish(exchange, error);
		else this.#send(w.bytes);
	}

	get #maxValue(): number {
		return this.#options.maxValue ?? MAX_VALUE;
	}

	/** The longest request in the clear, in bytes. */
	get #requestPdu(): number {
		return this.#roomFor(APDU.getRequest);
	}

	/** The same, of an APDU with this tag. */
	#roomFor(tag: number): number {
		const { session, serverPdu } = this.#agreement;
		const longest = this.#hasBlocks ? this.#maxValue : serverPdu === 0 ? MAX_PDU : serverPdu;
		return session === undefined ? longest : session.room(longest, this.#manner(session, tag));
	}

	/** An answer to an earlier request that comes late is known by another id. */
	#nextInvoke(): number {
		this.#lastInvoke = (this.#lastInvoke + 1) & INVOKE.id;
		return INVOKE.high | INVOKE.confirmed | this.#lastInvoke;
	}

	/** The answer in the clear. Throws DecodeError if it is not from the server, or not to this request. */
	#opened(apdu: Uint8Array, exchange: Carried): Uint8Array {
		const tag = apdu[0]!;
		if (tag === APDU.aare || tag === APDU.rlre) return apdu;
		const { session } = this.#agreement;
		const plain = session?.isProtected(tag) ? session.open(apdu).apdu : session === undefined && protocolOf(tag) === 'plain' ? apdu : undefined;
		if (plain === undefined) throw new DecodeError(FORMAT, 0, 'a message of the server');
		this.#isTold = true;
		if (!exchange.answeredBy(plain)) {
			this.astray++;
			throw new DecodeError(FORMAT, 2, 'the request’s invoke id');
		}
		return plain;
	}

	#begin(exchange: Carried): void {
		if (this.#exchange !== undefined) throw new RangeError(`${FORMAT}: expected one request at a time`);
		if (exchange instanceof Opening) {
			this.#agreement = NO_AGREEMENT;
			this.#isTold = false;
			if (this.#options.general !== undefined) this.#options.random.fill(this.#transaction);
		}
		this.#exchange = exchange;
		this.malformed = undefined;
		const w = this.#fresh();
		if (exchange.begin(w)) this.#finish(exchange, undefined);
		else this.#send(w.bytes);
	}

	/** No request waits any more when the last one is told its outcome. */
	#finish(exchange: Carried, error: ClientError | undefined): void {
		this.#exchange = undefined;
		this.#transfer = undefined;
		exchange.finish(error);
	}

	/** ACSE goes as it is, the rest as the association has it. */
	#send(apdu: Uint8Array): void {
		const { session } = this.#agreement;
		if (session === undefined || apdu[0] === APDU.aarq || apdu[0] === APDU.rlrq) {
			this.#options.onMessage?.(true, apdu, apdu);
			this.#sendWhole(apdu);
			return;
		}
		const w = this.#ciphered;
		w.truncate();
		const { protocol, control, general } = this.#manner(session, apdu[0]!);
		if (session.seal(w, apdu, protocol, control, general)) {
			this.#options.onMessage?.(true, w.bytes, apdu);
			this.#sendWhole(w.bytes);
		} else this.abort('the key is exhausted, or there is none');
	}

	/** How a request with this tag is protected. */
	#manner({ peerTitle: peer }: SecuritySession, tag: number): Manner {
		const { protocol: told = 'glo', general } = this.#options;
		const control = controlOf(this.#options);
		const protocol = protocolFor(tag, told);
		if (general === undefined) return { protocol, control };
		const { choice, isSigned = false, isSignedInside = false, isShort = false } = general;
		const transaction = this.#transaction;
		return {
			protocol: choice === undefined ? protocol : 'general-ciphering',
			control,
			general: {
				...{ peer, choice, transaction, isTold: !this.#isTold, isShort, isAnswer: false },
				...{ signing: isSigned ? transaction : undefined, isSignedInside },
			},
		};
	}

	/** As one PDU, or in general blocks if it is too long for that. */
	#sendWhole(apdu: Uint8Array): void {
		const { maxPdu, wholePdu = maxPdu } = this.#options;
		const most = Math.min(this.#agreement.serverPdu || wholePdu, wholePdu);
		this.#transfer = undefined;
		if (!this.#hasBlocks || apdu.length <= most) {
			this.#options.send(apdu);
			return;
		}
		this.#transfer = this.#newTransfer();
		if (!this.#transfer.begin(apdu, most, this.#options.send)) this.abort('the request has too many blocks');
	}

	#fresh(): DataWriter {
		const w = this.#plain;
		w.truncate();
		return w;
	}
}

function checkList(targets: readonly unknown[], values: readonly unknown[]): void {
	if (targets.length === 0 || targets.length !== values.length)
		throw new RangeError(`${FORMAT}: list: expected a value for each of ${targets.length} targets, got ${values.length}`);
}
