/**
 * The meters that a collector knows, in columns of a few bytes each, for a `Map` ends at 16.7 million entries and an object a meter would fill the memory. They may
 * be shared by workers.
 *
 * | column   | bytes a meter |                                                                                  |
 * |----------|---------------|----------------------------------------------------------------------------------|
 * | titles   | 8             | system title                                                                     |
 * | keys     | 32            | global encryption key, authentication key                                        |
 * | counters | 4             | the last invocation counter that was accepted; 0: none                           |
 * | slots    | 4             | the newest half-hour that was received; 0: none                                  |
 * | numbers  | 4 or none     | number of the meter; none where they are 1, 2, 3 …                               |
 * | index    | 5             | rows by title: open addressing, linear, four fifths full; 0: empty, else row + 1 |
 */
export const KEYS_SIZE = 32;
const TITLE_SIZE = 8;
const KEY_SIZE = 16;
/** A quarter more places than meters. */
const ROOM = 1.25;
const TWO_TO_32 = 0x100000000;
const MOST_METERS = 0x3fffffff;

/** The memory of a table, which may be that of another thread's. */
export interface TableMemory {
	readonly capacity: number;
	readonly titles: ArrayBufferLike;
	readonly keys: ArrayBufferLike;
	readonly counters: ArrayBufferLike;
	readonly slots: ArrayBufferLike;
	readonly numbers: ArrayBufferLike | undefined;
	readonly index: ArrayBufferLike;
	/** How many rows there are, a word. */
	readonly count: ArrayBufferLike;
}

/**
 * Memory for so many meters, all of it 0.
 * @param isDense their numbers are 1, 2, 3 … in their order
 * @param make of so many bytes; default: memory of this thread alone
 */
export function tableMemory(
	capacity: number,
	isDense: boolean,
	make: (bytes: number) => ArrayBufferLike = (bytes) => new ArrayBuffer(bytes),
): TableMemory {
	if (!Number.isInteger(capacity) || capacity < 0 || capacity > MOST_METERS)
		throw new RangeError(`table of meters: expected 0 to ${MOST_METERS} meters, got ${capacity}`);
	return {
		capacity,
		titles: make(TITLE_SIZE * capacity),
		keys: make(KEYS_SIZE * capacity),
		counters: make(4 * capacity),
		slots: make(4 * capacity),
		numbers: isDense ? undefined : make(4 * capacity),
		index: make(4 * (Math.ceil(ROOM * capacity) + 1)),
		count: make(4),
	};
}

export class MeterTable {
	readonly memory: TableMemory;
	/** By row. */
	readonly counters: Uint32Array;
	readonly slots: Uint32Array;
	readonly #titles: Uint32Array;
	readonly #keys: Uint8Array;
	readonly #numbers: Uint32Array | undefined;
	readonly #index: Int32Array;
	readonly #count: Int32Array;
	/** Rows by number, where numbers are not dense; made when it is asked for. */
	#byNumber: Int32Array | undefined;
	#byNumberRows = -1;

	constructor(memory: TableMemory) {
		this.memory = memory;
		this.counters = new Uint32Array(memory.counters);
		this.slots = new Uint32Array(memory.slots);
		this.#titles = new Uint32Array(memory.titles);
		this.#keys = new Uint8Array(memory.keys);
		this.#numbers = memory.numbers && new Uint32Array(memory.numbers);
		this.#index = new Int32Array(memory.index);
		this.#count = new Int32Array(memory.count);
	}

	get count(): number {
		return this.#count[0]!;
	}

	get bytes(): number {
		const { titles, keys, counters, slots, numbers, index } = this.memory;
		return [titles, keys, counters, slots, numbers, index].reduce((sum, buffer) => sum + (buffer?.byteLength ?? 0), 0);
	}

	/**
	 * The row of one meter more; −1: its title is there already, or there is no room.
	 * @param number of the meter; where numbers are dense it must be the next
	 * @param keys encryption and authentication, 16 bytes each, one behind the other
	 */
	add(number: number, title: Uint8Array, keys: Uint8Array): number {
		const row = this.count;
		if (title.length !== TITLE_SIZE) throw new RangeError(`table of meters: system title: expected ${TITLE_SIZE} bytes, got ${title.length}`);
		if (keys.length !== KEYS_SIZE) throw new RangeError(`table of meters: keys: expected ${KEYS_SIZE} bytes, got ${keys.length}`);
		if (this.#numbers === undefined && number !== row + 1) throw new RangeError(`table of meters: number: expected ${row + 1}, got ${number}`);
		if (row >= this.memory.capacity) return -1;
		const [high, low] = [wordAt(title, 0), wordAt(title, 4)];
		const place = this.#place(high, low);
		if (this.#index[place] !== 0) return -1;
		this.#titles[2 * row] = high;
		this.#titles[2 * row + 1] = low;
		this.#keys.set(keys, KEYS_SIZE * row);
		if (this.#numbers !== undefined) this.#numbers[row] = number;
		this.#index[place] = row + 1;
		this.#count[0] = row + 1;
		return row;
	}

	/** The row of the title that stands there; −1: there is none. */
	rowOf(bytes: Uint8Array, at = 0): number {
		return this.#index[this.#place(wordAt(bytes, at), wordAt(bytes, at + 4))]! - 1;
	}

	numberOf(row: number): number {
		return this.#numbers === undefined ? row + 1 : this.#numbers[row]!;
	}

	/** The row of a number; −1: there is none. */
	rowOfNumber(number: number): number {
		if (this.#numbers === undefined) return number >= 1 && number <= this.count ? number - 1 : -1;
		const index = this.#numberIndex();
		let at = placeOf(number, 0, index.length);
		for (;;) {
			const row = index[at]! - 1;
			if (row < 0 || this.#numbers[row] === number) return row;
			at = at + 1 === index.length ? 0 : at + 1;
		}
	}

	titleOf(row: number): Uint8Array {
		const title = new Uint8Array(TITLE_SIZE);
		for (let i = 0; i < 2; i++) for (let j = 0; j < 4; j++) title[4 * i + j] = this.#titles[2 * row + i]! >>> (24 - 8 * j);
		return title;
	}

	/** Copies a row's keys, 16 bytes each; the second one behind whatever stands in the first `at` bytes. */
	takeKeys(row: number, encryption: Uint8Array, authentication: Uint8Array, at: number): void {
		const keys = this.#keys;
		const from = KEYS_SIZE * row;
		for (let i = 0; i < KEY_SIZE; i++) {
			encryption[i] = keys[from + i]!;
			authentication[at + i] = keys[from + KEY_SIZE + i]!;
		}
	}

	/** Keys of a meter that had none. */
	setKeys(row: number, keys: Uint8Array): void {
		this.#keys.set(keys, KEYS_SIZE * row);
	}

	/** New keys of a meter, under which its counter begins anew. */
	replaceKeys(row: number, keys: Uint8Array): void {
		const at = KEYS_SIZE * row;
		const isOther = keys.subarray(0, KEY_SIZE).some((byte, i) => byte !== this.#keys[at + i]);
		this.#keys.set(keys, at);
		if (isOther) this.counters[row] = 0;
	}

	/** What a journal or a snapshot tells: both only grow. */
	restore(row: number, counter: number, slot: number): void {
		if (counter > this.counters[row]!) this.counters[row] = counter;
		if (slot > this.slots[row]!) this.slots[row] = slot;
	}

	#place(high: number, low: number): number {
		const index = this.#index;
		const titles = this.#titles;
		let at = placeOf(low, high, index.length);
		for (;;) {
			const row = index[at]! - 1;
			if (row < 0 || (titles[2 * row + 1] === low && titles[2 * row] === high)) return at;
			at = at + 1 === index.length ? 0 : at + 1;
		}
	}

	#numberIndex(): Int32Array {
		if (this.#byNumber !== undefined && this.#byNumberRows === this.count) return this.#byNumber;
		const index = new Int32Array(Math.ceil(ROOM * this.count) + 1);
		for (let row = 0; row < this.count; row++) {
			let at = placeOf(this.#numbers![row]!, 0, index.length);
			while (index[at] !== 0) at = at + 1 === index.length ? 0 : at + 1;
			index[at] = row + 1;
		}
		this.#byNumber = index;
		this.#byNumberRows = this.count;
		return index;
	}
}

/** Mixes both words, as the last step of MurmurHash3 does. */
function placeOf(low: number, high: number, length: number): number {
	let hash = low ^ Math.imul(high, 0x9e3779b1);
	hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return Math.floor(((hash ^ (hash >>> 16)) >>> 0) * (length / TWO_TO_32));
}

function wordAt(bytes: Uint8Array, at: number): number {
	return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}
