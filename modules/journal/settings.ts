import type { Flash } from '../../hal/ports/flash.js';
import { equalBytes } from '../bytes/equal.js';
import { Journal } from './journal.js';

const SETTINGS_KIND = 3;
const DELETED = 0xff;

export interface SettingsOptions {
	readonly flash: Flash;
	/** The range: `sectors` sectors (at least 3) from number `firstSector` on. */
	readonly firstSector: number;
	readonly sectors: number;
	/** Bytes of one record: a key and its value must fit into two less. */
	readonly recordLength?: number;
}

/**
 * Small values by name that survive a power cut: the last one set wins, and a cut leaves either it or the one before. A journal of
 *
 * | offset | length | field |
 * |---|---|---|
 * | 0 | 1 | length of the key, k: ASCII |
 * | 1 | 1 | length of the value, v; 0xFF: the key was deleted |
 * | 2 | k | key |
 * | 2 + k | v | value |
 * | 2 + k + v | | 0 up to the end |
 *
 * When a sector is opened, first of all the values that stand only in the sector to be given up next are written again. So there may be
 * half as many keys as a sector has slots, which leaves the other half for interrupted writes.
 */
export class Settings {
	/** How many keys there may be. */
	readonly capacity: number;
	readonly #journal: Journal;
	readonly #slots: number;
	/** Where the newest value of each key stands. */
	readonly #index = new Map<string, number>();
	readonly #record: Uint8Array;
	/** All live values stand at or behind this index, unless a copy is due. */
	#safe = 0;

	/** @throws JournalError if something else stands in the range */
	constructor(options: SettingsOptions) {
		if (options.sectors < 3) throw new RangeError(`settings: expected at least 3 sectors, got ${options.sectors}`);
		const recordLength = options.recordLength ?? 64;
		if (recordLength < 4 || recordLength > 256) throw new RangeError(`settings: expected records of 4 to 256 bytes, got ${recordLength}`);
		this.#journal = new Journal({ ...options, recordLength, kind: SETTINGS_KIND });
		this.#slots = this.#journal.capacity / (options.sectors - 1);
		this.capacity = this.#slots >> 1;
		this.#record = new Uint8Array(recordLength);
		for (let index = this.#journal.first; index < this.#journal.end; index++) {
			const record = this.#journal.read(index);
			if (record === undefined) continue;
			if (record[1] === DELETED) this.#index.delete(keyOf(record));
			else this.#index.set(keyOf(record), index);
		}
	}

	/** How often the most worn sector was erased. */
	get erasures(): number {
		return this.#journal.erasures;
	}

	/** A copy of the value, undefined if there is none. */
	get(key: string): Uint8Array | undefined {
		const record = this.#journal.read(this.#index.get(key) ?? Number.NaN);
		return record?.slice(2 + record[0]!, 2 + record[0]! + record[1]!);
	}

	/**
	 * Writes nothing if the value is the same already.
	 * @throws RangeError if key and value are too long, or there are too many keys
	 */
	set(key: string, value: Uint8Array): void {
		const known = this.get(key);
		if (known !== undefined && equalBytes(known, value)) return;
		if (known === undefined && this.#index.size >= this.capacity) {
			throw new RangeError(`settings: ${key}: expected at most ${this.capacity} keys`);
		}
		const most = Math.min(this.#record.length - 2 - key.length, DELETED - 1);
		if (key.length === 0 || value.length > most) throw new RangeError(`settings: ${key}: expected at most ${most} bytes, got ${value.length}`);
		this.put(key, value.length, value);
	}

	delete(key: string): void {
		if (this.#index.has(key)) this.put(key, DELETED, undefined);
	}

	keys(): string[] {
		return Array.from(this.#index.keys());
	}

	private put(key: string, length: number, value: Uint8Array | undefined): void {
		this.keep();
		const record = this.#record.fill(0);
		record[0] = key.length;
		record[1] = length;
		for (let i = 0; i < key.length; i++) {
			const code = key.charCodeAt(i);
			if (code > 0x7f) throw new RangeError(`settings: ${key}: expected a key of ASCII`);
			record[2 + i] = code;
		}
		if (value !== undefined) record.set(value, 2 + key.length);
		const index = this.#journal.append(record);
		if (value === undefined) this.#index.delete(key);
		else this.#index.set(key, index);
	}

	/** Writes again what the ring gives up when the sector of the next record is full. */
	private keep(): void {
		const journal = this.#journal;
		const head = Math.floor(journal.end / this.#slots) * this.#slots;
		const safe = head - journal.capacity + this.#slots;
		if (safe <= this.#safe) return;
		for (const [key, index] of this.#index) {
			const record = index < safe ? journal.read(index) : undefined;
			if (record === undefined) continue;
			this.#record.set(record);
			this.#index.set(key, journal.append(this.#record));
		}
		this.#safe = safe;
	}
}

function keyOf(record: Uint8Array): string {
	let key = '';
	for (let i = 0; i < record[0]!; i++) key += String.fromCharCode(record[2 + i]!);
	return key;
}
