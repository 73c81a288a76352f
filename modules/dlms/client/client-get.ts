/**
 * GET of a client (Green Book, GET-Request and GET-Response): one attribute or a list, whose values come in one PDU or in blocks.
 *
 * | exchange | asks              | takes                                              |
 * |----------|-------------------|----------------------------------------------------|
 * | GetOne   | normal, then next | normal, or blocks that are put together            |
 * | GetParts | normal, then next | normal, or blocks that are handed on as they come  |
 * | GetList  | list, then next   | list, or blocks that are put together              |
 */
import { DecodeError } from '../../bytes/reader.js';
import { type DataResult, readRaw } from '../apdu/apdu.js';
import { Parts } from '../apdu/block.js';
import type { AttributeTarget } from '../apdu/descriptor.js';
import { decodeGetResponse, encodeGetRequest, readResults } from '../apdu/get.js';
import type { DataWriter } from '../axdr/data-writer.js';
import type { ClientError } from './client-error.js';
import { FORMAT } from './client-error.js';
import { counted, DOES_NOT_FIT, type Done, Exchange, tooLong, whole } from './exchange.js';

/** A value in A-XDR, or a Data-Access-Result. */
export class GetOne extends Exchange<DataResult> {
	readonly #target: AttributeTarget;
	readonly #parts: Parts;

	constructor(invoke: number, target: AttributeTarget, maxValue: number, done: Done<DataResult>) {
		super(invoke, done);
		this.#target = target;
		this.#parts = new Parts(maxValue);
	}

	override begin(w: DataWriter): boolean {
		encodeGetRequest(w, { kind: 'normal', invoke: this.invoke!, target: this.#target });
		return false;
	}

	override take(apdu: Uint8Array, w: DataWriter): boolean {
		const response = decodeGetResponse(apdu);
		if (response.kind === 'normal') return this.over(copyOf(response.result));
		if (response.kind === 'list') throw new DecodeError(FORMAT, 1, 'the response to one attribute');
		const { last, number, result } = response;
		if (typeof result === 'number') return this.failed(blockRefused(result));
		if (!this.#parts.add(number, result)) return this.failed(tooLong(this.#parts.most));
		if (last) return this.overWith(() => whole(this.#parts.bytes, readRaw));
		encodeGetRequest(w, { kind: 'next', invoke: this.invoke!, number });
		return false;
	}
}

/** A value that is handed on in the parts in which it comes; the outcome is a Data-Access-Result. */
export class GetParts extends Exchange<number> {
	readonly #target: AttributeTarget;
	readonly #onPart: (part: Uint8Array) => void;
	readonly #parts = new Parts(0);

	constructor(invoke: number, target: AttributeTarget, onPart: (part: Uint8Array) => void, done: Done<number>) {
		super(invoke, done);
		this.#target = target;
		this.#onPart = onPart;
	}

	override begin(w: DataWriter): boolean {
		encodeGetRequest(w, { kind: 'normal', invoke: this.invoke!, target: this.#target });
		return false;
	}

	override take(apdu: Uint8Array, w: DataWriter): boolean {
		const response = decodeGetResponse(apdu);
		if (response.kind === 'list') throw new DecodeError(FORMAT, 1, 'the response to one attribute');
		const { result } = response;
		if (response.kind === 'normal') return typeof result === 'number' ? this.over(result) : this.overWith(() => this.#hand(result));
		if (typeof result === 'number') return this.failed(blockRefused(result));
		const { last, number } = response;
		this.#parts.count(number);
		// Whoever takes the part may find that it is not what was asked for.
		this.overWith(() => this.#hand(result));
		if (last || this.hasFailed) return true;
		encodeGetRequest(w, { kind: 'next', invoke: this.invoke!, number });
		return false;
	}

	#hand(part: Uint8Array): number {
		this.#onPart(part);
		return 0;
	}
}

/** A result for each of a list. */
export class GetList extends Exchange<readonly DataResult[]> {
	readonly #targets: readonly AttributeTarget[];
	readonly #pdu: number;
	readonly #parts: Parts;

	/** @param pdu the longest request in the clear, in bytes */
	constructor(invoke: number, targets: readonly AttributeTarget[], pdu: number, maxValue: number, done: Done<readonly DataResult[]>) {
		super(invoke, done);
		this.#targets = targets;
		this.#pdu = pdu;
		this.#parts = new Parts(maxValue);
	}

	override begin(w: DataWriter): boolean {
		encodeGetRequest(w, { kind: 'list', invoke: this.invoke!, targets: this.#targets });
		return w.length > this.#pdu && this.failed(DOES_NOT_FIT);
	}

	override take(apdu: Uint8Array, w: DataWriter): boolean {
		const response = decodeGetResponse(apdu);
		if (response.kind === 'list') return this.#all(() => response.results.map(copyOf));
		const { result } = response;
		// A server that refuses a list as a whole gives one result.
		if (response.kind === 'normal') return this.#all(() => (typeof result === 'number' ? this.#targets.map(() => result) : [result.slice()]));
		const { last, number } = response;
		if (typeof result === 'number') return this.failed(blockRefused(result));
		if (!this.#parts.add(number, result)) return this.failed(tooLong(this.#parts.most));
		if (last) return this.#all(() => whole(this.#parts.bytes, readResults));
		encodeGetRequest(w, { kind: 'next', invoke: this.invoke!, number });
		return false;
	}

	#all(read: () => readonly DataResult[]): true {
		return this.overWith(() => counted(read(), this.#targets.length));
	}
}

function copyOf(result: DataResult): DataResult {
	return typeof result === 'number' ? result : result.slice();
}

function blockRefused(result: number): ClientError {
	return { kind: 'protocol', text: `block refused: Data-Access-Result ${result}` };
}
