/** One request that a meter answers in general blocks, with each block that came, for whoever judges them. */
import { DecodeError } from '../../../modules/bytes/reader.js';
import { APDU } from '../../../modules/dlms/apdu/apdu.js';
import { decodeGeneralBlock, encodeGeneralBlock, type GeneralBlock } from '../../../modules/dlms/apdu/general-block.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { NoAnswer } from './finding.js';
import type { Probe } from './probe.js';

const MOST_TURNS = 4096;

/** What came between two blocks of the client's. */
export interface Turn {
	/** Number of the client's last block before it, and the blocks that it takes in a row; 0, 1: it sent none. */
	readonly asked: number;
	readonly window: number;
	readonly blocks: readonly (GeneralBlock & { readonly length: number })[];
}

export interface GeneralExchange {
	readonly turns: readonly Turn[];
	/** The answer as it was cut; undefined: not all of it came. */
	readonly whole: Uint8Array | undefined;
}

/**
 * Undefined: it is answered without blocks. Throws NoAnswer.
 * @param request as it goes over the line
 * @param lost a block that does not come at first; 0: none
 */
export async function generalExchange(probe: Probe, request: Uint8Array, window: number, lost = 0): Promise<GeneralExchange | undefined> {
	const turns: Turn[] = [];
	const parts = new Map<number, Uint8Array>();
	let last = 0;
	let isLost = false;
	let bytes = request;
	for (let asked = 0; asked < MOST_TURNS; asked++) {
		const came = await probe.askAll(bytes, isTurn);
		if (came.length === 0) return asked === 0 ? noAnswer('silent') : { turns, whole: undefined };
		if (asked === 0 && came[0]![0] !== APDU.generalBlockTransfer) return undefined;
		const blocks = came.map((apdu) => ({ ...blockOf(apdu), length: apdu.length }));
		turns.push({ asked, window: asked === 0 ? 1 : window, blocks });
		for (const block of blocks) {
			if (block.number === lost && !isLost) isLost = true;
			else if (block.part.length > 0) parts.set(block.number, block.part.slice());
			if (block.last) last = block.number;
		}
		let acknowledged = 0;
		while (parts.has(acknowledged + 1)) acknowledged++;
		if (last > 0 && acknowledged >= last) return { turns, whole: joinedTo(last, parts) };
		const w = new DataWriter();
		encodeGeneralBlock(w, { last: true, streaming: false, window, number: asked + 1, acknowledged, part: new Uint8Array(0) });
		bytes = w.copy();
	}
	return { turns, whole: undefined };
}

/** The meter waits behind it: a block that is not streamed, or no block. */
function isTurn(apdu: Uint8Array): boolean {
	if (apdu[0] !== APDU.generalBlockTransfer) return true;
	try {
		return !decodeGeneralBlock(apdu).streaming;
	} catch (error) {
		// Whoever looks at the blocks tells of it.
		if (error instanceof DecodeError) return true;
		throw error;
	}
}

function blockOf(apdu: Uint8Array): GeneralBlock {
	try {
		return decodeGeneralBlock(apdu);
	} catch (error) {
		if (error instanceof DecodeError) return noAnswer('malformed');
		throw error;
	}
}

function noAnswer(what: 'silent' | 'malformed'): never {
	throw new NoAnswer(what, 'General-Block-Transfer');
}

function joinedTo(last: number, parts: ReadonlyMap<number, Uint8Array>): Uint8Array {
	const all: number[] = [];
	for (let number = 1; number <= last; number++) all.push(...(parts.get(number) ?? []));
	return Uint8Array.from(all);
}
