/**
 * One side of one exchange in General Block Transfer (Green Book, "General block transfer mechanism"): an APDU goes out in blocks, or is put together from
 * them. Sans I/O; client and server use the same. A block without the streaming bit yields the turn: its sender waits.
 *
 * | what came                                          | what is done                                                                   |
 * |----------------------------------------------------|--------------------------------------------------------------------------------|
 * | the last block of an APDU, or one that was missing, and none is missing now | the APDU is whole                                     |
 * | the turn, and blocks of ours that the other side has not | a row of them, as long as it takes, from the one behind the acknowledged |
 * | the turn, in the midst of an APDU                  | acknowledged; with a window as long as the gap, where blocks are missing       |
 * | the turn for the second time                       | nothing, unless its sender lacks the answer: then that again, under its number |
 * | number 0, or one acknowledged that was never sent  | the exchange is over                                                           |
 * | more bytes than are taken                          | the exchange is over                                                           |
 *
 * What the other side acknowledged it has: an acknowledgement never goes back, but to blocks without a part that went before the APDU. Nor need whoever says so
 * be the other side, as these blocks are in the clear: `AgainLimits`.
 *
 * Blocks without a part acknowledge, and are numbered, too. When nothing comes any more, `recover` asks again: time is the caller's.
 */
import { equalBytes } from '../bytes/equal.js';
import { encodeGeneralBlock, GENERAL_BLOCK_HEAD, type GeneralBlock, LAST_BLOCK_NUMBER } from './apdu/general-block.js';
import { contentRoom } from './axdr/data-length.js';
import { DataWriter } from './axdr/data-writer.js';
import { protocolOf } from './security/ciphering.js';

/**
 * What may be sent again where anybody can send in the other side's name: as many bytes as there are in a budget, and at most half of it in a row, or else one
 * block. It begins full, and gets what came, and the blocks that were acknowledged meanwhile.
 */
export interface AgainLimits {
	/** The most that is in the budget, bytes; where one block has more, that block. */
	readonly most: number;
	/** How many times what came is put into it. */
	readonly amplification: number;
}

export interface BlockTransferOptions {
	/** Blocks that this side takes in a row, 1 to 63. */
	readonly window: number;
	/** The longest APDU that is put together, in bytes. */
	readonly most: number;
	/** The most blocks that are sent in a row, however many the other side takes. */
	readonly burst: number;
	/** Default: each block may be sent several times. */
	readonly again?: AgainLimits | undefined;
}

/** Gets a block; its bytes are good only during the call. */
export type SendBlock = (apdu: Uint8Array) => void;

/** An APDU that is whole, good until the next block; or that there is more to come, or that the exchange is over and why. */
export type Taken = Uint8Array | 'more' | 'broken' | 'tooLong';

/** What came behind a gap. */
interface Waiting {
	readonly last: boolean;
	readonly part: Uint8Array;
}

const NONE = new Uint8Array(0);
/** How many times each block may be sent on the average, and how many besides: lost ones are sent again, but not for ever. */
const REPEATS = 3;
const SPARE = 64;

export class BlockTransfer {
	readonly #options: BlockTransferOptions;
	readonly #block = new DataWriter();
	/** What goes out, `#room` bytes in each block from block `#first` to block `#end`; blocks before it have no part. */
	#out = NONE;
	#room = 1;
	#first = 1;
	#end = 0;
	/** Last number that was used; last one that the other side has; blocks that may still be sent. */
	#sent = 0;
	#acknowledged = 0;
	#left = 0;
	/** Bytes that may be sent again, where they are limited. */
	#budget = 0;
	/** Blocks that the other side takes in a row. */
	#window = 1;
	/** What came up to block `#received`, none missing, and what came behind a gap. */
	readonly #in = new DataWriter();
	#received = 0;
	readonly #behind = new Map<number, Waiting>();
	#bytesBehind = 0;
	/** Number of the last block of the APDU; bytes of its first one; 0: not come yet. */
	#last = 0;
	#begun = 0;
	#whole = false;
	/** End of the row that was asked for. */
	#awaited = 1;

	constructor(options: BlockTransferOptions) {
		this.#options = options;
	}

	/** Whether a block is the first of another exchange than this. */
	begins({ number, part }: GeneralBlock): boolean {
		if (number !== 1 || part.length === 0) return false;
		if (this.#begun === 0) return this.#end > 0;
		// What is in the clear may be asked for again in the same words.
		const isSame = equalBytes(part, this.#in.bytes.subarray(0, this.#begun));
		return !isSame || (this.#whole && protocolOf(part[0]!) === 'plain');
	}

	/** Sends an APDU, of which it keeps a copy. False: it has too many blocks. @param longest bytes of a block */
	begin(apdu: Uint8Array, longest: number, send: SendBlock): boolean {
		const room = contentRoom(longest - GENERAL_BLOCK_HEAD);
		const count = Math.ceil(apdu.length / room);
		if (room < 1 || this.#sent + count > LAST_BLOCK_NUMBER) return false;
		this.#out = apdu.slice();
		this.#room = room;
		this.#first = this.#sent + 1;
		this.#end = this.#sent + count;
		this.#acknowledged = this.#sent;
		this.#left = REPEATS * count + SPARE;
		this.#budget = this.#mostAgain;
		this.#sendRow(send);
		return true;
	}

	/** Takes a block, and sends what it asks for. */
	take(block: GeneralBlock, send: SendBlock): Taken {
		const { number, acknowledged } = block;
		if (number === 0 || acknowledged > this.#sent) return 'broken';
		const isNew = this.#keep(block);
		if (this.#in.length + this.#bytesBehind > this.#options.most) return 'tooLong';
		this.#earn(block);
		const yields = !block.streaming && (isNew || this.#isAskedAgain(block));
		this.#window = block.window;
		if (acknowledged > this.#acknowledged) this.#acknowledged = acknowledged;
		if (!this.#whole && this.#last > 0 && this.#received >= this.#last) {
			this.#whole = true;
			return this.#in.bytes;
		}
		if (!yields) return 'more';
		const again = !isNew && acknowledged < this.#sent;
		if (this.#acknowledged < this.#first) this.#acknowledged = acknowledged;
		if (acknowledged < this.#end) {
			if (this.#left <= 0) return 'broken';
			this.#sendRow(send);
		} else if (this.#isMidway) this.#acknowledge(again, send);
		return 'more';
	}

	/**
	 * Nothing has come for a while: asks for what is missing, or sends again what is not acknowledged, or the last block where all are and nothing came of what
	 * it asks for. False: nothing is under way.
	 */
	recover(send: SendBlock): boolean {
		if (this.#isMidway) {
			if (this.#acknowledged < this.#end && this.#left > 0) this.#sendRow(send);
			else this.#acknowledge(false, send);
			return true;
		}
		if (this.#end === 0 || this.#whole || this.#left <= 0) return false;
		if (this.#acknowledged >= this.#end) this.#acknowledged = this.#end - 1;
		this.#sendRow(send);
		return true;
	}

	/** Whether a turn that comes for the second time asks for something: its sender does not have its answer, or it ends the row that was to fill a gap. */
	#isAskedAgain({ number, acknowledged, part }: GeneralBlock): boolean {
		if (part.length === 0) return acknowledged > this.#acknowledged;
		return acknowledged < this.#sent || number >= this.#awaited;
	}

	/** Whether some of an APDU came, and not all. */
	get #isMidway(): boolean {
		return !this.#whole && (this.#begun > 0 || this.#behind.size > 0);
	}

	/** Whether it is not there already. */
	#keep({ number, part, last }: GeneralBlock): boolean {
		const isFirst = this.#begun === 0 && this.#behind.size === 0;
		if (part.length === 0 && (isFirst || this.#whole)) {
			// Only acknowledges: one that was lost is missed by nobody.
			const isNew = number > this.#received;
			if (isNew) this.#received = number;
			return isNew;
		}
		// Some do not number what only acknowledges.
		if (isFirst && number <= this.#received) this.#received = number - 1;
		if (number <= this.#received || number > this.#received + this.#options.window || this.#behind.has(number)) return false;
		if (number === this.#received + 1) this.#append(part, last);
		else {
			this.#behind.set(number, { last, part: part.slice() });
			this.#bytesBehind += part.length;
		}
		for (let next = this.#behind.get(this.#received + 1); next !== undefined; next = this.#behind.get(this.#received + 1)) {
			this.#behind.delete(this.#received + 1);
			this.#bytesBehind -= next.part.length;
			this.#append(next.part, next.last);
		}
		return true;
	}

	#append(part: Uint8Array, last: boolean): void {
		this.#received++;
		if (part.length === 0) return;
		this.#in.put(part);
		if (this.#begun === 0) this.#begun = part.length;
		if (last && this.#last === 0) this.#last = this.#received;
	}

	/** As many blocks in a row as the other side takes, and as may be sent again. */
	#sendRow(send: SendBlock): void {
		const from = this.#acknowledged + 1;
		const end = this.#paid(from, Math.min(from + Math.min(this.#window, this.#options.burst) - 1, this.#end));
		for (let number = from; number <= end; number++) {
			const at = (number - this.#first) * this.#room;
			const part = at < 0 ? NONE : this.#out.subarray(at, at + this.#room);
			this.#send(number, part, number === this.#end, number < end, this.#options.window, send);
			this.#left--;
		}
		if (end > this.#sent) this.#sent = end;
	}

	/** Pays for what is sent again of a row. Returns its end: an earlier one where there is too little for all of it. */
	#paid(from: number, end: number): number {
		const again = Math.min(end, this.#sent) - from + 1;
		if (this.#options.again === undefined || again <= 0) return end;
		const most = Math.floor(this.#budget / this.#cost);
		const count = Math.min(again, Math.max(most >> 1, Math.min(most, 1)));
		this.#budget -= count * this.#cost;
		return count < again ? from + count - 1 : end;
	}

	/** What a block brings into the budget. */
	#earn({ acknowledged, part }: GeneralBlock): void {
		const { again } = this.#options;
		if (again === undefined) return;
		const had = Math.max(this.#acknowledged, this.#first - 1);
		const news = Math.max(0, Math.min(acknowledged, this.#end) - had);
		const earned = again.amplification * (GENERAL_BLOCK_HEAD + part.length) + news * this.#cost;
		this.#budget = Math.min(this.#budget + earned, this.#mostAgain);
	}

	get #mostAgain(): number {
		return Math.max(this.#options.again?.most ?? 0, this.#cost);
	}

	/** Bytes of a full block. */
	get #cost(): number {
		return GENERAL_BLOCK_HEAD + this.#room;
	}

	/** @param again with the number of the last time, by which the other side knows that it is the same */
	#acknowledge(again: boolean, send: SendBlock): void {
		if (this.#sent === LAST_BLOCK_NUMBER) return;
		if (!again) this.#sent++;
		let window = this.#options.window;
		// The gap in front of the first that waits.
		if (this.#behind.size > 0) window = Math.min(...this.#behind.keys()) - this.#received - 1;
		const awaited = this.#received + window;
		// The other side may have got only the last one under this number, and sends the row for which that asked.
		this.#awaited = again ? Math.min(this.#awaited, awaited) : awaited;
		this.#send(this.#sent, NONE, true, false, window, send);
	}

	#send(number: number, part: Uint8Array, last: boolean, streaming: boolean, window: number, send: SendBlock): void {
		const w = this.#block;
		w.truncate();
		encodeGeneralBlock(w, { last, streaming, window, number, acknowledged: this.#received, part });
		send(w.bytes);
	}
}
