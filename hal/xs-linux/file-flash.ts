import type { Flash } from '../ports/flash.js';

const SECTOR_SIZE = 4096;

/** NOR flash in one file, byte for byte, for XS on Linux. */
export class FileFlash implements Flash {
	readonly sectorSize = SECTOR_SIZE;
	readonly sectors: number;
	readonly #file: unknown;
	readonly #old = new Uint8Array(SECTOR_SIZE);

	/**
	 * Opens the file, or creates it blank (all bytes 0xFF).
	 * @throws Error if it cannot be opened, or if its size is not that of `sectors` sectors
	 */
	constructor(path: string, sectors: number) {
		this.sectors = sectors;
		this.#file = open(path);
		const found = size(this.#file);
		if (found === 0) for (let sector = 0; sector < sectors; sector++) this.erase(sector);
		else if (found !== sectors * SECTOR_SIZE) throw new Error(`flash: ${path}: expected ${sectors * SECTOR_SIZE} bytes, found ${found}`);
	}

	read(offset: number, into: Uint8Array): void {
		this.#need(offset, into.length);
		read(this.#file, offset, into);
	}

	write(offset: number, bytes: Uint8Array): void {
		this.#need(offset, bytes.length);
		const old = this.#old;
		for (let at = 0; at < bytes.length; at += SECTOR_SIZE) {
			const part = old.subarray(0, Math.min(SECTOR_SIZE, bytes.length - at));
			this.read(offset + at, part);
			for (let i = 0; i < part.length; i++) part[i]! &= bytes[at + i]!;
			write(this.#file, offset + at, part);
		}
	}

	erase(sector: number): void {
		if (!(sector >= 0 && sector < this.sectors)) throw new RangeError(`flash: expected a sector below ${this.sectors}, got ${sector}`);
		write(this.#file, sector * SECTOR_SIZE, this.#old.fill(0xff));
	}

	#need(offset: number, length: number): void {
		const size = this.sectors * SECTOR_SIZE;
		if (!(offset >= 0 && offset + length <= size)) throw new RangeError(`flash: expected to stay within ${size} bytes, got ${length} at ${offset}`);
	}
}

function open(this: unknown, path: string): unknown {
	return native('xs_keiki_file_open').call(this, path);
}

function size(this: unknown, file: unknown): unknown {
	return native('xs_keiki_file_size').call(this, file);
}

function read(this: unknown, file: unknown, offset: number, into: Uint8Array): void {
	native('xs_keiki_file_read').call(this, file, offset, into);
}

function write(this: unknown, file: unknown, offset: number, bytes: Uint8Array): void {
	native('xs_keiki_file_write').call(this, file, offset, bytes);
}
