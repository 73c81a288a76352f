/**
 * Where images are kept: on a flash of their own, which stays blank until there is one.
 *
 * | sectors of the flash | content                                                                   |
 * |----------------------|---------------------------------------------------------------------------|
 * | 0 to 2               | values by numbers (modules/journal/slots.ts): the transfer, then the version in force of each unit |
 * | 3 to 5               | slots of the schedule of activation                                       |
 * | 6                    | a bit for each block, the first one the highest; 0: it is there           |
 * | 7 to 72              | the image                                                                 |
 *
 * A block is written, then its bit: a power cut between the two leaves it to be sent again. A sector is erased before the first block that goes into it, as long as
 * none is there: of a whole image at once it would take seconds.
 *
 * | offset in the transfer | bytes | field                                                                                  |
 * |------------------------|-------|----------------------------------------------------------------------------------------|
 * | 0                      | 1     | image_transfer_status                                                                  |
 * | 1                      | 1     | 1: transfers are not enabled                                                           |
 * | 2                      | 4     | bytes of the image                                                                     |
 * | 6                      | 2     | bytes of a block                                                                       |
 * | 8                      | 1     | bytes of the identifier                                                                |
 * | 9                      | 1     | code of the standard log that is to be entered; 0: none is                             |
 * | 10                     | 6     | when it happened, ms since 1970-01-01T00:00:00Z                                        |
 * | 16                     | 64    | identifier                                                                             |
 *
 * | offset in a version | bytes | field                                      |
 * |---------------------|-------|--------------------------------------------|
 * | 0                   | 12    | serial number of its unit, zeros behind    |
 * | 12                  | 16    | version, zeros behind                      |
 * | 28                  | 16    | signature of the image that it is of       |
 */
import type { Flash } from '../../../hal/ports/flash.js';
import { asciiBytes } from '../../../modules/bytes/ascii.js';
import { equalBytes } from '../../../modules/bytes/equal.js';
import { putUint16, putUint32, putUint48, uint16, uint32, uint48 } from '../../../modules/bytes/uint.js';
import { IMAGE_STATUS } from '../../../modules/cosem/image-transfer.js';
import { SLOTS_SECTORS, Slots } from '../../../modules/journal/slots.js';
import { SCHEDULE_SLOTS } from '../control/schedule.js';
import { SLOT_LENGTH } from '../control/slot-rows.js';
import type { ImageSource } from './image-check.js';
import { MAC_LENGTH, textIn, VERSION_LENGTH } from './image-format.js';

const VALUE_LENGTH = 80;
const TRANSFER = 0;
const STATUS = 0;
const DISABLED = 1;
const SIZE = 2;
const BLOCK_SIZE = 6;
const IDENTIFIER_LENGTH = 8;
const EVENT = 9;
const EVENT_TIME = 10;
const IDENTIFIER = 16;
export const MOST_IDENTIFIER = VALUE_LENGTH - IDENTIFIER;
const SERIAL_LENGTH = 12;
const SIGNATURE = SERIAL_LENGTH + VERSION_LENGTH;
/** Kinds of units that have versions are 1 and 2, and so are the numbers of their values. */
const UNITS = 2;

const SCHEDULE_SECTOR = SLOTS_SECTORS;
const BITMAP_SECTOR = SCHEDULE_SECTOR + SLOTS_SECTORS;
const DATA_SECTOR = BITMAP_SECTOR + 1;
const DATA_SECTORS = 66;
const BITS = 8;

/** Sectors of 4,096 bytes that images want of a flash. */
export const IMAGE_SECTORS = DATA_SECTOR + DATA_SECTORS;

/** What is to be entered into the standard log. */
export interface PendingEvent {
	readonly code: number;
	/** ms since 1970-01-01T00:00:00Z. */
	readonly time: number;
}

export class ImageMemory implements ImageSource {
	/** Of the schedule of activation. */
	readonly schedule: Slots;
	readonly #flash: Flash;
	readonly #values: Slots;
	/** From when it was asked for: as on flash, but 1 where a block is there. */
	#transferred: Uint8Array | undefined;

	/** @throws JournalError if the flash holds something else */
	constructor(flash: Flash) {
		this.#flash = flash;
		this.#values = new Slots({ range: { flash, firstSector: 0, sectors: SLOTS_SECTORS }, count: 1 + UNITS, length: VALUE_LENGTH });
		this.schedule = new Slots({
			range: { flash, firstSector: SCHEDULE_SECTOR, sectors: SLOTS_SECTORS },
			count: SCHEDULE_SLOTS,
			length: SLOT_LENGTH,
		});
	}

	/** How often the most worn sector of the values was erased. */
	get erasures(): number {
		return Math.max(this.#values.erasures ?? 0, this.schedule.erasures ?? 0);
	}

	/** The longest image, bytes. */
	get mostSize(): number {
		return DATA_SECTORS * this.#flash.sectorSize;
	}

	/** The most blocks of one. */
	get mostBlocks(): number {
		return BITS * this.#flash.sectorSize;
	}

	get status(): number {
		return this.#values.bytes[STATUS]!;
	}

	get enabled(): boolean {
		return this.#values.bytes[DISABLED] === 0;
	}

	set enabled(enabled: boolean) {
		this.#values.bytes[DISABLED] = enabled ? 0 : 1;
		this.#values.keep(TRANSFER);
	}

	/** Bytes; 0: there is no image. */
	get size(): number {
		return uint32(this.#values.bytes, SIZE);
	}

	/** Bytes. */
	get blockSize(): number {
		return uint16(this.#values.bytes, BLOCK_SIZE);
	}

	get blocks(): number {
		return this.size === 0 ? 0 : Math.ceil(this.size / this.blockSize);
	}

	get identifier(): Uint8Array {
		return this.#values.bytes.slice(IDENTIFIER, IDENTIFIER + this.#values.bytes[IDENTIFIER_LENGTH]!);
	}

	/** Undefined: there is none. */
	get event(): PendingEvent | undefined {
		const { bytes } = this.#values;
		return bytes[EVENT] === 0 ? undefined : { code: bytes[EVENT]!, time: uint48(bytes, EVENT_TIME) };
	}

	/** A status, and what is to be entered of it, in one write. */
	settle(status: number, event: PendingEvent | undefined): void {
		const { bytes } = this.#values;
		bytes[STATUS] = status;
		bytes[EVENT] = event?.code ?? 0;
		putUint48(bytes, EVENT_TIME, event?.time ?? 0);
		this.#values.keep(TRANSFER);
	}

	/** Another image is to come: nothing is left of the one before. */
	begin(identifier: Uint8Array, size: number, blockSize: number): void {
		const { bytes } = this.#values;
		putUint32(bytes, SIZE, 0);
		this.settle(IMAGE_STATUS.notInitiated, undefined);
		this.#transferred = undefined;
		this.#flash.erase(BITMAP_SECTOR);
		putUint32(bytes, SIZE, size);
		putUint16(bytes, BLOCK_SIZE, blockSize);
		bytes[IDENTIFIER_LENGTH] = identifier.length;
		bytes.set(identifier, IDENTIFIER);
		this.settle(IMAGE_STATUS.initiated, undefined);
	}

	/** A bit for each block, 1: it is there. */
	get transferred(): Uint8Array {
		if (this.#transferred !== undefined) return this.#transferred;
		const { blocks } = this;
		const bits = new Uint8Array(Math.ceil(blocks / BITS));
		if (blocks > 0) this.#flash.read(BITMAP_SECTOR * this.#flash.sectorSize, bits);
		for (let i = 0; i < bits.length; i++) bits[i]! ^= 0xff;
		this.#transferred = bits;
		return bits;
	}

	/** Bytes of a block as it counts. */
	lengthOf(number: number): number {
		return Math.min(this.blockSize, this.size - number * this.blockSize);
	}

	hasBlock(number: number): boolean {
		return (this.transferred[number >> 3]! & bitOf(number)) !== 0;
	}

	/** False: an interrupted write of another block has left what cannot be written over. */
	putBlock(number: number, block: Uint8Array): boolean {
		const first = number * this.blockSize;
		const at = DATA_SECTOR * this.#flash.sectorSize + first;
		this.makeRoom(first, first + block.length - 1);
		this.#flash.write(at, block);
		const written = new Uint8Array(block.length);
		this.#flash.read(at, written);
		if (!equalBytes(written, block)) return false;
		const { transferred } = this;
		this.#flash.write(BITMAP_SECTOR * this.#flash.sectorSize + (number >> 3), Uint8Array.of(0xff ^ bitOf(number)));
		transferred[number >> 3]! |= bitOf(number);
		return true;
	}

	/** For a block from the first to the last of these bytes of the image. */
	private makeRoom(first: number, last: number): void {
		const { sectorSize } = this.#flash;
		for (let sector = Math.floor(first / sectorSize); sector <= Math.floor(last / sectorSize); sector++)
			if (!this.isUsed(sector * sectorSize, (sector + 1) * sectorSize - 1)) this.#flash.erase(DATA_SECTOR + sector);
	}

	/** Whether a block is there that has some of these bytes. */
	private isUsed(first: number, last: number): boolean {
		const { blockSize, blocks } = this;
		const end = Math.min(blocks - 1, Math.floor(last / blockSize));
		for (let number = Math.floor(first / blockSize); number <= end; number++) if (this.hasBlock(number)) return true;
		return false;
	}

	/** Number of the first block that is not there. */
	get firstMissing(): number {
		const { transferred, blocks } = this;
		let number = 0;
		while (number + BITS <= blocks && transferred[number >> 3] === 0xff) number += BITS;
		while (number < blocks && this.hasBlock(number)) number++;
		return number;
	}

	/** Of the image. */
	read(at: number, into: Uint8Array): void {
		this.#flash.read(DATA_SECTOR * this.#flash.sectorSize + at, into);
	}

	/** What the image begins with, which is its signature. */
	get imageSignature(): Uint8Array {
		const bytes = new Uint8Array(Math.min(MAC_LENGTH, this.size));
		this.read(0, bytes);
		return bytes;
	}

	/** Version that was activated in a unit; undefined: none was in this one. @param unit its kind, 1 or 2 */
	version(unit: number, serial: string): string | undefined {
		const at = this.versionAt(unit, serial);
		return at === undefined ? undefined : textIn(this.#values.bytes, at + SERIAL_LENGTH);
	}

	/** The signature of its image; parameters and undefined as those of `version`. */
	signature(unit: number, serial: string): Uint8Array | undefined {
		const at = this.versionAt(unit, serial);
		return at === undefined ? undefined : this.#values.bytes.slice(at + SIGNATURE, at + SIGNATURE + MAC_LENGTH);
	}

	setVersion(unit: number, serial: string, version: string, signature: Uint8Array): void {
		const { bytes } = this.#values;
		const at = unit * VALUE_LENGTH;
		bytes.fill(0, at, at + VALUE_LENGTH);
		bytes.set(asciiBytes(serial), at);
		bytes.set(asciiBytes(version), at + SERIAL_LENGTH);
		bytes.set(signature, at + SIGNATURE);
		this.#values.keep(unit);
	}

	private versionAt(unit: number, serial: string): number | undefined {
		const at = unit * VALUE_LENGTH;
		const { bytes } = this.#values;
		if (unit < 1 || unit > UNITS || bytes[at] === 0) return undefined;
		for (let i = 0; i < SERIAL_LENGTH; i++) if (bytes[at + i] !== (i < serial.length ? serial.charCodeAt(i) : 0)) return undefined;
		return at;
	}
}

function bitOf(number: number): number {
	return 0x80 >> (number & 7);
}
