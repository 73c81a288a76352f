/**
 * SET and ACTION of a client (Green Book, SET-Request, ACTION-Request): one attribute or method, or a list. A request goes in blocks where it is longer
 * than the server's PDU, and so may come what methods return.
 *
 * | exchange    | asks                                        | takes                               |
 * |-------------|---------------------------------------------|-------------------------------------|
 * | SetValues   | normal, list; or first block, block         | normal, list; block, last block     |
 * | CallMethods | normal, list; or first block, block; next   | normal, list; next block; block     |
 */
import { DecodeError } from '../../bytes/reader.js';
import { decodeActionResponse, encodeActionRequest, type Outcome, readOutcome, readOutcomes } from '../apdu/action.js';
import { BLOCK_HEAD, Cut, Parts, type Room } from '../apdu/block.js';
import { ATTRIBUTE_DESCRIPTOR_LENGTH, type AttributeTarget, METHOD_DESCRIPTOR_LENGTH, type Target } from '../apdu/descriptor.js';
import { decodeSetResponse, encodeSetRequest } from '../apdu/set.js';
import { contentRoom, sizeLength } from '../axdr/data-length.js';
import { DataWriter } from '../axdr/data-writer.js';
import { FORMAT } from './client-error.js';
import { counted, DOES_NOT_FIT, type Done, Exchange, tooLong, whole } from './exchange.js';

const NULL_DATA = new Uint8Array(1);
const NONE = new Uint8Array(0);
/** Tag, kind, invoke id. */
const REQUEST_HEAD = 3;

/** Values for attributes: a Data-Access-Result for each. */
export class SetValues extends Exchange<readonly number[]> {
	readonly #targets: readonly AttributeTarget[];
	readonly #values: readonly Uint8Array[];
	readonly #list: boolean;
	readonly #cut: Cut;

	/** @param pdu the longest request in the clear, in bytes */
	constructor(
		invoke: number,
		targets: readonly AttributeTarget[],
		values: readonly Uint8Array[],
		list: boolean,
		pdu: number,
		done: Done<readonly number[]>,
	) {
		super(invoke, done);
		let head = 0;
		for (const { selection } of targets) head += ATTRIBUTE_DESCRIPTOR_LENGTH + (selection === undefined ? 0 : 1 + selection.parameters.length);
		this.#targets = targets;
		this.#values = values;
		this.#list = list;
		if (list) head += sizeLength(targets.length);
		this.#cut = new Cut(joined(values, list), roomOf(pdu, head, 0));
	}

	override begin(w: DataWriter): boolean {
		const invoke = this.invoke!;
		const targets = this.#targets;
		const target = targets[0]!;
		const cut = this.#cut;
		if (cut.impossible) return this.failed(DOES_NOT_FIT);
		if (cut.whole) {
			if (this.#list) encodeSetRequest(w, { kind: 'list', invoke, targets, values: this.#values });
			else encodeSetRequest(w, { kind: 'normal', invoke, target, value: this.#values[0]! });
		} else {
			if (this.#list) encodeSetRequest(w, { kind: 'firstListBlock', invoke, targets, block: cut.next() });
			else encodeSetRequest(w, { kind: 'firstBlock', invoke, target, block: cut.next() });
		}
		return false;
	}

	override take(apdu: Uint8Array, w: DataWriter): boolean {
		const response = decodeSetResponse(apdu);
		switch (response.kind) {
			case 'block':
				if (!this.#cut.awaits(response.number)) throw new DecodeError(FORMAT, 3, 'the answer to the last block');
				encodeSetRequest(w, { kind: 'block', invoke: this.invoke!, block: this.#cut.next() });
				return false;
			case 'list':
			case 'lastListBlock':
				return this.overWith(() => counted(response.results, this.#targets.length));
			default:
				// A server that cannot go on with a list may give one result for all.
				return this.over(this.#targets.map(() => response.result));
		}
	}
}

/** Calls of methods: what became of each. */
export class CallMethods extends Exchange<readonly Outcome[]> {
	readonly #targets: readonly Target[];
	readonly #parameters: readonly (Uint8Array | undefined)[];
	readonly #list: boolean;
	readonly #cut: Cut;
	readonly #parts: Parts;

	/** @param pdu the longest request in the clear, in bytes */
	constructor(
		invoke: number,
		targets: readonly Target[],
		parameters: readonly (Uint8Array | undefined)[],
		list: boolean,
		limits: { readonly pdu: number; readonly maxValue: number },
		done: Done<readonly Outcome[]>,
	) {
		super(invoke, done);
		this.#targets = targets;
		this.#parameters = parameters;
		this.#list = list;
		const head = METHOD_DESCRIPTOR_LENGTH * targets.length + (list ? sizeLength(targets.length) : 0);
		this.#cut = new Cut(joined(parameters, list), roomOf(limits.pdu, head, list ? 0 : 1));
		this.#parts = new Parts(limits.maxValue);
	}

	override begin(w: DataWriter): boolean {
		const invoke = this.invoke!;
		const targets = this.#targets;
		const target = targets[0]!;
		const cut = this.#cut;
		if (cut.impossible) return this.failed(DOES_NOT_FIT);
		if (cut.whole) {
			if (this.#list) encodeActionRequest(w, { kind: 'list', invoke, targets, parameters: this.#parameters.map((value) => value ?? NULL_DATA) });
			else encodeActionRequest(w, { kind: 'normal', invoke, target, parameter: this.#parameters[0] });
		} else {
			if (this.#list) encodeActionRequest(w, { kind: 'firstListBlock', invoke, targets, block: cut.next() });
			else encodeActionRequest(w, { kind: 'firstBlock', invoke, target, block: cut.next() });
		}
		return false;
	}

	override take(apdu: Uint8Array, w: DataWriter): boolean {
		const invoke = this.invoke!;
		const response = decodeActionResponse(apdu);
		switch (response.kind) {
			case 'normal':
				// A server that cannot go on with a list gives one result for all.
				return this.over(this.#targets.map(() => copyOf(response.outcome)));
			case 'list':
				return this.overWith(() => counted(response.outcomes.map(copyOf), this.#targets.length));
			case 'next':
				if (!this.#cut.awaits(response.number)) throw new DecodeError(FORMAT, 3, 'the answer to the last block');
				encodeActionRequest(w, { kind: 'block', invoke, block: this.#cut.next() });
				return false;
			default: {
				const { last, number, raw } = response.block;
				if (!this.#parts.add(number, raw)) return this.failed(tooLong(this.#parts.most));
				if (last) return this.overWith(() => this.#outcomes());
				encodeActionRequest(w, { kind: 'next', invoke, number });
				return false;
			}
		}
	}

	#outcomes(): readonly Outcome[] {
		const { bytes } = this.#parts;
		return this.#list ? counted(whole(bytes, readOutcomes), this.#targets.length) : [whole(bytes, readOutcome)];
	}
}

/** The outcome of the only one of a list. */
export function only<T>(done: Done<T>): Done<readonly T[]> {
	return (error, values) => done(error, values?.[0]);
}

/**
 * @param head bytes of the targets, and of their count
 * @param flag bytes that tell that there is a value, where it goes whole
 */
function roomOf(pdu: number, head: number, flag: number): Room {
	const inBlock = pdu - REQUEST_HEAD - BLOCK_HEAD;
	return { whole: pdu - REQUEST_HEAD - head - flag, first: contentRoom(inBlock - head), other: contentRoom(inBlock) };
}

/** What the blocks of a request carry: a value, or a list of them behind their count. */
function joined(values: readonly (Uint8Array | undefined)[], list: boolean): Uint8Array {
	if (!list) return values[0] ?? NONE;
	const w = new DataWriter().size(values.length);
	for (const value of values) w.put(value ?? NULL_DATA);
	return w.bytes;
}

function copyOf({ result, returned }: Outcome): Outcome {
	return { result, returned: typeof returned === 'object' ? returned.slice() : returned };
}
