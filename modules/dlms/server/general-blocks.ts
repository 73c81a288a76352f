/** General Block Transfer of a server in one association (modules/dlms/block-transfer.ts): one exchange at a time. */
import { decodeGeneralBlock, MAX_WINDOW } from '../apdu/general-block.js';
import { type AgainLimits, BlockTransfer, type BlockTransferOptions, type Taken } from '../block-transfer.js';
import { GENERAL_OVERHEAD } from '../security/ciphering.js';
import type { Reply } from './server-host.js';

/** Blocks that are taken in a row. */
const WINDOW = 4;

export class GeneralBlocks {
	readonly #options: BlockTransferOptions;
	#transfer: BlockTransfer | undefined;
	/** The last request that came in blocks. */
	#request: Uint8Array | undefined;

	/**
	 * @param maxRequest the longest request that is put together, bytes before it is ciphered
	 * @param burst the most blocks that are sent in a row; default: as many as the client takes
	 * @param again limits of what is sent again, where anybody can send in the client's name
	 */
	constructor(maxRequest: number, burst = MAX_WINDOW, again?: AgainLimits) {
		this.#options = { window: WINDOW, most: maxRequest + GENERAL_OVERHEAD, burst, again };
	}

	/** A block of the client. Throws DecodeError. */
	take(apdu: Uint8Array, reply: Reply): Taken {
		const block = decodeGeneralBlock(apdu);
		if (this.#transfer === undefined || this.#transfer.begins(block)) this.#transfer = new BlockTransfer(this.#options);
		const taken = this.#transfer.take(block, reply);
		if (taken === 'broken' || taken === 'tooLong') this.reset();
		else if (taken !== 'more') this.#request = taken;
		return taken;
	}

	/**
	 * An answer to a request: as one PDU, or in blocks where it is longer or its request came in them. False: it has too many blocks.
	 * @param longest bytes of a PDU
	 */
	answer(answer: Uint8Array, longest: number, reply: Reply): boolean {
		if (this.#transfer === undefined && answer.length <= longest) {
			reply(answer);
			return true;
		}
		this.#transfer ??= new BlockTransfer(this.#options);
		return this.#transfer.begin(answer, longest, reply);
	}

	/** A request is served: one that is not what `take` returned ends what is under way. */
	onRequest(request: Uint8Array): void {
		if (request !== this.#request) this.reset();
	}

	/** Gives up what is under way. */
	reset(): void {
		this.#transfer = undefined;
		this.#request = undefined;
	}
}
