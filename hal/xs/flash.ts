import FlashStorage, { type Flash as Storage } from 'embedded:storage/flash';
import type { Flash } from '../ports/flash.js';

/** A partition of the platform's flash (partitions.csv of the board). */
export class PartitionFlash implements Flash {
	readonly sectorSize: number;
	readonly sectors: number;
	readonly #storage: Storage;

	/** Throws if there is no such partition. */
	constructor(label: string) {
		this.#storage = FlashStorage.open({ path: label });
		const { size, blockLength } = this.#storage.status();
		this.sectorSize = blockLength;
		this.sectors = Math.floor(size / blockLength);
	}

	read(offset: number, into: Uint8Array): void {
		this.need(offset, into.length);
		this.#storage.read(into, offset);
	}

	write(offset: number, bytes: Uint8Array): void {
		this.need(offset, bytes.length);
		this.#storage.write(bytes, offset);
	}

	erase(sector: number): void {
		if (!(sector >= 0 && sector < this.sectors)) throw new RangeError(`flash: expected a sector below ${this.sectors}, got ${sector}`);
		this.#storage.eraseBlock(sector);
	}

	private need(offset: number, length: number): void {
		const size = this.sectors * this.sectorSize;
		if (!(offset >= 0 && offset + length <= size)) throw new RangeError(`flash: expected to stay within ${size} bytes, got ${length} at ${offset}`);
	}
}
