import type { Flash } from '../../hal/ports/flash.js';

/** Some sectors of a flash, as a flash of their own: nothing outside is read, written or erased. */
export class FlashPart implements Flash {
	readonly sectorSize: number;
	readonly sectors: number;
	readonly #flash: Flash;
	readonly #firstSector: number;

	/** Throws RangeError where the flash has not as many sectors. */
	constructor(flash: Flash, firstSector: number, sectors: number) {
		if (firstSector + sectors > flash.sectors) throw new RangeError(`flash: expected ${firstSector + sectors} sectors, there are ${flash.sectors}`);
		this.sectorSize = flash.sectorSize;
		this.sectors = sectors;
		this.#flash = flash;
		this.#firstSector = firstSector;
	}

	read(offset: number, into: Uint8Array): void {
		this.#flash.read(this.placeOf(offset, into.length), into);
	}

	write(offset: number, bytes: Uint8Array): void {
		this.#flash.write(this.placeOf(offset, bytes.length), bytes);
	}

	erase(sector: number): void {
		if (!(sector >= 0 && sector < this.sectors)) throw new RangeError(`flash: expected a sector below ${this.sectors}, got ${sector}`);
		this.#flash.erase(this.#firstSector + sector);
	}

	private placeOf(offset: number, length: number): number {
		const size = this.sectors * this.sectorSize;
		if (!(offset >= 0 && offset + length <= size)) throw new RangeError(`flash: expected to stay within ${size} bytes, got ${length} at ${offset}`);
		return this.#firstSector * this.sectorSize + offset;
	}
}
