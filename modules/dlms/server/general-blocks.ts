/** General Block Transfer of a server in one association (modules/dlms/block-transfer.ts): one exchange at a time. */

import { decodeGeneralBlock, MAX_WINDOW } from '../apdu/general-block.js';
import { CONFORMANCE } from '../apdu/initiate.js';
import { BlockTransfer, type BlockTransferOptions, type Taken } from '../block-transfer.js';
import { GENERAL_OVERHEAD } from '../security/ciphering.js';
import type { ConnectionOptions, CosemServerOptions, Reply } from './server-host.js';

const WINDOW = 4;
/** Bytes. */
export const MAX_REQUEST = 2048;
const MAX_PDU = 0xffff;

type GeneralBlocksOptions = Pick<CosemServerOptions, 'maxRequest' | 'blockWindow'>;

/**
 * Bytes of the longest PDU that is taken from a client: one that agreed on general blocks may send the longest request in one PDU, too, so that what it sends
 * by objects that tell a length of their own (class 18) stays below server-max-receive-pdu-size.
 */
export function receiveSizeOf(conformance: number, { maxPdu, maxRequest = MAX_REQUEST }: CosemServerOptions): number {
	const isLong = (conformance & CONFORMANCE.generalBlockTransfer) !== 0;
	return isLong ? Math.max(maxPdu, Math.min(maxRequest, MAX_PDU)) : maxPdu;
}

export class GeneralBlocks {
	readonly #options: BlockTransferOptions;
	#transfer: BlockTransfer | undefined;
	/** The last request that came in blocks. */
	#request: Uint8Array | undefined;

	/** Requests are put together up to `maxRequest`, before they are ciphered; the connection limits what is sent in a row, and again. */
	constructor({ maxRequest = MAX_REQUEST, blockWindow = WINDOW }: GeneralBlocksOptions, { burst = MAX_WINDOW, again }: ConnectionOptions) {
		this.#options = { window: blockWindow, most: maxRequest + GENERAL_OVERHEAD, burst, again };
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
