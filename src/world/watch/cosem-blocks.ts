/**
 * Long transfers of xDLMS put together from their blocks.
 *
 * | last block in        | first block in               | what it all is, by the request                                |
 * |----------------------|------------------------------|---------------------------------------------------------------|
 * | GET-Response         | GET-Response                 | of one target a value, of a list `count {Get-Data-Result}`     |
 * | SET-, ACTION-Request | … with (list and) first block | of one target a value, of a list `count {value}`              |
 * | ACTION-Response      | ACTION-Response              | of one target an outcome, of a list `count {outcome}`          |
 */
import { joined } from '../../../modules/bytes/joined.js';
import type { BlockContent } from '../../../modules/capture/fields/cosem.js';
import type { Blocks } from '../../../modules/capture/fields/dissect.js';
import { type ActionRequest, decodeActionRequest, decodeActionResponse } from '../../../modules/dlms/apdu/action.js';
import { APDU, type DataBlock, INVOKE } from '../../../modules/dlms/apdu/apdu.js';
import { decodeGetRequest, decodeGetResponse } from '../../../modules/dlms/apdu/get.js';
import { decodeSetRequest, type SetRequest } from '../../../modules/dlms/apdu/set.js';

/** An APDU of the same client on the same connection. */
export interface Said {
	readonly isServers: boolean;
	/** In the clear, if it can be opened. */
	readonly clear: () => Uint8Array | undefined;
}

/** The longest that is put together, bytes. */
const MAX_LENGTH = 1 << 20;
/** Of the invoke id in an APDU. */
const INVOKE_AT = 2;

/** A block, and what is known of the transfer from the request that it lies in. */
interface Part {
	readonly block: DataBlock;
	readonly content?: BlockContent;
}

/** By the tag of the APDU; undefined: there is no block in it. */
const PARTS: Readonly<Record<number, (apdu: Uint8Array) => Part | undefined>> = Object.freeze({
	[APDU.getResponse]: (apdu) => {
		const response = decodeGetResponse(apdu);
		if (response.kind !== 'block' || typeof response.result === 'number') return undefined;
		const { last, number, result } = response;
		return { block: { last, number, raw: result } };
	},
	[APDU.setRequest]: (apdu) => partOf(decodeSetRequest(apdu)),
	[APDU.actionRequest]: (apdu) => partOf(decodeActionRequest(apdu)),
	[APDU.actionResponse]: (apdu) => {
		const response = decodeActionResponse(apdu);
		return response.kind === 'block' ? { block: response.block } : undefined;
	},
});

/** Of a response, by the request before its first block; undefined: that does not tell, but one before it. */
const CONTENTS: Readonly<Record<number, (request: Uint8Array) => BlockContent | undefined>> = Object.freeze({
	[APDU.getResponse]: (request) => {
		if (request[0] !== APDU.getRequest) return undefined;
		const { kind } = decodeGetRequest(request);
		return kind === 'next' ? undefined : kind === 'list' ? 'results' : 'value';
	},
	[APDU.actionResponse]: (request) => {
		if (request[0] !== APDU.actionRequest) return undefined;
		const { kind } = decodeActionRequest(request);
		if (kind === 'next' || kind === 'block') return undefined;
		return kind === 'list' || kind === 'firstListBlock' ? 'outcomes' : 'outcome';
	},
});

function partOf(request: SetRequest | ActionRequest): Part | undefined {
	if (!('block' in request)) return undefined;
	const { block, kind } = request;
	return kind === 'block' ? { block } : { block, content: kind === 'firstBlock' ? 'value' : 'values' };
}

/**
 * What the last block of a transfer completes; undefined: it is none, or not all blocks are there. Throws DecodeError for what is malformed.
 * @param before the newest first
 */
export function joinBlocks(apdu: Uint8Array, isServers: boolean, before: () => Iterable<Said>): Blocks | undefined {
	const tag = apdu[0]!;
	const partIn = PARTS[tag];
	let part = partIn?.(apdu);
	if (partIn === undefined || !part?.block.last) return undefined;
	/** The last first. */
	const parts = [part.block.raw];
	let { number } = part.block;
	let length = part.block.raw.length;
	for (const said of before()) {
		if (number === 1 && part?.content !== undefined) break;
		const isAnswered = number === 1;
		if (said.isServers !== (isAnswered ? !isServers : isServers)) continue;
		const clear = said.clear();
		if (clear === undefined || clear.length <= INVOKE_AT || (clear[INVOKE_AT]! & INVOKE.id) !== (apdu[INVOKE_AT]! & INVOKE.id)) continue;
		if (isAnswered) {
			const content = CONTENTS[tag]?.(clear);
			if (content !== undefined) return { content, bytes: joined(parts.reverse()) };
			continue;
		}
		if (clear[0] !== tag) continue;
		part = partIn(clear);
		// One that was sent again.
		if (part?.block.number === number) continue;
		if (part?.block.number !== number - 1) return undefined;
		number--;
		length += part.block.raw.length;
		if (length > MAX_LENGTH) return undefined;
		parts.push(part.block.raw);
	}
	return number === 1 && part?.content !== undefined ? { content: part.content, bytes: joined(parts.reverse()) } : undefined;
}
