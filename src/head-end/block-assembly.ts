/** APDUs that come in general blocks, put together: of each sender one at a time, of so many senders. */
import { DecodeError } from '../../modules/bytes/reader.js';
import { decodeGeneralBlock } from '../../modules/dlms/apdu/general-block.js';
import { DataWriter } from '../../modules/dlms/axdr/data-writer.js';

/** Senders that are remembered at a time; the one that began first gives way. */
const MOST_BEGUN = 64;

export class BlockAssembly {
	readonly #most: number;
	readonly #begun = new Map<string, { readonly w: DataWriter; next: number }>();

	/** @param most bytes of an APDU */
	constructor(most: number) {
		this.#most = most;
	}

	/** The APDU that this block is the last of; undefined: there is more to come. Throws DecodeError, and then nothing is left of the sender's. */
	take(sender: string, block: Uint8Array): Uint8Array | undefined {
		const before = this.#begun.get(sender);
		this.#begun.delete(sender);
		const { number, last, part } = decodeGeneralBlock(block);
		const begun = number === 1 ? { w: new DataWriter(), next: 1 } : before;
		if (begun === undefined || begun.next !== number || begun.w.length + part.length > this.#most)
			throw new DecodeError('General-Block-Transfer', 2, `block ${begun?.next ?? 1} of at most ${this.#most} bytes, found block ${number}`);
		begun.w.put(part);
		begun.next++;
		if (last) return begun.w.copy();
		const [oldest] = this.#begun.keys();
		if (this.#begun.size >= MOST_BEGUN && oldest !== undefined) this.#begun.delete(oldest);
		this.#begun.set(sender, begun);
		return undefined;
	}

	/** What a sender began is nobody's any more. */
	forget(sender: string): void {
		this.#begun.delete(sender);
	}
}
