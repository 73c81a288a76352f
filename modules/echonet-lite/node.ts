/**
 * A node: requests come in, each addressed object answers (ECHONET Lite Specification, Part 2, 4.2.3).
 *
 * | request       | all accepted             | something refused                                                     |
 * |---------------|--------------------------|-----------------------------------------------------------------------|
 * | SetI          | nothing                  | SetI_SNA: accepted ones without EDT, refused ones with the EDT asked  |
 * | SetC          | Set_Res                  | SetC_SNA: the same                                                    |
 * | Get           | Get_Res                  | Get_SNA: the same order and number; what cannot be read without EDT   |
 * | INF_REQ       | INF, to all              | INF_SNA, to the asker: as Get_SNA                                     |
 * | SetGet        | SetGet_Res               | SetGet_SNA: both lists; what can be set is set, what can be read read |
 * | INFC          | INFC_Res                 |                                                                       |
 *
 * A request to an object that is not there, a message that is none, and an unknown service stay without an answer. Where the values do
 * not all fit into one datagram, those that do not (in the order asked) count as unreadable: the specification sets no rule.
 */
import type { Log } from '../../hal/ports/log.js';
import { equalBytes } from '../bytes/equal.js';
import { DecodeError } from '../bytes/reader.js';
import { addresses, bareLength, decodeFrame, ESV, encodeFrame, type Frame, type Property } from './frame.js';
import { NODE_PROFILE } from './node-profile.js';
import type { NodeObject } from './object.js';

export interface NodeOptions {
	/** The node profile and the devices. */
	readonly objects: readonly NodeObject[];
	/** The longest message that `transmit` takes, in bytes. */
	readonly maxPayload: number;
	readonly log: Log;
	/** Sends a message; `to` undefined means all nodes of the link. */
	readonly transmit: (to: Uint8Array | undefined, message: Uint8Array) => void;
	/** Where answers to INF_REQ go: to all nodes by the specification's convention, which is the default, or to the asker alone. */
	readonly informs?: 'all' | 'asker';
	/** Whether SetGet, optional for a device, is served; by default it is. If not, it is refused as a whole. */
	readonly setGet?: boolean;
	/** Whether a message gets no answer and has no effect; default: none is ignored. */
	readonly ignores?: (frame: Frame) => boolean;
	/** Hears what other nodes inform of: each INF, and each INFC, which is confirmed besides. */
	readonly onInform?: (frame: Frame) => void;
	/** Hears the INFC_Res that controllers give. */
	readonly onConfirm?: (from: Uint8Array, frame: Frame) => void;
}

/** What a node did not answer, in messages. */
export interface Unanswered {
	malformed: number;
	/** Answers of others, notifications, and services that no table knows. */
	notRequests: number;
	unknownObject: number;
	/** Requests whose bare answer already would not have fit. */
	tooLong: number;
}

const NOTHING = new Uint8Array(0);

export class EchonetNode {
	readonly unanswered: Unanswered = { malformed: 0, notRequests: 0, unknownObject: 0, tooLong: 0 };
	readonly #options: NodeOptions;
	#tid = 0;

	constructor(options: NodeOptions) {
		this.#options = options;
	}

	/** Takes one message. Answers go out through `transmit` before this returns, then announcements of what a Set changed. */
	receive(from: Uint8Array, message: Uint8Array): void {
		let frame: Frame;
		try {
			frame = decodeFrame(message);
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			if (this.unanswered.malformed++ === 0) this.#options.log.write('ECHONET Lite', `dropped: ${error.message}; counted only from here on`);
			return;
		}
		if (frame.esv === ESV.INF || frame.esv === ESV.INFC) this.#options.onInform?.(frame);
		if (frame.esv === ESV.INFC_Res) this.#options.onConfirm?.(from, frame);
		else if (!isRequest(frame.esv)) this.unanswered.notRequests++;
		else this.dispatch(from, frame);
	}

	/** Informs all nodes of these properties' values, with the next TID; those that cannot be read are left out. */
	announce(object: NodeObject, epcs: readonly number[]): void {
		const properties: Property[] = [];
		for (const epc of epcs) {
			const edt = object.get(epc);
			if (edt) properties.push({ epc, edt });
		}
		if (properties.length === 0) return;
		const frame: Frame = { tid: this.nextTid(), seoj: object.eoj, deoj: NODE_PROFILE, esv: ESV.INF, properties };
		this.#options.transmit(undefined, encodeFrame(frame));
	}

	/** The TID of the next message that the node sends of its own accord: 0, 1, … 0xFFFF, 1, … */
	nextTid(): number {
		const tid = this.#tid;
		this.#tid = tid === 0xffff ? 1 : tid + 1;
		return tid;
	}

	/** The next TID is 0 again. */
	restartTids(): void {
		this.#tid = 0;
	}

	private dispatch(from: Uint8Array, frame: Frame): void {
		if (this.#options.ignores?.(frame)) return;
		let found = false;
		for (const object of this.#options.objects) {
			if (!addresses(frame.deoj, object.eoj)) continue;
			found = true;
			this.serve(object, from, frame);
		}
		if (!found) this.unanswered.unknownObject++;
	}

	private serve(object: NodeObject, from: Uint8Array, frame: Frame): void {
		const room = this.#options.maxPayload - bareLength(frame);
		if (room < 0) {
			this.unanswered.tooLong++;
			return;
		}
		switch (frame.esv) {
			case ESV.Get:
				this.get(object, from, frame, room);
				break;
			case ESV.INF_REQ:
				this.inform(object, from, frame, room);
				break;
			case ESV.SetC:
			case ESV.SetI:
				this.set(object, from, frame, room);
				break;
			case ESV.SetGet:
				this.setGet(object, from, frame, room);
				break;
			case ESV.INFC:
				this.answer(object, from, frame, ESV.INFC_Res, frame.properties.map(bare));
		}
	}

	private get(object: NodeObject, from: Uint8Array, frame: Frame, room: number): void {
		const values: Property[] = [];
		const complete = readAll(object, frame.properties, room, values);
		this.answer(object, from, frame, complete ? ESV.Get_Res : ESV.Get_SNA, values);
	}

	private inform(object: NodeObject, from: Uint8Array, frame: Frame, room: number): void {
		const values: Property[] = [];
		if (!readAll(object, frame.properties, room, values)) this.answer(object, from, frame, ESV.INF_SNA, values);
		else this.answer(object, this.#options.informs === 'asker' ? from : undefined, frame, ESV.INF, values);
	}

	private set(object: NodeObject, from: Uint8Array, frame: Frame, room: number): void {
		const changed: number[] = [];
		const outcome: Property[] = [];
		const complete = setAll(object, frame.properties, outcome, changed);
		if (!complete && dataLength(outcome) > room) this.unanswered.tooLong++;
		else if (!complete) this.answer(object, from, frame, frame.esv === ESV.SetI ? ESV.SetI_SNA : ESV.SetC_SNA, outcome);
		else if (frame.esv === ESV.SetC) this.answer(object, from, frame, ESV.Set_Res, outcome);
		if (changed.length > 0) this.announce(object, changed);
	}

	private setGet(object: NodeObject, from: Uint8Array, frame: Frame, room: number): void {
		const asked = frame.got ?? [];
		if (this.#options.setGet === false) {
			if (dataLength(frame.properties) > room) this.unanswered.tooLong++;
			else this.answer(object, from, frame, ESV.SetGet_SNA, frame.properties, asked.map(bare));
			return;
		}
		const changed: number[] = [];
		const outcome: Property[] = [];
		const values: Property[] = [];
		const allSet = setAll(object, frame.properties, outcome, changed);
		const allRead = readAll(object, asked, room - dataLength(outcome), values);
		if (dataLength(outcome) > room) this.unanswered.tooLong++;
		else this.answer(object, from, frame, allSet && allRead ? ESV.SetGet_Res : ESV.SetGet_SNA, outcome, values);
		if (changed.length > 0) this.announce(object, changed);
	}

	private answer(
		object: NodeObject,
		to: Uint8Array | undefined,
		asked: Frame,
		esv: number,
		properties: readonly Property[],
		got?: readonly Property[],
	): void {
		const head = { tid: asked.tid, seoj: object.eoj, deoj: asked.seoj, esv, properties };
		this.#options.transmit(to, encodeFrame(got ? { ...head, got } : head));
	}
}

function isRequest(esv: number): boolean {
	return esv === ESV.SetI || esv === ESV.SetC || esv === ESV.Get || esv === ESV.INF_REQ || esv === ESV.SetGet || esv === ESV.INFC;
}

/** Adds the values to `into`, as many bytes of EDT as there is room for; false if one is missing. */
function readAll(object: NodeObject, asked: readonly Property[], room: number, into: Property[]): boolean {
	let left = room;
	let complete = true;
	for (const { epc } of asked) {
		const edt = object.get(epc);
		if (edt && edt.length <= left) {
			left -= edt.length;
			into.push({ epc, edt });
		} else {
			complete = false;
			into.push({ epc, edt: NOTHING });
		}
	}
	return complete;
}

/** Adds what becomes of each to `into`, and to `changed` the announced ones whose value is another now; false if one was refused. */
function setAll(object: NodeObject, asked: readonly Property[], into: Property[], changed: number[]): boolean {
	let complete = true;
	for (const property of asked) {
		const { epc, edt } = property;
		const before = object.announces(epc) ? object.get(epc) : undefined;
		const accepted = object.set(epc, edt);
		if (!accepted) complete = false;
		else if (before && !equalBytes(before, object.get(epc) ?? NOTHING) && !changed.includes(epc)) changed.push(epc);
		into.push(accepted ? bare(property) : property);
	}
	return complete;
}

function bare({ epc }: Property): Property {
	return { epc, edt: NOTHING };
}

function dataLength(properties: readonly Property[]): number {
	let length = 0;
	for (const { edt } of properties) length += edt.length;
	return length;
}
