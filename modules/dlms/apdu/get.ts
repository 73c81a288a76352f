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
import {
	APDU,
	type DataResult,
	readAccessResult,
	readBlockNumber,
	readBoolean,
	readDataResult,
	readFlag,
	readList,
	writeDataResult,
	writeList,
} from './apdu.js';
import { type AttributeTarget, readAttributeTarget, readAttributeTargets, writeAttributeTarget, writeAttributeTargets } from './descriptor.js';
import { serviceCodec } from './service-codec.js';

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

export const { decode: decodeGetRequest, encode: encodeGetRequest } = serviceCodec<GetRequest>(APDU.getRequest, 'GET-Request', {
	normal: {
		number: 1,
		read: (r, invoke) => ({ kind: 'normal', invoke, target: readAttributeTarget(r) }),
		write: (w, { target }) => writeAttributeTarget(w, target),
	},
	next: {
		number: 2,
		read: (r, invoke) => ({ kind: 'next', invoke, number: readBlockNumber(r) }),
		write: (w, { number }) => w.uint(4, number),
	},
	list: {
		number: 3,
		read: (r, invoke) => ({ kind: 'list', invoke, targets: readAttributeTargets(r) }),
		write: (w, { targets }) => writeAttributeTargets(w, targets),
	},
});

export const { decode: decodeGetResponse, encode: encodeGetResponse } = serviceCodec<GetResponse>(APDU.getResponse, 'GET-Response', {
	normal: {
		number: 1,
		read: (r, invoke) => ({ kind: 'normal', invoke, result: readDataResult(r) }),
		write: (w, { result }) => writeDataResult(w, result),
	},
	block: {
		number: 2,
		read: (r, invoke) => ({ kind: 'block', invoke, last: readBoolean(r, 'last block'), number: readBlockNumber(r), result: readPart(r) }),
		write: (w, { last, number, result }) => writePart(w.uint(1, last ? 1 : 0).uint(4, number), result),
	},
	list: {
		number: 3,
		read: (r, invoke) => ({ kind: 'list', invoke, results: readResults(r) }),
		write: (w, { results }) => writeList(w, results, writeDataResult),
	},
});

/** The results of a list, as the response has them, or as its blocks put together. */
export function readResults(r: Reader): DataResult[] {
	return readList(r, 2, readDataResult);
}

function readPart(r: Reader): DataResult {
	return readFlag(r, 'choice of the block') ? readAccessResult(r) : r.bytes(readSize(r), 'raw data');
}

function writePart(w: DataWriter, result: DataResult): void {
	if (typeof result === 'number') w.uint(1, 1).uint(1, result);
	else w.uint(1, 0).size(result.length).put(result);
}
