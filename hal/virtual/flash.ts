import type { Flash } from '../ports/flash.js';
import type { Random } from '../ports/random.js';

/** What is about to be done to the flash. `bytes` is the caller's: copy it to keep it. */
export type FlashOperation =
	| { readonly type: 'write'; readonly offset: number; readonly bytes: Uint8Array }
	| { readonly type: 'erase'; readonly sector: number };

/** The supply failed; the flash answers again after `powerUp`. */
export class PowerLoss extends Error {
	constructor() {
		super('flash: the power failed');
	}
}

/**
 * NOR flash in RAM that can lose its power at any write or erase, counts both, and shows each to an observer before it happens. A sector takes memory from the
 * first write to it on: of many meters most sectors stay blank.
 */
export class RamFlash implements Flash {
	readonly sectorSize: number;
	readonly sectors: number;
	/** How often each sector was erased. */
	readonly erasures: Int32Array;
	/** Writes and erases so far. */
	operations = 0;
	/** Called before each write and erase; the content is still what it was. */
	onOperation: ((operation: FlashOperation) => void) | undefined;
	/** Undefined where it is blank since the beginning. */
	readonly #content: (Uint8Array | undefined)[];
	#cut: { readonly operation: number; readonly random: Random } | undefined;
	#powered = true;

	/** Blank: all bytes are 0xFF. */
	constructor(sectors: number, sectorSize = 4096) {
		this.sectors = sectors;
		this.sectorSize = sectorSize;
		this.erasures = new Int32Array(sectors);
		this.#content = new Array<Uint8Array | undefined>(sectors).fill(undefined);
	}

	/** Reads come from deep below: what they do is done here, for a stack that is scarce. */
	read(offset: number, into: Uint8Array): void {
		this.#need(offset, into.length);
		for (let done = 0; done < into.length; ) {
			const at = (offset + done) % this.sectorSize;
			let part = this.#content[(offset + done - at) / this.sectorSize];
			const length = Math.min(into.length - done, this.sectorSize - at);
			if (part === undefined) into.fill(0xff, done, done + length);
			else {
				part = part.subarray(at, at + length);
				into.set(part, done);
			}
			done += length;
		}
	}

	write(offset: number, bytes: Uint8Array): void {
		this.#need(offset, bytes.length);
		this.#begin({ type: 'write', offset, bytes });
		const { sectorSize } = this;
		for (let done = 0; done < bytes.length; ) {
			const at = (offset + done) % sectorSize;
			const content = this.#sector((offset + done - at) / sectorSize);
			const length = Math.min(bytes.length - done, sectorSize - at);
			for (let i = 0; i < length; i++) content[at + i]! &= bytes[done + i]!;
			done += length;
		}
	}

	erase(sector: number): void {
		if (!(sector >= 0 && sector < this.sectors)) throw new RangeError(`flash: expected a sector below ${this.sectors}, got ${sector}`);
		this.#begin({ type: 'erase', sector });
		this.#content[sector]?.fill(0xff);
		this.erasures[sector]!++;
	}

	/** The power fails during the operation that comes after `operation` others from now (0: the next one), with an effect that `random` chooses. */
	cutAt(operation: number, random: Random): void {
		this.#cut = { operation: this.operations + operation, random };
	}

	/** The power is back; the content stays what the cut left. */
	powerUp(): void {
		this.#powered = true;
	}

	/** A copy of the content. */
	snapshot(): Uint8Array {
		const snapshot = new Uint8Array(this.sectors * this.sectorSize).fill(0xff);
		for (let sector = 0; sector < this.sectors; sector++) {
			const content = this.#content[sector];
			if (content !== undefined) snapshot.set(content, sector * this.sectorSize);
		}
		return snapshot;
	}

	restore(snapshot: Uint8Array): void {
		this.#put(0, snapshot);
	}

	/** Does to the content what `operation` does if the power fails during it: one of the states that the port's comment allows. */
	tear(operation: FlashOperation, random: Random): void {
		const dice = new Uint8Array(4);
		random.fill(dice);
		if (operation.type === 'write') {
			const { offset, bytes } = operation;
			const written = new Uint8Array(bytes.length);
			for (let i = 0; i < bytes.length; i++) written[i] = this.#byteAt(offset + i);
			tearWrite(written, bytes, dice, random);
			this.#put(offset, written);
		} else tearErase(this.#sector(operation.sector), dice, random);
	}

	/** To be written to. */
	#sector(sector: number): Uint8Array {
		const content = this.#content[sector] ?? new Uint8Array(this.sectorSize).fill(0xff);
		this.#content[sector] = content;
		return content;
	}

	#byteAt(offset: number): number {
		const at = offset % this.sectorSize;
		return this.#content[(offset - at) / this.sectorSize]?.[at] ?? 0xff;
	}

	#put(offset: number, bytes: Uint8Array): void {
		const { sectorSize } = this;
		for (let done = 0; done < bytes.length; ) {
			const at = (offset + done) % sectorSize;
			const length = Math.min(bytes.length - done, sectorSize - at);
			this.#sector((offset + done - at) / sectorSize).set(bytes.subarray(done, done + length), at);
			done += length;
		}
	}

	#begin(operation: FlashOperation): void {
		if (!this.#powered) throw new PowerLoss();
		this.onOperation?.(operation);
		if (this.#cut?.operation === this.operations++) {
			const random = this.#cut.random;
			this.#cut = undefined;
			this.#powered = false;
			this.tear(operation, random);
			throw new PowerLoss();
		}
	}

	#need(offset: number, length: number): void {
		if (!this.#powered) throw new PowerLoss();
		if (!(offset >= 0 && offset + length <= this.sectors * this.sectorSize)) {
			throw new RangeError(`flash: expected to stay within ${this.sectors * this.sectorSize} bytes, got ${length} at ${offset}`);
		}
	}
}

/** Any subset of the bits to clear is cleared: few of them, most, half of them at random, or all up to one place. */
function tearWrite(content: Uint8Array, bytes: Uint8Array, dice: Uint8Array, random: Random): void {
	const noise = new Uint8Array(content.length);
	const more = new Uint8Array(content.length);
	random.fill(noise);
	random.fill(more);
	const place = Math.floor(((dice[1]! * 256 + dice[2]!) / 65536) * content.length);
	for (let i = 0; i < content.length; i++) {
		let kept = noise[i]!;
		switch (dice[0]! % 6) {
			case 0:
				kept |= more[i]!;
				break;
			case 1:
				kept &= more[i]!;
				break;
			case 2:
				kept = i < place ? 0 : i > place ? 0xff : kept;
				break;
			case 3:
				kept = i === place ? 1 << (dice[3]! & 7) : 0;
				break;
			case 4:
				kept = i === place ? 0xff ^ (1 << (dice[3]! & 7)) : 0xff;
				break;
			default:
		}
		content[i]! &= bytes[i]! | kept;
	}
}

/** Anything: as it was, blank, all zeros (parts clear a sector before they erase it), noise, bits half way, or one part erased. */
function tearErase(content: Uint8Array, dice: Uint8Array, random: Random): void {
	const noise = new Uint8Array(content.length);
	random.fill(noise);
	const place = Math.floor(((dice[1]! * 256 + dice[2]!) / 65536) * content.length);
	switch (dice[0]! % 7) {
		case 0:
			return;
		case 1:
			content.fill(0xff);
			return;
		case 2:
			content.fill(0);
			return;
		case 3:
			content.set(noise);
			return;
		case 4:
			for (let i = 0; i < content.length; i++) content[i]! |= noise[i]!;
			return;
		case 5:
			content.fill(0xff, 0, place);
			return;
		default:
			content.fill(0xff, place);
	}
}
