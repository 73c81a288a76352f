import type { Flash } from '../../hal/ports/flash.js';
import { TWO_TO_32, uint32 } from '../bytes/uint.js';
import { decodeHeader, encodeHeader, HEADER_LENGTH, type Header, MAGIC, VERSION } from './header.js';
import { isSealed, isTorn, MAX_SEALED, SEAL_LENGTH, seal, wordsOf } from './seal.js';

/** Bytes that are read at once where more than one slot is looked at: each read costs XS more than what it brings. */
const BLOCK = 1024;

export interface JournalOptions {
	readonly flash: Flash;
	/** The ring: `sectors` sectors (at least 2) from number `firstSector` on. */
	readonly firstSector: number;
	readonly sectors: number;
	/** Bytes of each record. */
	readonly recordLength: number;
	/** What the records are, 0 to 255: a journal of another kind is refused. */
	readonly kind: number;
}

/**
 * `foreign`: something else, or a journal of other records, stands there. `newer`: a later version wrote it. `corrupt`: no header is whole.
 * Nothing was changed; `eraseJournal` makes room.
 */
export class JournalError extends Error {
	constructor(
		readonly kind: 'foreign' | 'newer' | 'corrupt',
		firstSector: number,
		found: string,
	) {
		super(`journal at sector ${firstSector}: ${kind}: ${found}`);
	}
}

/**
 * Records of one length on a ring of flash sectors, appended for ever, the oldest sector given up when the newest is full. Each sector is a
 * header (header.ts) and then slots: a record and its seal (seal.ts), sealed for the record's index.
 *
 * What holds when power fails at any moment:
 * - A record exists from the moment its write is complete, which `append` waits for; a part of one is never taken for a record.
 * - A slot that was begun is never written again.
 * - A sector counts as given up from the moment the newest sector has no free slot, before its erase begins. So whatever an interrupted
 *   erase leaves behind is not looked at, and is erased again before use.
 * - A sector whose header is damaged is still read: its place in the ring tells its sequence, and the seals of its records prove it.
 *
 * It keeps one slot in RAM, and no table.
 */
export class Journal {
	readonly #flash: Flash;
	readonly #firstSector: number;
	readonly #sectors: number;
	readonly #kind: number;
	readonly #slots: number;
	readonly #slot: Uint8Array;
	readonly #words: Int32Array;
	/** The slot without its seal. */
	readonly #record: Uint8Array;
	/** Sequence of the newest sector; 0 before the first. */
	#head = 0;
	/** Slots of the newest sector that were begun. */
	#used: number;

	/**
	 * Finds the newest sector and its first free slot. A blank range is an empty journal.
	 * @throws JournalError, RangeError for options that do not fit the flash
	 */
	constructor(options: JournalOptions) {
		const { flash, firstSector, sectors, recordLength, kind } = options;
		this.#slots = slotsOf(flash.sectorSize, recordLength);
		if (this.#slots < 1 || recordLength < 1 || recordLength > MAX_SEALED) {
			throw new RangeError(`journal: record: expected one that fits a sector of ${flash.sectorSize} bytes, got ${recordLength}`);
		}
		if (sectors < 2 || firstSector < 0 || firstSector + sectors > flash.sectors) {
			throw new RangeError(
				`journal: sectors: expected two or more of a flash of ${flash.sectors}, got ${firstSector} to ${firstSector + sectors - 1}`,
			);
		}
		this.#flash = flash;
		this.#firstSector = firstSector;
		this.#sectors = sectors;
		this.#kind = kind;
		this.#slot = new Uint8Array(recordLength + SEAL_LENGTH);
		this.#words = wordsOf(this.#slot);
		this.#record = this.#slot.subarray(0, recordLength);
		this.#used = this.#slots;
		this.mount();
	}

	/** How many of the newest records stay, however the ring turns; each interrupted write takes one off. */
	get capacity(): number {
		return (this.#sectors - 1) * this.#slots;
	}

	get recordLength(): number {
		return this.#record.length;
	}

	/** Index of the oldest record that is kept. */
	get first(): number {
		const gone = this.#head - this.#sectors + (this.#used === this.#slots ? 1 : 0);
		return Math.max(0, gone) * this.#slots;
	}

	/** Index that the next record gets: indexes count up for ever, and those of interrupted writes stay empty. */
	get end(): number {
		return this.#head === 0 ? 0 : (this.#head - 1) * this.#slots + this.#used;
	}

	/** How often the sector written last was erased. */
	get erasures(): number {
		return this.#head === 0 ? 0 : (this.header(this.#head)?.erasures ?? 0);
	}

	/** The record at `index`, undefined if there is none, or a damaged one. It is a view that the journal's next call overwrites. */
	read(index: number): Uint8Array | undefined {
		if (!(index >= this.first && index < this.end)) return undefined;
		const sequence = Math.floor(index / this.#slots) + 1;
		return this.readSlot(sequence, index % this.#slots) ? this.#record : undefined;
	}

	/**
	 * Calls `visit` with what stands in slots, many at a time, the newest first, as long as it returns true: `bytes` holds those of `count` indexes from `first` on,
	 * `step` bytes each, and each begins with a record, the rest of one, or nothing. A view for the moment; `visit` may call `read` and `isTorn`.
	 */
	blocks(visit: (bytes: Uint8Array, step: number, first: number, count: number) => boolean): void {
		const step = this.#slot.length;
		const most = Math.max(1, Math.floor(BLOCK / step));
		const bytes = new Uint8Array(most * step);
		const oldest = this.first;
		for (let end = this.end; end > oldest; ) {
			// Up to the beginning of its sector at most.
			const count = Math.min(most, ((end - 1) % this.#slots) + 1);
			end -= count;
			this.#flash.read(this.offsetOf(end), count === most ? bytes : bytes.subarray(0, count * step));
			if (!visit(bytes, step, end, count)) return;
		}
	}

	/** Whether an interrupted write left what stands at `index`, from `first` to before `end`, and no more (seal.ts). */
	isTorn(index: number): boolean {
		this.#flash.read(this.offsetOf(index), this.#slot);
		return isTorn(this.#slot, this.#words);
	}

	/** Writes a record of `recordLength` bytes behind the others and returns its index. When it returns, the record is there to stay. */
	append(record: Uint8Array): number {
		if (record.length !== this.recordLength) {
			throw new RangeError(`journal: expected a record of ${this.recordLength} bytes, got ${record.length}`);
		}
		if (this.#used === this.#slots) this.open();
		const index = this.end;
		const offset = this.offset(this.#head, this.#used++);
		this.#slot.set(record);
		seal(this.#slot, placeOf(index));
		this.#flash.write(offset, this.#slot);
		return index;
	}

	/** Erases the next sector of the ring and makes it the newest. */
	private open(): void {
		const sequence = this.#head + 1;
		let erasures = 0;
		if (sequence > 1) {
			const before = this.header(sequence);
			erasures = before === undefined ? Math.max(1, this.erasures) : before.erasures + 1;
			this.#flash.erase(this.sector(sequence));
		}
		// The very first header goes where all is blank, or onto the rest of its own interrupted write: the same bits.
		this.#flash.write(this.sector(sequence) * this.#flash.sectorSize, this.encodeHeader(sequence, erasures));
		this.#head = sequence;
		this.#used = 0;
	}

	private mount(): void {
		for (let sequence = 1; sequence <= this.#sectors; sequence++) {
			const header = this.header(sequence);
			if (header === undefined) continue;
			this.refuse(header);
			if ((header.sequence - sequence) % this.#sectors === 0 && header.sequence > this.#head) this.#head = header.sequence;
		}
		if (this.#head === 0) {
			this.needBlank();
			return;
		}
		this.#used = this.usedSlots(this.#head);
		while (this.#used === this.#slots) {
			const used = this.usedWithoutHeader(this.#head + 1);
			if (used === 0) return;
			this.#head++;
			this.#used = used;
		}
	}

	private refuse(header: Header): void {
		if (header.version !== VERSION) {
			throw new JournalError(
				header.version > VERSION ? 'newer' : 'foreign',
				this.#firstSector,
				`written in version ${header.version} of the format, expected ${VERSION}`,
			);
		}
		if (header.kind !== this.#kind || header.recordLength !== this.recordLength || header.sectors !== this.#sectors) {
			const found = `kind ${header.kind}, ${header.sectors} sectors, records of ${header.recordLength} bytes`;
			const expected = `kind ${this.#kind}, ${this.#sectors} sectors, records of ${this.recordLength} bytes`;
			throw new JournalError('foreign', this.#firstSector, `expected ${expected}, found ${found}`);
		}
	}

	/** No header is whole: all must be blank, but for what an interrupted write of the very first header left. */
	private needBlank(): void {
		if (this.#flash.areBlank?.(this.#firstSector, this.#sectors) === true) return;
		const start = this.#firstSector * this.#flash.sectorSize;
		const size = this.#sectors * this.#flash.sectorSize;
		const words = new Int32Array(BLOCK >> 2);
		const bytes = new Uint8Array(words.buffer);
		for (let at = 0; at < size; at += BLOCK) {
			this.readBlock(start + at, Math.min(BLOCK, size - at), words, bytes);
			if (at === 0) this.forgiveHeader(bytes);
			if (!areBlank(words)) throw this.unknown();
		}
	}

	/** Bytes behind the first `length` are blank. */
	private readBlock(offset: number, length: number, words: Int32Array, bytes: Uint8Array): void {
		if (length < BLOCK) words.fill(-1);
		this.#flash.read(offset, length < BLOCK ? bytes.subarray(0, length) : bytes);
	}

	/** Sets the bits that are 0 in the very first header. */
	private forgiveHeader(bytes: Uint8Array): void {
		const header = this.encodeHeader(1, 0);
		for (let i = 0; i < HEADER_LENGTH; i++) bytes[i]! |= ~header[i]!;
	}

	private unknown(): JournalError {
		const start = new Uint8Array(4);
		for (let sector = 0; sector < this.#sectors; sector++) {
			this.#flash.read((this.#firstSector + sector) * this.#flash.sectorSize, start);
			if (uint32(start, 0) === MAGIC) {
				return new JournalError('corrupt', this.#firstSector, 'no header is whole');
			}
		}
		return new JournalError('foreign', this.#firstSector, 'neither blank nor a journal');
	}

	private encodeHeader(sequence: number, erasures: number): Uint8Array {
		return encodeHeader({ version: VERSION, kind: this.#kind, recordLength: this.recordLength, sectors: this.#sectors, sequence, erasures });
	}

	/** The header in the sector of the ring that `sequence` would stand in. */
	private header(sequence: number): Header | undefined {
		const bytes = new Uint8Array(HEADER_LENGTH);
		this.#flash.read(this.sector(sequence) * this.#flash.sectorSize, bytes);
		return decodeHeader(bytes);
	}

	/**
	 * Count of the slots that were begun in a sector whose header was damaged after records were written behind it; 0: this sequence was never there. A whole header
	 * in its place, which is that of an older sequence, says so at once: an erase has not begun, or did not come to its end.
	 */
	private usedWithoutHeader(sequence: number): number {
		if (this.header(sequence) !== undefined) return 0;
		const used = this.usedSlots(sequence);
		for (let slot = 0; slot < used; slot++) if (this.readSlot(sequence, slot)) return used;
		return 0;
	}

	/** Count of the slots up to the last one with a bit that is 0. */
	private usedSlots(sequence: number): number {
		const step = this.#slot.length;
		const begin = this.offset(sequence, 0);
		const words = new Int32Array(BLOCK >> 2);
		const bytes = new Uint8Array(words.buffer);
		for (let end = this.#slots * step; end > 0; end -= BLOCK) {
			const start = Math.max(0, end - BLOCK);
			this.readBlock(begin + start, end - start, words, bytes);
			if (areBlank(words)) continue;
			// In order again.
			this.readBlock(begin + start, end - start, words, bytes);
			return Math.floor((start + lastWritten(words, bytes)) / step) + 1;
		}
		return 0;
	}

	private readSlot(sequence: number, slot: number): boolean {
		const offset = this.offset(sequence, slot);
		this.#flash.read(offset, this.#slot);
		const place = placeOf((sequence - 1) * this.#slots + slot);
		return isSealed(this.#slot, place, this.#words);
	}

	private sector(sequence: number): number {
		return this.#firstSector + ((sequence - 1) % this.#sectors);
	}

	private offsetOf(index: number): number {
		return this.offset(Math.floor(index / this.#slots) + 1, index % this.#slots);
	}

	private offset(sequence: number, slot: number): number {
		return this.sector(sequence) * this.#flash.sectorSize + HEADER_LENGTH + slot * this.#slot.length;
	}
}

/** Whether all bits are 1. Sorts the words, which compiled code does: looked at one by one they take XS eight times as much. */
function areBlank(words: Int32Array): boolean {
	words.sort();
	return words[0] === -1 && words[words.length - 1] === -1;
}

/** Place of the last byte with a bit that is 0; there is one. */
function lastWritten(words: Int32Array, bytes: Uint8Array): number {
	let word = words.length - 1;
	while (words[word] === -1) word--;
	let last = 4 * word + 3;
	while (bytes[last] === 0xff) last--;
	return last;
}

/** How many sectors keep the newest `records` records at any time. */
export function sectorsFor(records: number, recordLength: number, sectorSize: number): number {
	return Math.ceil(records / slotsOf(sectorSize, recordLength)) + 1;
}

/** Gives up all that stands in the range, whatever it is. If power fails meanwhile it is to be called again. */
export function eraseJournal(flash: Flash, firstSector: number, sectors: number): void {
	for (let sector = firstSector; sector < firstSector + sectors; sector++) flash.erase(sector);
}

function slotsOf(sectorSize: number, recordLength: number): number {
	return Math.floor((sectorSize - HEADER_LENGTH) / (recordLength + SEAL_LENGTH));
}

/**
 * The CRC starts with the place, so its bits meet those of the first four bytes, and two numbers that differ in one byte would let a damaged record pass for one
 * of another turn. This product differs in bits all over for all numbers that may lie on one flash.
 */
function placeOf(index: number): number {
	return Math.imul(index % TWO_TO_32, SPREAD) >>> 0;
}

/** 2^32 divided by the golden ratio, odd. */
const SPREAD = 0x9e3779b1;
