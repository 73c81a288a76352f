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
import { APDU, type DataBlock, readAccessResult, readBlockNumber, readList, readRaw, writeAccessResult, writeList } from './apdu.js';
import { readBlock, readValuesFor, writeBlock, writeValues } from './block.js';
import { type AttributeTarget, readAttributeTarget, readAttributeTargets, writeAttributeTarget, writeAttributeTargets } from './descriptor.js';
import { serviceCodec } from './service-codec.js';

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

export const { decode: decodeSetRequest, encode: encodeSetRequest } = serviceCodec<SetRequest>(APDU.setRequest, 'SET-Request', {
	normal: {
		number: 1,
		read: (r, invoke) => ({ kind: 'normal', invoke, target: readAttributeTarget(r), value: readRaw(r) }),
		write(w, { target, value }) {
			writeAttributeTarget(w, target);
			w.put(value);
		},
	},
	firstBlock: {
		number: 2,
		read: (r, invoke) => ({ kind: 'firstBlock', invoke, target: readAttributeTarget(r), block: readBlock(r) }),
		write(w, { target, block }) {
			writeAttributeTarget(w, target);
			writeBlock(w, block);
		},
	},
	block: {
		number: 3,
		read: (r, invoke) => ({ kind: 'block', invoke, block: readBlock(r) }),
		write: (w, { block }) => writeBlock(w, block),
	},
	list: {
		number: 4,
		read(r, invoke) {
			const targets = readAttributeTargets(r);
			return { kind: 'list', invoke, targets, values: readValuesFor(r, targets.length) };
		},
		write(w, { targets, values }) {
			writeAttributeTargets(w, targets);
			writeValues(w, values);
		},
	},
	firstListBlock: {
		number: 5,
		read: (r, invoke) => ({ kind: 'firstListBlock', invoke, targets: readAttributeTargets(r), block: readBlock(r) }),
		write(w, { targets, block }) {
			writeAttributeTargets(w, targets);
			writeBlock(w, block);
		},
	},
});

export const { decode: decodeSetResponse, encode: encodeSetResponse } = serviceCodec<SetResponse>(APDU.setResponse, 'SET-Response', {
	normal: {
		number: 1,
		read: (r, invoke) => ({ kind: 'normal', invoke, result: readAccessResult(r) }),
		write: (w, { result }) => w.uint(1, result),
	},
	block: {
		number: 2,
		read: (r, invoke) => ({ kind: 'block', invoke, number: readBlockNumber(r) }),
		write: (w, { number }) => w.uint(4, number),
	},
	lastBlock: {
		number: 3,
		read: (r, invoke) => ({ kind: 'lastBlock', invoke, result: readAccessResult(r), number: readBlockNumber(r) }),
		write: (w, { result, number }) => w.uint(1, result).uint(4, number),
	},
	lastListBlock: {
		number: 4,
		read: (r, invoke) => ({ kind: 'lastListBlock', invoke, results: readList(r, 1, readAccessResult), number: readBlockNumber(r) }),
		write(w, { results, number }) {
			writeList(w, results, writeAccessResult);
			w.uint(4, number);
		},
	},
	list: {
		number: 5,
		read: (r, invoke) => ({ kind: 'list', invoke, results: readList(r, 1, readAccessResult) }),
		write: (w, { results }) => writeList(w, results, writeAccessResult),
	},
});
