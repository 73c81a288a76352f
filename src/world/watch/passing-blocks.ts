/** An APDU in general blocks as it passes by, of one direction. Blocks that were sent again say nothing new. */
import { equalBytes } from '../../../modules/bytes/equal.js';
import { joined } from '../../../modules/bytes/joined.js';
import { APDU } from '../../../modules/dlms/apdu/apdu.js';
import { decodeGeneralBlock } from '../../../modules/dlms/apdu/general-block.js';

export class PassingBlocks {
	readonly #longest: number;
	/** None once it is whole. */
	#parts: Uint8Array[] = [];
	#length = 0;
	/** Of the block that came last. */
	#number = 0;

	/** @param longest bytes of an APDU that are kept; of a longer one nothing is told */
	constructor(longest: number) {
		this.#longest = longest;
	}

	/** Bytes. */
	get kept(): number {
		return Math.min(this.#length, this.#longest);
	}

	/** The APDU itself where it is in no blocks, or the one that is whole by this block; undefined: none yet. Throws DecodeError. */
	take(apdu: Uint8Array): Uint8Array | undefined {
		if (apdu[0] !== APDU.generalBlockTransfer) return apdu;
		const { number, part, last } = decodeGeneralBlock(apdu);
		if (number === 1 && this.#begins(part)) this.#restart();
		if (number !== this.#number + 1) return undefined;
		this.#number = number;
		// It acknowledges, and no more.
		if (part.length === 0) return undefined;
		this.#length += part.length;
		if (this.#length <= this.#longest) this.#parts.push(part.slice());
		if (!last) return undefined;
		const whole = this.#length <= this.#longest ? joined(this.#parts) : undefined;
		[this.#parts, this.#length] = [[], 0];
		return whole;
	}

	/** Whether a first block begins another transfer, and is not the first one of this one once more. */
	#begins(part: Uint8Array): boolean {
		const [first] = this.#parts;
		return first === undefined || !equalBytes(first, part);
	}

	#restart(): void {
		this.#parts = [];
		this.#length = 0;
		this.#number = 0;
	}
}
