import { closeSync, constants, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import type { Flash } from '../ports/flash.js';

/** What a file of blank flash holds. */
export function blankFlash(sectors: number, sectorSize = 4096): Uint8Array {
	return new Uint8Array(sectors * sectorSize).fill(0xff);
}

/**
 * NOR flash in one file, byte for byte and without a header. Each operation reaches the operating system before it returns, so it survives
 * the end of the process; `close` also brings it to the disk.
 */
export class FileFlash implements Flash {
	/** Called after each change. */
	onChange: () => void = () => {};
	readonly sectorSize: number;
	readonly sectors: number;
	readonly #path: string;
	#file: number | undefined;

	/**
	 * Opens a file that is there: none is made, since a flash that has got lost must not come back blank in silence.
	 * @throws Error if it cannot be opened, or if its size is not `sectors` × `sectorSize`
	 */
	constructor(path: string, sectors: number, sectorSize = 4096) {
		this.sectors = sectors;
		this.sectorSize = sectorSize;
		this.#path = path;
		try {
			this.#file = openSync(path, constants.O_RDWR);
		} catch (error) {
			throw new Error(`flash: cannot open ${path}: ${(error as Error).message}`, { cause: error });
		}
		const size = fstatSync(this.#file).size;
		if (size !== sectors * sectorSize) {
			closeSync(this.#file);
			throw new Error(`flash: ${path}: expected ${sectors * sectorSize} bytes (${sectors} sectors of ${sectorSize}), found ${size}`);
		}
	}

	read(offset: number, into: Uint8Array): void {
		this.#need(offset, into.length);
		let done = 0;
		while (done < into.length) {
			const got = readSync(this.#open, into, done, into.length - done, offset + done);
			if (got === 0) throw new Error(`flash: ${this.#path}: expected ${this.sectors * this.sectorSize} bytes, it ends at ${offset + done}`);
			done += got;
		}
	}

	write(offset: number, bytes: Uint8Array): void {
		this.#need(offset, bytes.length);
		const result = new Uint8Array(bytes.length);
		this.read(offset, result);
		for (let i = 0; i < bytes.length; i++) result[i]! &= bytes[i]!;
		this.#put(offset, result);
	}

	erase(sector: number): void {
		if (!(sector >= 0 && sector < this.sectors)) throw new RangeError(`flash: expected a sector below ${this.sectors}, got ${sector}`);
		this.#put(sector * this.sectorSize, new Uint8Array(this.sectorSize).fill(0xff));
	}

	/** Brings all to the disk and lets go of the file; harmless when that was done before. */
	close(): void {
		if (this.#file === undefined) return;
		const file = this.#file;
		// Where the disk fails, too, it is let go of.
		this.#file = undefined;
		try {
			fsyncSync(file);
		} finally {
			closeSync(file);
		}
	}

	get #open(): number {
		if (this.#file === undefined) throw new Error(`flash: ${this.#path} is closed`);
		return this.#file;
	}

	#put(offset: number, bytes: Uint8Array): void {
		let done = 0;
		while (done < bytes.length) done += writeSync(this.#open, bytes, done, bytes.length - done, offset + done);
		this.onChange();
	}

	#need(offset: number, length: number): void {
		const size = this.sectors * this.sectorSize;
		if (!(offset >= 0 && offset + length <= size)) throw new RangeError(`flash: expected to stay within ${size} bytes, got ${length} at ${offset}`);
	}
}
