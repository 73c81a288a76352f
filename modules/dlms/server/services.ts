/**
 * The services of a server in one association (Green Book, "xDLMS services with LN referencing"): a request in, a response out.
 *
 * A response of GET and ACTION that is longer than what may go out whole (one PDU, or more in general blocks) becomes blocks of its service: as much of the
 * value as fits into one is produced when the client asks for it, and no more. At most one long response and one long request are in progress; any other
 * request ends them.
 */
import { Reader } from '../../bytes/reader.js';
import { type ActionRequest, decodeActionRequest, encodeActionResponse } from '../apdu/action.js';
import { ACCESS_RESULT, ACTION_RESULT, APDU, type DataBlock } from '../apdu/apdu.js';
import { BLOCK_HEAD, fill, readValues } from '../apdu/block.js';
import type { AttributeTarget, Target } from '../apdu/descriptor.js';
import { type ExceptionResponse, encodeExceptionResponse, SERVICE_ERROR, STATE_ERROR } from '../apdu/exception.js';
import { decodeGetRequest, encodeGetResponse, GET_BLOCK_HEAD } from '../apdu/get.js';
import { CONFORMANCE } from '../apdu/initiate.js';
import { decodeSetRequest, encodeSetResponse, type SetRequest } from '../apdu/set.js';
import { contentRoom } from '../axdr/data-length.js';
import { type DataSource, DataWriter } from '../axdr/data-writer.js';
import { access } from './access-service.js';
import type { Caller } from './logical-device.js';
import { neededFor } from './request-kinds.js';

const NORMAL = 1;
const LIST = 3;
/** Where the kind of a request stands. */
const KIND_AT = 1;
/** Bytes of a response before its value or its list. */
const HEAD = 3;
/** Bytes of a buffer that is worth keeping. */
const KEPT = 1024;
const UNKNOWN: ExceptionResponse = exceptionOf(STATE_ERROR.serviceUnknown, SERVICE_ERROR.serviceNotSupported);
const NOT_AGREED: ExceptionResponse = exceptionOf(STATE_ERROR.serviceNotAllowed, SERVICE_ERROR.serviceNotSupported);
const TOO_LONG: ExceptionResponse = exceptionOf(STATE_ERROR.serviceNotAllowed, SERVICE_ERROR.pduTooLong);
const FINISHED: DataSource = Object.freeze({ produce: (): boolean => false });

/** A long request: what its first block told. */
interface LongRequest {
	readonly targets: readonly (AttributeTarget & Target)[] | readonly Target[];
	readonly list: boolean;
	readonly action: boolean;
	number: number;
}

export class Services {
	readonly #caller: Caller;
	readonly #maxRequest: number;
	/** What of a response is not sent yet, and where the rest of it comes from. */
	#body = new DataWriter();
	#source: DataSource = FINISHED;
	/** The service whose response is in progress, an APDU's tag, or 0; and its last block. */
	#sending = 0;
	#number = 0;
	#request: LongRequest | undefined;
	/** The longest response, and the longest one with a block, in bytes: set before each request, and no parameters for the sake of the stack. */
	limit = 0;
	pdu = 0;
	#parts: DataWriter | undefined;

	/** @param maxRequest the longest value that may come in blocks, in bytes */
	constructor(caller: Caller, maxRequest: number) {
		this.#caller = caller;
		this.#maxRequest = maxRequest;
	}

	/** Puts the response to a request, or an exception where it is none of those that were agreed on, or its response is too long. Throws DecodeError. */
	serve(apdu: Uint8Array, w: DataWriter): void {
		// Without variables: all services are carried out from here, deep in the stack of XS.
		if (this.isRefused(apdu, w)) return;
		if (apdu[0] === APDU.getRequest) this.get(apdu, w);
		else if (apdu[0] === APDU.setRequest) this.set(apdu, w);
		else if (apdu[0] === APDU.actionRequest) this.act(apdu, w);
		else {
			this.reset();
			if (!access(apdu, this.limit, w, this.#caller)) {
				w.truncate();
				encodeExceptionResponse(w, TOO_LONG);
			}
		}
		if (w.length <= this.limit) return;
		w.truncate();
		encodeExceptionResponse(w, TOO_LONG);
	}

	/** Gives up what is in progress. */
	reset(): void {
		// A long one may be as long as a PDU, and there may be many associations.
		if (this.#sending !== 0 || this.#body.length > KEPT) this.#body = new DataWriter();
		else this.#body.truncate();
		this.#source = FINISHED;
		this.#sending = 0;
		this.#request = undefined;
		this.#parts = undefined;
	}

	/** Puts the response of at most `limit` bytes, or a block of it in at most `pdu` bytes. Throws DecodeError for a request that is malformed. */
	private get(apdu: Uint8Array, w: DataWriter): void {
		// The targets of a list are needed until its last block.
		const request = decodeGetRequest(apdu[KIND_AT] === LIST ? apdu.slice() : apdu);
		const { invoke } = request;
		if (request.kind === 'next') {
			if (this.#sending === APDU.getResponse && request.number === this.#number) {
				this.sendBlock(invoke, w);
				return;
			}
			const result = this.#sending === APDU.getResponse ? ACCESS_RESULT.dataBlockNumberInvalid : ACCESS_RESULT.noLongGetInProgress;
			this.reset();
			encodeGetResponse(w, { kind: 'block', invoke, last: true, number: request.number, result });
			return;
		}
		this.reset();
		if (request.kind === 'list') {
			this.#source = new ListSource(request.targets, this.#caller);
			this.respond(APDU.getResponse, LIST, invoke, w);
			return;
		}
		const result = this.#caller.device.read(request.target, this.#body, this.#caller);
		if (typeof result === 'object') this.#source = result;
		else if (result !== ACCESS_RESULT.success) {
			encodeGetResponse(w, { kind: 'normal', invoke, result });
			return;
		}
		this.respond(APDU.getResponse, NORMAL, invoke, w);
	}

	/** Puts the response. Throws DecodeError. */
	private set(apdu: Uint8Array, w: DataWriter): void {
		const request = decodeSetRequest(apdu);
		const { invoke } = request;
		if (request.kind === 'block') {
			this.setBlock(invoke, request.block, w);
			return;
		}
		this.reset();
		switch (request.kind) {
			case 'normal':
				encodeSetResponse(w, { kind: 'normal', invoke, result: this.write(request.target, request.value) });
				return;
			case 'list':
				encodeSetResponse(w, { kind: 'list', invoke, results: request.targets.map((target, i) => this.write(target, request.values[i]!)) });
				return;
			default: {
				const { targets, list } = firstOf(decodeSetRequest(apdu.slice()));
				this.#request = { targets, list, action: false, number: 0 };
				this.setBlock(invoke, request.block, w);
			}
		}
	}

	/** As `#get`. Throws DecodeError. */
	private act(apdu: Uint8Array, w: DataWriter): void {
		const request = decodeActionRequest(apdu);
		const { invoke } = request;
		switch (request.kind) {
			case 'next':
				if (this.#sending === APDU.actionResponse && request.number === this.#number) {
					this.sendBlock(invoke, w);
					return;
				}
				this.refuseAction(invoke, this.#sending === APDU.actionResponse ? ACTION_RESULT.longActionAborted : ACTION_RESULT.noLongActionInProgress, w);
				return;
			case 'block':
				this.actionBlock(invoke, request.block, w);
				return;
			case 'normal':
				this.reset();
				this.invoke(request.target, request.parameter);
				this.respond(APDU.actionResponse, NORMAL, invoke, w);
				return;
			case 'list':
				this.reset();
				this.invokeList(request, request.targets, request.parameters, w);
				return;
			default:
				this.reset();
				this.#request = {
					targets: request.kind === 'firstBlock' ? [request.target] : request.targets,
					list: request.kind === 'firstListBlock',
					action: true,
					number: 0,
				};
				this.actionBlock(invoke, request.block, w);
		}
	}

	/** Whether a request is none of those that were agreed on; the exception that says so is put. */
	private isRefused(apdu: Uint8Array, w: DataWriter): boolean {
		const needed = neededFor(apdu);
		const { conformance } = this.#caller;
		// ACCESS is unknown to whom it is not offered, as it is to most meters.
		if (needed === undefined || (needed === CONFORMANCE.access && (conformance & needed) === 0)) encodeExceptionResponse(w, UNKNOWN);
		else if ((conformance & needed) !== needed) encodeExceptionResponse(w, NOT_AGREED);
		else return false;
		return true;
	}

	/** The beginning of a response: all of it if it fits, else its first block. */
	private respond(service: number, kind: number, invoke: number, w: DataWriter): void {
		const body = this.#body;
		const head = service === APDU.getResponse && kind === NORMAL ? HEAD + 1 : HEAD;
		if (this.#source !== FINISHED && !fill(body, this.#source, this.limit)) this.#source = FINISHED;
		if (this.#source === FINISHED && head + body.length <= this.limit) {
			w.uint(1, service).uint(1, kind).uint(1, invoke);
			if (head > HEAD) w.uint(1, 0);
			w.put(body.bytes);
			this.reset();
			return;
		}
		const needed = service === APDU.getResponse ? CONFORMANCE.blockGet : CONFORMANCE.blockAction;
		if ((this.#caller.conformance & needed) === 0) {
			this.reset();
			const result = ACCESS_RESULT.dataBlockUnavailable;
			if (service === APDU.actionResponse) encodeActionResponse(w, { kind: 'normal', invoke, outcome: { result, returned: undefined } });
			else encodeGetResponse(w, { kind: 'normal', invoke, result });
			return;
		}
		this.#sending = service;
		this.#number = 0;
		this.sendBlock(invoke, w);
	}

	private sendBlock(invoke: number, w: DataWriter): void {
		const body = this.#body;
		const capacity = contentRoom(this.pdu - HEAD - (this.#sending === APDU.getResponse ? GET_BLOCK_HEAD : BLOCK_HEAD));
		if (this.#source !== FINISHED && !fill(body, this.#source, capacity)) this.#source = FINISHED;
		const last = this.#source === FINISHED && body.length <= capacity;
		const raw = body.bytes.subarray(0, Math.min(body.length, capacity));
		const number = ++this.#number;
		if (this.#sending === APDU.getResponse) {
			encodeGetResponse(w, { kind: 'block', invoke, last, number, result: raw });
		} else {
			encodeActionResponse(w, { kind: 'block', invoke, block: { last, number, raw } });
		}
		if (last) this.reset();
		else body.drop(raw.length);
	}

	private write(target: AttributeTarget, value: Uint8Array): number {
		return this.#caller.device.write(target, value, this.#caller);
	}

	private setBlock(invoke: number, block: DataBlock, w: DataWriter): void {
		const request = this.#request;
		const { number } = block;
		if (request === undefined || request.action) {
			encodeSetResponse(w, { kind: 'lastBlock', invoke, result: ACCESS_RESULT.noLongSetInProgress, number });
			return;
		}
		const parts = this.collect(request, block);
		if (typeof parts === 'object' && !block.last) {
			encodeSetResponse(w, { kind: 'block', invoke, number });
			return;
		}
		this.reset();
		const targets = request.targets as readonly AttributeTarget[];
		if (!request.list) {
			const result = typeof parts === 'object' ? this.write(targets[0]!, parts.bytes) : parts;
			encodeSetResponse(w, { kind: 'lastBlock', invoke, result, number });
			return;
		}
		const values = typeof parts === 'object' ? listOf(parts.bytes, targets.length) : undefined;
		const failure = typeof parts === 'object' ? ACCESS_RESULT.typeUnmatched : parts;
		const results = targets.map((target, i) => (values === undefined ? failure : this.write(target, values[i]!)));
		encodeSetResponse(w, { kind: 'lastListBlock', invoke, results, number });
	}

	private actionBlock(invoke: number, block: DataBlock, w: DataWriter): void {
		const request = this.#request;
		if (request === undefined || !request.action) {
			this.refuseAction(invoke, ACTION_RESULT.noLongActionInProgress, w);
			return;
		}
		const parts = this.collect(request, block);
		if (typeof parts === 'number') {
			this.refuseAction(invoke, ACTION_RESULT.longActionAborted, w);
			return;
		}
		if (!block.last) {
			encodeActionResponse(w, { kind: 'next', invoke, number: block.number });
			return;
		}
		this.reset();
		if (!request.list) {
			this.invoke(request.targets[0]!, parts.bytes);
			this.respond(APDU.actionResponse, NORMAL, invoke, w);
			return;
		}
		const parameters = listOf(parts.bytes, request.targets.length);
		if (parameters === undefined) {
			this.refuseAction(invoke, ACTION_RESULT.typeUnmatched, w);
			return;
		}
		this.invokeList({ invoke }, request.targets, parameters, w);
	}

	/** All parts so far; a Data-Access-Result if this one is not the next, or too much. */
	private collect(request: LongRequest, { number, raw }: DataBlock): DataWriter | number {
		if (number !== request.number + 1) return ACCESS_RESULT.dataBlockNumberInvalid;
		request.number = number;
		this.#parts ??= new DataWriter();
		if (this.#parts.length + raw.length > this.#maxRequest) return ACCESS_RESULT.longSetAborted;
		return this.#parts.put(raw);
	}

	private refuseAction(invoke: number, result: number, w: DataWriter): void {
		this.reset();
		encodeActionResponse(w, { kind: 'normal', invoke, outcome: { result, returned: undefined } });
	}

	private invokeList({ invoke }: Pick<ActionRequest, 'invoke'>, targets: readonly Target[], parameters: readonly Uint8Array[], w: DataWriter): void {
		this.#body.size(targets.length);
		for (let i = 0; i < targets.length; i++) this.invoke(targets[i]!, parameters[i]!);
		this.respond(APDU.actionResponse, LIST, invoke, w);
	}

	/** Puts an outcome: result, then 00, or 01 00 and what the method returned. */
	private invoke(target: Target, parameter: Uint8Array | undefined): void {
		const body = this.#body;
		const start = body.length;
		body.uint(3, 0x000100);
		const result = this.#caller.device.act(target, parameter, body, this.#caller);
		if (body.length > start + 3) return;
		body.truncate(start);
		body.uint(1, result).uint(1, 0);
	}
}

/** A GET's list, a piece of one value at a time. */
class ListSource implements DataSource {
	readonly #targets: readonly AttributeTarget[];
	readonly #caller: Caller;
	#next = -1;
	#inner: DataSource | undefined;

	constructor(targets: readonly AttributeTarget[], caller: Caller) {
		this.#targets = targets;
		this.#caller = caller;
	}

	produce(w: DataWriter): boolean {
		const targets = this.#targets;
		if (this.#next < 0) {
			w.size(targets.length);
			this.#next = 0;
		} else if (this.#inner !== undefined) {
			if (this.#inner.produce(w)) return true;
			this.#inner = undefined;
		} else {
			const start = w.length;
			w.uint(1, 0);
			const result = this.#caller.device.read(targets[this.#next++]!, w, this.#caller);
			if (typeof result === 'object') {
				this.#inner = result;
				return true;
			}
			if (result !== ACCESS_RESULT.success) {
				w.truncate(start);
				w.uint(1, 1).uint(1, result);
			}
		}
		return this.#next < targets.length;
	}
}

function exceptionOf(stateError: number, serviceError: number): ExceptionResponse {
	return Object.freeze({ stateError, serviceError, counter: undefined });
}

function firstOf(request: SetRequest): { targets: readonly AttributeTarget[]; list: boolean } {
	if (request.kind === 'firstBlock') return { targets: [request.target], list: false };
	return { targets: request.kind === 'firstListBlock' ? request.targets : [], list: true };
}

/** The values of a list that came in blocks; undefined: there are not `count`, or they are none. */
function listOf(bytes: Uint8Array, count: number): Uint8Array[] | undefined {
	const r = new Reader('xDLMS', bytes);
	const values = readValues(r);
	return r.left === 0 && values.length === count ? values : undefined;
}
