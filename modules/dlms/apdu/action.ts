/**
 * ACTION of xDLMS (Green Book, ACTION-Request and ACTION-Response). `i` is Invoke-Id-And-Priority, a target is told in descriptor.ts, a block in
 * block.ts. An outcome is an Action-Result of one byte, then 00, or 01 and a Get-Data-Result (00 value, or 01 Data-Access-Result).
 *
 * | request           | bytes                                | response   | bytes                   |
 * |-------------------|--------------------------------------|------------|-------------------------|
 * | normal            | C3 01 i target 00, or … 01 value     | normal     | C7 01 i outcome         |
 * | next block        | C3 02 i number(4)                    | block      | C7 02 i block           |
 * | list              | C3 03 i count {target} count {value} | list       | C7 03 i count {outcome} |
 * | first block       | C3 04 i target block                 | next block | C7 04 i number(4)       |
 * | list, first block | C3 05 i count {target} block         |            |                         |
 * | block             | C3 06 i block                        |            |                         |
 *
 * The blocks of a request carry its value, or `count {value}`; those of a response what stands behind its invoke id.
 */
import type { Reader } from '../../bytes/reader.js';
import type { DataWriter } from '../axdr/data-writer.js';
import { APDU, type DataBlock, type DataResult, openApdu, readDataResult, readFlag, readListCount, readRaw, writeDataResult } from './apdu.js';
import { readBlock, writeBlock } from './block.js';
import { METHOD_DESCRIPTOR_LENGTH, readTarget, type Target, writeTarget } from './descriptor.js';
import { readValues } from './set.js';

const REQUEST = Object.freeze({ normal: 1, next: 2, list: 3, firstBlock: 4, firstListBlock: 5, block: 6 });
const RESPONSE = Object.freeze({ normal: 1, block: 2, list: 3, next: 4 });

export type ActionRequest =
	| { readonly kind: 'normal'; readonly invoke: number; readonly target: Target; readonly parameter: Uint8Array | undefined }
	| { readonly kind: 'next'; readonly invoke: number; readonly number: number }
	| { readonly kind: 'list'; readonly invoke: number; readonly targets: readonly Target[]; readonly parameters: readonly Uint8Array[] }
	| { readonly kind: 'firstBlock'; readonly invoke: number; readonly target: Target; readonly block: DataBlock }
	| { readonly kind: 'firstListBlock'; readonly invoke: number; readonly targets: readonly Target[]; readonly block: DataBlock }
	| { readonly kind: 'block'; readonly invoke: number; readonly block: DataBlock };

/** What became of one method. */
export interface Outcome {
	/** Action-Result. */
	readonly result: number;
	/** What it returned, if it returns anything. */
	readonly returned: DataResult | undefined;
}

export type ActionResponse =
	| { readonly kind: 'normal'; readonly invoke: number; readonly outcome: Outcome }
	| { readonly kind: 'block'; readonly invoke: number; readonly block: DataBlock }
	| { readonly kind: 'list'; readonly invoke: number; readonly outcomes: readonly Outcome[] }
	| { readonly kind: 'next'; readonly invoke: number; readonly number: number };

/** Throws DecodeError. */
export function decodeActionRequest(bytes: Uint8Array): ActionRequest {
	const r = openApdu(bytes, APDU.actionRequest, 'ACTION-Request');
	const request = readRequest(r);
	r.end();
	return request;
}

function readRequest(r: Reader): ActionRequest {
	const kind = r.uint(1, 'kind of ACTION-Request');
	const invoke = r.uint(1, 'invoke id');
	switch (kind) {
		case REQUEST.normal: {
			const target = readTarget(r);
			return { kind: 'normal', invoke, target, parameter: readFlag(r, 'method parameter') ? readRaw(r) : undefined };
		}
		case REQUEST.next:
			return { kind: 'next', invoke, number: r.uint(4, 'block number') };
		case REQUEST.list: {
			const targets = readTargets(r);
			const parameters = readValues(r);
			if (parameters.length !== targets.length) throw r.error(`${targets.length} parameters, found ${parameters.length}`);
			return { kind: 'list', invoke, targets, parameters };
		}
		case REQUEST.firstBlock: {
			const target = readTarget(r);
			return { kind: 'firstBlock', invoke, target, block: readBlock(r) };
		}
		case REQUEST.firstListBlock: {
			const targets = readTargets(r);
			return { kind: 'firstListBlock', invoke, targets, block: readBlock(r) };
		}
		case REQUEST.block:
			return { kind: 'block', invoke, block: readBlock(r) };
		default:
			throw r.error('an ACTION-Request of kind 1 to 6', 1);
	}
}

export function encodeActionRequest(w: DataWriter, request: ActionRequest): void {
	w.uint(1, APDU.actionRequest).uint(1, REQUEST[request.kind]).uint(1, request.invoke);
	switch (request.kind) {
		case 'normal':
			writeTarget(w, request.target);
			if (request.parameter === undefined) w.uint(1, 0);
			else w.uint(1, 1).put(request.parameter);
			return;
		case 'next':
			w.uint(4, request.number);
			return;
		case 'list':
			writeTargets(w, request.targets);
			w.size(request.parameters.length);
			for (const parameter of request.parameters) w.put(parameter);
			return;
		case 'firstBlock':
			writeTarget(w, request.target);
			writeBlock(w, request.block);
			return;
		case 'firstListBlock':
			writeTargets(w, request.targets);
			writeBlock(w, request.block);
			return;
		case 'block':
			writeBlock(w, request.block);
	}
}

/** Throws DecodeError. */
export function decodeActionResponse(bytes: Uint8Array): ActionResponse {
	const r = openApdu(bytes, APDU.actionResponse, 'ACTION-Response');
	const response = readResponse(r);
	r.end();
	return response;
}

function readResponse(r: Reader): ActionResponse {
	const kind = r.uint(1, 'kind of ACTION-Response');
	const invoke = r.uint(1, 'invoke id');
	switch (kind) {
		case RESPONSE.normal:
			return { kind: 'normal', invoke, outcome: readOutcome(r) };
		case RESPONSE.block:
			return { kind: 'block', invoke, block: readBlock(r) };
		case RESPONSE.list:
			return { kind: 'list', invoke, outcomes: readOutcomes(r) };
		case RESPONSE.next:
			return { kind: 'next', invoke, number: r.uint(4, 'block number') };
		default:
			throw r.error('an ACTION-Response of kind 1 to 4', 1);
	}
}

export function encodeActionResponse(w: DataWriter, response: ActionResponse): void {
	w.uint(1, APDU.actionResponse).uint(1, RESPONSE[response.kind]).uint(1, response.invoke);
	switch (response.kind) {
		case 'normal':
			writeOutcome(w, response.outcome);
			return;
		case 'block':
			writeBlock(w, response.block);
			return;
		case 'list':
			w.size(response.outcomes.length);
			for (const outcome of response.outcomes) writeOutcome(w, outcome);
			return;
		case 'next':
			w.uint(4, response.number);
	}
}

/** What a normal response carries behind its invoke id, or as its blocks put together. */
export function readOutcome(r: Reader): Outcome {
	const result = r.uint(1, 'Action-Result');
	return { result, returned: readFlag(r, 'return parameters') ? readDataResult(r) : undefined };
}

function writeOutcome(w: DataWriter, outcome: Outcome): void {
	w.uint(1, outcome.result);
	if (outcome.returned === undefined) {
		w.uint(1, 0);
	} else {
		w.uint(1, 1);
		writeDataResult(w, outcome.returned);
	}
}

/** What a response to a list carries behind its invoke id, or as its blocks put together. */
export function readOutcomes(r: Reader): Outcome[] {
	const outcomes: Outcome[] = [];
	for (let count = readListCount(r, 2); count > 0; count--) outcomes.push(readOutcome(r));
	return outcomes;
}

function readTargets(r: Reader): Target[] {
	const targets: Target[] = [];
	for (let count = readListCount(r, METHOD_DESCRIPTOR_LENGTH); count > 0; count--) targets.push(readTarget(r));
	return targets;
}

function writeTargets(w: DataWriter, targets: readonly Target[]): void {
	w.size(targets.length);
	for (const target of targets) writeTarget(w, target);
}
