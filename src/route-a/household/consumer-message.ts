/** What the utility lets the customer read: a text, which stays until it is another one. In the slot its length stands before it. */
import type { OctetsFacts } from '../../../modules/cosem/octets-object.js';
import { ACCESS_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import type { Slots } from '../../../modules/journal/slots.js';

/** Bytes of the longest one; DSMR has 1,024. */
export const MOST_MESSAGE = 180;

export class ConsumerMessage implements OctetsFacts {
	readonly #slots: Slots;
	readonly #slot: number;
	readonly #most: number;

	/** @param most bytes, at most one less than a slot has */
	constructor(slots: Slots, slot: number, most: number) {
		this.#slots = slots;
		this.#slot = slot;
		this.#most = most;
	}

	/** Empty: there is none. */
	get value(): Uint8Array {
		const { bytes } = this.#slots;
		const at = this.at;
		return bytes.slice(at + 1, at + 1 + bytes[at]!);
	}

	set(value: Uint8Array): number {
		if (value.length > this.#most) return ACCESS_RESULT.scopeOfAccessViolated;
		const { bytes, length } = this.#slots;
		const at = this.at;
		bytes.fill(0, at, at + length);
		bytes[at] = value.length;
		bytes.set(value, at + 1);
		this.#slots.keep(this.#slot);
		return ACCESS_RESULT.success;
	}

	private get at(): number {
		return this.#slot * this.#slots.length;
	}
}
