/**
 * The asking side of ECHONET Lite, as a HEMS has it: requests with TIDs and time limits, and an ear for notifications.
 * An answer is known by its TID, its sender's address and object, and a service that fits; what comes late, twice or unasked is counted.
 */
import type { Log } from '../../hal/ports/log.js';
import type { Scheduler, Timer } from '../../hal/ports/scheduler.js';
import { frozen } from '../bytes/frozen.js';
import { DecodeError } from '../bytes/reader.js';
import { addresses, decodeFrame, ESV, encodeFrame, type Frame, type Property } from './frame.js';
import { NODE_PROFILE } from './node-profile.js';

/** The controller class 0x05FF, first instance. */
const CONTROLLER = 0x05ff01;

export interface ControllerOptions {
	readonly scheduler: Scheduler;
	readonly log: Log;
	/** Sends a message; `to` undefined means all nodes of the link. */
	readonly transmit: (to: Uint8Array | undefined, message: Uint8Array) => void;
	/** Every INF and INFC, whether its EPCs stand in a property map or not; an INFC to this node has been confirmed by then. */
	readonly onNotification?: (from: Uint8Array, frame: Frame) => void;
	/** Object of the controller; default: 0x05FF01. */
	readonly eoj?: number;
	/** How long an answer may take unless the request says otherwise, ms; default: 20,000. */
	readonly timeout?: number;
}

export interface Request {
	/** Undefined asks all nodes of the link. */
	readonly to: Uint8Array | undefined;
	readonly deoj: number;
	readonly esv: number;
	readonly properties: readonly Property[];
	/** The second list of SetGet. */
	readonly got?: readonly Property[];
	/** ms */
	readonly timeout?: number;
	/**
	 * The answer, which may be one of the SNA services; undefined when the time is over (for SetI: when nothing was refused). A request to all nodes or all instances
	 * is answered as often as somebody does, and is over with undefined.
	 */
	readonly done: (answer: Frame | undefined, from: Uint8Array | undefined) => void;
}

interface Pending {
	readonly request: Request;
	readonly timer: Timer;
}

const NOTHING = new Uint8Array(0);

/** Services that answer each request. SetI is answered only if refused. */
const ANSWERS: readonly (readonly [number, readonly number[]])[] = frozen([
	[ESV.SetI, [ESV.SetI_SNA]],
	[ESV.SetC, [ESV.Set_Res, ESV.SetC_SNA]],
	[ESV.Get, [ESV.Get_Res, ESV.Get_SNA]],
	[ESV.INF_REQ, [ESV.INF, ESV.INF_SNA]],
	[ESV.SetGet, [ESV.SetGet_Res, ESV.SetGet_SNA]],
]);

export class EchonetController {
	readonly eoj: number;
	/** Messages that were dropped: malformed ones, and answers that nobody waits for (late, repeated, with a strange TID). */
	readonly dropped = { malformed: 0, unexpected: 0 };
	readonly #options: ControllerOptions;
	readonly #pending = new Map<number, Pending>();
	#tid = 0;

	constructor(options: ControllerOptions) {
		this.#options = options;
		this.eoj = options.eoj ?? CONTROLLER;
	}

	/** Requests that still wait. */
	get waiting(): number {
		return this.#pending.size;
	}

	/** Returns the TID. `done` never comes from inside this call, unless `transmit` itself delivers. */
	request(request: Request): number {
		const tid = this.#freeTid();
		const { deoj, esv, properties, got } = request;
		const head = { tid, seoj: this.eoj, deoj, esv, properties };
		const message = encodeFrame(got ? { ...head, got } : head);
		const timer = this.#options.scheduler.after(request.timeout ?? this.#options.timeout ?? 20_000, () => this.#expire(tid));
		this.#pending.set(tid, { request, timer });
		this.#options.transmit(request.to, message);
		return tid;
	}

	get(to: Uint8Array, deoj: number, epcs: readonly number[], done: Request['done']): number {
		return this.request({ to, deoj, esv: ESV.Get, properties: epcs.map(asking), done });
	}

	/** SetC: confirmed by Set_Res. */
	set(to: Uint8Array, deoj: number, properties: readonly Property[], done: Request['done']): number {
		return this.request({ to, deoj, esv: ESV.SetC, properties, done });
	}

	infReq(to: Uint8Array | undefined, deoj: number, epcs: readonly number[], done: Request['done']): number {
		return this.request({ to, deoj, esv: ESV.INF_REQ, properties: epcs.map(asking), done });
	}

	/** Forgets all requests; their `done` does not come any more. */
	cancelAll(): void {
		for (const { timer } of this.#pending.values()) timer.cancel();
		this.#pending.clear();
	}

	/** Takes one message; requests to this node are none of its business and pass by. */
	receive(from: Uint8Array, message: Uint8Array): void {
		let frame: Frame;
		try {
			frame = decodeFrame(message);
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			if (this.dropped.malformed++ === 0) this.#options.log.write('ECHONET Lite', `dropped: ${error.message}; counted only from here on`);
			return;
		}
		if (frame.esv === ESV.INFC) this.#confirm(from, frame);
		const answered = this.#settle(from, frame);
		if (frame.esv === ESV.INF || frame.esv === ESV.INFC) this.#options.onNotification?.(from, frame);
		else if (!answered && isAnswer(frame.esv)) this.dropped.unexpected++;
	}

	#settle(from: Uint8Array, frame: Frame): boolean {
		const pending = this.#pending.get(frame.tid);
		if (!pending || !fits(pending.request, from, frame)) return false;
		if (isSingle(pending.request)) {
			pending.timer.cancel();
			this.#pending.delete(frame.tid);
		}
		pending.request.done(frame, from);
		return true;
	}

	#confirm(from: Uint8Array, { tid, seoj, deoj, properties }: Frame): void {
		const addressed = addresses(deoj, this.eoj) ? this.eoj : addresses(deoj, NODE_PROFILE) ? NODE_PROFILE : undefined;
		if (addressed === undefined) return;
		const confirmed = properties.map(({ epc }) => asking(epc));
		this.#options.transmit(from, encodeFrame({ tid, seoj: addressed, deoj: seoj, esv: ESV.INFC_Res, properties: confirmed }));
	}

	#expire(tid: number): void {
		const pending = this.#pending.get(tid);
		this.#pending.delete(tid);
		pending?.request.done(undefined, undefined);
	}

	/** 1 to 0xFFFF in turn, none that still waits: an answer to an old request cannot pass for a new one's. */
	#freeTid(): number {
		if (this.#pending.size >= 0xffff) throw new RangeError('ECHONET Lite: TID: expected one that waits for no answer, got all 65,535 waiting');
		do this.#tid = this.#tid === 0xffff ? 1 : this.#tid + 1;
		while (this.#pending.has(this.#tid));
		return this.#tid;
	}
}

function fits(request: Request, from: Uint8Array, frame: Frame): boolean {
	if (!addresses(request.deoj, frame.seoj) || !answersTo(request.esv).includes(frame.esv)) return false;
	return request.to === undefined || (request.to.length === from.length && request.to.every((byte, i) => byte === from[i]));
}

function answersTo(esv: number): readonly number[] {
	return ANSWERS.find(([asked]) => asked === esv)?.[1] ?? [];
}

function isAnswer(esv: number): boolean {
	return esv === ESV.INFC_Res || ANSWERS.some(([, answers]) => answers.includes(esv));
}

function isSingle({ to, deoj }: Request): boolean {
	return to !== undefined && (deoj & 0xff) !== 0;
}

function asking(epc: number): Property {
	return { epc, edt: NOTHING };
}
