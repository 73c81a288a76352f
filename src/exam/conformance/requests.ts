/** Requests of checks in an association: one at a time, block by block, with what came in each block for whoever judges that. */
import { DecodeError, Reader } from '../../../modules/bytes/reader.js';
import { decodeActionResponse, encodeActionRequest } from '../../../modules/dlms/apdu/action.js';
import { APDU } from '../../../modules/dlms/apdu/apdu.js';
import type { AttributeTarget, Selection, Target } from '../../../modules/dlms/apdu/descriptor.js';
import { decodeGetResponse, encodeGetRequest, type GetResponse } from '../../../modules/dlms/apdu/get.js';
import { decodeSetResponse, encodeSetRequest } from '../../../modules/dlms/apdu/set.js';
import { type Data, LARGE, readData } from '../../../modules/dlms/axdr/data.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { type LogicalName, logicalNameText } from '../../../modules/dlms/axdr/obis.js';
import { NoAnswer } from './finding.js';
import type { Answer, Probe } from './probe.js';

export const INVOKE = 0xc1;
/** The longest value that is put together, bytes, and its blocks. */
const MOST_BYTES = 1 << 22;
const MOST_BLOCKS = 1 << 16;
/** What stands for the refusal of a request as a whole, beside Data-Access-Results. */
export const EXCEPTION = 0x1000;
/** What stands for a value that is not of its kind, likewise. */
export const MALFORMED = 0x1001;
/** What stands for a request that nothing was answered to, or nothing under the client's keys, likewise. */
export const UNANSWERED = 0x1002;

/** `1/0.0.42.0.0.255:2` */
export function placeText(classId: number, name: LogicalName, attribute: number): string {
	return `${classId}/${logicalNameText(name)}:${attribute}`;
}

export function target(classId: number, name: number, index: number, selection?: Selection): AttributeTarget {
	return { classId, name, index, selection };
}

export function getRequest(wanted: AttributeTarget, invoke = INVOKE): Uint8Array {
	const w = new DataWriter();
	encodeGetRequest(w, { kind: 'normal', invoke, target: wanted });
	return w.copy();
}

export function listRequest(targets: readonly AttributeTarget[]): Uint8Array {
	const w = new DataWriter();
	encodeGetRequest(w, { kind: 'list', invoke: INVOKE, targets });
	return w.copy();
}

export function nextRequest(number: number): Uint8Array {
	const w = new DataWriter();
	encodeGetRequest(w, { kind: 'next', invoke: INVOKE, number });
	return w.copy();
}

export function setRequest(wanted: AttributeTarget, value: Uint8Array): Uint8Array {
	const w = new DataWriter();
	encodeSetRequest(w, { kind: 'normal', invoke: INVOKE, target: wanted, value });
	return w.copy();
}

export function actionRequest(wanted: Target, parameter: Uint8Array | undefined): Uint8Array {
	const w = new DataWriter();
	encodeActionRequest(w, { kind: 'normal', invoke: INVOKE, target: wanted, parameter });
	return w.copy();
}

/** What was answered, as a response of its kind. Throws NoAnswer where it is none. */
export function responseOf<T>(answer: Answer, of: string, decode: (apdu: Uint8Array) => T): T {
	if (answer.kind !== 'answer') throw new NoAnswer(answer.kind, of);
	try {
		return decode(answer.apdu);
	} catch (error) {
		if (error instanceof DecodeError) throw new NoAnswer('malformed', of);
		throw error;
	}
}

/** A value, or a Data-Access-Result, and how it came. */
export interface Got {
	readonly result: Uint8Array | number;
	/** Bytes of each APDU that it came in, as they went over the line. */
	readonly sizes: readonly number[];
	/** Numbers of its blocks, as told; empty: it came whole. */
	readonly blocks: readonly number[];
}

/** Reads an attribute, in blocks if they come. `EXCEPTION` stands for an exception. Throws NoAnswer. */
export async function get(probe: Probe, wanted: AttributeTarget): Promise<Uint8Array | number> {
	return (await getAll(probe, wanted)).result;
}

export async function getAll(probe: Probe, wanted: AttributeTarget): Promise<Got> {
	const sizes: number[] = [];
	const blocks: number[] = [];
	const parts: Uint8Array[] = [];
	const of = `GET ${placeText(wanted.classId, wanted.name, wanted.index)}`;
	let length = 0;
	let request = getRequest(wanted);
	for (;;) {
		const answer = await probe.ask(request);
		if (answer.kind === 'exception') return { result: EXCEPTION, sizes, blocks };
		const response: GetResponse = responseOf(answer, of, decodeGetResponse);
		if (answer.kind === 'answer') sizes.push(answer.raw.length);
		if (response.kind === 'list') throw new NoAnswer('malformed', of);
		if (response.kind === 'normal') return { result: typeof response.result === 'number' ? response.result : response.result.slice(), sizes, blocks };
		if (typeof response.result === 'number') return { result: response.result, sizes, blocks };
		blocks.push(response.number);
		parts.push(response.result.slice());
		length += response.result.length;
		if (response.last) return { result: joined(parts, length), sizes, blocks };
		if (length > MOST_BYTES || blocks.length > MOST_BLOCKS) throw new NoAnswer('malformed', of);
		request = nextRequest(blocks.length);
	}
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
	const all = new Uint8Array(length);
	let at = 0;
	for (const part of parts) {
		all.set(part, at);
		at += part.length;
	}
	return all;
}

/** A Data-Access-Result, or `EXCEPTION`. Throws NoAnswer. */
export async function set(probe: Probe, wanted: AttributeTarget, value: Uint8Array): Promise<number> {
	const answer = await probe.ask(setRequest(wanted, value));
	if (answer.kind === 'exception') return EXCEPTION;
	const of = `SET ${placeText(wanted.classId, wanted.name, wanted.index)}`;
	const response = responseOf(answer, of, decodeSetResponse);
	if (response.kind !== 'normal') throw new NoAnswer('malformed', of);
	return response.result;
}

/** An Action-Result, or `EXCEPTION`. Throws NoAnswer. */
export async function act(probe: Probe, wanted: Target, parameter: Uint8Array | undefined): Promise<number> {
	const answer = await probe.ask(actionRequest(wanted, parameter));
	if (answer.kind === 'exception') return EXCEPTION;
	const of = `ACTION ${placeText(wanted.classId, wanted.name, wanted.index)}()`;
	if (answer.kind === 'answer' && answer.apdu[0] !== APDU.actionResponse) throw new NoAnswer('malformed', of);
	const response = responseOf(answer, of, decodeActionResponse);
	return response.kind === 'normal' ? response.outcome.result : 0;
}

/** A value of A-XDR; undefined: the bytes are none. */
export function dataOf(bytes: Uint8Array): Data | undefined {
	try {
		const r = new Reader('A-XDR', bytes);
		const data = readData(r, LARGE);
		r.end();
		return data;
	} catch (error) {
		if (error instanceof DecodeError) return undefined;
		throw error;
	}
}
