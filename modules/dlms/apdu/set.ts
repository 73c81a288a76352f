/**
 * SET of xDLMS (Green Book, SET-Request and SET-Response). `i` is Invoke-Id-And-Priority, a target is told in descriptor.ts, a block in block.ts,
 * a result is a Data-Access-Result of one byte.
 *
 * | request           | bytes                               | response          | bytes                            |
 * |-------------------|-------------------------------------|-------------------|----------------------------------|
 * | normal            | C1 01 i target value                | normal            | C5 01 i result                   |
 * | first block       | C1 02 i target block                | block             | C5 02 i number(4)                |
 * | block             | C1 03 i block                       | last block        | C5 03 i result number(4)         |
 * | list              | C1 04 i count {target} count {value} | last block, list | C5 04 i count {result} number(4) |
 * | list, first block | C1 05 i count {target} block        | list              | C5 05 i count {result}           |
 *
 * The blocks of a value carry the value, those of a list `count {value}`.
 */
import type { Reader } from '../../bytes/reader.js';
import type { DataWriter } from '../axdr/data-writer.js';
import { APDU, type DataBlock, openApdu, readListCount, readRaw } from './apdu.js';
import { readBlock, writeBlock } from './block.js';
import { ATTRIBUTE_DESCRIPTOR_LENGTH, type AttributeTarget, readAttributeTarget, writeAttributeTarget } from './descriptor.js';

const REQUEST = Object.freeze({ normal: 1, firstBlock: 2, block: 3, list: 4, firstListBlock: 5 });
const RESPONSE = Object.freeze({ normal: 1, block: 2, lastBlock: 3, lastListBlock: 4, list: 5 });

export type SetRequest =
	| { readonly kind: 'normal'; readonly invoke: number; readonly target: AttributeTarget; readonly value: Uint8Array }
	| { readonly kind: 'firstBlock'; readonly invoke: number; readonly target: AttributeTarget; readonly block: DataBlock }
	| { readonly kind: 'block'; readonly invoke: number; readonly block: DataBlock }
	| {
			readonly kind: 'list';
			readonly invoke: number;
			readonly targets: readonly AttributeTarget[];
			readonly values: readonly Uint8Array[];
	  }
	| { readonly kind: 'firstListBlock'; readonly invoke: number; readonly targets: readonly AttributeTarget[]; readonly block: DataBlock };

export type SetResponse =
	| { readonly kind: 'normal'; readonly invoke: number; readonly result: number }
	| { readonly kind: 'block'; readonly invoke: number; readonly number: number }
	| { readonly kind: 'lastBlock'; readonly invoke: number; readonly result: number; readonly number: number }
	| { readonly kind: 'lastListBlock'; readonly invoke: number; readonly results: readonly number[]; readonly number: number }
	| { readonly kind: 'list'; readonly invoke: number; readonly results: readonly number[] };

/** Throws DecodeError. */
export function decodeSetRequest(bytes: Uint8Array): SetRequest {
	const r = openApdu(bytes, APDU.setRequest, 'SET-Request');
	const request = readRequest(r);
	r.end();
	return request;
}

function readRequest(r: Reader): SetRequest {
	const kind = r.uint(1, 'kind of SET-Request');
	const invoke = r.uint(1, 'invoke id');
	switch (kind) {
		case REQUEST.normal: {
			const target = readAttributeTarget(r);
			return { kind: 'normal', invoke, target, value: readRaw(r) };
		}
		case REQUEST.firstBlock: {
			const target = readAttributeTarget(r);
			return { kind: 'firstBlock', invoke, target, block: readBlock(r) };
		}
		case REQUEST.block:
			return { kind: 'block', invoke, block: readBlock(r) };
		case REQUEST.list: {
			const targets = readTargets(r);
			const values = readValues(r);
			if (values.length !== targets.length) throw r.error(`${targets.length} values, found ${values.length}`);
			return { kind: 'list', invoke, targets, values };
		}
		case REQUEST.firstListBlock: {
			const targets = readTargets(r);
			return { kind: 'firstListBlock', invoke, targets, block: readBlock(r) };
		}
		default:
			throw r.error('a SET-Request of kind 1 to 5', 1);
	}
}

/** The values of a list, as the request has them, or as its blocks put together: views. */
export function readValues(r: Reader): Uint8Array[] {
	const values: Uint8Array[] = [];
	for (let count = readListCount(r, 1); count > 0; count--) values.push(readRaw(r));
	return values;
}

export function encodeSetRequest(w: DataWriter, request: SetRequest): void {
	w.uint(1, APDU.setRequest).uint(1, REQUEST[request.kind]).uint(1, request.invoke);
	switch (request.kind) {
		case 'normal':
			writeAttributeTarget(w, request.target);
			w.put(request.value);
			return;
		case 'firstBlock':
			writeAttributeTarget(w, request.target);
			writeBlock(w, request.block);
			return;
		case 'block':
			writeBlock(w, request.block);
			return;
		case 'list':
			writeTargets(w, request.targets);
			w.size(request.values.length);
			for (const value of request.values) w.put(value);
			return;
		case 'firstListBlock':
			writeTargets(w, request.targets);
			writeBlock(w, request.block);
	}
}

/** Throws DecodeError. */
export function decodeSetResponse(bytes: Uint8Array): SetResponse {
	const r = openApdu(bytes, APDU.setResponse, 'SET-Response');
	const response = readResponse(r);
	r.end();
	return response;
}

function readResponse(r: Reader): SetResponse {
	const kind = r.uint(1, 'kind of SET-Response');
	const invoke = r.uint(1, 'invoke id');
	switch (kind) {
		case RESPONSE.normal:
			return { kind: 'normal', invoke, result: r.uint(1, 'Data-Access-Result') };
		case RESPONSE.block:
			return { kind: 'block', invoke, number: r.uint(4, 'block number') };
		case RESPONSE.lastBlock: {
			const result = r.uint(1, 'Data-Access-Result');
			return { kind: 'lastBlock', invoke, result, number: r.uint(4, 'block number') };
		}
		case RESPONSE.lastListBlock: {
			const results = readResults(r);
			return { kind: 'lastListBlock', invoke, results, number: r.uint(4, 'block number') };
		}
		case RESPONSE.list:
			return { kind: 'list', invoke, results: readResults(r) };
		default:
			throw r.error('a SET-Response of kind 1 to 5', 1);
	}
}

export function encodeSetResponse(w: DataWriter, response: SetResponse): void {
	w.uint(1, APDU.setResponse).uint(1, RESPONSE[response.kind]).uint(1, response.invoke);
	switch (response.kind) {
		case 'normal':
			w.uint(1, response.result);
			return;
		case 'block':
			w.uint(4, response.number);
			return;
		case 'lastBlock':
			w.uint(1, response.result).uint(4, response.number);
			return;
		case 'lastListBlock':
			writeResults(w, response.results);
			w.uint(4, response.number);
			return;
		case 'list':
			writeResults(w, response.results);
	}
}

function readTargets(r: Reader): AttributeTarget[] {
	const targets: AttributeTarget[] = [];
	for (let count = readListCount(r, ATTRIBUTE_DESCRIPTOR_LENGTH); count > 0; count--) targets.push(readAttributeTarget(r));
	return targets;
}

function writeTargets(w: DataWriter, targets: readonly AttributeTarget[]): void {
	w.size(targets.length);
	for (const target of targets) writeAttributeTarget(w, target);
}

function readResults(r: Reader): number[] {
	const results: number[] = [];
	for (let count = readListCount(r, 1); count > 0; count--) results.push(r.uint(1, 'Data-Access-Result'));
	return results;
}

function writeResults(w: DataWriter, results: readonly number[]): void {
	w.size(results.length);
	for (const result of results) w.uint(1, result);
}
