import type { Flash } from '../../../hal/ports/flash.js';

const BLANK = 0xff;

/** A flash that takes no room until something is written to it: until then it reads as blank. */
export class LateFlash implements Flash {
	readonly sectorSize: number;
	readonly sectors: number;
	readonly #open: () => Flash;
	#flash: Flash | undefined;

	/** @param open called once, when it is needed: a flash of as many sectors, blank where it was not there before */
	constructor(sectors: number, sectorSize: number, open: () => Flash) {
		this.sectors = sectors;
		this.sectorSize = sectorSize;
		this.#open = open;
	}

	read(offset: number, into: Uint8Array): void {
		const size = this.sectors * this.sectorSize;
		if (!(offset >= 0 && offset + into.length <= size))
			throw new RangeError(`flash: expected to stay within ${size} bytes, got ${into.length} at ${offset}`);
		if (this.#flash === undefined) into.fill(BLANK);
		else this.#flash.read(offset, into);
	}

	areBlank(firstSector: number, sectors: number): boolean {
		return this.#flash === undefined || this.#flash.areBlank?.(firstSector, sectors) === true;
	}

	write(offset: number, bytes: Uint8Array): void {
		this.#opened.write(offset, bytes);
	}

	erase(sector: number): void {
		this.#opened.erase(sector);
	}

	get #opened(): Flash {
		this.#flash ??= this.#open();
		return this.#flash;
	}
}
