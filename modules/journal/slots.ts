import type { Flash } from '../../hal/ports/flash.js';
import { equalBytes } from '../bytes/equal.js';
import { Journal } from './journal.js';

const SLOTS_KIND = 8;
const NUMBER_LENGTH = 2;
/** There is no value yet. */
const NOWHERE = -1;
/** The fewest that there may be. */
export const SLOTS_SECTORS = 3;

export interface SlotsOptions {
	/** Undefined: what is kept is gone with the power. */
	readonly range: { readonly flash: Flash; readonly firstSector: number; readonly sectors: number } | undefined;
	/** Of `open`, of the same range. */
	readonly journal?: Journal | undefined;
	/** How many values there are. */
	readonly count: number;
	/** Bytes of each. */
	readonly length: number;
}

/**
 * Values of one length by number, all in one typed array, 0 at first, that survive a power cut: the last one kept wins, and a cut leaves either it or the
 * one before. A journal of
 *
 * | offset | length | field |
 * |---|---|---|
 * | 0 | 2 | number |
 * | 2 | n | value |
 *
 * When a sector is opened, first of all the values that stand only in the sector to be given up next are written again, as `Settings` does. So there may be
 * half as many values as a sector has slots, which leaves the other half for interrupted writes.
 */
export class Slots {
	/** Value of number i from i × length on. Whoever changes it calls `keep`; until then the change is gone with the power. */
	readonly bytes: Uint8Array;
	readonly length: number;
	readonly #journal: Journal | undefined;
	readonly #slots: number;
	/** Where the newest record of each number stands. */
	readonly #index: Int32Array;
	readonly #record: Uint8Array;
	/** All values stand at or behind this index, unless a copy is due. */
	#safe = 0;

	/**
	 * @throws JournalError if something else stands in the range
	 * @throws RangeError if the range is too small
	 */
	constructor({ range, journal: opened, count, length }: SlotsOptions) {
		this.bytes = new Uint8Array(count * length);
		this.length = length;
		// Of no use without flash.
		this.#index = new Int32Array(range === undefined ? 0 : count).fill(NOWHERE);
		this.#record = new Uint8Array(range === undefined ? 0 : NUMBER_LENGTH + length);
		this.#slots = 0;
		if (range === undefined) return;
		const journal = opened ?? Slots.open(range, length);
		this.#journal = journal;
		this.#slots = journal.capacity / (range.sectors - 1);
		if (range.sectors < SLOTS_SECTORS || count > this.#slots >> 1) {
			throw new RangeError(
				`slots: expected at most ${this.#slots >> 1} values on ${SLOTS_SECTORS} sectors or more, got ${count} on ${range.sectors}`,
			);
		}
		// The newest first: all but one of each number need not be proved.
		journal.blocks((bytes, step, first, slots) => this.takeNew(journal, bytes, step, first, slots));
	}

	/**
	 * The journal of a range, for values that may never be there: what it takes to open it is taken now, and the memory for the values later.
	 * @throws JournalError if something else stands in the range
	 */
	static open(range: NonNullable<SlotsOptions['range']>, length: number): Journal {
		return new Journal({ ...range, recordLength: NUMBER_LENGTH + length, kind: SLOTS_KIND });
	}

	/** Of numbers that were not met yet. One that a later version kept is of no number here, and goes when its sector does. */
	private takeNew(journal: Journal, bytes: Uint8Array, step: number, first: number, slots: number): boolean {
		const index = this.#index;
		for (let i = slots - 1; i >= 0; i--) {
			const at = i * step;
			// Of a number that there is not, it is undefined.
			const number = (bytes[at]! << 8) | bytes[at + 1]!;
			if (index[number] === NOWHERE) this.take(journal, first + i, number);
		}
		return true;
	}

	private take(journal: Journal, index: number, number: number): void {
		const record = journal.read(index);
		if (record === undefined) return;
		this.bytes.set(record.subarray(NUMBER_LENGTH), number * this.length);
		this.#index[number] = index;
	}

	/** How often the most worn sector of the flash was erased; undefined: there is none. */
	get erasures(): number | undefined {
		return this.#journal?.erasures;
	}

	/** The value of a number is there to stay when this returns. Writes nothing if it is what was kept already. */
	keep(number: number): void {
		const journal = this.#journal;
		if (journal === undefined || this.isKept(journal, number)) return;
		this.rescue(journal);
		this.append(journal, number);
	}

	private isKept(journal: Journal, number: number): boolean {
		const record = journal.read(this.#index[number]!);
		const start = number * this.length;
		return record !== undefined && equalBytes(record.subarray(NUMBER_LENGTH), this.bytes.subarray(start, start + this.length));
	}

	private append(journal: Journal, number: number): void {
		const record = this.#record;
		record[0] = number >> 8;
		record[1] = number;
		for (let i = 0, at = number * this.length; i < this.length; i++) record[NUMBER_LENGTH + i] = this.bytes[at + i]!;
		this.#index[number] = journal.append(record);
	}

	/** Writes again, as they were kept, the values that the ring gives up when the sector of the next record is full. */
	private rescue(journal: Journal): void {
		const head = Math.floor(journal.end / this.#slots) * this.#slots;
		const safe = head - journal.capacity + this.#slots;
		if (safe <= this.#safe) return;
		for (let number = 0; number < this.#index.length; number++) {
			const index = this.#index[number]!;
			const record = index >= 0 && index < safe ? journal.read(index) : undefined;
			if (record === undefined) continue;
			this.#record.set(record);
			this.#index[number] = journal.append(this.#record);
		}
		this.#safe = safe;
	}
}
