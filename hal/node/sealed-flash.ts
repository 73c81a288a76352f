/**
 * NOR flash in one file that tells nothing to whoever copies it, and that is not taken where it was altered. Its content is in memory; the file is
 *
 * | bytes | field                                                                              |
 * |-------|------------------------------------------------------------------------------------|
 * | 16    | `KEIKI SEALED 1`, then 0                                                           |
 * |       | records, each:                                                                     |
 * | 8     | length of the ciphertext, n, and all its bits turned round                         |
 * | 12    | IV: drawn for each time that the file is opened (8), and a count (4)               |
 * | n     | ciphertext of AES-256-GCM: an offset (4), and what the flash holds from there on   |
 * | 16    | tag                                                                                |
 *
 * The first record is the whole flash, each further one what an operation has changed. Authenticated besides is the tag of the record before, so that none is left
 * out, moved or put in; before the first one stands the name of the flash. The key is HMAC-SHA256 of the device's key and that name: the same content of
 * another flash is other bytes, and no IV comes twice. A last record that is not all there was interrupted, and never happened. What cannot be told is an older copy of
 * the whole file, or one without its last records.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Flash } from '../ports/flash.js';

export interface SealedFlashOptions {
	readonly path: string;
	readonly sectors: number;
	readonly sectorSize: number;
	/** Of the flash, wherever the file is. */
	readonly name: string;
	/** The device's key, 32 bytes. Called when it is needed. */
	readonly key: () => Uint8Array;
	/** Puts a file into the place of the one that there is, whole or not at all. */
	readonly replace: (path: string, content: Uint8Array) => void;
}

/** What stands in a file. `altered` is under another key as well. */
export type SealedFault = { readonly kind: 'altered' } | { readonly kind: 'size'; readonly expected: number; readonly found: number };

export class SealedFlashError extends Error {
	constructor(readonly fault: SealedFault) {
		super(fault.kind === 'altered' ? 'flash: altered, or under another key' : `flash: expected ${fault.expected} bytes, found ${fault.found}`);
	}
}

const MAGIC = Buffer.alloc(16);
MAGIC.write('KEIKI SEALED 1', 'latin1');
const ALGORITHM = 'aes-256-gcm';
const LENGTH = 8;
const IV = 12;
const PREFIX = 8;
const OFFSET = 4;
const TAG = 16;
const BLANK = 0xff;
/** The file is written anew once the records behind the first are so many times as long as it, and this. */
const MOST_TIMES = 2;
const MOST_MORE = 65_536;

/** Whether a file holds a sealed flash; else it is one byte for byte. */
export function isSealedFlash(content: Uint8Array): boolean {
	return content.length >= MAGIC.length && MAGIC.equals(content.subarray(0, MAGIC.length));
}

export class SealedFlash implements Flash {
	/** Called after each change. */
	onChange: () => void = () => {};
	readonly sectors: number;
	readonly sectorSize: number;
	readonly #options: SealedFlashOptions;
	readonly #bytes: Buffer;
	#sealer: Sealer | undefined;
	/** Open for writing behind the last record. */
	#file: number | undefined;
	#end = 0;

	/**
	 * Opens a file that is there. One that is not sealed is left as it is until something is written, or `seal` is called.
	 * @throws SealedFlashError
	 */
	constructor(options: SealedFlashOptions) {
		const { path, sectors, sectorSize } = options;
		this.#options = options;
		this.sectors = sectors;
		this.sectorSize = sectorSize;
		const content = readFileSync(path);
		if (isSealedFlash(content)) {
			this.#sealer = new Sealer(options);
			this.#bytes = this.#opened(content, this.#sealer);
		} else this.#bytes = content;
		const expected = sectors * sectorSize;
		if (this.#bytes.length !== expected) throw new SealedFlashError({ kind: 'size', expected, found: this.#bytes.length });
	}

	get isSealed(): boolean {
		return this.#sealer !== undefined;
	}

	/** Nothing was ever written. */
	get isBlank(): boolean {
		return this.#bytes.every((byte) => byte === BLANK);
	}

	read(offset: number, into: Uint8Array): void {
		this.#need(offset, into.length);
		into.set(this.#bytes.subarray(offset, offset + into.length));
	}

	write(offset: number, bytes: Uint8Array): void {
		this.#need(offset, bytes.length);
		for (let i = 0; i < bytes.length; i++) this.#bytes[offset + i]! &= bytes[i]!;
		this.#put(offset, bytes.length);
	}

	erase(sector: number): void {
		if (!(sector >= 0 && sector < this.sectors)) throw new RangeError(`flash: expected a sector below ${this.sectors}, got ${sector}`);
		const offset = sector * this.sectorSize;
		this.#bytes.fill(BLANK, offset, offset + this.sectorSize);
		this.#put(offset, this.sectorSize);
	}

	/** Writes the whole file anew. */
	seal(): void {
		const sealer = new Sealer(this.#options);
		const content = Buffer.concat([MAGIC, sealer.record(0, this.#bytes)]);
		this.#letGo();
		this.#options.replace(this.#options.path, content);
		this.#sealer = sealer;
		this.#end = content.length;
	}

	/** Brings all to the disk and lets go of the file; harmless when that was done before. */
	close(): void {
		this.#letGo();
	}

	#letGo(): void {
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

	/** Throws SealedFlashError. */
	#opened(content: Buffer, sealer: Sealer): Buffer {
		let at = MAGIC.length;
		let bytes: Buffer | undefined;
		for (let record = nextRecord(content, at); record !== undefined; record = nextRecord(content, at)) {
			const plain = sealer.open(record);
			if (plain === undefined) throw new SealedFlashError({ kind: 'altered' });
			const offset = plain.readUInt32BE(0);
			if (bytes === undefined) bytes = plain.subarray(OFFSET);
			else plain.copy(bytes, offset, OFFSET);
			at += record.length;
		}
		if (bytes === undefined) throw new SealedFlashError({ kind: 'altered' });
		this.#end = at;
		return bytes;
	}

	#put(offset: number, length: number): void {
		const most = (1 + MOST_TIMES) * this.#bytes.length + MOST_MORE;
		if (this.#sealer === undefined || this.#end > most) this.seal();
		else {
			const at = this.#end;
			// Each record goes on from the one before: after one that did not get into the file, the whole file is written anew.
			this.#end = Number.POSITIVE_INFINITY;
			if (this.#file === undefined) {
				this.#file = openSync(this.#options.path, 'r+');
				// Of a record that was interrupted.
				ftruncateSync(this.#file, at);
			}
			const record = this.#sealer.record(offset, this.#bytes.subarray(offset, offset + length));
			let done = 0;
			while (done < record.length) done += writeSync(this.#file, record, done, record.length - done, at + done);
			this.#end = at + record.length;
		}
		this.onChange();
	}

	#need(offset: number, length: number): void {
		const size = this.#bytes.length;
		if (!(offset >= 0 && offset + length <= size)) throw new RangeError(`flash: expected to stay within ${size} bytes, got ${length} at ${offset}`);
	}
}

/** What a sealed file holds that is made of a flash. */
export function sealedContent(content: Uint8Array, options: Pick<SealedFlashOptions, 'name' | 'key'>): Uint8Array {
	return Buffer.concat([MAGIC, new Sealer(options).record(0, content)]);
}

/** Undefined: the rest is none, or not all of it is there. Throws SealedFlashError. */
function nextRecord(content: Buffer, at: number): Buffer | undefined {
	if (at + LENGTH > content.length) return undefined;
	const length = content.readUInt32BE(at);
	if (content.readUInt32BE(at + 4) !== ~length >>> 0 || length < OFFSET) throw new SealedFlashError({ kind: 'altered' });
	const end = at + LENGTH + IV + length + TAG;
	return end > content.length ? undefined : content.subarray(at, end);
}

/** Seals and opens the records of one file, in their order. */
class Sealer {
	readonly #key: Buffer;
	readonly #prefix = randomBytes(PREFIX);
	#count = 0;
	/** What the next record goes on from. */
	#before: Buffer;

	constructor({ name, key }: Pick<SealedFlashOptions, 'name' | 'key'>) {
		this.#key = createHmac('sha256', key()).update(name).digest();
		this.#before = Buffer.from(name);
	}

	record(offset: number, bytes: Uint8Array): Buffer {
		const head = Buffer.alloc(LENGTH + IV);
		const length = OFFSET + bytes.length;
		head.writeUInt32BE(length, 0);
		head.writeUInt32BE(~length >>> 0, 4);
		this.#prefix.copy(head, LENGTH);
		head.writeUInt32BE(this.#count++, LENGTH + PREFIX);
		const place = Buffer.alloc(OFFSET);
		place.writeUInt32BE(offset, 0);
		const cipher = createCipheriv(ALGORITHM, this.#key, head.subarray(LENGTH)).setAAD(this.#before);
		const text = Buffer.concat([cipher.update(place), cipher.update(bytes), cipher.final()]);
		this.#before = cipher.getAuthTag();
		return Buffer.concat([head, text, this.#before]);
	}

	/** Offset and bytes; undefined: it is not what was sealed here. */
	open(record: Buffer): Buffer | undefined {
		const tag = record.subarray(record.length - TAG);
		const decipher = createDecipheriv(ALGORITHM, this.#key, record.subarray(LENGTH, LENGTH + IV))
			.setAAD(this.#before)
			.setAuthTag(tag);
		try {
			const plain = Buffer.concat([decipher.update(record.subarray(LENGTH + IV, record.length - TAG)), decipher.final()]);
			this.#before = Buffer.from(tag);
			return plain;
		} catch {
			return undefined;
		}
	}
}
