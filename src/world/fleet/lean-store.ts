/**
 * What a `Settings` on a flash of its own keeps (modules/journal/settings.ts), without the flash: values by name, and where in its journal each would stand, so that
 * it tells the same wear. A meter that receives writes a counter with each message, and the flash of that would be the most of what there is of it.
 *
 * | offset | length | of the bytes                                                      |
 * |--------|--------|-------------------------------------------------------------------|
 * | 0      | 4      | records that were ever written                                    |
 * | 4      | 1      | names                                                             |
 * | 5      |        | of each: length of the name, name, place of its record (4), length of the value, value |
 */
import type { Store } from '../../../hal/ports/store.js';
import { asciiBytes, asciiText } from '../../../modules/bytes/ascii.js';
import { equalBytes } from '../../../modules/bytes/equal.js';
import { putUint32, uint32 } from '../../../modules/bytes/uint.js';
import { ringErasures } from './wear.js';

/** Of the store of Route A: sectors, and records of 64 bytes that a sector of 4,096 holds. */
const RING = Object.freeze({ sectors: 4, records: 58 });
const MOST_KEYS = RING.records >> 1;
const RECORD = 62;
const HEAD = 5;

interface Kept {
	readonly value: Uint8Array;
	readonly index: number;
}

export class LeanStore implements Store {
	/** Something was changed since somebody said that nothing was. */
	isDirty = false;
	/** In the order in which `Settings` goes through them. */
	readonly #kept = new Map<string, Kept>();
	#end = 0;

	/** @param bytes what `encode` gave; undefined: there is nothing yet */
	constructor(bytes?: Uint8Array) {
		if (bytes === undefined) return;
		this.#end = uint32(bytes, 0);
		let at = HEAD;
		for (let left = bytes[4]!; left > 0; left--) {
			const name = asciiText(bytes.subarray(at + 1, at + 1 + bytes[at]!));
			at += 1 + name.length;
			const length = bytes[at + 4]!;
			this.#kept.set(name, { index: uint32(bytes, at), value: bytes.slice(at + 5, at + 5 + length) });
			at += 5 + length;
		}
	}

	encode(): Uint8Array {
		let length = HEAD;
		for (const [name, { value }] of this.#kept) length += 6 + name.length + value.length;
		const bytes = new Uint8Array(length);
		putUint32(bytes, 0, this.#end);
		bytes[4] = this.#kept.size;
		let at = HEAD;
		for (const [name, { value, index }] of this.#kept) {
			bytes[at] = name.length;
			bytes.set(asciiBytes(name), at + 1);
			at += 1 + name.length;
			putUint32(bytes, at, index);
			bytes[at + 4] = value.length;
			bytes.set(value, at + 5);
			at += 5 + value.length;
		}
		return bytes;
	}

	get erasures(): number {
		return ringErasures(this.#end, RING);
	}

	get(name: string): Uint8Array | undefined {
		return this.#kept.get(name)?.value.slice();
	}

	set(name: string, value: Uint8Array): void {
		const known = this.#kept.get(name);
		if (known !== undefined && equalBytes(known.value, value)) return;
		if (known === undefined && this.#kept.size >= MOST_KEYS) throw new RangeError(`settings: ${name}: expected at most ${MOST_KEYS} keys`);
		if (name.length + value.length > RECORD)
			throw new RangeError(`settings: ${name}: expected at most ${RECORD - name.length} bytes, got ${value.length}`);
		this.#keep();
		this.#kept.set(name, { value: value.slice(), index: this.#end++ });
	}

	delete(name: string): void {
		if (!this.#kept.has(name)) return;
		this.#keep();
		this.#end++;
		this.#kept.delete(name);
	}

	/** What the ring gives up with the next record is written again. */
	#keep(): void {
		this.isDirty = true;
		const head = Math.floor(this.#end / RING.records) * RING.records;
		const safe = head - (RING.sectors - 2) * RING.records;
		for (const [name, { value, index }] of this.#kept) if (index < safe) this.#kept.set(name, { value, index: this.#end++ });
	}
}
