import type { Flash } from '../../hal/ports/flash.js';

/** A flash whose sectors are `joined` of another's each. An erase that power fails in leaves some of them erased: any state, as the port has it. */
export class JoinedSectors implements Flash {
	readonly sectorSize: number;
	readonly sectors: number;
	readonly #flash: Flash;
	readonly #joined: number;

	constructor(flash: Flash, joined: number) {
		this.#flash = flash;
		this.#joined = joined;
		this.sectorSize = joined * flash.sectorSize;
		this.sectors = Math.floor(flash.sectors / joined);
	}

	read(offset: number, into: Uint8Array): void {
		this.#flash.read(offset, into);
	}

	write(offset: number, bytes: Uint8Array): void {
		this.#flash.write(offset, bytes);
	}

	erase(sector: number): void {
		for (let i = 0; i < this.#joined; i++) this.#flash.erase(sector * this.#joined + i);
	}
}
