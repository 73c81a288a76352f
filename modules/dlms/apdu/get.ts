/**
 * GET of xDLMS (Green Book, GET-Request and GET-Response). `i` is Invoke-Id-And-Priority, a target is told in descriptor.ts.
 *
 * | request    | bytes                     | response | bytes                                                           |
 * |------------|---------------------------|----------|-----------------------------------------------------------------|
 * | normal     | C0 01 i target            | normal   | C4 01 i 00 value, or C4 01 i 01 Data-Access-Result              |
 * | next block | C0 02 i number(4)         | block    | C4 02 i last number(4) 00 length raw, or … 01 Data-Access-Result |
 * | list       | C0 03 i count {target}    | list     | C4 03 i count {00 value, or 01 Data-Access-Result}              |
 *
 * The blocks of a list carry `count {…}` of its response.
 */
import type { Reader } from '../../bytes/reader.js';
import { readSize } from '../axdr/data-length.js';
import type { DataWriter } from '../axdr/data-writer.js';
import { APDU, type DataResult, openApdu, readBoolean, readDataResult, readFlag, readListCount, writeDataResult } from './apdu.js';
import { ATTRIBUTE_DESCRIPTOR_LENGTH, type AttributeTarget, readAttributeTarget, writeAttributeTarget } from './descriptor.js';

const NORMAL = 1;
const BLOCK = 2;
const LIST = 3;

export type GetRequest =
	| { readonly kind: 'normal'; readonly invoke: number; readonly target: AttributeTarget }
	| { readonly kind: 'next'; readonly invoke: number; readonly number: number }
	| { readonly kind: 'list'; readonly invoke: number; readonly targets: readonly AttributeTarget[] };

export type GetResponse =
	| { readonly kind: 'normal'; readonly invoke: number; readonly result: DataResult }
	/** `result` is a part of the value, cut anywhere, or a Data-Access-Result. Numbers count from 1. */
	| { readonly kind: 'block'; readonly invoke: number; readonly last: boolean; readonly number: number; readonly result: DataResult }
	| { readonly kind: 'list'; readonly invoke: number; readonly results: readonly DataResult[] };

/** Bytes of a block between its invoke id and the length of its part. */
export const GET_BLOCK_HEAD = 1 + 4 + 1;

/** Throws DecodeError. */
export function decodeGetRequest(bytes: Uint8Array): GetRequest {
	const r = openApdu(bytes, APDU.getRequest, 'GET-Request');
	const request = readRequest(r);
	r.end();
	return request;
}

function readRequest(r: Reader): GetRequest {
	const kind = r.uint(1, 'kind of GET-Request');
	const invoke = r.uint(1, 'invoke id');
	switch (kind) {
		case NORMAL:
			return { kind: 'normal', invoke, target: readAttributeTarget(r) };
		case BLOCK:
			return { kind: 'next', invoke, number: r.uint(4, 'block number') };
		case LIST: {
			const targets: AttributeTarget[] = [];
			for (let count = readListCount(r, ATTRIBUTE_DESCRIPTOR_LENGTH); count > 0; count--) targets.push(readAttributeTarget(r));
			return { kind: 'list', invoke, targets };
		}
		default:
			throw r.error('a GET-Request of kind 1 to 3', 1);
	}
}

export function encodeGetRequest(w: DataWriter, request: GetRequest): void {
	w.uint(1, APDU.getRequest);
	switch (request.kind) {
		case 'normal':
			w.uint(1, NORMAL).uint(1, request.invoke);
			writeAttributeTarget(w, request.target);
			return;
		case 'next':
			w.uint(1, BLOCK).uint(1, request.invoke).uint(4, request.number);
			return;
		case 'list':
			w.uint(1, LIST).uint(1, request.invoke).size(request.targets.length);
			for (const target of request.targets) writeAttributeTarget(w, target);
	}
}

/** Throws DecodeError. */
export function decodeGetResponse(bytes: Uint8Array): GetResponse {
	const r = openApdu(bytes, APDU.getResponse, 'GET-Response');
	const response = readResponse(r);
	r.end();
	return response;
}

function readResponse(r: Reader): GetResponse {
	const kind = r.uint(1, 'kind of GET-Response');
	const invoke = r.uint(1, 'invoke id');
	switch (kind) {
		case NORMAL:
			return { kind: 'normal', invoke, result: readDataResult(r) };
		case BLOCK: {
			const last = readBoolean(r, 'last block');
			const number = r.uint(4, 'block number');
			const failed = readFlag(r, 'choice of the block');
			const result = failed ? r.uint(1, 'Data-Access-Result') : r.bytes(readSize(r), 'raw data');
			return { kind: 'block', invoke, last, number, result };
		}
		case LIST:
			return { kind: 'list', invoke, results: readResults(r) };
		default:
			throw r.error('a GET-Response of kind 1 to 3', 1);
	}
}

/** The results of a list, as the response has them, or as its blocks put together. */
export function readResults(r: Reader): DataResult[] {
	const results: DataResult[] = [];
	for (let count = readListCount(r, 2); count > 0; count--) results.push(readDataResult(r));
	return results;
}

export function encodeGetResponse(w: DataWriter, response: GetResponse): void {
	w.uint(1, APDU.getResponse);
	switch (response.kind) {
		case 'normal':
			w.uint(1, NORMAL).uint(1, response.invoke);
			writeDataResult(w, response.result);
			return;
		case 'block': {
			w.uint(1, BLOCK)
				.uint(1, response.invoke)
				.uint(1, response.last ? 1 : 0)
				.uint(4, response.number);
			const { result } = response;
			if (typeof result === 'number') w.uint(1, 1).uint(1, result);
			else w.uint(1, 0).size(result.length).put(result);
			return;
		}
		case 'list':
			w.uint(1, LIST).uint(1, response.invoke).size(response.results.length);
			for (const result of response.results) writeDataResult(w, result);
	}
}
