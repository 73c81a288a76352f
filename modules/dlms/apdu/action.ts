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
import {
	APDU,
	type DataBlock,
	type DataResult,
	readBlockNumber,
	readDataResult,
	readFlag,
	readList,
	readRaw,
	writeDataResult,
	writeList,
} from './apdu.js';
import { readBlock, readValuesFor, writeBlock, writeValues } from './block.js';
import { readTarget, readTargets, type Target, writeTarget, writeTargets } from './descriptor.js';
import { serviceCodec } from './service-codec.js';

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

export const { decode: decodeActionRequest, encode: encodeActionRequest } = serviceCodec<ActionRequest>(APDU.actionRequest, 'ACTION-Request', {
	normal: {
		number: 1,
		read(r, invoke) {
			const target = readTarget(r);
			return { kind: 'normal', invoke, target, parameter: readFlag(r, 'method parameter') ? readRaw(r) : undefined };
		},
		write(w, { target, parameter }) {
			writeTarget(w, target);
			if (parameter === undefined) w.uint(1, 0);
			else w.uint(1, 1).put(parameter);
		},
	},
	next: {
		number: 2,
		read: (r, invoke) => ({ kind: 'next', invoke, number: readBlockNumber(r) }),
		write: (w, { number }) => w.uint(4, number),
	},
	list: {
		number: 3,
		read(r, invoke) {
			const targets = readTargets(r);
			return { kind: 'list', invoke, targets, parameters: readValuesFor(r, targets.length) };
		},
		write(w, { targets, parameters }) {
			writeTargets(w, targets);
			writeValues(w, parameters);
		},
	},
	firstBlock: {
		number: 4,
		read: (r, invoke) => ({ kind: 'firstBlock', invoke, target: readTarget(r), block: readBlock(r) }),
		write(w, { target, block }) {
			writeTarget(w, target);
			writeBlock(w, block);
		},
	},
	firstListBlock: {
		number: 5,
		read: (r, invoke) => ({ kind: 'firstListBlock', invoke, targets: readTargets(r), block: readBlock(r) }),
		write(w, { targets, block }) {
			writeTargets(w, targets);
			writeBlock(w, block);
		},
	},
	block: {
		number: 6,
		read: (r, invoke) => ({ kind: 'block', invoke, block: readBlock(r) }),
		write: (w, { block }) => writeBlock(w, block),
	},
});

export const { decode: decodeActionResponse, encode: encodeActionResponse } = serviceCodec<ActionResponse>(APDU.actionResponse, 'ACTION-Response', {
	normal: {
		number: 1,
		read: (r, invoke) => ({ kind: 'normal', invoke, outcome: readOutcome(r) }),
		write: (w, { outcome }) => writeOutcome(w, outcome),
	},
	block: {
		number: 2,
		read: (r, invoke) => ({ kind: 'block', invoke, block: readBlock(r) }),
		write: (w, { block }) => writeBlock(w, block),
	},
	list: {
		number: 3,
		read: (r, invoke) => ({ kind: 'list', invoke, outcomes: readOutcomes(r) }),
		write: (w, { outcomes }) => writeList(w, outcomes, writeOutcome),
	},
	next: {
		number: 4,
		read: (r, invoke) => ({ kind: 'next', invoke, number: readBlockNumber(r) }),
		write: (w, { number }) => w.uint(4, number),
	},
});

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
	return readList(r, 2, readOutcome);
}
